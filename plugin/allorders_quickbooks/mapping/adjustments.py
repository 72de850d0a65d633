"""Adjustments: stock that was counted, lost, found or written down.

They are differences, never new absolutes, so that what is sold or bought meanwhile stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import Adjustment, AdjustmentLine, DocumentRef, Kind

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, choices
from allorders_quickbooks.mapping.inventory import LOT_LENGTH, MovementMapper, tracked
from allorders_quickbooks.mapping.lots import joined
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text, money, quantity, setting
from allorders_quickbooks.qbxml.messages import inventory as qb
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message
from allorders_quickbooks.qbxml.versions import number as version_number
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding

_VALUES_SINCE = "10.0"
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class _Difference:
    """One line of an adjustment as QuickBooks gets it."""

    item: DocumentRef
    quantity: Decimal
    value: Decimal | None = None
    serial_number: str | None = None
    lot_number: str | None = None


class AdjustmentMapper(MovementMapper):
    """An adjustment becomes an InventoryAdjustment, of quantities or of values, in one warehouse."""

    kind = Kind.ADJUSTMENT.value
    word = "Adjustment"

    def qb_type(self, source: Adjustment, context: Context) -> str:
        return "InventoryAdjustment"

    def needs(self, source: Adjustment, context: Context) -> tuple[DocumentRef, ...]:
        named = {Kind.ACCOUNT: self._account(source, context), **self._named(source, context)}
        return tuple(dict.fromkeys((*self._items(source), *choices(source.ref.company, **named))))

    def add(self, source: Adjustment, context: Context, guid: str) -> Message:
        lines = tuple(self._new(each, context) for each in self._differences(source, context))
        return qb.InventoryAdjustmentAdd(**self._head(source, context), external_guid=guid, lines=lines)

    def mod(self, source: Adjustment, context: Context, binding: Binding) -> Message:
        differences = list(self._differences(source, context))
        ids = (*binding.lines, *[NEW_LINE] * len(differences))
        return qb.InventoryAdjustmentMod(
            txn_id=binding.qb_id,
            edit_sequence=binding.edit_sequence,
            **self._head(source, context),
            lines=tuple(self._changed(i, each, context) for i, each in zip(ids, differences, strict=False)),
        )

    def _head(self, source: Adjustment, context: Context) -> dict[str, Any]:
        company, named = source.ref.company, self._named(source, context)
        return {
            "account_ref": context.entry(company, Kind.ACCOUNT, self._account(source, context)),
            "txn_date": source.txn_date,
            "ref_number": self.number(source, context),
            "inventory_site_ref": context.entry(company, SITE, named[SITE]) if SITE in named else None,
            "class_ref": context.entry(company, Kind.CLASS, named[Kind.CLASS]) if Kind.CLASS in named else None,
            "memo": self._memo(source),
        }

    def _account(self, source: Adjustment, context: Context) -> str:
        caption = "Account of inventory adjustments, where a document names none"
        return source.account.strip() or setting(self.title(source), caption, context.setup.adjustment_account)

    def _named(self, source: Adjustment, context: Context) -> dict[str, str]:
        named = {Kind.CLASS.value: source.class_name} if context.facts.classes else {}
        if not context.facts.sites:
            return named
        sites = {line.site.strip() for line in source.lines}
        if len(sites) > 1:
            raise Unmappable(
                self.title(source),
                "warehouse",
                f"is not the same on all lines ({', '.join(sorted(sites))}), and QuickBooks adjusts one at a time",
                "Enter one adjustment for each warehouse.",
            )
        return {**named, SITE: sites.pop() if sites else ""}

    def _differences(self, source: Adjustment, context: Context) -> Iterator[_Difference]:
        self._check_kind(source, context)
        for position, line in enumerate(source.lines, start=1):
            title, item = self.title(source), self._item(source, line, position)
            if line.value is not None:
                yield _Difference(item, _NOTHING, money(title, f"value of line {position}", line.value))
            else:
                yield from _by_lot(title, f"line {position}", item, line, context)

    def _check_kind(self, source: Adjustment, context: Context) -> None:
        title = self.title(source)
        kinds = {(line.quantity is None, line.value is None) for line in source.lines}
        if kinds not in ({(False, True)}, {(True, False)}):
            raise Unmappable(
                title,
                "list of lines",
                "does not say quantities alone or values alone",
                "Enter one adjustment of quantities and one of values.",
            )
        if kinds == {(True, False)} and version_number(context.facts.version or "0.0") < version_number(_VALUES_SINCE):
            raise Unmappable(
                title,
                "value",
                "cannot be changed by a difference in this QuickBooks, which speaks qbXML 9.0 only",
                "Enter it in QuickBooks and keep this one NC Only.",
                Reason.NOT_IN_EDITION,
            )

    def _new(self, each: _Difference, context: Context) -> qb.AdjustmentLine:
        item = context.reference(each.item)
        if each.value is not None:
            value = qb.ValueAdjustment(quantity_difference=each.quantity, value_difference=each.value)
            return qb.AdjustmentLine(item_ref=item, value_adjustment=value)
        moved = qb.QuantityAdjustment(
            quantity_difference=each.quantity, serial_number=each.serial_number, lot_number=each.lot_number
        )
        return qb.AdjustmentLine(item_ref=item, quantity_adjustment=moved)

    def _changed(self, line_id: str, each: _Difference, context: Context) -> qb.AdjustmentLineChange:
        return qb.AdjustmentLineChange(
            txn_line_id=line_id,
            item_ref=context.reference(each.item),
            serial_number=each.serial_number,
            lot_number=each.lot_number,
            quantity_difference=each.quantity,
            value_difference=each.value,
        )


def _by_lot(title: str, place: str, item: DocumentRef, line: AdjustmentLine, context: Context) -> Iterator[_Difference]:
    """One line for each lot where QuickBooks tracks them, else one line."""
    difference = line.quantity or _NOTHING
    quantity(title, f"quantity of {place}", abs(difference))
    sign = -1 if difference < 0 else 1
    serials, lots = tracked(line.lots, context)
    if serials:
        yield _Difference(item, difference, serial_number=joined(title, place, serials))
    elif lots and sum((lot.quantity for lot in lots), _NOTHING) == abs(difference):
        for lot in lots:
            number = line_of_text(title, f"lot of {place}", lot.number, LOT_LENGTH)
            yield _Difference(item, sign * lot.quantity, lot_number=number)
    elif lots:
        raise Unmappable(
            title,
            f"lots of {place}",
            f"do not come to its quantity {difference}",
            "Enter the lots of all that was adjusted, and save again.",
        )
    else:
        yield _Difference(item, difference)
