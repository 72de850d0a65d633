"""The simulator's memory of message sets against a model of it, under every reading (qbXML reference, section 13).

Each set that is carried out adds one invoice, so that the invoices of a number tell how often that set ran: what is
replayed, refused or only asked for must not add one.
"""

from __future__ import annotations

import shutil
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field

import pytest
from allorders_quickbooks.simulator import (
    CompanyFile,
    Fault,
    FaultKind,
    FaultPlan,
    ManualClock,
    Readings,
    RequestProcessorError,
)
from allorders_quickbooks.simulator.memory import CLEAR_ALL, Memory
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.simulation.stage import directory
from tests.simulator.sending import SUMMER, Replies, add_customer, add_invoice, document
from tests.stateful.budget import assert_found_out, budget

APPLICATIONS, MACHINES = st.sampled_from(["Orders", "Reports"]), st.sampled_from(["desk", "office"])
IDS = st.sampled_from(["one", "two", "three"])
KNOWN = st.sampled_from(["one", "two", "three", "never", CLEAR_ALL])
NUMBERS = st.sampled_from(["1", "2"])
READINGS = st.builds(
    Readings,
    memory_keeps_all=st.booleans(),
    memory_per_machine=st.booleans(),
    unknown_old_set_runs=st.booleans(),
    status_of_unknown=st.sampled_from(["9002", "600"]),
    replay_ids_only=st.booleans(),
    set_id_limit=st.sampled_from([22, 23]),
)
UNANSWERED = (FaultKind.DIES_BEFORE, FaultKind.DIES_MIDWAY, FaultKind.REPLY_LOST)


@dataclass(frozen=True)
class Sent:
    """One set: by whom, under which ids, and the number of the invoice that it adds, None for a mere question."""

    application: str
    machine: str
    new_id: str | None
    old_id: str | None
    number: str | None

    @property
    def text(self) -> str:
        ids = {"newMessageSetID": self.new_id, "oldMessageSetID": self.old_id}
        requests = () if self.number is None else (add_invoice("Ridge", self.number),)
        return document(*requests, **{name: value for name, value in ids.items() if value is not None})


@dataclass
class Expected:
    """What the model says of a set: its status, whether it runs now, and the reply that comes again, if one does."""

    status: str | None
    runs: bool = False
    again: Replies | None = None


@dataclass
class Model:
    """What is stored for whom, and how often the invoice of each number was added."""

    readings: Readings
    stored: dict[str, dict[str, tuple[str, Replies]]] = field(default_factory=dict)
    invoices: Counter[str] = field(default_factory=Counter)

    def of(self, sent: Sent) -> dict[str, tuple[str, Replies]]:
        shared = not self.readings.memory_per_machine
        keeper = sent.application if shared else f"{sent.application} on {sent.machine}"
        return self.stored.setdefault(keeper, {})

    def judge(self, sent: Sent) -> Expected:
        """The table of the reference, from the top; a set that an accepted one acknowledges is forgotten."""
        memory = self.of(sent)
        ids = [each for each in (sent.new_id, sent.old_id) if each is not None]
        if any(len(each) > self.readings.set_id_limit for each in ids):
            return Expected("9004")
        if not ids:
            return Expected(None, runs=True)
        if sent.new_id in memory:
            text, reply = memory[sent.new_id or ""]
            asks = sent.number is None and sent.new_id == sent.old_id
            return Expected(reply.set_status, again=reply) if asks or text == sent.text else Expected("9001")
        if sent.number is None and sent.new_id is not None:
            return Expected(self.readings.status_of_unknown)
        if sent.old_id is None or self._forget(memory, sent.old_id):
            return Expected("0", runs=True)
        return Expected("600", runs=sent.number is not None and self.readings.unknown_old_set_runs)

    def keep(self, sent: Sent, reply: Replies) -> None:
        memory = self.of(sent)
        if not self.readings.memory_keeps_all:
            memory.clear()
        memory[sent.new_id or ""] = (sent.text, reply)

    def _forget(self, memory: dict[str, tuple[str, Replies]], set_id: str) -> bool:
        if set_id == CLEAR_ALL:
            memory.clear()
            return True
        return memory.pop(set_id, None) is not None


