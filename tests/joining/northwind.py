"""Northwind's customers, suppliers and products as records of a host."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from allorders_hooks.records import Customer, Item, Vendor

from tests.world import a_ref

Known = Customer | Vendor | Item


def records(path: Path) -> Iterator[Known]:
    """All of them, each with its name, what it is reached by, and a number by which it may be known."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
        names = set[str]()
        for key, name, phone in source.execute("SELECT CustomerID, CompanyName, Phone FROM Customers ORDER BY 1"):
            if name in names:  # the file has test entries twice
                continue
            names.add(name)
            reached = {"phone": phone or "", "email": f"office@{key.lower()}.example", "account_number": f"K-{key}"}
            yield Customer(ref=a_ref("customer", key), name=name, revision=0, **reached)
        for key, name, phone in source.execute("SELECT SupplierID, CompanyName, Phone FROM Suppliers ORDER BY 1"):
            yield Vendor(ref=a_ref("vendor", str(key)), name=name, revision=0, phone=phone or "")
        for key, name, price in source.execute("SELECT ProductID, ProductName, UnitPrice FROM Products ORDER BY 1"):
            yield Item(ref=a_ref("item", str(key)), name=name, revision=0, price=Decimal(str(price)),
                       manufacturer_part=f"NW{key:05}")  # fmt: skip
