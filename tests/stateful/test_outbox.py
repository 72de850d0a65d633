"""The outbox on a real database against its model: saved, planned, sent, answered and taken over in any order.

What QuickBooks says is drawn; what becomes of it is written down by the store as in a run. After every step each row
must read as its card does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.errors import LeaseLost
from allorders_quickbooks.exchange.batch import Batch, Phase, Planned
from allorders_quickbooks.exchange.exchange import Exchange
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.operations import actions
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.loading import decided_under
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import apply, bindings, companies, notes, rows, runs, sets
from allorders_quickbooks.store.columns import METADATA
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.terms import Action, DocumentRow, RowState, SetState, Want
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy.exc import IntegrityError

from tests.answers import a_binding
from tests.stateful.budget import assert_found_out, budget
from tests.stateful.outbox_model import CUSTOMERS, DATES, DOCUMENTS, NEEDS, TRANSACTIONS, Card, Cards
from tests.world import COMPANY, Books, OneClock, SeededChance

EVERY_KIND = ("customer", "ship_doc", "so_payment")
ALLOWED = st.sampled_from([EVERY_KIND, EVERY_KIND, ("customer", "ship_doc"), ()])
ANSWERS = st.sampled_from(["done", "done", "done", "skipped", "unsure", "busy", "refused", "conflict"])
LOOK = Planned(Request("look", Action.QUERY, "Invoice"), queries.by_ids("Invoice", ["1-1"], lines=False))
MINUTE = timedelta(minutes=1)
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


class Kept(NamedTuple):
    """One database for all histories, since a new engine would compile every statement anew."""

    path: TemporaryDirectory[str]
    clock: OneClock
    database: Database


@cache
def _kept() -> Kept:
    path, clock = TemporaryDirectory(prefix="allorders-outbox-", dir=MEMORY), OneClock()
    database = Database(f"sqlite:///{path.name}/host.sqlite3", clock)
    migrate(database)
    return Kept(path, clock, database)


def _empty(database: Database) -> None:
    """Leave one company that has a fence, and nothing else."""
    with database.write() as connection:
        for table in METADATA.tables.values():
            connection.execute(table.delete())
        companies.opened(connection, COMPANY)
        companies.change_facts(connection, COMPANY, {"version": "13.0", "fence": "80-F", "fence_edit": "100"})


class OutboxMachine(RuleBasedStateMachine):
    """Every rule is an event in the life of the outbox; at most three documents go in a set."""

    @initialize(unready=st.sets(st.sampled_from(TRANSACTIONS), max_size=2))
    def begin(self, unready: set[DocumentRef]) -> None:
        _, self.clock, self.database = _kept()
        _empty(self.database)
        connect: Callable[..., Any] = nullcontext
        self.ports = Ports(Books(self.clock), self.database, self.clock, SeededChance(1), connect, "runner")
        self.exchange = Exchange(self.database, COMPANY, self.clock, self.ports.chance, self.ports.lease)
        self.model, self.unready = Cards(), unready
        self.tokens: list[int] = []
        self.settled: list[MessageSet] = []
        self.open: MessageSet | None = None
        self.take_over()

    # --- in the order system -----------------------------------------------------------------------------------

    @rule(ref=st.sampled_from(DOCUMENTS))
    def save(self, ref: DocumentRef) -> None:
        self._note(ref, Want.PRESENT)

    @rule(ref=st.sampled_from(TRANSACTIONS))
    def delete(self, ref: DocumentRef) -> None:
        if ref in self.model.host:
            self._note(ref, Want.ABSENT)

    @rule(ref=st.sampled_from(DOCUMENTS))
    def save_unheard(self, ref: DocumentRef) -> None:
        self.model.kept_by_host(ref, Want.PRESENT)

    @rule()
    def sweep(self) -> None:
        with self.database.write() as connection:
            notes.note_swept(connection, [self._values(ref) for ref in self.model.host])
        self.model.swept()

    @rule(data=st.data())
    def change_settings(self, data: st.DataObject) -> None:
        """What was held is decided again; some documents have become ready, others not."""
        self.unready = data.draw(st.sets(st.sampled_from(TRANSACTIONS), max_size=2))
        with self.database.write() as connection:
            version = companies.load(connection, COMPANY).preferences_version + 1
            companies.change(connection, COMPANY, preferences_version=version)

    @precondition(lambda self: self.model.cards)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        ref = data.draw(st.sampled_from(list(self.model.cards)))
        actions.do(self.ports, COMPANY, "retry", [ref], "ann")
        self.model.retried(ref)

    @rule(seconds=st.sampled_from([1, 70]))
    def let_time_pass(self, seconds: float) -> None:
        self.clock.sleep(seconds)

    def _note(self, ref: DocumentRef, want: Want) -> None:
        self.model.kept_by_host(ref, want)
        with self.database.write() as connection:
            notes.note_saved(connection, self._values(ref))
        self.model.saved(ref, self.run)

    def _values(self, ref: DocumentRef) -> tuple[Any, ...]:
        revision, want = self.model.host[ref]
        return notes.values(
            ref,
            rank=mapper(ref.kind).rank,
            revision=revision,
            number=ref.key,
            txn_date=DATES.get(ref),
            want=want,
            requested=ref in CUSTOMERS,
        )

    # --- a run -------------------------------------------------------------------------------------------------

    @rule()
    def take_over(self) -> None:
        """The lease has run out; the next run begins under a lease of its own."""
        self.clock.sleep(self.ports.lease.total_seconds() + 1)
        with self.database.write() as connection:
            token = companies.take_lease(connection, COMPANY, "runner", self.clock.now(), self.ports.lease)
            self.run = runs.begin(connection, COMPANY, self.clock.now(), Phase.PUSH.value)
        assert token is not None
        self.tokens.append(token)

    @precondition(lambda self: self.open is None)
    @rule(allowed=ALLOWED)
    def push(self, allowed: tuple[str, ...]) -> None:
        """Plan until there is something to send, as a run does, and commit it."""
        while True:
            due = self._due(allowed)
            changes, needed, writes = self._decide(due)
            if self._note_needed(needed):
                continue
            self._apply(changes)
            if writes:
                self.open = self._commit(writes, self.tokens[-1])
                for row in writes:
                    self.model.taken(row.ref)
            if writes or not changes:
                return

    def _due(self, allowed: tuple[str, ...]) -> list[DocumentRow]:
        now, under = self.clock.now(), self._under()
        run = self.run
        with self.database.read() as connection:
            due = rows.due(connection, COMPANY, run=run, now=now, under=under, allowed=allowed, limit=100)
            ready = rows.count_due(connection, COMPANY, self.run, allowed)
        assert [row.ref for row in due] == self.model.due(self.run, now, under, allowed)
        assert ready == self.model.ready(self.run, allowed)
        return due

    def _decide(self, due: list[DocumentRow]) -> tuple[list[Effect], list[DocumentRef], list[DocumentRow]]:
        changes: list[Effect] = []
        needed: list[DocumentRef] = []
        writes: list[DocumentRow] = []
        for row in due:
            card, need = self.model.cards[row.ref], NEEDS.get(row.ref)
            if row.want is Want.ABSENT and not card.bound:
                changes.append(effects.Done(row.ref, row.wanted))
            elif row.want is Want.PRESENT and row.ref in self.unready:
                changes.append(effects.Held(row.ref, Reason.NOT_READY))
            elif row.want is Want.PRESENT and need is not None and not self._is_bound(need):
                needed.append(need)
                changes.append(effects.Waits(row.ref, need))
            elif len(writes) < 3:
                writes.append(row)
        return changes, needed, writes

    def _is_bound(self, ref: DocumentRef) -> bool:
        return ref in self.model.cards and self.model.cards[ref].bound

    def _note_needed(self, needed: list[DocumentRef]) -> bool:
        values = [notes.values(ref, rank=mapper(ref.kind).rank, revision=0, requested=True) for ref in set(needed)]
        with self.database.write() as connection:
            opened = notes.note_needed(connection, values)
        assert opened == sum(self.model.needed(ref) for ref in set(needed))
        return opened > 0

    def _apply(self, changes: list[Effect]) -> None:
        under = self._under()
        with self.database.write() as connection:
            application = apply.Application(connection, COMPANY, now=self.clock.now(), run=self.run, under=under)
            application.apply(changes)
        for change in changes:
            self._on_card(change, under)

    def _commit(self, writes: list[DocumentRow], token: int) -> MessageSet:
        planned = tuple(replace(LOOK, request=self._request(row)) for row in writes)
        return self.exchange.commit(Batch(Phase.PUSH, planned, write=True), token=token, run=self.run)

    def _request(self, row: DocumentRow) -> Request:
        present = Action.MOD if self.model.cards[row.ref].bound else Action.ADD
        action = present if row.want is Want.PRESENT else Action.DELETE
        generation = row.generation
        return Request(row.ref.key, action, "Invoice", row.ref, row.wanted, generation, f"{row.ref.key} {generation}")

    @precondition(lambda self: len(self.tokens) > 1 and self.model.cards)
    @rule(data=st.data())
    def commit_without_the_lease(self, data: st.DataObject) -> None:
        """A runner that was taken for dead wakes up, and what it commits is refused."""
        token, row = data.draw(st.sampled_from(self.tokens[:-1])), self._rows()[0]
        with pytest.raises(LeaseLost):
            self._commit([row], token)

    @precondition(lambda self: self.open is not None)
    @rule()
    def commit_while_a_set_is_open(self) -> None:
        with pytest.raises(IntegrityError):
            self._commit([self._rows()[0]], self.tokens[-1])

    # --- what comes back ---------------------------------------------------------------------------------------

    @precondition(lambda self: self.open is not None)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """The open set's own answer, also where the set is in doubt already."""
        self._answer(data)

    def _answer(self, data: st.DataObject) -> None:
        answered = self._open_set()
        found = [effect for request in answered.documents for effect in self._reply(request, data.draw(ANSWERS))]
        under = self._under()
        assert self.exchange.settle(answered, Settled(SetState.ANSWERED.value, tuple(found)), under=under)
        self._close(answered, found, under)

    @precondition(lambda self: self.open is not None)
    @rule()
    def lose_track(self) -> None:
        """Nobody knows what became of the set: until somebody looks, nothing moves."""
        assert self.exchange.settle(self._open_set(), Settled(SetState.DOUBTFUL.value))

    @precondition(lambda self: self.open is not None)
    @rule(data=st.data(), too_late=st.booleans())
    def look(self, data: st.DataObject, too_late: bool) -> None:
        """What was found of a set in doubt settles it, unless its own answer came while somebody looked."""
        doubtful = self._open_set()
        self.exchange.settle(doubtful, Settled(SetState.DOUBTFUL.value))
        batch = Batch(Phase.RECOVER, (LOOK,), about=doubtful.id)
        reading = self.exchange.commit(batch, token=self.tokens[-1], run=self.run)
        found: list[Effect] = []
        for request in doubtful.documents:
            found += self._reply(request, "done") if data.draw(st.booleans()) else [self._back(request)]
        if too_late:
            self._answer(data)
        looked = Settled(SetState.ANSWERED.value, tuple(found), closes=doubtful.id)
        under = self._under()
        assert self.exchange.settle(reading, looked, under=under) is not too_late
        if not too_late:
            self._close(doubtful, found, under)

    @precondition(lambda self: self.settled)
    @rule(data=st.data(), doubtful=st.booleans())
    def answer_a_settled_set(self, data: st.DataObject, doubtful: bool) -> None:
        """It counts for nothing, whatever it says."""
        old = data.draw(st.sampled_from(self.settled))
        found = [effect for request in old.documents for effect in self._reply(request, "done")]
        state = SetState.DOUBTFUL if doubtful else SetState.ANSWERED
        assert not self.exchange.settle(old, Settled(state.value, tuple(found)))

    def _reply(self, request: Request, said: str) -> list[Effect]:
        """What one reply decides (tests/phases shows that it does)."""
        ref, card = self._card(request)
        attempts = card.attempts + 1
        if said == "refused":
            return [effects.Held(ref, Reason.REJECTED)]
        if said == "done" and request.action is Action.DELETE:
            return [effects.Unbind(ref), effects.Done(ref, request.revision)]
        if said == "done":
            bound = a_binding(ref=ref, qb_id=f"{ref.key}-1", version=request.revision, generation=request.generation)
            return [effects.Bind(bound), effects.Done(ref, request.revision)]
        if said == "unsure":
            return [effects.Again(ref, look_first=request.action is Action.ADD, attempts=attempts)]
        if said == "busy":
            return [effects.RetryAt(ref, Reason.BUSY, "", self.clock.now() + MINUTE, attempts)]
        return [effects.Review(ref, Reason.CONFLICT)] if said == "conflict" else [effects.Again(ref)]

    def _back(self, request: Request) -> Effect:
        return effects.Again(self._card(request)[0], look_first=request.action is Action.ADD)

    def _card(self, request: Request) -> tuple[DocumentRef, Card]:
        assert request.ref is not None
        return request.ref, self.model.cards[request.ref]

    def _close(self, closed: MessageSet, found: list[Effect], under: str) -> None:
        self.open = None
        self.settled.append(closed)
        for effect in found:
            self._on_card(effect, under)

    def _on_card(self, effect: Effect, under: str) -> None:
        """What an effect means, in the model's words."""
        match effect:
            case effects.Done(ref, version):
                self.model.done(ref, version, bound=self._has_binding(ref))
            case effects.Again(ref, look_first, _, attempts):
                card = self.model.cards[ref]
                card.stay(RowState.READY, look_first=look_first, attempts=attempts or card.attempts)
            case effects.RetryAt(ref, _, _, not_before, attempts):
                self.model.cards[ref].stay(RowState.RETRY, attempts=attempts, under=under)
                self.model.cards[ref].not_before = not_before
            case effects.Held(ref):
                self.model.cards[ref].hold(under)
            case effects.Waits(ref, waits_for):
                self.model.cards[ref].stay(RowState.HELD, under=under)
                self.model.cards[ref].waits_for = waits_for
            case effects.Review(ref):
                self.model.cards[ref].stay(RowState.REVIEW, under=under)

    def _has_binding(self, ref: DocumentRef) -> bool:
        with self.database.read() as connection:
            return ref in bindings.by_ref(connection, [ref])

    # --- what must be so ---------------------------------------------------------------------------------------

    @invariant()
    def every_row_reads_as_its_card(self) -> None:
        found = {row.ref: row for row in self._rows()}
        assert found.keys() == self.model.cards.keys()
        for ref, card in self.model.cards.items():
            assert card.agrees_with(found[ref]), f"{card}\n{found[ref]}"
            self._holds_only_what_belongs_to_its_state(found[ref])
        self._what_is_in_flight_is_in_the_open_set(found)

    def _what_is_in_flight_is_in_the_open_set(self, found: dict[DocumentRef, DocumentRow]) -> None:
        flying = {ref: row.set_id for ref, row in found.items() if row.set_id or row.state is RowState.IN_FLIGHT}
        with self.database.read() as connection:
            waiting = sets.opened(connection, COMPANY, write=True)
        assert (waiting and waiting.id) == (self.open and self.open.id)
        assert flying == {request.ref: waiting.id for request in (waiting.documents if waiting else ()) if waiting}

    def _holds_only_what_belongs_to_its_state(self, row: DocumentRow) -> None:
        stays = row.state in (RowState.HELD, RowState.RETRY, RowState.REVIEW)
        assert (row.reason is not None) == stays, row
        assert row.not_before is not None or row.state is not RowState.RETRY, row
        assert row.not_before is None or row.state in (RowState.RETRY, RowState.IN_FLIGHT), row
        assert row.due or row.state in (RowState.IDLE, RowState.REVIEW), row
        assert not row.due or row.state is not RowState.IDLE, row
        assert max(row.done, row.taken) <= row.wanted, row

    def _rows(self) -> list[DocumentRow]:
        with self.database.read() as connection:
            return list(rows.by_ref(connection, DOCUMENTS).values())

    def _open_set(self) -> MessageSet:
        assert self.open is not None
        return self.open

    def _under(self) -> str:
        with self.database.read() as connection:
            return decided_under(companies.load(connection, COMPANY))


OutboxMachine.TestCase.settings = budget(60, steps=30)
TestOutbox = OutboxMachine.TestCase


def test_an_answer_that_is_applied_twice_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Exchange, "_advance", lambda *_: True)
    assert_found_out(OutboxMachine, 300, steps=30)