class MemoryMachine(RuleBasedStateMachine):
    """Two applications on two machines send, repeat and ask; the file is backed up and restored in between."""

    @initialize(readings=READINGS)
    def found(self, readings: Readings) -> None:
        self.clock = ManualClock(SUMMER)
        self.file = CompanyFile.create(":memory:", readings=readings, clock=self.clock)
        self._process(Sent("Setup", "desk", None, None, None), document(add_customer("Ridge")))
        self.model = Model(readings)
        self.sent: list[Sent] = []
        self.path = directory()
        self.backups: list[Model] = []

    def teardown(self) -> None:
        self.file.close()
        shutil.rmtree(self.path, ignore_errors=True)

    # --- what may happen ---------------------------------------------------------------------------------------

    @rule(by=APPLICATIONS, on=MACHINES, new=IDS, old=st.none() | KNOWN, number=NUMBERS)
    def send(self, by: str, on: str, new: str, old: str | None, number: str) -> None:
        if new != old:
            self._send(Sent(by, on, new, old, number))

    @rule(by=APPLICATIONS, on=MACHINES, number=NUMBERS)
    def send_unguarded(self, by: str, on: str, number: str) -> None:
        self._send(Sent(by, on, None, None, number))

    @rule(by=APPLICATIONS, on=MACHINES, length=st.integers(22, 24), number=NUMBERS)
    def send_under_a_long_id(self, by: str, on: str, length: int, number: str) -> None:
        self._send(Sent(by, on, "x" * length, None, number))

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), seconds=st.sampled_from([0, 1, 600]))
    def send_the_same_bytes_again(self, data: st.DataObject, seconds: float) -> None:
        self.clock.advance(seconds)
        self._send(data.draw(st.sampled_from(self.sent)))

    @rule(by=APPLICATIONS, on=MACHINES, which=IDS)
    def ask(self, by: str, on: str, which: str) -> None:
        self._send(Sent(by, on, which, which, None))

    @rule(by=APPLICATIONS, on=MACHINES, which=KNOWN)
    def acknowledge(self, by: str, on: str, which: str) -> None:
        self._send(Sent(by, on, None, which, None))

    @rule(by=APPLICATIONS, on=MACHINES, new=IDS, number=NUMBERS, kind=st.sampled_from(UNANSWERED))
    def send_and_hear_nothing(self, by: str, on: str, new: str, number: str, kind: FaultKind) -> None:
        """Only a reply that was finished is stored; the work of a set that dies after it is done all the same."""
        sent = Sent(by, on, new, None, number)
        expected = None if kind is FaultKind.DIES_BEFORE else self.model.judge(sent)
        if expected is not None and not expected.runs and kind is FaultKind.DIES_MIDWAY:
            return
        with pytest.raises(RequestProcessorError):
            self._process(sent, sent.text, FaultPlan([Fault(kind, request=1)]))
        if expected is not None and expected.runs:
            self.model.invoices[number] += 1
            if kind is FaultKind.REPLY_LOST:
                self.model.keep(sent, self._process(sent, sent.text))
        self.sent.append(sent)

    @rule(by=APPLICATIONS, on=MACHINES, new=IDS, number=NUMBERS)
    def send_and_find_no_room_for_the_reply(self, by: str, on: str, new: str, number: str) -> None:
        sent = Sent(by, on, new, None, number)
        if self.model.judge(sent).runs:
            reply = self._process(sent, sent.text, FaultPlan([Fault(FaultKind.REPLY_NOT_STORED)]))
            assert (reply.set_status, len(reply)) == ("9005", 0)
            self.model.invoices[number] += 1
            self.sent.append(sent)

    @precondition(lambda self: len(self.backups) < 3)
    @rule()
    def back_up(self) -> None:
        self.file.backup(self.path / f"backup {len(self.backups)}")
        self.backups.append(deepcopy(self.model))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        which = data.draw(st.integers(0, len(self.backups) - 1))
        self.file.restore(self.path / f"backup {which}")
        self.model = deepcopy(self.backups[which])

    # --- what must be so ---------------------------------------------------------------------------------------

    @invariant()
    def each_set_ran_as_often_as_the_model_says(self) -> None:
        numbers = Counter(txn.number for txn in self.file.transactions("Invoice"))
        assert numbers == self.model.invoices

    def _send(self, sent: Sent) -> None:
        expected = self.model.judge(sent)
        reply = self._process(sent, sent.text)
        assert reply.set_status == expected.status
        assert reply.set_id == sent.new_id
        if expected.again is not None:
            self._came_again(reply, expected.again)
        else:
            assert reply.codes == ([0] if expected.runs and sent.number is not None else [])
        if expected.runs and sent.number is not None:
            self.model.invoices[sent.number] += 1
            if sent.new_id is not None:
                self.model.keep(sent, reply)
        self.sent.append(sent)

    def _came_again(self, reply: Replies, first: Replies) -> None:
        if self.model.readings.replay_ids_only:
            assert [("InvoiceRet" in one, one["TxnID"]) for one in reply] == [(False, one["TxnID"]) for one in first]
        else:
            assert reply.text == first.text

    def _process(self, sent: Sent, text: str, faults: FaultPlan | None = None) -> Replies:
        with self.file.session(sent.application, machine=sent.machine, faults=faults) as session:
            return Replies(session.process(text))


MemoryMachine.TestCase.settings = budget(100, steps=25)
TestMemory = MemoryMachine.TestCase


def test_a_memory_that_forgets_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Memory, "_find", lambda *_: None)
    assert_found_out(MemoryMachine, 50, steps=25)


def test_a_memory_that_never_lets_go_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Memory, "_drop", lambda *_: True)
    assert_found_out(MemoryMachine, 50, steps=25)
