"""Where a document or record is shown, and what is named on it."""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef, Kind
from flask import url_for

_PAGES = {
    Kind.SHIP_DOC: "shipping.ship_doc",
    Kind.SALES_ORDER_PAYMENT: "shipping.payment",
    Kind.CUSTOMER: "records.customer",
    Kind.ITEM: "records.item",
}


def page_of(ref: DocumentRef) -> str | None:
    """The address of its page, None for a kind that this host does not show."""
    endpoint = _PAGES.get(ref.kind)  # type: ignore[call-overload]
    return url_for(endpoint, key=ref.key) if endpoint else None
