"""Transfers between warehouses, which QuickBooks only knows where the company file has inventory sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, Transfer

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, choice
from allorders_quickbooks.mapping.inventory import LOT_LENGTH, MovementMapper, tracked
from allorders_quickbooks.mapping.lots import joined
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text, quantity
from allorders_quickbooks.qbxml.messages import transfers as qb
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message
from allorders_quickbooks.terms import Binding


class TransferMapper(MovementMapper):
    """A transfer becomes a TransferInventory. Only where the company file has sites: see the policy."""

    kind = Kind.TRANSFER.value
    word = "Transfer"

    def qb_type(self, source: Transfer, context: Context) -> str:
        return "TransferInventory"

    def needs(self, source: Transfer, context: Context) -> tuple[DocumentRef, ...]:
        sites = tuple(choice(source.ref.company, SITE, site) for site in self._sites(source))
        return tuple(dict.fromkeys((*self._items(source), *sites)))

    def add(self, source: Transfer, context: Context, guid: str) -> Message:
        lines = tuple(qb.TransferLine(**fields) for fields in self._lines(source, context))
        return qb.TransferInventoryAdd(**self._head(source, context), external_guid=guid, lines=lines)

    def mod(self, source: Transfer, context: Context, binding: Binding) -> Message:
        lines = list(self._lines(source, context))
        ids = (*binding.lines, *[NEW_LINE] * len(lines))
        return qb.TransferInventoryMod(
            txn_id=binding.qb_id,
            edit_sequence=binding.edit_sequence,
            **self._head(source, context),
            lines=tuple(qb.TransferLineChange(txn_line_id=i, **fields) for i, fields in zip(ids, lines, strict=False)),
        )

    def _head(self, source: Transfer, context: Context) -> dict[str, Any]:
        from_site, to_site = (context.entry(source.ref.company, SITE, site) for site in self._sites(source))
        return {
            "txn_date": source.txn_date,
            "ref_number": self.number(source, context),
            "from_inventory_site_ref": from_site,
            "to_inventory_site_ref": to_site,
            "memo": self._memo(source),
        }

    def _sites(self, source: Transfer) -> tuple[str, str]:
        if not source.from_site.strip() or not source.to_site.strip():
            raise Unmappable(self.title(source), "warehouse", "is missing", "Choose both and save again.")
        return source.from_site, source.to_site

    def _lines(self, source: Transfer, context: Context) -> Iterator[dict[str, Any]]:
        title = self.title(source)
        for position, line in enumerate(source.lines, start=1):
            item, place = context.reference(self._item(source, line, position)), f"line {position}"
            moved = quantity(title, f"quantity of {place}", line.quantity, "Enter it the other way, and save again.")
            serials, lots = tracked(line.lots, context)
            if serials:
                yield {
                    "item_ref": item,
                    "quantity_to_transfer": moved,
                    "serial_number": joined(title, place, serials),
                }
            elif lots:
                for lot in lots:
                    number = line_of_text(title, f"lot of {place}", lot.number, LOT_LENGTH)
                    yield {"item_ref": item, "quantity_to_transfer": lot.quantity, "lot_number": number}
            else:
                yield {"item_ref": item, "quantity_to_transfer": moved}
