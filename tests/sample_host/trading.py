"""Entries of purchasing and the warehouse that the tests make again and again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.records import ItemType

from sample_host import models
from sample_host.entries import ItemEntry, VendorEntry
from sample_host.entries_inventory import AdjustmentEntry, AdjustmentLineEntry, WorkOrderEntry
from sample_host.entries_purchasing import ReceiverEntry, ReceiverLineEntry
from sample_host.entry_fields import LineEntry
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost

DAY = date(2026, 3, 2)


def vendor(desk: OrderDesk, name: str = "Rope Works") -> int:
    return desk.enter(models.Vendor, VendorEntry(name=name))


def assembly(desk: OrderDesk, name: str = "Mooring kit") -> int:
    return desk.add_item(ItemEntry(name=name, item_type=ItemType.ASSEMBLY, price=Decimal(180)))


def received(desk: OrderDesk, item: int, quantity: str = "10", price: str = "4", **fields: Any) -> int:
    """A receiver of one item; its key."""
    line = ReceiverLineEntry(item_id=item, quantity=Decimal(quantity), price=Decimal(price))
    fields.setdefault("vendor_id", vendor(desk))
    return desk.enter(models.Receiver, ReceiverEntry(txn_date=DAY, lines=(line,), **fields))


def adjusted(desk: OrderDesk, item: int, quantity: str | None = None, value: str | None = None) -> int:
    line = AdjustmentLineEntry(
        item_id=item,
        quantity=None if quantity is None else Decimal(quantity),
        value=None if value is None else Decimal(value),
    )
    return desk.enter(models.Adjustment, AdjustmentEntry(txn_date=DAY, lines=(line,)))


def work(desk: OrderDesk, made: int, quantity: str, part: int, parts: str, **fields: Any) -> int:
    """A finished work order: so many of an assembly from so many of one part."""
    line = LineEntry(item_id=part, quantity=Decimal(parts))
    given = {"finished": True, **fields}
    entry = WorkOrderEntry(txn_date=DAY, item_id=made, quantity=Decimal(quantity), lines=(line,), **given)
    return desk.enter(models.WorkOrder, entry)


def ref(kind: str, key: int) -> DocumentRef:
    return DocumentRef(company="main", kind=kind, key=str(key))


def told(host: SampleHost, kind: str, key: int) -> Any:
    """The document as plugins get it."""
    document: AnyDocument = host.documents([ref(kind, key)])[ref(kind, key)]
    return document


def shelf(host: SampleHost, item: int) -> tuple[Decimal, Decimal]:
    """How many there are, and what they are worth."""
    with host.orders.reading() as session:
        found = session.get(models.Shelf, item)
        return (found.on_hand, found.worth) if found else (Decimal(0), Decimal(0))
