"""What is sold, in the contract's words."""

from __future__ import annotations

from allorders_hooks import documents
from allorders_hooks.documents import Kind, PaidOnTheSpot

from sample_host.announce import ref_of
from sample_host.contract_parts import head, line, ref, sale
from sample_host.models import CustomerReturn, Payment, PaymentShare, Refund, SalesOrder, ShipDoc, ShipDocLine


def as_sales_order(row: SalesOrder) -> documents.SalesOrder:
    return documents.SalesOrder(
        **head(row),
        **sale(row),
        customer=ref(Kind.CUSTOMER, row.customer_id),
        bill_to=row.customer.bill_to,
        closed=row.closed,
        lines=tuple(line(each) for each in row.lines),
    )


def as_ship_doc(row: ShipDoc) -> documents.ShipDoc:
    return documents.ShipDoc(
        **head(row),
        **sale(row),
        customer=ref(Kind.CUSTOMER, row.order.customer_id),
        order=ref(Kind.SALES_ORDER, row.order_id),
        order_number=row.order.number,
        bill_to=row.bill_to,
        shipped=row.shipped,
        ship_date=row.ship_date,
        tracking=tuple(number.strip() for number in row.tracking.splitlines() if number.strip()),
        paid=PaidOnTheSpot(method=row.paid_by) if row.paid_by else None,
        lines=tuple(_shipped(each) for each in row.lines),
    )


def _shipped(row: ShipDocLine) -> documents.Line:
    of_order = "" if row.order_line_id is None else str(row.order_line_id)
    return line(row, ordered=row.ordered, back_ordered=row.back_ordered, order_line=of_order)


def as_customer_return(row: CustomerReturn) -> documents.CustomerReturn:
    return documents.CustomerReturn(
        **head(row),
        **sale(row),
        customer=ref(Kind.CUSTOMER, row.customer_id),
        bill_to=row.customer.bill_to,
        ship_doc=ref(Kind.SHIP_DOC, row.ship_doc_id),
        order_number=row.ship_doc.order.number if row.ship_doc else "",
        lines=tuple(line(each) for each in row.lines),
    )


def as_payment(row: Payment) -> documents.SalesOrderPayment:
    return documents.SalesOrderPayment(
        **head(row),
        customer=ref(Kind.CUSTOMER, row.customer_id),
        orders=tuple(_share(each) for each in row.lines),
        amount=row.amount,
        method=row.method,
        reference=row.reference,
    )


def _share(row: PaymentShare) -> documents.PaidOrder:
    paid_for = tuple(ref_of(doc) for doc in row.order.ship_docs if not doc.paid_by)
    return documents.PaidOrder(number=row.order.number, ship_docs=paid_for, amount=row.amount)


def as_refund(row: Refund) -> documents.Refund:
    of_what = ref(Kind.CUSTOMER_RETURN, row.return_id) or ref(Kind.SALES_ORDER_PAYMENT, row.payment_id)
    return documents.Refund(
        **head(row),
        customer=ref(Kind.CUSTOMER, row.customer_id),
        of=of_what,
        amount=row.amount,
        method=row.method,
        reference=row.reference,
    )
