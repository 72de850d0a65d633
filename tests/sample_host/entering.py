"""Entries that the tests make again and again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sample_host import queries
from sample_host.database import Database
from sample_host.entries import CustomerEntry, ItemEntry, LineEntry, OrderEntry
from sample_host.models import SalesOrder
from sample_host.orders import OrderDesk
from sample_host.shipping import proposal

DAY = date(2026, 3, 2)


def line(item: int | None = None, quantity: str = "2", price: str | None = "10", discount: str = "0") -> LineEntry:
    cost = None if price is None else Decimal(price)
    return LineEntry(item_id=item, quantity=Decimal(quantity), price=cost, discount=Decimal(discount))


def customer(desk: OrderDesk, name: str = "Kiel Marina") -> int:
    return desk.add_customer(CustomerEntry(name=name))


def item(desk: OrderDesk, name: str = "Fender", price: str = "18.90") -> int:
    return desk.add_item(ItemEntry(name=name, price=Decimal(price)))


def order(desk: OrderDesk, *lines: LineEntry, freight: str = "0") -> int:
    entry = OrderEntry(
        customer_id=customer(desk), order_date=DAY, freight=Decimal(freight), lines=lines or (line(item(desk)),)
    )
    return desk.enter_order(entry)


def loaded(database: Database, key: int) -> SalesOrder:
    with database.reading() as session:
        row = queries.order(session, key)
    assert row is not None
    return row


def ship(desk: OrderDesk, database: Database, key: int, shipped: bool = True) -> int:
    return desk.ship(key, proposal(loaded(database, key), DAY, shipped=shipped))
