"""The conversation of a run: asked, answered and interrupted in any order, by runners that come and go.

Two runners drive sessions over one database; whatever they send may arrive late, twice or never, and whatever comes
back may be cut off, foreign, repeated or taken by the other one. The model knows what each document must come to;
when all is quiet QuickBooks must hold exactly that.
"""

from __future__ import annotations

import copy
import random
import shutil
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from allorders_hooks.documents import DocumentRef, ShipDoc
from allorders_quickbooks.errors import LeaseLost, ProcessorFault
from allorders_quickbooks.exchange import fence
from allorders_quickbooks.mapping.registry import guid
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.qbxml.fault_table import FAULTS
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.session import Finished, Outgoing, Session
from allorders_quickbooks.simulator import (
    CompanyFile,
    Fault,
    FaultKind,
    FaultPlan,
    Readings,
    RequestProcessorError,
    TransactionView,
)
from allorders_quickbooks.store import companies, sets
from allorders_quickbooks.store.tables import binding, document, message_set
from allorders_quickbooks.terms import RowState, SetState
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from tests.simulation.invariants import Watch
from tests.simulation.stage import directory, raise_curtain
from tests.stateful.budget import assert_found_out, budget
from tests.world import COMPANY, QuickBooksClock, World, a_line, a_ship_doc

RUNNERS = st.sampled_from([0, 1])
QUANTITIES = st.integers(1, 9)
ACCIDENTS = st.sampled_from(
    [
        FaultKind.REPLY_LOST,
        FaultKind.DIES_BEFORE,
        FaultKind.DIES_MIDWAY,
        FaultKind.REPLY_TRUNCATED,
        FaultKind.REPLY_MALFORMED,
        FaultKind.REPLY_NOT_STORED,
        FaultKind.LOCKED,
        FaultKind.INTERNAL_ERROR_DONE,
        FaultKind.INTERNAL_ERROR_UNDONE,
    ]
)
HRESULTS = sorted(number for number in FAULTS if number)
NOTHING = (b"", b"<QBXML>", b"<QBXML><QBXMLMsgsRs></QBXMLMsgsRs></QBXML>", b"no XML at all")
MOST_RUNS = 12


@dataclass
class Runner:
    """A process with one session. `sent` is what its session said last, until that is answered."""

    session: Session
    sent: Outgoing | None = None


@dataclass(frozen=True)
class Reply:
    """What QuickBooks answered to a set, to be received now, later, twice or never."""

    set_id: str
    content: bytes


@dataclass
class Model:
    """What the order desk wants: a total, or None where the document is deleted."""

    totals: dict[DocumentRef, Decimal | None] = field(default_factory=dict)
    content_of: dict[str, bytes] = field(default_factory=dict)

    def kept(self) -> list[DocumentRef]:
        return [ref for ref, total in self.totals.items() if total is not None]


def _something_is_said(machine: SessionMachine) -> bool:
    return any(runner.sent for runner in machine.runners)


