"""Sales orders: what a customer has ordered. QuickBooks posts nothing of it; invoices are linked to its lines."""

from __future__ import annotations

from typing import Any

from allorders_hooks.documents import Kind, SalesOrder

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.sale import SaleMapper


class SalesOrderMapper(SaleMapper):
    """A sales order becomes a SalesOrder, open or closed as the host has it."""

    kind = Kind.SALES_ORDER.value
    rank = 15
    word = "Sales order"
    instead = "Correct its lines and save it again."

    def qb_type(self, source: SalesOrder, context: Context) -> str:
        return "SalesOrder"

    def line_keys(self, source: SalesOrder, context: Context) -> tuple[str, ...]:
        """The host's key of each line, in QuickBooks' order: invoices name them."""
        return tuple(line.key for line in self._lines(source, context))

    def _own(self, source: SalesOrder, context: Context) -> dict[str, Any]:
        return {"ship_date": source.ship_date, "is_manually_closed": source.closed}
