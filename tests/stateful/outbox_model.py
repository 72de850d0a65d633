"""The outbox as a person would keep it on paper: one card a document, and what each event does to a card."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.terms import DocumentRow, RowState, Want

from tests.world import a_ref

CUSTOMERS = (a_ref("customer", "C1"), a_ref("customer", "C2"))
TRANSACTIONS = (a_ref("ship_doc", "S1"), a_ref("ship_doc", "S2"), a_ref("ship_doc", "S3"), a_ref("so_payment", "P1"))
DOCUMENTS = (*CUSTOMERS, *TRANSACTIONS)
NEEDS = dict(zip(TRANSACTIONS, (CUSTOMERS[0], CUSTOMERS[0], CUSTOMERS[1], CUSTOMERS[1]), strict=True))
DATES = {ref: date(2026, 3, 3 - number % 2) for number, ref in enumerate(TRANSACTIONS)}
_LIFTED = (RowState.IDLE, RowState.HELD)


@dataclass
class Card:
    """What is known of one document. `under` are the settings that it was held by, `binding` whether it is there."""

    ref: DocumentRef
    requested: bool
    noted_run: int = 0
    revision: int = 0
    want: Want = Want.PRESENT
    dated: bool = False
    wanted: int = 1
    taken: int = 0
    done: int = 0
    state: RowState = RowState.READY
    waits_for: DocumentRef | None = None
    attempts: int = 0
    not_before: datetime | None = None
    look_first: bool = False
    under: str = ""
    bound: bool = False
    acknowledged: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        when = DATES[self.ref].isoformat() if self.dated and self.ref in DATES else ""
        return (self.attempts, when, mapper(self.ref.kind).rank, self.ref.key)

    def agrees_with(self, row: DocumentRow) -> bool:
        names = ("requested", "revision", "want", "wanted", "taken", "done", "state", "waits_for", "attempts")
        more = ("not_before", "look_first")
        return all(getattr(self, name) == getattr(row, name) for name in (*names, *more))

    def stay(self, state: RowState, **more: object) -> None:
        """At rest in that state; whatever belonged to the last one is over."""
        self.state, self.not_before, self.waits_for = state, None, None
        for name, value in more.items():
            setattr(self, name, value)

    def hold(self, under: str) -> None:
        """What was on its way is refused; what was saved since then is not."""
        newer = self.state is RowState.IN_FLIGHT and self.wanted > self.taken
        if newer:
            self.stay(RowState.READY)
        else:
            self.stay(RowState.HELD, under=under)


@dataclass
class Cards:
    """All cards, and what the order system holds: a revision and a wish for each document."""

    cards: dict[DocumentRef, Card] = field(default_factory=dict)
    host: dict[DocumentRef, tuple[int, Want]] = field(default_factory=dict)

    # --- saves -------------------------------------------------------------------------------------------------

    def kept_by_host(self, ref: DocumentRef, want: Want) -> int:
        """The host saves or deletes; its new revision."""
        revision = self.host.get(ref, (0, want))[0] + 1
        self.host[ref] = (revision, want)
        return revision

    def saved(self, ref: DocumentRef, latest_run: int) -> None:
        self._noted(ref)
        self.cards[ref].noted_run = latest_run

    def swept(self) -> None:
        for ref, (revision, _) in self.host.items():
            if ref not in self.cards or self.cards[ref].revision < revision:
                self._noted(ref)

    def _noted(self, ref: DocumentRef) -> None:
        if ref in self.cards:
            card = self.cards[ref]
            card.wanted += 1
            card.waits_for = None
            if card.state in _LIFTED:
                card.state = RowState.READY
        else:
            card = self.cards[ref] = Card(ref, requested=ref in CUSTOMERS)
        card.revision, card.want = self.host[ref]
        card.dated = True

    def needed(self, ref: DocumentRef) -> bool:
        """Some document needs that record; whether this opens its card."""
        card = self.cards.get(ref)
        if card is None:
            self.cards[ref] = Card(ref, requested=True)
            return True
        if card.state is not RowState.IDLE or card.wanted > card.done:
            return False
        card.wanted, card.state, card.requested = card.wanted + 1, RowState.READY, True
        return True

    # --- runs --------------------------------------------------------------------------------------------------

    def due(self, run: int, now: datetime, under: str, allowed: Collection[str]) -> list[DocumentRef]:
        found = [card for card in self._open(run, allowed) if self._may_go(card, now, under)]
        return [card.ref for card in sorted(found, key=lambda card: card.order)]

    def ready(self, run: int, allowed: Collection[str]) -> int:
        return sum(card.state is RowState.READY for card in self._open(run, allowed))

    def _open(self, run: int, allowed: Collection[str]) -> Iterator[Card]:
        for card in self.cards.values():
            if card.wanted > card.done and card.noted_run < run and (card.requested or card.ref.kind in allowed):
                yield card

    def _may_go(self, card: Card, now: datetime, under: str) -> bool:
        if card.state is RowState.RETRY:
            return card.not_before is not None and card.not_before <= now
        return card.state is RowState.READY or (card.state is RowState.HELD and card.under != under)

    def taken(self, ref: DocumentRef) -> None:
        """It leaves. What QuickBooks has confirmed never leaves again."""
        card = self.cards[ref]
        assert card.wanted > card.acknowledged, f"{ref.key} goes twice at {card.wanted}"
        card.taken, card.state = card.wanted, RowState.IN_FLIGHT

    def done(self, ref: DocumentRef, version: int, *, bound: bool) -> None:
        card = self.cards[ref]
        card.done = card.acknowledged = version
        card.attempts, card.look_first, card.requested, card.bound = 0, False, False, bound
        card.stay(RowState.READY if card.wanted > version else RowState.IDLE)
        if bound:
            for other in self.cards.values():
                if other.waits_for == ref:
                    other.stay(RowState.READY)

    # --- people ------------------------------------------------------------------------------------------------

    def retried(self, ref: DocumentRef) -> None:
        card = self.cards[ref]
        if card.state in (RowState.IDLE, RowState.IN_FLIGHT):
            return
        if card.wanted > card.done:
            card.state, card.requested, card.look_first = RowState.READY, True, True
            card.attempts, card.not_before = 0, None
        elif card.state is RowState.REVIEW:
            card.state = RowState.IDLE
