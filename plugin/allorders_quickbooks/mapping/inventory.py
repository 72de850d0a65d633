"""What movements of stock share that are no sale and no purchase: adjustments, and transfers between warehouses."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import AdjustmentLine, DocumentRef, Lot, TransferLine

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import Message, longest
from allorders_quickbooks.qbxml.messages.inventory import InventoryAdjustmentAdd, QuantityAdjustment
from allorders_quickbooks.terms import Binding

LOT_LENGTH = longest(QuantityAdjustment, "lot_number")
_NUMBER = longest(InventoryAdjustmentAdd, "ref_number")
_MEMO = longest(InventoryAdjustmentAdd, "memo")


class MovementMapper:
    """A movement of stock. Each kind says what it is and what is its own."""

    kind = ""
    rank = 11
    is_list = False
    word = ""

    def title(self, source: Any) -> str:
        return f"{self.word} {source.number}"

    def wanted_name(self, source: Any) -> None:
        return None

    def distinct_name(self, source: Any) -> None:
        return None

    def number(self, source: Any, context: Context) -> str | None:
        return line_of_text(self.title(source), "number", source.number, _NUMBER) or None

    def total(self, source: Any) -> Decimal | None:
        """QuickBooks adds nothing up: what stock is worth is its own to say."""
        return None

    def remove(self, binding: Binding, context: Context) -> Message | None:
        return removal(binding, context)

    def _memo(self, source: Any) -> str:
        title = self.title(source)
        return line_of_text(title, "memo", f"{title}: {source.memo}" if source.memo.strip() else title, _MEMO)

    def _items(self, source: Any) -> Iterator[DocumentRef]:
        if not source.lines:
            raise Unmappable(self.title(source), "list of lines", "is empty", "Enter what has moved and save again.")
        for position, line in enumerate(source.lines, start=1):
            yield self._item(source, line, position)

    def _item(self, source: Any, line: AdjustmentLine | TransferLine, position: int) -> DocumentRef:
        if line.item is None:
            field = f"item of line {position}"
            raise Unmappable(self.title(source), field, "is missing", "Choose the item and save again.")
        return line.item


def tracked(lots: tuple[Lot, ...], context: Context) -> tuple[list[Lot], list[Lot]]:
    """The serial numbers and the lots that this company file keeps."""
    serials = [lot for lot in lots if lot.serial] if context.facts.serials else []
    return serials, [lot for lot in lots if not lot.serial] if context.facts.lots else []
