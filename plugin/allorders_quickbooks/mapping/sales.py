"""Ship docs: each becomes an invoice whose total is the host's to the cent, or a receipt where it was paid at once."""

from __future__ import annotations

from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, ShipDoc

from allorders_quickbooks.mapping import remembered
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import choices
from allorders_quickbooks.mapping.lines import SoldLine
from allorders_quickbooks.mapping.problems import line_of_text
from allorders_quickbooks.mapping.sale import NUMBER_LENGTH, SaleMapper
from allorders_quickbooks.qbxml.messages.base import LinkedLine, longest
from allorders_quickbooks.qbxml.messages.receipts import SalesReceiptAdd

_CHECK_NUMBER = longest(SalesReceiptAdd, "check_number")


class ShipDocMapper(SaleMapper):
    """A ship doc becomes an Invoice; a SalesReceipt where it was paid on the spot and the set-up says so.

    The lines of an invoice are linked to those of its sales order, where QuickBooks has that: line by line, and never
    one that is split by lots, since whether QuickBooks takes a line twice is not known.
    """

    kind = Kind.SHIP_DOC.value
    word = "Ship doc"
    instead = "Enter a customer return instead, and save again."

    def qb_type(self, source: ShipDoc, context: Context) -> str:
        return "SalesReceipt" if source.paid is not None and context.setup.receipts_where_paid else "Invoice"

    def needs(self, source: ShipDoc, context: Context) -> tuple[DocumentRef, ...]:
        method = source.paid.method if source.paid is not None and context.setup.receipts_where_paid else ""
        paid_by = choices(source.ref.company, **{Kind.PAYMENT_METHOD: method})
        return tuple(dict.fromkeys((*super().needs(source, context), *paid_by)))

    def number(self, source: ShipDoc, context: Context) -> str | None:
        if not context.preferences.ship_doc_numbers:
            return None
        return line_of_text(self.title(source), "number", source.number, NUMBER_LENGTH) or None

    def _own(self, source: ShipDoc, context: Context) -> dict[str, Any]:
        own: dict[str, Any] = {"ship_date": source.ship_date or source.txn_date}
        if source.paid is not None:
            title, reference = self.title(source), source.paid.reference
            own["check_number"] = line_of_text(title, "payment reference", reference, _CHECK_NUMBER)
            own["payment_method_ref"] = context.entry(source.ref.company, Kind.PAYMENT_METHOD, source.paid.method)
        return own

    def _link(self, line: SoldLine, source: ShipDoc, context: Context) -> LinkedLine | None:
        order = context.bindings.get(source.order) if source.order is not None else None
        line_id = remembered.line_id(order, line.order_line) if order is not None and line.order_line else None
        return None if order is None or line_id is None else LinkedLine(txn_id=order.qb_id, txn_line_id=line_id)
