"""Lots and serial numbers of a line: in its description by preference, or as numbers that QuickBooks tracks itself.

A description is replaced by the numbers in their order (behaviour: Lot/Serial #s). Where the company file tracks
numbers, a line of QuickBooks takes all serial numbers of an item or one single lot, so that a line of several lots
becomes several lines. Expiration dates have no element on sales forms, and on purchase forms only one that Intuit
published after the last public schema: they stand in descriptions alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from allorders_hooks.documents import Line, Lot

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.mapping.problems import CENT, Unmappable, line_of_text
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml.messages.base import longest
from allorders_quickbooks.qbxml.messages.sales import SaleLine

_SERIALS = longest(SaleLine, "serial_number")
_LOT = longest(SaleLine, "lot_number")
_BETWEEN = ","
"""Between serial numbers in one element; which sign QuickBooks wants is not documented (qbXML reference, section 6)."""


@dataclass(frozen=True)
class Portion:
    """What becomes one line in QuickBooks: the whole of ours, or as much of it as came from one lot."""

    quantity: Decimal
    amount: Decimal
    serial_number: str | None = None
    lot_number: str | None = None


def description(line: Line, preferences: SyncPreferences, *, instead: bool) -> str:
    """The text of a line. `instead`: the preference of this form puts the numbers in place of the description."""
    if not instead or not line.lots:
        return line.description
    return ", ".join(_spelled(lot, preferences) for lot in line.lots)


def _spelled(lot: Lot, preferences: SyncPreferences) -> str:
    if preferences.lots_with_expiration and lot.expires is not None:
        return f"{lot.number} (expires {lot.expires.isoformat()})"
    return lot.number


def portions(title: str, place: str, line: Line, facts: CompanyFacts, *, tracked: bool) -> tuple[Portion, ...]:
    """The lines that one line becomes. `tracked`: the company file tracks numbers on forms of this kind. Raises
    Unmappable where the numbers do not come to the quantity; `place` names the line in the sentence."""
    serials = [lot for lot in line.lots if lot.serial]
    lots = [lot for lot in line.lots if not lot.serial]
    if tracked and facts.serials and serials:
        _check_sum(title, place, "serial numbers", line, serials)
        return (Portion(line.quantity, line.amount, serial_number=joined(title, place, serials)),)
    if tracked and facts.lots and lots:
        _check_sum(title, place, "lots", line, lots)
        return tuple(_by_lot(title, place, line, lots))
    return (Portion(line.quantity, line.amount),)


def joined(title: str, place: str, serials: Sequence[Lot]) -> str:
    """All serial numbers of a line in one element. Raises Unmappable."""
    return line_of_text(title, f"serial numbers of {place}", _BETWEEN.join(lot.number for lot in serials), _SERIALS)


def _check_sum(title: str, place: str, what: str, line: Line, lots: Sequence[Lot]) -> None:
    come_to = sum((lot.quantity for lot in lots), Decimal(0))
    if come_to != line.quantity:
        raise Unmappable(
            title,
            f"{what} of {place}",
            f"come to {come_to}, and its quantity is {line.quantity}",
            "Enter the numbers of all that was moved, and save again.",
        )


def _by_lot(title: str, place: str, line: Line, lots: Sequence[Lot]) -> Iterator[Portion]:
    """The amount is shared out by quantity, and the shares come to it to the cent."""
    moved, given = Decimal(0), Decimal(0)
    for lot in lots:
        moved += lot.quantity
        up_to = (line.amount * moved / line.quantity).quantize(CENT, ROUND_HALF_UP) if line.quantity else line.amount
        number = line_of_text(title, f"lot of {place}", lot.number, _LOT)
        yield Portion(lot.quantity, up_to - given, lot_number=number)
        given = up_to
