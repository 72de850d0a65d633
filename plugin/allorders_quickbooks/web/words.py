"""How values are said on the pages."""

from __future__ import annotations

from datetime import UTC, datetime

from allorders_hooks.documents import Kind

_KINDS: dict[str, str] = {
    Kind.SALES_ORDER_PAYMENT: "Payment",
    Kind.CLASS: "Class",
}


def kind(name: str) -> str:
    """A kind as people say it; one that the contract does not know is said as it is."""
    return _KINDS.get(name) or name.replace("_", " ").capitalize()


def moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
