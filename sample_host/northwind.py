"""Import of the Northwind order data from its SQLite file: every order becomes a sales order and a ship doc.

An import that broke off is taken up again: customers are known by their account number, products by their name,
orders by their number.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from allorders_hooks.documents import Address
from sqlalchemy import select

from sample_host.database import Database
from sample_host.entries import CustomerEntry, ItemEntry, LineEntry, OrderEntry
from sample_host.models import Customer, Item, SalesOrder, ShipDoc
from sample_host.orders import OrderDesk

Progress = Callable[[str, int, int], None]  # what is saved now, how far, of how many
ORDERS = """
    SELECT OrderID, CustomerID, OrderDate, ShippedDate, Freight, ShipName, ShipAddress, ShipCity, ShipRegion,
           ShipPostalCode, ShipCountry
    FROM Orders ORDER BY OrderID
"""


@dataclass(frozen=True)
class _Done:
    """What an earlier import has saved already, by number."""

    orders: Mapping[str, int]
    ship_docs: Mapping[str, int]


def import_northwind(database: Database, path: Path, progress: Progress) -> None:
    """Save everything of that file through the order desk, save by save."""
    with _opened(path) as source:
        customers = _import_customers(database, source)
        items = _import_items(database, source)
        lines = _lines(source, items)
        orders = source.execute(ORDERS).fetchall()
    desk = OrderDesk(database)
    done = _Done(_known(database, SalesOrder.number, SalesOrder.id), _known(database, ShipDoc.number, ShipDoc.id))
    for count, order in enumerate(orders, start=1):
        _import_order(desk, order, done, customers[order["CustomerID"]], lines[order["OrderID"]])
        progress("orders", count, len(orders))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
        source.row_factory = sqlite3.Row
        yield source


def _import_customers(database: Database, source: sqlite3.Connection) -> dict[str, int]:
    known = _known(database, Customer.account_number, Customer.id)
    return {
        row["CustomerID"]: known.get(row["CustomerID"].strip()) or OrderDesk(database).add_customer(_customer(row))
        for row in source.execute("SELECT * FROM Customers ORDER BY CustomerID")
    }


def _customer(row: sqlite3.Row) -> CustomerEntry:
    address = _address(
        row["CompanyName"], row["Address"], row["City"], row["Region"], row["PostalCode"], row["Country"]
    )
    return CustomerEntry(
        name=row["CompanyName"],
        company_name=row["CompanyName"],
        contact=row["ContactName"] or "",
        phone=row["Phone"] or "",
        fax=row["Fax"] or "",
        account_number=row["CustomerID"],
        bill_to=address,
        ship_to=address,
    )


def _import_items(database: Database, source: sqlite3.Connection) -> dict[int, int]:
    known = _known(database, Item.name, Item.id)
    return {
        row["ProductID"]: known.get(row["ProductName"]) or OrderDesk(database).add_item(_item(row))
        for row in source.execute("SELECT * FROM Products ORDER BY ProductID")
    }


def _item(row: sqlite3.Row) -> ItemEntry:
    packed = f", {row['QuantityPerUnit']}" if row["QuantityPerUnit"] else ""
    return ItemEntry(name=row["ProductName"], description=row["ProductName"] + packed, price=_decimal(row["UnitPrice"]))


def _lines(source: sqlite3.Connection, items: dict[int, int]) -> dict[int, list[LineEntry]]:
    lines: dict[int, list[LineEntry]] = defaultdict(list)
    for row in source.execute("SELECT * FROM [Order Details] ORDER BY OrderID, ProductID"):
        line = LineEntry(
            item_id=items[row["ProductID"]],
            quantity=_decimal(row["Quantity"]),
            price=_decimal(row["UnitPrice"]),
            discount=_decimal(row["Discount"]),
        )
        lines[row["OrderID"]].append(line)
    return lines


def _known(database: Database, name: Any, key: Any) -> dict[str, int]:
    """What is there already: name -> row."""
    with database.reading() as session:
        return {row[0]: row[1] for row in session.execute(select(name, key))}


def _import_order(desk: OrderDesk, row: sqlite3.Row, done: _Done, customer: int, lines: list[LineEntry]) -> None:
    number = str(row["OrderID"])
    order = done.orders.get(number) or desk.enter_order(_order(row, number, customer, lines))
    if number not in done.ship_docs:
        shipped = _date(row["ShippedDate"])
        desk.ship_rest(order, shipped or _needed(row["OrderDate"]), number, shipped=shipped is not None)


def _order(row: sqlite3.Row, number: str, customer: int, lines: list[LineEntry]) -> OrderEntry:
    return OrderEntry(
        customer_id=customer,
        order_date=_needed(row["OrderDate"]),
        number=number,
        freight=_decimal(row["Freight"] or 0),
        ship_to=_address(
            row["ShipName"],
            row["ShipAddress"],
            row["ShipCity"],
            row["ShipRegion"],
            row["ShipPostalCode"],
            row["ShipCountry"],
        ),
        lines=tuple(lines),
    )


def _address(name: Any, street: Any, city: Any, region: Any, postal_code: Any, country: Any) -> Address:
    return Address(
        name=name or "",
        street=street or "",
        city=city or "",
        region=region or "",
        postal_code=postal_code or "",
        country=country or "",
    )


def _decimal(value: Any) -> Decimal:
    """SQLite gives a float for a price: its shortest text is what the price was entered as."""
    return Decimal(str(value))


def _date(value: str | None) -> date | None:
    return _needed(value) if value else None


def _needed(value: str) -> date:
    """The day of a moment such as 1996-07-04 00:00:00.000."""
    return date.fromisoformat(value[:10])
