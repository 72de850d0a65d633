"""One ticket's conversation: every call is a step of its run, and all that the next call needs is in the database.

Calls may come twice, late, out of order or not at all, and each may reach another process. A repeated question gets
the same bytes, a repeated answer the same percentage; what cannot be told apart with certainty is dropped, since the
set then simply leaves again. The run ends, and gives its lease back, as soon as there is nothing more to say.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import IO, BinaryIO, cast

from allorders_quickbooks.errors import ConfigurationError, LeaseLost, ProcessorFault
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.exchange.exchange import Exchange
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.qbxml.codes import judge_fault
from allorders_quickbooks.run.drain import finish
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.session import Finished, Session
from allorders_quickbooks.store import accounts, journal, runs, sets, tickets
from allorders_quickbooks.store.tickets import Taken, Ticket
from allorders_quickbooks.web_connector import pairing

WAITS_HERE = 2.5  # seconds that a call may sleep; what has to wait longer is asked for again
LIVES = timedelta(minutes=30)  # of a ticket, from its last call on
STOP = -1
NO_OP = "NoOp"
TAKEN_OVER = "Another synchronization has taken over. Nothing is lost; the next update goes on."
BROKEN_OFF = "The Web Connector ended the update before it was done."
_CHUNK = 64 * 1024
_LAST_PHASES = frozenset(phase.value for phase in tuple(Phase)[tuple(Phase).index(Phase.SCAN) :])


class Conversation:
    """The calls that come with one ticket."""

    def __init__(self, ports: Ports, ticket: Ticket) -> None:
        self._ports = ports
        self._ticket = ticket
        self._session = Session(ports, ticket.company, token=ticket.token, run=ticket.run)

    def next_request(self, introduction: IO[bytes] | None, path: str) -> str:
        """The text to send now, '' where there is nothing: `last_error` says why."""
        if self._ticket.finished:
            return ""
        if introduction is not None and not self._ticket.introduced:
            self._introduce(introduction, path)
        try:
            step = self._session.next()
        except LeaseLost:
            return self._nothing(TAKEN_OVER)
        except ConfigurationError as lacking:
            self._session.fail(ProcessorFault(lacking.sentence, lacking.technical, lacking.remedy))
            self._finish()
            return self._nothing(self._run().summary)
        if isinstance(step, Finished):
            self._finish()
            return self._nothing(self._run().summary)
        if step.wait > WAITS_HERE:
            return self._nothing(NO_OP)
        if step.wait > 0:
            self._ports.clock.sleep(step.wait)
        with self._ports.database.write() as connection:
            tickets.hand_out(connection, self._ticket.key, step.set_id, self._ports.database.now(connection))
        return step.content.decode()

    def take_answer(self, answer: IO[bytes] | None, hresult: str, message: str) -> int:
        """What came of the set that was handed out: how far the run is in percent, 100 only when it is done, and
        negative where it goes no further."""
        digest = _digest(answer, hresult, message)
        with self._ports.database.read() as connection:
            before = tickets.taken(connection, self._ticket.key, digest)
        known = next((taken for taken in before if taken.set_id == self._ticket.set_id), None)
        if known is not None and known.handed == self._ticket.handed:
            return known.percent
        if self._ticket.set_id is None or (before and known is None):
            # Word for word what came for an earlier set: a late copy, or else it comes again with the set itself.
            return self._dropped(digest, "it repeats an earlier answer")
        if hresult or answer is None:
            self._failed(hresult, message)
        elif not self._received(cast(BinaryIO, answer)):
            return self._dropped(digest, "it belongs to another set")
        return self._took(digest, self._percent())

    def failed_to_open(self, hresult: str, message: str) -> str:
        """QuickBooks could not even be opened: the run is over."""
        if not self._ticket.finished:
            self._failed(hresult, message)
            self._finish()
        return "done"

    def last_error(self) -> str:
        """Why there is nothing to send, or why the run goes no further."""
        return self._ticket.said or self._run().summary

    def close(self) -> str:
        """The Web Connector is done with this ticket; a run that is under way ends here."""
        if not self._ticket.finished:
            if self._run().ended is None:
                self._session.fail(ProcessorFault(BROKEN_OFF))
            self._finish()
        with self._ports.database.write() as connection:
            tickets.change(connection, self._ticket.key, closed=True)
        return self._run().summary

    def _introduce(self, introduction: IO[bytes], path: str) -> None:
        with self._ports.database.write() as connection:
            tickets.change(connection, self._ticket.key, introduced=True)
            account = accounts.of_company(connection, self._ticket.company)
        if account is not None:
            self._session.introduce(cast(BinaryIO, introduction), account.file_id, path)

    def _nothing(self, why: str) -> str:
        with self._ports.database.write() as connection:
            tickets.change(connection, self._ticket.key, said=why)
        return ""

    def _received(self, answer: BinaryIO) -> bool:
        """Apply the answer to its set. False where it cannot be that of any set of this ticket."""
        begins = pairing.bearing(answer)
        with self._ports.database.read() as connection:
            handed_out = sets.load(connection, self._ticket.set_id or "")
            named = sets.load(connection, begins.set_id) if begins is not None and begins.set_id else None
            now = self._ports.database.now(connection)
        if named is not None and named.company == self._ticket.company:
            self._apply(named, answer, now)
            return True
        if handed_out is None or (begins is not None and (begins.set_id or not pairing.fits(begins, handed_out))):
            return False
        self._apply(handed_out, answer, now)
        return True

    def _apply(self, answered: MessageSet, answer: BinaryIO, now: datetime) -> None:
        took = self._seconds_since(now) if answered.id == self._ticket.set_id else None
        if took is not None:
            self._count(answered, took)
        self._session.receive(answered.id, answer, busy_for=took)

    def _count(self, sent: MessageSet, seconds: float) -> None:
        exchange = Exchange(
            self._ports.database, sent.company, self._ports.clock, self._ports.chance, self._ports.lease
        )
        exchange.count_round_trip(self._ticket.run, sum(1 for request in sent.requests if request.id), seconds)

    def _seconds_since(self, now: datetime) -> float:
        handed_at = self._ticket.handed_at
        return 0.0 if handed_at is None else max(0.0, (now - handed_at).total_seconds())

    def _failed(self, hresult: str, message: str) -> None:
        sentence = judge_fault(hresult).user
        self._session.fail(ProcessorFault(sentence, f"{hresult} {message}".strip(), hresult=hresult))

    def _percent(self) -> int:
        run = self._run()
        try:
            if run.ended is None and run.phase in _LAST_PHASES and isinstance(self._session.next(), Finished):
                run = self._run()  # nothing is left to ask, so this answer was the last
        except LeaseLost:
            self._nothing(TAKEN_OVER)
            return STOP
        if run.ended is None:
            return min(99, run.done * 100 // max(1, run.total))
        self._finish()
        return 100 if run.complete else STOP

    def _took(self, digest: str, percent: int) -> int:
        with self._ports.database.write() as connection:
            answer = Taken(self._ticket.set_id or "", self._ticket.handed, percent)
            tickets.take(connection, self._ticket.key, digest, answer)
        return percent

    def _dropped(self, digest: str, why: str) -> int:
        with self._ports.database.write() as connection:
            now = self._ports.database.now(connection)
            line = journal.Line("answer dropped", None, f"set {self._ticket.set_id}: {why}")
            journal.write(connection, self._ticket.company, [line], now=now, run=self._ticket.run)
        return self._took(digest, self._ticket.percent)

    def _finish(self) -> None:
        with self._ports.database.write() as connection:
            first = tickets.finish(connection, self._ticket.key)
        if first:
            finish(self._ports, self._ticket.company, self._ticket.token, self._ticket.run)

    def _run(self) -> runs.Run:
        with self._ports.database.read() as connection:
            return runs.load(connection, self._ticket.company, self._ticket.run)


def _digest(answer: IO[bytes] | None, hresult: str, message: str) -> str:
    """A fingerprint of what came; the answer stands where it was."""
    found = hashlib.sha256(f"{hresult}\0{message}\0".encode())
    if answer is not None:
        place = answer.tell()
        while chunk := answer.read(_CHUNK):
            found.update(chunk)
        answer.seek(place)
    return found.hexdigest()
