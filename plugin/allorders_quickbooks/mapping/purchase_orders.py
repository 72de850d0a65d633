"""Purchase orders: what was ordered from a vendor. QuickBooks posts nothing of it; receivers link to its lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, PurchaseOrder

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, TERMS, freight_item
from allorders_quickbooks.mapping.problems import CENT, Unmappable, setting
from allorders_quickbooks.mapping.purchase import PurchaseMapper
from allorders_quickbooks.mapping.purchase_lines import bought_lines
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message, longest
from allorders_quickbooks.qbxml.messages.purchasing import (
    PurchaseOrderAdd,
    PurchaseOrderLine,
    PurchaseOrderLineChange,
    PurchaseOrderMod,
)
from allorders_quickbooks.terms import Binding


class PurchaseOrderMapper(PurchaseMapper):
    """A purchase order becomes a PurchaseOrder. QuickBooks posts nothing of it.

    Whether it is closed here is not said there: the host closes its own because it lives on in QuickBooks.
    """

    kind = Kind.PURCHASE_ORDER.value
    rank = 5
    word = "Purchase order"
    instead = "Correct its lines and save it again."
    number_length = longest(PurchaseOrderAdd, "ref_number")

    def qb_type(self, source: PurchaseOrder, context: Context) -> str:
        return "PurchaseOrder"

    def needs(self, source: PurchaseOrder, context: Context) -> tuple[DocumentRef, ...]:
        freight = (freight_item(source.ref.company),) if source.freight else ()
        if freight:
            setting(self.title(source), "Item for freight on invoices", context.setup.freight_item)
        return (*super().needs(source, context), *freight)

    def line_keys(self, source: PurchaseOrder, context: Context) -> tuple[str, ...]:
        """The host's key of each line, in QuickBooks' order: receivers name them."""
        return tuple(line.key for line in source.lines)

    def add(self, source: PurchaseOrder, context: Context, guid: str) -> Message:
        lines = tuple(PurchaseOrderLine(**fields) for fields in self._lines(source, context))
        return PurchaseOrderAdd(**self._head(source, context, PurchaseOrderAdd), external_guid=guid, lines=lines)

    def mod(self, source: PurchaseOrder, context: Context, binding: Binding) -> Message:
        lines = list(self._lines(source, context))
        ids = (*binding.lines, *[NEW_LINE] * len(lines))
        return PurchaseOrderMod(
            txn_id=binding.qb_id,
            edit_sequence=binding.edit_sequence,
            **self._head(source, context, PurchaseOrderMod),
            lines=tuple(PurchaseOrderLineChange(txn_line_id=i, **f) for i, f in zip(ids, lines, strict=False)),
        )

    def _lines(self, source: PurchaseOrder, context: Context) -> Iterator[dict[str, Any]]:
        if source.expenses:
            raise Unmappable(
                self.title(source),
                "list of expenses",
                "is not empty, and QuickBooks' purchase orders have none",
                "Enter them as items of the type other charge, and save again.",
            )
        for line in bought_lines(self.title(source), source, context):
            fields = {**line.fields, "rate": line.fields.get("cost")}
            yield {name: value for name, value in fields.items() if name in PurchaseOrderLine.model_fields}
        if source.freight:
            freight = context.reference(freight_item(source.ref.company))
            yield {"item_ref": freight, "amount": source.freight.quantize(CENT)}

    def _named(self, source: PurchaseOrder, context: Context) -> dict[str, str]:
        facts = context.facts
        sites = {line.site.strip() for line in source.lines} if facts.sites else set()
        return {
            TERMS: source.terms,
            Kind.SHIP_METHOD: source.ship_method,
            **({Kind.CLASS: source.class_name} if facts.classes else {}),
            # One warehouse an order: QuickBooks has it in the head alone.
            **({SITE: sites.pop()} if len(sites) == 1 else {}),
        }

    def _own(self, source: PurchaseOrder, context: Context) -> dict[str, Any]:
        site = self._named(source, context).get(SITE)
        return {
            "inventory_site_ref": None if site is None else context.entry(source.ref.company, SITE, site),
            "ship_address": names.postal(source.ship_to),
            "expected_date": source.expected,
        }
