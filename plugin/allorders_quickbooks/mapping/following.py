"""What a document would rather come after: it waits for that only where the same run is about to send it.

That is less than a need. A payment pays an invoice that is there and stays unapplied without it; an invoice is linked
to its sales order where QuickBooks has that, and is an invoice without it.
"""

from __future__ import annotations

from typing import Any

from allorders_hooks.documents import DocumentRef, Receiver, SalesOrderPayment, ShipDoc

from allorders_quickbooks.company import CompanyFacts, CompanySetup


def follows(source: Any, setup: CompanySetup, facts: CompanyFacts) -> tuple[DocumentRef, ...]:
    """The documents that should go before it, if they go at all."""
    if isinstance(source, SalesOrderPayment):
        return source.ship_docs
    if isinstance(source, ShipDoc) and source.order is not None and setup.send_sales_orders and facts.sales_orders:
        return (source.order,)
    if isinstance(source, Receiver) and source.order is not None:
        return (source.order,)
    return ()
