"""How documents to customers are written: lines, tax, totals, and the orders that a payment is for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from sample_host import lines
from sample_host.entries import (
    CustomerReturnEntry,
    OrderEntry,
    PaidOrderEntry,
    PaymentEntry,
    RefundEntry,
    ShipDocEntry,
)
from sample_host.errors import Refused
from sample_host.filling import filled, named, numbered
from sample_host.models import (
    Customer,
    CustomerReturn,
    OrderLine,
    Payment,
    PaymentShare,
    Refund,
    ReturnLine,
    SalesOrder,
    ShipDoc,
    ShipDocLine,
)
from sample_host.money import document_total
from sample_host.taxes import tax_on


def write_order(session: Session, order: SalesOrder, entry: OrderEntry) -> None:
    named(session, Customer, entry.customer_id, "customer", "customer_id")
    numbered(session, filled(order, entry))
    order.lines = lines.written(session, order.lines, OrderLine, entry.lines, tax_item=entry.tax_item)
    _add_up(order)


def write_ship_doc(session: Session, doc: ShipDoc, entry: ShipDocEntry) -> None:
    numbered(session, filled(doc, entry))
    if doc.shipped:
        doc.ship_date = doc.ship_date or doc.txn_date
    doc.lines = lines.written(session, doc.lines, ShipDocLine, entry.lines, tax_item=entry.tax_item)
    _add_up(doc)
    lines.set_against_order(doc)


def write_return(session: Session, row: CustomerReturn, entry: CustomerReturnEntry) -> None:
    row.customer = named(session, Customer, entry.customer_id, "customer", "customer_id")  # type: ignore[assignment]
    row.ship_doc = named(session, ShipDoc, entry.ship_doc_id, "ship doc", "ship_doc_id")
    if row.ship_doc is not None and row.ship_doc.order.customer_id != entry.customer_id:
        raise Refused("That ship doc is another customer's.", "ship_doc_id")
    numbered(session, filled(row, entry))
    row.lines = lines.written(session, row.lines, ReturnLine, entry.lines, tax_item=entry.tax_item)
    _add_up(row)


def write_payment(session: Session, payment: Payment, entry: PaymentEntry) -> None:
    """The orders that it names take the place of those that it was for. All are one customer's."""
    numbered(session, filled(payment, entry))
    if entry.lines:
        payment.lines = [_share(session, position, each) for position, each in enumerate(entry.lines)]
    customers = {share.order.customer_id for share in payment.lines}
    if len(customers) != 1:
        raise Refused("A payment is for the orders of one customer.", "lines")
    payment.customer_id = customers.pop()
    if sum((share.amount or Decimal(0) for share in payment.lines), Decimal(0)) > payment.amount:
        raise Refused("The orders get more than was paid.", "amount")


def _share(session: Session, position: int, entry: PaidOrderEntry) -> PaymentShare:
    order = named(session, SalesOrder, entry.order_id, "order", f"lines.{position}.order_id")
    return PaymentShare(order=order, amount=entry.amount)


def write_refund(session: Session, row: Refund, entry: RefundEntry) -> None:
    named(session, Customer, entry.customer_id, "customer", "customer_id")
    payment = named(session, Payment, entry.payment_id, "payment", "payment_id")
    returned = named(session, CustomerReturn, entry.return_id, "customer return", "return_id")
    for of, what, field in ((payment, "payment", "payment_id"), (returned, "customer return", "return_id")):
        if of is not None and of.customer_id != entry.customer_id:
            raise Refused(f"That {what} is another customer's.", field)
    numbered(session, filled(row, entry))


def _add_up(row: Any) -> None:
    row.tax = tax_on(row.lines, row.tax_item)
    row.total = document_total((line.amount for line in row.lines), row.freight) + row.tax
