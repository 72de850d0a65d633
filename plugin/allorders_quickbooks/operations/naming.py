"""What documents and records are called when people are told of them."""

from __future__ import annotations

from decimal import Decimal

from allorders_hooks.documents import DocumentRef, Kind

from allorders_quickbooks.terms import DocumentRow

_LABELS: dict[str, str] = {Kind.SALES_ORDER_PAYMENT: "Payment"}


def label(kind: str) -> str:
    """A kind as people say it: "Ship doc"."""
    return _LABELS.get(kind, kind.replace("_", " ").capitalize())


def title(row: DocumentRow) -> str:
    """A document as people say it: "Ship doc 1042"."""
    return f"{label(row.ref.kind)} {row.number or row.ref.key}"


def title_of(ref: DocumentRef) -> str:
    """The same where its row is not at hand."""
    return f"{label(ref.kind)} {ref.key}"


def figure(value: Decimal) -> str:
    """A quantity as people write it: no zeros behind it, no exponent."""
    return f"{value.normalize():f}" if value else "0"
