"""Stock, for plugins that compare it: what a host has of its items, and how it is made to agree with the books.

A host that keeps no stock leaves this out; a plugin asks `isinstance(host, KeepsStock)` before it compares anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol, runtime_checkable

from allorders_hooks.documents import DocumentRef
from allorders_hooks.frozen import Frozen


class OnHand(Frozen):
    """What a host has of one item. `quantity` is what people see and may sell; `unavailable` is what lies besides in
    locations that do not count (quarantine, repair ...). `value` is what the host says that all of it is worth."""

    quantity: Decimal
    unavailable: Decimal = Decimal(0)
    value: Decimal = Decimal(0)


class StockLine(Frozen):
    """A difference: what to add to the quantity of an item; negative where there is too much of it."""

    item: DocumentRef
    quantity: Decimal


class StockAdjustment(Frozen):
    """What a plugin wants a host to adjust. `key` names it for ever: the same key is the same adjustment."""

    key: str
    txn_date: date
    memo: str = ""
    account: str = ""
    class_name: str = ""
    lines: tuple[StockLine, ...]


@runtime_checkable
class KeepsStock(Protocol):
    """What a host offers beside HostServices where it keeps stock. Any thread may call, as there."""

    def stock(self, company: str, items: Iterable[DocumentRef]) -> Mapping[DocumentRef, OnHand]:
        """What there is of each of these items, in bulk, as of one moment. One that no stock is kept of is absent."""

    def adjust(self, company: str, adjustment: StockAdjustment) -> DocumentRef:
        """Save it as a document of the host, kept out of the books (NC Only), and say which; in one transaction.

        A key that was adjusted before changes nothing and gives the same document, also after that was deleted: a
        caller that has died in the middle asks again. What the host refuses (an item is gone, a rule of its own)
        raises a ValueError with the reason as a sentence, and nothing is adjusted.
        """
