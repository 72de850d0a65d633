"""Where a document or record is shown, and what is named on it."""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef, Kind
from flask import url_for

from sample_host.pages_sheets import SHEETS

_OWN_PAGES = {
    Kind.SALES_ORDER.value: "orders.order",
    Kind.SHIP_DOC.value: "shipping.ship_doc",
    Kind.SALES_ORDER_PAYMENT.value: "shipping.payment",
}
_OWN_LISTS = {
    Kind.SALES_ORDER.value: "orders.orders",
    Kind.SHIP_DOC.value: "shipping.ship_docs",
    Kind.SALES_ORDER_PAYMENT.value: "shipping.payments",
}
_SHEETS = {sheet.model.kind.value: sheet.path for sheet in SHEETS.values()}


def page_of(ref: DocumentRef) -> str | None:
    """The address of its page, None for a kind that this host does not show."""
    if ref.kind in _OWN_PAGES:
        return url_for(_OWN_PAGES[ref.kind], key=ref.key)
    return url_for("sheets.row", path=_SHEETS[ref.kind], key=ref.key) if ref.kind in _SHEETS else None


def list_of(kind: str) -> str | None:
    """The address of the list of that kind, None where there is none."""
    if kind in _OWN_LISTS:
        return url_for(_OWN_LISTS[kind])
    return url_for("sheets.listed", path=_SHEETS[kind]) if kind in _SHEETS else None
