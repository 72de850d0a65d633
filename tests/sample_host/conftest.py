"""An order system on a database of its own, with a plugin that writes down what it hears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from allorders_hooks.plugins import PluginManager
from allorders_quickbooks.simulator import CompanyFile
from flask.testing import FlaskClient
from sqlalchemy import text

from sample_host.app import create_app
from sample_host.current import Shop
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost, open_host
from tests.sample_host.plugins import Scribe


@pytest.fixture
def host(sqlite_url: str) -> Iterator[SampleHost]:
    host = open_host(sqlite_url)
    with host.orders.saving() as session:
        session.execute(text("CREATE TABLE heard (what TEXT)"))
    yield host
    host.orders.close()


@pytest.fixture
def desk(host: SampleHost) -> OrderDesk:
    return OrderDesk(host.orders, "Olga")


@pytest.fixture
def plugins(host: SampleHost) -> Iterator[PluginManager]:
    manager = PluginManager(host, sender=host.orders)
    yield manager
    manager.close()


@pytest.fixture
def scribe(plugins: PluginManager) -> Scribe:
    scribe = Scribe()
    plugins.register(scribe, "scribe")
    return scribe


@pytest.fixture
def shop(host: SampleHost, plugins: PluginManager) -> Shop:
    return Shop(host, plugins)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[CompanyFile]:
    """A simulated company file with one customer."""
    file = CompanyFile.create(tmp_path / "books.qbsim")
    file.bookkeeper.add_record("Customer", "Kiel Marina")
    yield file
    file.close()


@pytest.fixture
def client(host: SampleHost, plugins: PluginManager, tmp_path: Path) -> FlaskClient:
    app = create_app(Shop(host, plugins, tmp_path / "books.sqlite3"))
    app.testing = True
    return app.test_client()
