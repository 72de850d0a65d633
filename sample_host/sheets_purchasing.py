"""The sheets of what is bought: purchase orders, receivers, returns to vendors."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from sample_host import queries
from sample_host.entries_purchasing import PurchaseOrderEntry, ReceiverEntry, ReceiverLineEntry, VendorReturnEntry
from sample_host.entry_fields import LineEntry
from sample_host.errors import Refused
from sample_host.models import PurchaseOrder, Receiver, Vendor, VendorReturn
from sample_host.sheets import (
    CLASS,
    EXPENSES,
    MEMO,
    NC_ONLY,
    NUMBER,
    PURCHASE_LINES,
    SHIP_METHOD,
    TERMS,
    Column,
    Field,
    Next,
    Sheet,
    Widget,
    box,
    choice,
    day,
    money,
    number,
    standing,
)

_VENDOR = choice("vendor_id", "Vendor", "vendors", "(choose)")
_DATE, _FREIGHT = day("txn_date", "Date"), number("freight", "Freight")
_COLUMNS = (
    Column("Date", lambda row: row.txn_date.isoformat()),
    Column("Vendor", lambda row: row.vendor.name),
    Column("Total", lambda row: money(row.total), number=True),
)


def _receipt_of(session: Session, key: int, today: date) -> ReceiverEntry:
    """All of a purchase order has come, at the costs that were agreed."""
    order = queries.one(session, PurchaseOrder, key)
    if order is None:
        raise Refused("There is no such purchase order.")
    return ReceiverEntry(
        txn_date=today,
        vendor_id=order.vendor_id,
        order_id=order.id,
        class_name=order.class_name,
        terms=order.terms,
        freight=order.freight,
        lines=tuple(ReceiverLineEntry(order_line_id=line.id, **_line(line)) for line in order.lines),
    )


def _return_of(session: Session, key: int, today: date) -> VendorReturnEntry:
    """All of a receiver goes back, at what it cost."""
    receiver = queries.one(session, Receiver, key)
    if receiver is None or not receiver.lines:
        raise Refused("There is nothing to send back.")
    lines = tuple(LineEntry(lots=line.lots, **_line(line)) for line in receiver.lines)
    return VendorReturnEntry(txn_date=today, vendor_id=receiver.vendor_id, receiver_id=receiver.id, lines=lines)


def _line(line: Any) -> dict[str, Any]:
    names = ("item_id", "description", "quantity", "price", "discount", "site")
    return {name: getattr(line, name) for name in names}


def _closed(row: Any) -> tuple[str, ...]:
    return (*standing(row), *(("closed",) if row.closed else ()))


PURCHASE_ORDERS = Sheet(
    "purchase-orders",
    "Purchase order",
    "Purchase orders",
    PurchaseOrder,
    PurchaseOrderEntry,
    (PurchaseOrder.number, Vendor.name),
    _COLUMNS,
    (
        _VENDOR,
        _DATE,
        day("expected", "Expected"),
        NUMBER,
        TERMS,
        SHIP_METHOD,
        CLASS,
        _FREIGHT,
        box("closed", "Closed", "Nothing more will come of it."),
        NC_ONLY,
        MEMO,
    ),
    (PURCHASE_LINES,),
    (Field("ship_to", "Ship to", Widget.ADDRESS),),
    nexts=(Next("Receive", "receivers"),),
    tags=_closed,
)
RECEIVERS = Sheet(
    "receivers",
    "Receiver",
    "Receivers",
    Receiver,
    ReceiverEntry,
    (Receiver.number, Receiver.vendor_invoice, Vendor.name),
    (*_COLUMNS[:2], Column("Vendor's bill", lambda row: row.vendor_invoice), _COLUMNS[2]),
    (
        _VENDOR,
        _DATE,
        choice("order_id", "Of purchase order", "purchase_orders", "(none)"),
        Field("vendor_invoice", "Vendor's bill"),
        day("due_date", "Due"),
        NUMBER,
        TERMS,
        CLASS,
        _FREIGHT,
        NC_ONLY,
        MEMO,
    ),
    (PURCHASE_LINES, EXPENSES),
    propose=_receipt_of,
    nexts=(Next("Send back", "vendor-returns"),),
    tags=standing,
)
VENDOR_RETURNS = Sheet(
    "vendor-returns",
    "Vendor return",
    "Vendor returns",
    VendorReturn,
    VendorReturnEntry,
    (VendorReturn.number, VendorReturn.vendor_reference, Vendor.name),
    _COLUMNS,
    (
        _VENDOR,
        _DATE,
        choice("receiver_id", "Of receiver", "receivers", "(not known)"),
        Field("vendor_reference", "Vendor's number"),
        NUMBER,
        CLASS,
        _FREIGHT,
        NC_ONLY,
        MEMO,
    ),
    (PURCHASE_LINES, EXPENSES),
    propose=_return_of,
    tags=standing,
)
SHEETS = (PURCHASE_ORDERS, RECEIVERS, VENDOR_RETURNS)
