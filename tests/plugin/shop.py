"""What the tests of the plugin do in the order system and see in the company file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.status import ActionResult, Panel, SyncStatus
from allorders_quickbooks.simulator import CompanyFile, TransactionView
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.database import Database
from sqlalchemy import select

from sample_host import queries
from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.entries import CustomerEntry, ItemEntry, LineEntry, OrderEntry, ShipDocEntry
from sample_host.models import Customer
from sample_host.orders import OrderDesk
from sample_host.running import PLUGIN
from sample_host.shipping import proposal

DAY = date(2026, 3, 2)


def url_of(directory: Path) -> str:
    return f"sqlite:///{(directory / 'orders.sqlite3').as_posix()}"


def change_settings(shop: Shop, screen: str, **values: object) -> ActionResult:
    """Save some values of a screen that was opened just now."""
    version = next(shown.version for shown in shop.plugins.settings_screens(COMPANY)[PLUGIN] if shown.name == screen)
    return shop.plugins.save_settings(PLUGIN, COMPANY, screen, values, version, "Ada")


def enter_order(shop: Shop, customer: str = "Kiel Marina") -> int:
    desk = OrderDesk(shop.host.orders)
    buyer = desk.add_customer(CustomerEntry(name=customer))
    item = desk.add_item(ItemEntry(name=f"Fender for {customer}", price=Decimal("18.90")))
    line = LineEntry(item_id=item, quantity=Decimal(2))
    return desk.enter_order(OrderEntry(customer_id=buyer, order_date=DAY, lines=(line,)))


def ship(shop: Shop, *, customer: str = "Kiel Marina", number: str = "", shipped: bool = True) -> DocumentRef:
    """A ship doc of a new order of a new customer."""
    order = enter_order(shop, customer)
    key = OrderDesk(shop.host.orders).ship_rest(order, DAY, number, shipped=shipped)
    return DocumentRef(company=COMPANY, kind=Kind.SHIP_DOC, key=str(key))


def customer_of(shop: Shop, name: str = "Kiel Marina") -> Customer:
    """The customer of that name, as the order system has him."""
    with shop.host.orders.reading() as session:
        return session.scalars(select(Customer).where(Customer.name == name)).one()


def change_customer(shop: Shop, name: str = "Kiel Marina", **values: object) -> int:
    """Save some values of that customer; his key."""
    known = customer_of(shop, name)
    kept = {field: getattr(known, field) for field in CustomerEntry.model_fields}
    entry = CustomerEntry.model_validate({**kept, **values})
    return OrderDesk(shop.host.orders).change_customer(known.id, known.revision, entry)


def sync(shop: Shop) -> ActionResult:
    return shop.plugins.sync_now(COMPANY, "", wait=True)


def act(shop: Shop, action: str, ref: DocumentRef) -> ActionResult:
    return shop.plugins.do_action(PLUGIN, COMPANY, action, [ref], "Ada")


def panel(shop: Shop, ref: DocumentRef) -> Panel:
    return dict(shop.plugins.document_panel(ref))[PLUGIN]


def status(shop: Shop) -> SyncStatus:
    return shop.plugins.sync_status(COMPANY)[PLUGIN]


def row(shop: Shop) -> Company:
    """The company's row in the plugin's own tables."""
    database = Database(shop.host.orders.url)
    try:
        with database.read() as connection:
            return companies.load(connection, COMPANY)
    finally:
        database.close()


@contextmanager
def books(shop: Shop) -> Iterator[CompanyFile]:
    """The company file, as its bookkeeper has it before him."""
    assert shop.books is not None
    file = CompanyFile.open(shop.books)
    try:
        yield file
    finally:
        file.close()


def invoices(shop: Shop) -> list[TransactionView]:
    with books(shop) as file:
        return [txn for txn in file.transactions("Invoice") if not txn.voided]


def priced(shop: Shop, order: int, price: str) -> ShipDocEntry:
    """All of an order that is still to ship, at another price."""
    with shop.host.orders.reading() as session:
        found = queries.order(session, order)
        assert found is not None
        proposed = proposal(found, DAY, shipped=True)
    lines = tuple(line.model_copy(update={"price": Decimal(price)}) for line in proposed.lines)
    return proposed.model_copy(update={"lines": lines})
