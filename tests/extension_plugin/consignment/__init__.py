"""An extension as a third party would write it: a further kind of document, a field, a veto, a status.

It is a package of its own with an entry point (see the dist-info beside it), and knows nothing of the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allorders_hooks.documents import ShipDoc
from allorders_quickbooks.extensions import Veto, hookimpl
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.registry import Mapper
from allorders_quickbooks.mapping.sales import ShipDocMapper
from allorders_quickbooks.qbxml.codes import Judgement, judge_status
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd, InvoiceMod

KIND = "consignment"
BUSY = 3270
"""A status that the trade of this extension meets while a nightly job rebuilds its accounts: it passes by itself."""


class ConsignmentMapper(ShipDocMapper):
    """Goods that a customer has taken out of a consignment store: an invoice, never a receipt."""

    kind = KIND
    word = "Consignment"

    def qb_type(self, source: ShipDoc, context: Context) -> str:
        return "Invoice"


class Consignments:
    """The extension itself."""

    @hookimpl
    def mappers(self) -> Sequence[Mapper]:
        return [ConsignmentMapper()]

    @hookimpl
    def map_request(self, source: Any, message: Message) -> Message | Veto | None:
        if getattr(source, "memo", "") == "embargo":
            return Veto("The goods are under embargo", "Wait until the embargo is lifted.")
        if source.ref.kind == KIND and isinstance(message, InvoiceAdd | InvoiceMod):
            return message.model_copy(update={"other": "Consignment"})
        return None

    @hookimpl
    def classify_status(self, code: int, message: str) -> Judgement | None:
        return judge_status(3175, message) if code == BUSY else None
