"""Makes the pictures of docs/pictures anew: `python -m tests.pictures`. It needs a Chromium on the path."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from sample_host.current import Shop
from sample_host.demonstration import populate
from sample_host.entries import LineEntry, OrderEntry
from sample_host.models import Customer
from sample_host.orders import OrderDesk
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.passing import Passing, passing
from tests.plugin.shop import books, change_customer, sync
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 860
SEED = 8  # its newest orders stand in different ways, and no name needs letters that a machine may lack
SHOWN = {
    "orders": "/orders",
    "ship-doc": "/shipdocs/3",
    "company": "/settings/quickbooks/company",
    "quickbooks": "/books",
    "centre-now": "/quickbooks/",
    "centre-problems": "/quickbooks/problems",
    "centre-document": "/quickbooks/document?ref=ship_doc|3",
    "centre-history": "/quickbooks/history",
    "centre-journal": "/quickbooks/history/journal",
    "centre-undo": "/quickbooks/undo",
    "centre-lists": "/quickbooks/lists",
    "centre-matching": "/quickbooks/matching",
}
AFTER_MORE_WAS_SAVED = {"centre-preview": "/quickbooks/preview"}
AFTER_A_CONFLICT = {"centre-versions": "/quickbooks/document?ref=customer|1"}


PREFERENCES = "/settings/quickbooks/preferences"


def take_tabs(page: Page, directory: Path) -> None:
    """One picture a tab of the preferences; the first one bears no tab's name."""
    page.goto(PREFERENCES)
    for number, tab in enumerate(page.get_by_role("tab").all()):
        tab.click()
        words = re.findall(r"[a-z]+", tab.inner_text().lower())
        page.screenshot(path=directory / f"{'-'.join(('settings', *words)) if number else 'settings'}.png")


def take(page: Page, shown: Mapping[str, str], directory: Path) -> None:
    """One picture a screen, of what fits into the window."""
    for name, path in shown.items():
        page.goto(path)
        page.screenshot(path=directory / f"{name}.png")


def ship_more(shop: Shop) -> None:
    """A ship doc each for some customers that QuickBooks has by now."""
    desk, today = OrderDesk(shop.host.orders), date(2026, 3, 2)
    for number in range(1, 9):
        line = LineEntry(item_id=number, quantity=Decimal(number))
        order = desk.enter_order(OrderEntry(customer_id=number, order_date=today, lines=(line,)))
        desk.ship_rest(order, today, "", shipped=number % 3 > 0)


def change_on_both_sides(shop: Shop, clock: Passing) -> None:
    """The telephone of the first customer, so that somebody has to choose."""
    clock.passes()
    with shop.host.orders.reading() as session:
        name = session.get_one(Customer, 1).name
    with books(shop) as file:
        theirs = next(each for each in file.records("Customer") if each.name == name)
        file.bookkeeper.edit_record("Customer", theirs.id, Phone="0431 55 21", Contact="Mr. Petersen")
    clock.passes()
    change_customer(shop, name, phone="0431 98 70", email="harbour@example.com")
    sync(shop)


def main() -> int:
    if CHROMIUM is None:
        print("There is no Chromium on the path.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory, passing() as clock:
        place = workplace(Path(directory), None)
        with running(place.database, place.books) as shop:
            populate(shop.host.orders, 120, SEED, lambda *_: None)
            with served(shop) as address, browser_at(address, height=HEIGHT) as page:
                page.goto("/settings")
                page.screenshot(path=PICTURES / "first-time.png")
                connect_to_books(shop)
                synchronize(page)
                take(page, SHOWN, PICTURES)
                ship_more(shop)
                take(page, AFTER_MORE_WAS_SAVED, PICTURES)
                take_tabs(page, PICTURES)
                change_on_both_sides(shop, clock)
                take(page, AFTER_A_CONFLICT, PICTURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
