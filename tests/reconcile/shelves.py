"""A host that keeps stock, in memory: what its documents have moved, and what was lost without a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import (
    Adjustment,
    AdjustmentLine,
    CustomerReturn,
    DocumentRef,
    Receiver,
    ShipDoc,
    VendorReturn,
)
from allorders_hooks.records import Item
from allorders_hooks.stock import OnHand, StockAdjustment

from tests.world import COMPANY, Books, World, a_ref, new_world

_COMES: dict[type, int] = {Receiver: 1, CustomerReturn: 1, VendorReturn: -1}


class Died(Exception):
    """The process ends here."""


@dataclass
class Shelves(Books):
    """`lost` was taken without a document, `unavailable` lies where it does not count. With `dies` the next adjustment
    is saved and nobody hears of it."""

    world: World | None = None
    lost: dict[DocumentRef, Decimal] = field(default_factory=dict)
    unavailable: dict[DocumentRef, Decimal] = field(default_factory=dict)
    made: dict[str, DocumentRef] = field(default_factory=dict)
    dies: bool = False

    def stock(self, company: str, items: Iterable[DocumentRef]) -> Mapping[DocumentRef, OnHand]:
        on_hand: dict[DocumentRef, Decimal] = {}
        for document in self.kept.values():
            for item, quantity in _moved(document):
                on_hand[item] = on_hand.get(item, Decimal(0)) + quantity
        return {
            item: OnHand(
                quantity=on_hand.get(item, Decimal(0)) - self.lost.get(item, Decimal(0)) - self._aside(item),
                unavailable=self._aside(item),
            )
            for item in items
            if isinstance(self.kept.get(item), Item)
        }

    def adjust(self, company: str, adjustment: StockAdjustment) -> DocumentRef:
        if adjustment.key not in self.made:
            assert self.world is not None
            lines = tuple(
                AdjustmentLine(key=str(place), item=line.item, quantity=line.quantity)
                for place, line in enumerate(adjustment.lines, start=1)
            )
            document = Adjustment(
                ref=a_ref("adjustment", f"made{len(self.made)}"),
                number=f"A{len(self.made)}",
                txn_date=adjustment.txn_date,
                revision=0,
                nc_only=True,
                lines=lines,
            )
            self.made[adjustment.key] = self.world.save(document)
        if self.dies:
            self.dies = False
            raise Died
        return self.made[adjustment.key]

    def _aside(self, item: DocumentRef) -> Decimal:
        return self.unavailable.get(item, Decimal(0))


def _moved(document: object) -> Iterable[tuple[DocumentRef, Decimal]]:
    """Written down once more, so that a mistake in the plugin's own reading shows."""
    if isinstance(document, ShipDoc) and document.shipped:
        return [(line.item, -line.quantity) for line in document.lines if line.item]
    if isinstance(document, Adjustment):
        return [(line.item, line.quantity) for line in document.lines if line.item and line.quantity]
    sign = next((sign for kind, sign in _COMES.items() if isinstance(document, kind)), 0)
    return [(line.item, sign * line.quantity) for line in getattr(document, "lines", ()) if sign and line.item]


def shelved(path: Path, *, seed: int = 1, url: str = "", **file: object) -> tuple[World, Shelves]:
    """A world whose host keeps stock."""
    world = new_world(path, seed=seed, url=url, **file)
    shelves = Shelves(world.clock, world=world)
    world.books = shelves
    world.ports = replace(world.ports, host=shelves)
    assert shelves.companies() == [COMPANY]
    return world, shelves


def shelves_of(world: World) -> Shelves:
    assert isinstance(world.books, Shelves)
    return world.books
