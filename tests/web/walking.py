"""What the walks through the sync centre have in common: ship docs, their lines on a page, and what a page has told."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from allorders_hooks.documents import DocumentRef, Kind
from allorders_quickbooks.simulator import CompanyFile
from playwright.sync_api import Locator, Page

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.entries import LineEntry, OrderEntry
from sample_host.orders import OrderDesk
from tests.plugin.shop import DAY, panel, sync
from tests.waiting import until

_NUMBERS = count(1)


def new(shop: Shop, *, shipped: bool = True) -> tuple[DocumentRef, str]:
    """A ship doc of a customer and an item that QuickBooks has, and its number."""
    desk, number = OrderDesk(shop.host.orders), f"W{next(_NUMBERS)}"
    order = desk.enter_order(
        OrderEntry(customer_id=1, order_date=DAY, lines=(LineEntry(item_id=1, quantity=Decimal(2)),))
    )
    key = desk.ship_rest(order, DAY, number, shipped=shipped)
    return DocumentRef(company=COMPANY, kind=Kind.SHIP_DOC, key=str(key)), number


def of(page: Page, number: str) -> Locator:
    """The line of that ship doc."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=f"Ship doc {number}", exact=True))


def told(page: Page) -> Locator:
    return page.get_by_role("status").first


def sync_until_sent(shop: Shop, ref: DocumentRef) -> None:
    def is_there() -> bool:
        sync(shop)
        return panel(shop, ref).sentence.startswith("It is in QuickBooks")

    until(is_there, "it is in QuickBooks")


def a_customer(file: CompanyFile) -> str:
    """Whose the ship docs of these tests are, as QuickBooks calls him."""
    return next(txn.customer for txn in file.transactions("Invoice"))
