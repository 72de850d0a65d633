"""What goods are worth: the moving average of each item, and what a document moves of it. Pure.

A piece that comes in is worth what was paid for it, one that goes out what the pieces on the shelf are worth on
average at that moment. What was sold before it came is charged afterwards with what it turned out to cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from allorders_hooks import documents
from allorders_hooks.documents import AnyDocument, DocumentRef, Line

from sample_host.money import cents

NOTHING = Decimal(0)
_GRAIN = Decimal("0.00001")  # of an average


@dataclass(frozen=True)
class Movement:
    """So much of an item comes to a warehouse, or goes (negative). `value` is what comes or goes with it, None: what
    it is worth on average. `settles`: what comes makes up for goods that were sold before they were there."""

    item: DocumentRef
    quantity: Decimal
    value: Decimal | None
    site: str = ""
    settles: bool = False


@dataclass
class Stock:
    """The pieces of one item: how many, what they are worth together, and what one was worth last."""

    on_hand: Decimal = NOTHING
    worth: Decimal = NOTHING
    average: Decimal = NOTHING

    def move(self, movement: Movement) -> tuple[Decimal, Decimal]:
        """Move it: by what the worth has changed, and what it corrects of the cost of goods that were oversold."""
        if movement.value is None:
            value = self._worth_of(abs(movement.quantity))
            value = value if movement.quantity >= 0 else -value
        else:
            value = movement.value
        correction = self._correction(movement.quantity, value) if movement.settles else NOTHING
        self.shift(movement.quantity, value - correction)
        return value - correction, correction

    def shift(self, quantity: Decimal, value: Decimal) -> None:
        """So many more pieces, and so much more worth: also what takes an earlier movement back."""
        self.on_hand += quantity
        self.worth += value
        if self.on_hand > 0 and self.worth >= 0:
            self.average = (self.worth / self.on_hand).quantize(_GRAIN)
        elif quantity > 0 and value > 0 and not self.average:
            self.average = (value / quantity).quantize(_GRAIN)

    def _worth_of(self, quantity: Decimal) -> Decimal:
        if self.on_hand > 0 and quantity == self.on_hand:
            return self.worth
        each = self.worth / self.on_hand if self.on_hand > 0 and self.worth >= 0 else self.average
        return cents(quantity * each)

    def _correction(self, quantity: Decimal, value: Decimal) -> Decimal:
        if self.on_hand >= 0 or quantity <= 0:
            return NOTHING
        oversold = min(quantity, -self.on_hand)
        charged = -self.worth * oversold / -self.on_hand
        return cents(value * oversold / quantity - charged)


def movements(document: AnyDocument) -> Iterator[Movement]:
    """What a document moves, line by line; nothing for one that moves no goods, or not yet."""
    if isinstance(document, documents.ShipDoc) and document.shipped:
        yield from (_at_average(line, -1) for line in document.lines if line.item is not None)
    elif isinstance(document, documents.CustomerReturn):
        yield from (_at_average(line, 1) for line in document.lines if line.item is not None)
    elif isinstance(document, documents.Receiver):
        yield from _at_amount(document.lines, 1)
    elif isinstance(document, documents.VendorReturn):
        yield from _at_amount(document.lines, -1)
    elif isinstance(document, documents.Adjustment):
        yield from _adjusted(document)
    elif isinstance(document, documents.WorkOrder) and document.finished:
        yield from _made(document)
    elif isinstance(document, documents.Transfer):
        yield from _transferred(document)


def _at_average(line: Line, sign: int) -> Movement:
    assert line.item is not None  # noqa: S101 lines without an item move nothing
    return Movement(line.item, sign * line.quantity, None, line.site, settles=True)


def _at_amount(lines: tuple[Line, ...], sign: int) -> Iterator[Movement]:
    for line in lines:
        if line.item is not None:
            yield Movement(line.item, sign * line.quantity, sign * line.amount, line.site, settles=True)


def _adjusted(document: documents.Adjustment) -> Iterator[Movement]:
    for line in document.lines:
        if line.item is not None:
            yield Movement(line.item, line.quantity or NOTHING, line.value, line.site)


def _made(document: documents.WorkOrder) -> Iterator[Movement]:
    sign = -1 if document.disassembly else 1
    if document.item is not None:
        yield Movement(document.item, sign * document.quantity, sign * document.amount, settles=True)
    yield from _at_amount(document.components, -sign)


def _transferred(document: documents.Transfer) -> Iterator[Movement]:
    for line in document.lines:
        if line.item is not None:
            yield Movement(line.item, -line.quantity, NOTHING, document.from_site)
            yield Movement(line.item, line.quantity, NOTHING, document.to_site)
