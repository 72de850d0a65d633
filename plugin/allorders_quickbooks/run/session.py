"""One run as a conversation with QuickBooks: `next` says what to send, `receive` and `fail` take what came of it.

It keeps nothing in memory that the next call needs: which phase the run is in, which set is open and what it holds
is all in the database. So the thread in the host, a worker, or any of several web processes may make the next call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from allorders_quickbooks.cards.sealing import opened
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.errors import AnswerUnreadable, LeaseLost, ProcessorFault
from allorders_quickbooks.exchange import answer as answers
from allorders_quickbooks.exchange.batch import Batch, Phase
from allorders_quickbooks.exchange.exchange import Exchange
from allorders_quickbooks.exchange.fence import seconds_to_wait
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.phases import recover
from allorders_quickbooks.qbxml.codes import judge_fault
from allorders_quickbooks.run import settling, steps
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal, runs, sets
from allorders_quickbooks.store.answers import taken_from
from allorders_quickbooks.terms import SetState

CANCELLED = "It was cancelled; what was under way is finished, the rest goes next time."
_SENDING = frozenset({Phase.FLUSH, Phase.PULL, Phase.PUSH})
HANDED_ON = "Its turn was over: other companies wait too. The rest goes in its next turn."


@dataclass(frozen=True)
class Outgoing:
    """A stored set that may leave once `wait` seconds have passed."""

    set_id: str
    content: bytes
    requests: int
    wait: float
    writes: bool


@dataclass(frozen=True)
class Finished:
    """Nothing more to send. `sentence` says how the run ended, `complete` whether it did all it could."""

    sentence: str
    complete: bool


class Session:
    """The conversation of one run, under one lease."""

    def __init__(self, ports: Ports, company: str, *, token: int, run: int) -> None:
        self._ports = ports
        self._company = company
        self._token = token
        self._run = run
        self._exchange = Exchange(ports.database, company, ports.clock, ports.chance, ports.lease)

    def next(self) -> Outgoing | Finished:
        """The set to send now, committed before it is returned; the same bytes until it is settled."""
        while True:
            run, cancelled = self._keep_lease()
            if run.ended is not None:
                return Finished(run.outcome, run.complete)
            waiting = self._exchange.open()
            if waiting is not None and waiting.state is SetState.SENT:
                if waiting.write and waiting.run != self._run and not waiting.is_guarded:
                    self._doubt(waiting)
                    continue
                if waiting.write or waiting.run == self._run:
                    return self._outgoing(waiting, 0.0)
                self._exchange.settle(waiting, Settled(SetState.CLOSED.value))
                continue
            if waiting is not None:
                return self._commit(self._recovery(waiting))
            if cancelled:
                self._end(CANCELLED, complete=False)
                continue
            batch = self._plan(Phase(run.phase))
            if batch is not None:
                return self._commit(batch)

    def introduce(self, stream: BinaryIO, file_id: str, path: str) -> None:
        """Take what the Web Connector has asked of the company file by itself; `file_id` is the mark that it put on
        ours, `path` where the open file lies. Nothing depends on it: what cannot be read is asked for again."""
        try:
            told = answers.read(stream)
        except AnswerUnreadable as error:
            self._journal("introduction unreadable", error.technical)
            return
        settled = settling.introduce(self._ports, self._company, told, file_id, path, self._run)
        if settled is not None and settled.end_run is not None:
            self._end(settled.end_run, complete=False)

    def receive(self, set_id: str, stream: BinaryIO, *, busy_for: float | None = None) -> None:
        """Apply an answer, from anyone and however late, once. An answer to a settled set is journaled and dropped."""
        with self._ports.database.read() as connection:
            answered = sets.load(connection, set_id)
        if answered is None or answered.state in (SetState.ANSWERED, SetState.CLOSED):
            self._journal("answer dropped", f"set {set_id} was settled before")
            return
        kept = taken_from(stream)
        try:
            answer = answers.read(stream, settling.keeps(self._ports, answered))
        except AnswerUnreadable as error:
            self.fail(ProcessorFault(error.sentence, error.technical, error.remedy))
            return
        if answer.set_id not in ("", answered.id):
            self._journal("answer dropped", f"set {set_id} was given the answer of set {answer.set_id}")
            return
        settled = settling.settle(self._ports, answered, answer)
        under = settling.under(self._ports, self._company)
        if not self._exchange.settle(answered, settled, busy_for=busy_for, under=under, kept=kept):
            self._journal("answer dropped", f"set {set_id} was settled meanwhile")
            return
        settling.count(self._ports, answered, self._run, settled)
        if settled.end_run is not None:
            self._end(settled.end_run, complete=False)
        elif settled.next_phase:
            self._enter(steps.after(Phase(answered.phase)))

    def hand_on(self) -> None:
        """The company's turn is over: what is left goes in its next one. A run that is past its sending goes on to
        its end, which is near; so does one whose set is not settled."""
        run, _ = self._keep_lease()
        if run.ended is None and Phase(run.phase) in _SENDING and self._exchange.open() is None:
            self._end(HANDED_ON, complete=False)

    def fail(self, fault: ProcessorFault) -> None:
        """No answer came. The open set stays as it is, to leave again unchanged; the run ends with the reason.

        Only a set that QuickBooks could not even read never leaves again: it is settled by looking, then split.
        """
        judged = judge_fault(fault.hresult)
        waiting = self._exchange.open()
        if judged.poison and waiting is not None:
            if waiting.write:
                with self._ports.database.write() as connection:
                    sets.mark_doubtful(connection, waiting.id, poison=True)
                self._journal("unreadable set", f"set {waiting.id} with {len(waiting.documents)} documents")
                return
            self._exchange.settle(waiting, Settled(SetState.CLOSED.value))
        elif waiting is not None and not waiting.write:
            self._exchange.settle(waiting, Settled(SetState.CLOSED.value))
        self._journal("no answer", f"{fault.hresult} {fault.technical}".strip())
        self._end(judged.user if fault.hresult else fault.sentence, complete=False)

    def _plan(self, phase: Phase) -> Batch | None:
        """What the first phase from that one on has to send; None where the run is at its end."""
        while phase is not Phase.END:
            batch = steps.plan(self._ports, self._company, phase, self._run)
            if batch is not None:
                return batch
            phase = steps.after(phase)
            self._enter(phase)
        return None

    def _doubt(self, waiting: MessageSet) -> None:
        """Nothing would stop the same bytes from being written twice where no fence stands: the run looks instead."""
        with self._ports.database.write() as connection:
            sets.mark_doubtful(connection, waiting.id, poison=waiting.poison)
        self._journal("in doubt", f"set {waiting.id} has no fence in front of it")

    def _keep_lease(self) -> tuple[runs.Run, bool]:
        """The run as it stands, and whether somebody wants it to end."""
        with self._ports.database.write() as connection:
            now = self._ports.database.now(connection)
            if not companies.renew_lease(connection, self._company, self._token, now, self._ports.lease):
                raise LeaseLost("Another runner has taken over.", f"token {self._token} of {self._company}")
            cancelled = companies.is_cancelled(connection, self._company)
            return runs.load(connection, self._company, self._run), cancelled

    def _recovery(self, doubtful: MessageSet) -> Batch:
        refs = [request.ref for request in doubtful.documents if request.ref is not None]
        with self._ports.database.read() as connection:
            known = bindings.by_ref(connection, refs)
        return recover.plan(doubtful, known)

    def _commit(self, batch: Batch) -> Outgoing:
        committed = self._exchange.commit(batch, token=self._token, run=self._run)
        return self._outgoing(committed, batch.wait)

    def _outgoing(self, waiting: MessageSet, wait: float) -> Outgoing:
        if waiting.write:
            with self._ports.database.read() as connection:
                facts = companies.load(connection, self._company).facts
            wait = max(wait, seconds_to_wait(facts, self._ports.clock.now()))
        asked = sum(1 for request in waiting.requests if request.id)
        return Outgoing(waiting.id, opened(waiting.content), asked, wait, waiting.write)

    def _enter(self, phase: Phase) -> None:
        if phase is Phase.END:
            self._end("", complete=True)
            return
        with self._ports.database.write() as connection:
            runs.change(connection, self._company, self._run, phase=phase.value, done=0, total=0)

    def _end(self, sentence: str, *, complete: bool) -> None:
        with self._ports.database.write() as connection:
            values = {"phase": Phase.END.value, "outcome": sentence, "complete": complete}
            runs.change(connection, self._company, self._run, ended=self._ports.clock.now(), **values)

    def _journal(self, what: str, detail: str) -> None:
        with self._ports.database.write() as connection:
            line = journal.Line(what, None, detail)
            journal.write(connection, self._company, [line], now=self._ports.clock.now(), run=self._run)
