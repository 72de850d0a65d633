"""How documents to and from vendors are written: lines at cost, expenses, totals."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from sample_host import lines
from sample_host.entries_purchasing import PurchaseOrderEntry, ReceiverEntry, VendorReturnEntry
from sample_host.errors import Refused
from sample_host.filling import filled, named, numbered
from sample_host.lines import buying_price
from sample_host.models import (
    PurchaseOrder,
    PurchaseOrderLine,
    Receiver,
    ReceiverExpense,
    ReceiverLine,
    Vendor,
    VendorReturn,
    VendorReturnExpense,
    VendorReturnLine,
)
from sample_host.money import document_total


def write_purchase_order(session: Session, row: PurchaseOrder, entry: PurchaseOrderEntry) -> None:
    named(session, Vendor, entry.vendor_id, "vendor", "vendor_id")
    numbered(session, filled(row, entry))
    row.lines = lines.written(session, row.lines, PurchaseOrderLine, entry.lines, buying_price)
    row.total = document_total((line.amount for line in row.lines), row.freight)


def write_receiver(session: Session, row: Receiver, entry: ReceiverEntry) -> None:
    named(session, Vendor, entry.vendor_id, "vendor", "vendor_id")
    order = named(session, PurchaseOrder, entry.order_id, "purchase order", "order_id")
    _refuse_strange(order, entry)
    numbered(session, filled(row, entry))
    row.order = order
    row.lines = lines.written(session, row.lines, ReceiverLine, entry.lines, buying_price)
    row.expenses = lines.expenses(row.expenses, ReceiverExpense, entry.expenses)
    _add_up(row)


def write_vendor_return(session: Session, row: VendorReturn, entry: VendorReturnEntry) -> None:
    named(session, Vendor, entry.vendor_id, "vendor", "vendor_id")
    of = named(session, Receiver, entry.receiver_id, "receiver", "receiver_id")
    if of is not None and of.vendor_id != entry.vendor_id:
        raise Refused("That receiver is another vendor's.", "receiver_id")
    numbered(session, filled(row, entry))
    row.lines = lines.written(session, row.lines, VendorReturnLine, entry.lines, buying_price)
    row.expenses = lines.expenses(row.expenses, VendorReturnExpense, entry.expenses)
    _add_up(row)


def _refuse_strange(order: PurchaseOrder | None, entry: ReceiverEntry) -> None:
    """A receiver is of its vendor's own order, and its lines of that order."""
    if order is not None and order.vendor_id != entry.vendor_id:
        raise Refused("That purchase order is another vendor's.", "order_id")
    known = {line.id for line in order.lines} if order else set()
    for position, line in enumerate(entry.lines, start=1):
        if line.order_line_id is not None and line.order_line_id not in known:
            raise Refused(f"Line {position} belongs to another purchase order.", "lines")


def _add_up(row: Any) -> None:
    amounts = (*(line.amount for line in row.lines), *(expense.amount for expense in row.expenses))
    row.total = document_total(amounts, row.freight)
    if row.total < 0:
        raise Refused("Its expenses take off more than its lines come to.", "expenses")