class SessionMachine(RuleBasedStateMachine):
    """Every rule is one thing that happens to the conversation."""

    @initialize(seed=st.integers(0, 2**16), saved=st.integers(1, 3))
    def begin(self, seed: int, saved: int) -> None:
        self.path = directory()
        self.world: World = raise_curtain(self.path, seed, Readings.draw(random.Random(seed)))
        self.watch = Watch(self.world)
        self.model = Model()
        self.runners: list[Runner] = []
        self.under_way: list[Outgoing] = []
        self.replies: list[Reply] = []
        for number in range(saved):
            self._save_new(number + 1)

    def teardown(self) -> None:
        try:
            self._settle()
            self._judge()
        finally:
            self.world.file.close()
            self.world.database.close()
            shutil.rmtree(self.path, ignore_errors=True)

    # --- at the order desk -------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.model.totals) < 4)
    @rule(quantity=QUANTITIES)
    def save_one_more(self, quantity: int) -> None:
        self._save_new(quantity)

    def _save_new(self, quantity: int) -> None:
        self._save(f"S{len(self.model.totals) + 1}", quantity)

    @precondition(lambda self: self.model.kept())
    @rule(data=st.data(), quantity=QUANTITIES)
    def save_again(self, data: st.DataObject, quantity: int) -> None:
        self._save(data.draw(st.sampled_from(self.model.kept())).key, quantity)

    @precondition(lambda self: self.model.kept())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        ref = data.draw(st.sampled_from(self.model.kept()))
        self.world.delete(ref)
        self.model.totals[ref] = None

    def _save(self, key: str, quantity: int) -> None:
        ship_doc: ShipDoc = a_ship_doc(key, a_line("I1", str(quantity)))
        self.model.totals[self.world.save(ship_doc)] = ship_doc.total

    # --- what a runner does ------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.runners) < 2)
    @rule(hastily=st.booleans())
    def start(self, hastily: bool) -> None:
        """It takes the lease, or takes it away from the other one after a false report of its death."""
        with suppress(AssertionError):
            self.runners.append(Runner(self.world.begin_again() if hastily else self.world.begin()))

    @precondition(lambda self: self.runners)
    @rule(which=RUNNERS)
    def go_on_to_a_write(self, which: int) -> None:
        """As it should be, until a set that writes is about to leave."""
        runner = self._runner(which)
        while self._next(runner):
            assert runner.sent is not None
            if b"newMessageSetID" in runner.sent.content:
                return
            self._receive(runner.session, Reply(runner.sent.set_id, self.world.deliver(runner.sent.content)))

    @precondition(lambda self: self.runners)
    @rule(which=RUNNERS, times=st.sampled_from([1, 1, 2]))
    def go_on(self, which: int, times: int) -> None:
        """The set that waits is named again, byte for byte; a new one only where none waits."""
        runner = self._runner(which)
        for time in range(times):
            waiting = self._waiting()
            if not self._next(runner):
                return
            assert runner.sent is not None
            if waiting is not None and waiting.state is SetState.SENT and (waiting.write or time > 0):
                assert (runner.sent.set_id, runner.sent.content) == (waiting.id, waiting.content)

    def _next(self, runner: Runner) -> bool:
        """Ask for what is to be sent; whether there was anything. One that is through, or has lost the lease, goes."""
        try:
            step = runner.session.next()
        except LeaseLost:
            self.runners.remove(runner)
            return False
        if isinstance(step, Finished):
            self.world.end(runner.session)
            self.runners.remove(runner)
            return False
        self.world.clock.sleep(step.wait)
        assert self.model.content_of.setdefault(step.set_id, step.content) == step.content
        runner.sent = step
        return True

    @precondition(lambda self: self.runners)
    @rule(which=RUNNERS)
    def restart(self, which: int) -> None:
        """The process is a new one; it knows of its run what the database knows."""
        runner = self._runner(which)
        again = copy.copy(runner.session)
        self.world.tokens[again] = self.world.tokens.pop(runner.session)
        runner.session, runner.sent = again, None

    @precondition(lambda self: self.runners)
    @rule(which=RUNNERS, arrives=st.booleans())
    def die(self, which: int, arrives: bool) -> None:
        runner = self._runner(which)
        self.runners.remove(runner)
        if runner.sent is not None and arrives:
            self.under_way.append(runner.sent)

    @rule(seconds=st.sampled_from([1, 10, 3600]))
    def let_time_pass(self, seconds: float) -> None:
        self.world.clock.sleep(seconds)

    def _runner(self, which: int) -> Runner:
        return self.runners[which % len(self.runners)]

    def _speaking(self, which: int) -> tuple[Session, Outgoing]:
        """A runner's session with what it said last."""
        speaking = [(runner.session, runner.sent) for runner in self.runners if runner.sent is not None]
        return speaking[which % len(speaking)]

    # --- on the way to QuickBooks and back ---------------------------------------------------------------------

    @precondition(_something_is_said)
    @rule(which=RUNNERS, rounds=st.integers(1, 6))
    def converse(self, which: int, rounds: int) -> None:
        """As it should be: sent, answered, received, and on."""
        session, sent = self._speaking(which)
        runner = next(runner for runner in self.runners if runner.session is session)
        for _ in range(rounds):
            reply = Reply(sent.set_id, self.world.deliver(sent.content))
            self.replies.append(reply)
            self._receive(session, reply)
            if not self._next(runner):
                return
            assert runner.sent is not None
            sent = runner.sent

    @precondition(_something_is_said)
    @rule(which=RUNNERS, kind=st.none() | ACCIDENTS, request=st.sampled_from([1, 2, None]))
    def send(self, which: int, kind: FaultKind | None, request: int | None) -> None:
        """It arrives, and something may happen to it there; who receives the answer, and when, is open."""
        _, sent = self._speaking(which)
        self._deliver(sent, FaultPlan([] if kind is None else [Fault(kind, request=request)]))

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def arrive_late(self, data: st.DataObject) -> None:
        self._deliver(self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1))), FaultPlan())

    def _deliver(self, sent: Outgoing, faults: FaultPlan) -> None:
        with suppress(RequestProcessorError):
            self.replies.append(Reply(sent.set_id, self.world.deliver(sent.content, faults)))

    @precondition(lambda self: self.replies and self.runners)
    @rule(data=st.data(), which=RUNNERS)
    def receive(self, data: st.DataObject, which: int) -> None:
        """An answer of any age, by whoever is there, with the lease or without it."""
        self._receive(self._runner(which).session, data.draw(st.sampled_from(self.replies)))

    @precondition(lambda self: self.replies and self.runners)
    @rule(data=st.data(), which=RUNNERS)
    def receive_it_cut_off(self, data: st.DataObject, which: int) -> None:
        reply = data.draw(st.sampled_from(self.replies))
        length = data.draw(st.integers(0, max(0, len(reply.content) - 12)))
        self._receive(self._runner(which).session, Reply(reply.set_id, reply.content[:length]))

    @precondition(_something_is_said)
    @rule(which=RUNNERS, content=st.sampled_from(NOTHING))
    def receive_nothing(self, which: int, content: bytes) -> None:
        session, sent = self._speaking(which)
        self._receive(session, Reply(sent.set_id, content))

    @precondition(_something_is_said)
    @rule(which=RUNNERS)
    def receive_the_answer_of_another_file(self, which: int) -> None:
        """What a company file without our fence answers moves no row."""
        session, sent = self._speaking(which)
        before = self._rows()
        self._receive(session, Reply(sent.set_id, self._in_another_file(sent.content)))
        assert self._rows() == before

    @precondition(lambda self: self.runners)
    @rule(which=RUNNERS)
    def receive_the_answer_to_a_set_that_nobody_knows(self, which: int) -> None:
        before = self._everything()
        self._runner(which).session.receive("nobody's set", BytesIO(NOTHING[2]))
        assert self._everything() == before

    @precondition(_something_is_said)
    @precondition(lambda self: self.replies)
    @rule(data=st.data(), which=RUNNERS)
    def receive_the_answer_of_another_set(self, data: st.DataObject, which: int) -> None:
        session, sent = self._speaking(which)
        reply = data.draw(st.sampled_from(self.replies))
        if reply.set_id != sent.set_id and b"newMessageSetID" in reply.content:
            before = self._rows()
            self._receive(session, Reply(sent.set_id, reply.content))
            assert self._rows() == before

    @precondition(_something_is_said)
    @rule(which=RUNNERS, hresult=st.sampled_from(["", *HRESULTS]))
    def hear_of_a_fault(self, which: int, hresult: str) -> None:
        session, _ = self._speaking(which)
        session.fail(ProcessorFault("no answer", "drawn", hresult=hresult))

    def _receive(self, session: Session, reply: Reply) -> None:
        """What was settled before is dropped, whatever the answer says now."""
        with self.world.database.read() as connection:
            known = sets.load(connection, reply.set_id)
        before = self._everything()
        session.receive(reply.set_id, BytesIO(reply.content))
        if known is not None and known.state in (SetState.ANSWERED, SetState.CLOSED):
            assert self._everything() == before

    def _in_another_file(self, content: bytes) -> bytes:
        other = CompanyFile.create(":memory:", clock=QuickBooksClock(self.world.clock))
        try:
            with other.session("another") as session:
                return session.process(content)
        finally:
            other.close()

    # --- what must be so ---------------------------------------------------------------------------------------

    @invariant()
    def the_protocol_holds(self) -> None:
        self.watch.look()

    @invariant()
    def nothing_is_there_twice(self) -> None:
        by_guid = [txn.external_guid for txn in self.world.invoices()]
        assert len(by_guid) == len(set(by_guid))

    def _waiting(self) -> Any:
        with self.world.database.read() as connection:
            return sets.opened(connection, COMPANY, write=False) or sets.opened(connection, COMPANY, write=True)

    def _rows(self) -> list[Any]:
        with self.world.database.read() as connection:
            return list(connection.execute(select(document).order_by(document.c.kind, document.c.key)))

    def _everything(self) -> list[Any]:
        """Rows, bindings, sets and facts: all that an answer could change."""
        with self.world.database.read() as connection:
            bound = list(connection.execute(select(binding).order_by(binding.c.kind, binding.c.key)))
            known = list(connection.execute(select(message_set.c.id, message_set.c.state).order_by(message_set.c.id)))
            return [*self._rows(), *bound, *known, companies.load(connection, COMPANY).facts]

    # --- and how it ends ---------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """No more accidents: what is on its way arrives, and runs go on until all is quiet."""
        self.under_way += [runner.sent for runner in self.runners if runner.sent is not None]
        for _ in range(MOST_RUNS):
            self.world.let_lease_run_out()
            if self.under_way:
                self._deliver(self.under_way.pop(), FaultPlan())
            self._send_again_what_could_not_be_read()
            complete = self.world.run().complete
            self.watch.look()
            if complete and not self.under_way and not self.world.is_waiting():
                return
            self.world.clock.sleep(7200)
        raise AssertionError("it does not come to rest")

    def _send_again_what_could_not_be_read(self) -> None:
        """A set that QuickBooks could not read holds its last document until a person saves it; so somebody does."""
        for ref in self.model.totals:
            row = self.world.row(ref)
            if row.state is RowState.HELD and row.reason is Reason.UNREADABLE:
                with self.world.database.write() as connection:
                    held = (document.c.kind == ref.kind) & (document.c.key == ref.key)
                    connection.execute(document.update().where(held).values(state="ready", reason=None))

    def _judge(self) -> None:
        assert self.world.open_set() is None
        with self.world.database.read() as connection:
            installation = companies.load(connection, COMPANY).installation
        for ref, total in self.model.totals.items():
            row = self.world.row(ref)
            assert row.state is RowState.IDLE, f"{ref.key}: {row.state} {row.reason} {row.detail}"
            guids = {guid(installation, ref, number) for number in range(row.generation + 1)}
            live = [txn.total for txn in self.world.invoices() if _guid(txn) in guids]
            assert live == ([] if total is None else [total]), ref.key


def _guid(txn: TransactionView) -> str:
    return (txn.external_guid or "").strip("{}").lower()


SessionMachine.TestCase.settings = budget(16, steps=25)
TestSession = SessionMachine.TestCase


def test_bytes_that_change_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sound, ever_more = Session._outgoing, count(1)

    def longer(self: Session, waiting: MessageSet, wait: float) -> Outgoing:
        outgoing = sound(self, waiting, wait)
        return replace(outgoing, content=outgoing.content + b" " * next(ever_more))

    monkeypatch.setattr(Session, "_outgoing", longer)
    assert_found_out(SessionMachine, 20, steps=25)


def test_a_build_that_believes_another_company_file_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "_MISSING", frozenset())
    assert_found_out(SessionMachine, 60, steps=25)
