"""The sample order system with the plugin loaded by its entry point, and a simulated company file on disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import CompanyFile

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.running import connect_to_books, running
from tests.plugin.shop import change_settings, url_of

BOOKS = "company.qbsim"


@pytest.fixture(scope="session")
def fenced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a company file whose fence stands: setting one up takes seconds that cannot be skipped."""
    directory = tmp_path_factory.mktemp("fenced")
    CompanyFile.create(directory / BOOKS).close()
    with running(url_of(directory), directory / BOOKS) as shop:
        connect_to_books(shop)
        assert shop.plugins.sync_now(COMPANY, "", wait=True).done
        change_settings(shop, "company", connection="none")
    return directory


@pytest.fixture
def place(fenced: Path, tmp_path: Path) -> Path:
    """A copy of it that this test may change."""
    return Path(shutil.copytree(fenced, tmp_path / "place"))


@pytest.fixture
def unconnected(place: Path) -> Iterator[Shop]:
    """The order system with the plugin running, and no connection to QuickBooks chosen."""
    with running(url_of(place), place / BOOKS) as shop:
        yield shop


@pytest.fixture
def shop(unconnected: Shop) -> Shop:
    """The same, connected to the company file."""
    connect_to_books(unconnected)
    return unconnected
