"""How well an invoice that was made by hand fits a ship doc, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allorders_quickbooks.matching.sides import INVOICES, Candidate, Theirs
from allorders_quickbooks.matching.spelling import folded

NEAR = 31
"""Days between goods that leave and the invoice that somebody writes for them, at most."""

_SAME_TIME = 3


@dataclass(frozen=True, slots=True)
class Shipment:
    """A ship doc as it is compared. `numbers` are those that its invoice may bear; `customer_id` is the customer's in
    QuickBooks, empty where that is not known."""

    key: str
    number: str
    numbers: tuple[str, ...]
    customer_id: str
    day: date
    total: Decimal


@dataclass(frozen=True, slots=True)
class Written:
    """An invoice as it is compared."""

    qb_id: str
    number: str
    customer_id: str
    customer: str
    day: date
    total: Decimal


def judged(ours: Shipment, theirs: Written) -> Candidate | None:
    """What speaks for that invoice; None where it is too little, or another customer's."""
    days = abs((theirs.day - ours.day).days)
    is_numbered = bool(theirs.number) and folded(theirs.number) in map(folded, ours.numbers)
    if not ours.customer_id or theirs.customer_id != ours.customer_id:
        return _candidate(theirs, 60, "the same number; but another customer") if is_numbered else None
    if is_numbered and theirs.total == ours.total:
        return _candidate(theirs, 100, "number, customer and total are the same")
    if is_numbered:
        return _candidate(theirs, 80, f"number and customer are the same; but the total is not {ours.total}")
    if theirs.total != ours.total or days > NEAR:
        return None
    if days == 0:
        return _candidate(theirs, 96, "customer, total and day are the same")
    return _candidate(theirs, 92 if days <= _SAME_TIME else 80, f"customer and total are the same, {days} days apart")


def _candidate(theirs: Written, score: int, reason: str) -> Candidate:
    name = f"{theirs.number or 'no number'}, {theirs.customer}, {theirs.day}, {theirs.total}"
    return Candidate(Theirs(INVOICES, theirs.qb_id, INVOICES, theirs.number, name), score, reason)
