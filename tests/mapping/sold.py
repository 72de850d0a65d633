"""Sales orders, customer returns and refunds that the tests of this directory vary; ship docs are in documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import CustomerReturn, DocumentRef, Line, Refund, SalesOrder
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.mapping.internal import choice

from tests.mapping.documents import BOUND, COFFEE, COMPANY, CUSTOMER, TEA, binding, line, ref

ORDER = ref("sales_order", "5")
RETURN = ref("customer_return", "6")
REFUND = ref("refund", "9")
ALL_FEATURES = CompanyFacts(
    version="16.0", sales_tax=True, multi_currency=True, classes=True, sites=True, units=True, lots=True
)


def _totalled(lines: tuple[Line, ...], fields: dict[str, Any]) -> Decimal:
    return sum((each.amount for each in lines), fields.get("freight", Decimal(0)) + fields.get("tax", Decimal(0)))


def sales_order(*lines: Line, **fields: Any) -> SalesOrder:
    lines = lines or (line(TEA, "3", "18.50", key="a"), line(COFFEE, "2", "10", key="b"))
    values: dict[str, Any] = {
        "ref": ORDER,
        "number": "900",
        "txn_date": date(2024, 2, 20),
        "revision": 1,
        "customer": CUSTOMER,
        "lines": lines,
        "total": _totalled(lines, fields),
    }
    return SalesOrder(**values | fields)


def customer_return(*lines: Line, **fields: Any) -> CustomerReturn:
    lines = lines or (line(TEA, "1", "18.50"),)
    values: dict[str, Any] = {
        "ref": RETURN,
        "number": "R-6",
        "txn_date": date(2024, 3, 20),
        "revision": 1,
        "customer": CUSTOMER,
        "lines": lines,
        "total": _totalled(lines, fields),
    }
    return CustomerReturn(**values | fields)


def refund(amount: str = "18.50", **fields: Any) -> Refund:
    values: dict[str, Any] = {
        "ref": REFUND,
        "number": "F-9",
        "txn_date": date(2024, 3, 21),
        "revision": 1,
        "customer": CUSTOMER,
        "amount": Decimal(amount),
    }
    return Refund(**values | fields)


def with_entries(*named: tuple[str, str]) -> dict[DocumentRef, Any]:
    """The usual bindings, and entries of simple lists: (kind, name)."""
    found: dict[DocumentRef, Any] = dict(BOUND)
    for number, (kind, name) in enumerate(named, start=1):
        entry = choice(COMPANY, kind, name)
        found[entry] = binding(entry, kind, f"7-{number}")
    return found
