"""Customer returns: goods that came back, as a credit that invoices or a refund may use up."""

from __future__ import annotations

from allorders_hooks.documents import CustomerReturn, Kind

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.sale import SaleMapper


class CustomerReturnMapper(SaleMapper):
    """A customer return becomes a CreditMemo, at positive quantities and amounts like here. It is applied to nothing:
    which invoice it makes up for is the bookkeeper's decision."""

    kind = Kind.CUSTOMER_RETURN.value
    rank = 25
    word = "Customer return"
    instead = "Enter a ship doc instead, and save again."

    def qb_type(self, source: CustomerReturn, context: Context) -> str:
        return "CreditMemo"
