"""An order system that comes back from a backup, in a real browser: it is asked about, and gone on with by a button."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.passing import Passing, passing
from tests.plugin.shop import change_settings, invoices, ship, sync
from tests.sample_host.browsing import CHROMIUM, browser_at, served
from tests.web.test_accessible import faults
from tests.web.walking import told

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture
def went_back(tmp_path: Path) -> Iterator[Shop]:
    """A ship doc was sent after the backup that the order system works with again."""
    place = workplace(tmp_path, None)
    database, backup = Path(place.database.removeprefix("sqlite:///")), tmp_path / "backup.sqlite3"
    with passing() as clock:
        with running(place.database, place.books) as shop:
            connect_to_books(shop)
            change_settings(shop, "preferences", synchronize_on_startup="")
            _sent(shop, clock, "Kiel Marina")
        _copied(database, backup)
        with running(place.database, place.books) as shop:
            _sent(shop, clock, "Lost Marina")
        _copied(backup, database)
        with running(place.database, place.books) as shop:
            yield shop


def _sent(shop: Shop, clock: Passing, customer: str) -> None:
    ship(shop, customer=customer)
    assert sync(shop).done
    clock.passes()


@pytest.fixture
def page(went_back: Shop) -> Iterator[Page]:
    with served(went_back) as address, browser_at(address) as page:
        yield page


def test_it_is_asked_about_and_gone_on_with(went_back: Shop, page: Page) -> None:
    assert not sync(went_back).done
    page.goto("/quickbooks/problems")
    asked = page.get_by_role("region", name="Data from a backup")
    expect(asked).to_contain_text("not known here")
    assert faults(page) == []
    page.goto("/settings/company")
    page.get_by_role("button", name="These data were restored from a backup: go on with them").click()
    expect(told(page)).to_contain_text("The next run, which starts now, looks for")
    assert sync(went_back).done
    page.goto("/quickbooks/problems")
    expect(asked).to_have_count(0)
    assert len(invoices(went_back)) == 2, "nothing was sent twice"
