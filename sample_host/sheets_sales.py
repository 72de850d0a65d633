"""The sheets of sales that are entered on a page of their own: customer returns and refunds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from sample_host import queries
from sample_host.entries import CustomerReturnEntry, LineEntry, RefundEntry
from sample_host.errors import Refused
from sample_host.models import Customer, CustomerReturn, Refund, ShipDoc
from sample_host.sheets import (
    CLASS,
    MEMO,
    NC_ONLY,
    NUMBER,
    SALE_LINES,
    TAX,
    Column,
    Field,
    Next,
    Sheet,
    choice,
    day,
    money,
    number,
    standing,
)


def _return_of(session: Session, key: int, today: date) -> CustomerReturnEntry:
    """All of a ship doc comes back, at the prices at which it went out."""
    doc = queries.one(session, ShipDoc, key)
    if doc is None:
        raise Refused("There is no such ship doc.")
    return CustomerReturnEntry(
        txn_date=today,
        customer_id=doc.order.customer_id,
        ship_doc_id=doc.id,
        class_name=doc.class_name,
        tax_item=doc.tax_item,
        lines=tuple(_back(line) for line in doc.lines if line.amount >= 0),
    )


def _back(line: Any) -> LineEntry:
    return LineEntry(
        item_id=line.item_id,
        description=line.description,
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        lots=line.lots,
    )


def _refund_of(session: Session, key: int, today: date) -> RefundEntry:
    """What a return came to is paid back."""
    row = queries.one(session, CustomerReturn, key)
    if row is None:
        raise Refused("There is no such return.")
    amount = max(row.total, Decimal("0.01"))
    return RefundEntry(txn_date=today, customer_id=row.customer_id, return_id=row.id, amount=amount, method="Check")


_CUSTOMER = Column("Customer", lambda row: row.customer.name)

RETURNS = Sheet(
    "returns",
    "Customer return",
    "Customer returns",
    CustomerReturn,
    CustomerReturnEntry,
    (CustomerReturn.number, Customer.name),
    (
        Column("Date", lambda row: row.txn_date.isoformat()),
        _CUSTOMER,
        Column("Total", lambda row: money(row.total), number=True),
    ),
    (
        choice("customer_id", "Customer", "customers", "(choose)"),
        day("txn_date", "Date"),
        choice("ship_doc_id", "Of ship doc", "ship_docs", "(not known)"),
        NUMBER,
        Field("customer_po", "Customer's number"),
        TAX,
        CLASS,
        number("freight", "Freight"),
        NC_ONLY,
        MEMO,
    ),
    (SALE_LINES,),
    propose=_return_of,
    nexts=(Next("Refund it", "refunds"),),
    tags=standing,
)
REFUNDS = Sheet(
    "refunds",
    "Refund",
    "Refunds",
    Refund,
    RefundEntry,
    (Refund.number, Refund.reference, Customer.name),
    (
        Column("Date", lambda row: row.txn_date.isoformat()),
        _CUSTOMER,
        Column("Method", lambda row: row.method),
        Column("Amount", lambda row: money(row.amount), number=True),
    ),
    (
        choice("customer_id", "Customer", "customers", "(choose)"),
        number("amount", "Amount"),
        day("txn_date", "Date"),
        choice("method", "Method", "payment_methods", "(not known)"),
        Field("reference", "Reference"),
        choice("payment_id", "Of payment", "payments", "(none)"),
        choice("return_id", "For return", "returns", "(none)"),
        NUMBER,
        NC_ONLY,
        MEMO,
    ),
    propose=_refund_of,
    tags=standing,
)
SHEETS = (RETURNS, REFUNDS)
