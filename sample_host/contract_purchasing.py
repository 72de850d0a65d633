"""What is bought, in the contract's words."""

from __future__ import annotations

from allorders_hooks import documents
from allorders_hooks.documents import Kind

from sample_host.contract_parts import expenses, head, line, ref
from sample_host.models import PurchaseOrder, Receiver, ReceiverLine, VendorReturn


def as_purchase_order(row: PurchaseOrder) -> documents.PurchaseOrder:
    return documents.PurchaseOrder(
        **head(row),
        vendor=ref(Kind.VENDOR, row.vendor_id),
        ship_to=row.ship_to,
        expected=row.expected,
        terms=row.terms,
        ship_method=row.ship_method,
        closed=row.closed,
        freight=row.freight,
        total=row.total,
        lines=tuple(line(each) for each in row.lines),
    )


def as_receiver(row: Receiver) -> documents.Receiver:
    return documents.Receiver(
        **head(row),
        vendor=ref(Kind.VENDOR, row.vendor_id),
        order=ref(Kind.PURCHASE_ORDER, row.order_id),
        order_number=row.order.number if row.order else "",
        vendor_invoice=row.vendor_invoice,
        due_date=row.due_date,
        terms=row.terms,
        freight=row.freight,
        total=row.total,
        lines=tuple(_received(each) for each in row.lines),
        expenses=expenses(row.expenses),
    )


def _received(row: ReceiverLine) -> documents.Line:
    return line(row, order_line="" if row.order_line_id is None else str(row.order_line_id))


def as_vendor_return(row: VendorReturn) -> documents.VendorReturn:
    return documents.VendorReturn(
        **head(row),
        vendor=ref(Kind.VENDOR, row.vendor_id),
        receiver=ref(Kind.RECEIVER, row.receiver_id),
        vendor_reference=row.vendor_reference,
        freight=row.freight,
        total=row.total,
        lines=tuple(line(each) for each in row.lines),
        expenses=expenses(row.expenses),
    )
