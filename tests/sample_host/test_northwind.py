"""The Northwind import: all of it, once, with the amounts that its own figures come to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sample_host.northwind import import_northwind
from sample_host.services import SampleHost


def silent(*_: object) -> None:
    """No progress."""


def test_every_order_becomes_a_ship_doc_with_its_own_amounts(host: SampleHost, northwind: Path) -> None:
    import_northwind(host.orders, northwind, silent)
    changes = list(host.changed("main", None))
    docs = [doc for doc in host.documents(c.ref for c in changes).values() if doc.type == "ship_doc"]
    shipped = [doc for doc in docs if doc.shipped]
    assert (len(docs), len(shipped)) == (830, 809)
    assert sum(doc.total for doc in shipped) == Decimal("1303810.87")
    assert all(doc.txn_date == doc.ship_date for doc in shipped)
    assert sorted(doc.number for doc in docs) == [str(number) for number in range(10248, 11078)]
    records = host.records(c.ref for c in changes).values()
    assert sum(record.type == "customer" for record in records) == 93
    assert sum(record.type == "item" for record in records) == 77

    import_northwind(host.orders, northwind, silent)
    assert list(host.changed("main", None)) == changes
