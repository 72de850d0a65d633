"""A session: BeginSession, ProcessRequest as often as wanted, EndSession (qbXML reference, section 15).

Parsing comes first: a set that cannot be parsed has done nothing. Then each request is executed and committed by
itself, so that a set which dies half-way stays half done, as QuickBooks has no transaction across requests.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from .envelope import MessageSet, Request, read_set
from .execution import COST_OF_OBJECT, Macros, cost_of, execute, refusal
from .faults import DEADLY, Fault, FaultKind, FaultPlan
from .grammar import version_of
from .markup import as_bytes
from .memory import NOT_STORED, Answer, Memory, Remembered, Replay
from .refusals import FILE_IN_USE, INVALID_TICKET, NO_APPLICATION_NAME, NO_SESSION, SERVER_DIED, Refused
from .refusals import RequestProcessorError as NoReply
from .render import NOT_PROCESSED, RECOVERY, Reply, reply_set, reply_text
from .work import Cursor, Work

if TYPE_CHECKING:
    from .company_file import CompanyFile

_RECOVERY_SINCE = version_of("11.0")
_INTERNAL_ERROR = "An internal error occurred while processing the request."


class Session:
    """One application at work in a company file. Use it in a `with` statement, or call `end`."""

    def __init__(self, file: CompanyFile, application: str, machine: str, plan: FaultPlan | None) -> None:
        if not application:
            raise NoReply(NO_APPLICATION_NAME)
        self._file = file
        self._plan = plan or FaultPlan()
        for fault in self._plan.meet_session():
            if fault.number:
                raise NoReply(fault.number)
        if not file.session_lock.acquire():
            raise NoReply(FILE_IN_USE)
        self._open = True
        self._dead = False
        self._ticket = file.catch_up()
        self._memory = Memory(file.storage, file.readings, application, machine)
        self._cursors: dict[str, Cursor] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """EndSession: the next application may come. Iterators are gone."""
        if self._open:
            self._open = False
            self._file.session_lock.release()

    def process(self, request: bytes | str) -> bytes:
        """ProcessRequest: the reply to one message set. Raises RequestProcessorError where there is none."""
        with self._file.storage.lock:
            self._check()
            number = self._file.count_round_trip()
            self._file.messages_request(number, as_bytes(request))
            return self._reply(number, request)

    def _check(self) -> None:
        if not self._open:
            raise NoReply(NO_SESSION)
        if self._dead:
            raise NoReply(SERVER_DIED)
        if self._ticket != self._file.ticket():
            raise NoReply(INVALID_TICKET)

    def _reply(self, number: int, document: bytes | str) -> bytes:
        asked: MessageSet | NoReply
        try:
            asked = read_set(document, self._file.features.versions, self._file.readings)
        except NoReply as error:
            asked = error
        faults = self._faults(asked, as_bytes(document))
        if isinstance(asked, NoReply):
            raise asked
        reply = self._answer(asked, faults).encode("ascii")
        self._file.messages_response(number, reply)
        return self._delivered(reply, faults)

    def _faults(self, asked: MessageSet | NoReply, document: bytes) -> tuple[Fault, ...]:
        """What happens to this set; what happens before it is looked at happens here."""
        if isinstance(asked, MessageSet):
            faults = self._plan.meet_set(tuple(one.name for one in asked.requests), asked.new_id, document)
        else:
            faults = self._plan.meet_set((), None, document)
        for fault in faults:
            if fault.kind is FaultKind.SLOW:
                self._file.spend(fault.seconds)
            if fault.number:
                self._die(fault)
        return faults

    def _die(self, fault: Fault) -> None:
        self._dead = fault.kind in DEADLY
        raise NoReply(fault.number or SERVER_DIED)

    def _delivered(self, reply: bytes, faults: tuple[Fault, ...]) -> bytes:
        """The reply as it arrives, if it does."""
        for fault in faults:
            if fault.kind is FaultKind.REPLY_LOST:
                self._die(fault)
            if fault.kind is FaultKind.REPLY_TRUNCATED:
                reply = reply[: len(reply) * 2 // 3]
            if fault.kind is FaultKind.REPLY_MALFORMED:
                reply = b"<html><body>Proxy error & no QuickBooks</body>"
        return reply

    def _answer(self, asked: MessageSet, faults: tuple[Fault, ...]) -> str:
        with self._file.storage.unit():
            verdict = self._memory.judge(asked)
        if isinstance(verdict, Replay):
            ids_only = self._file.readings.replay_ids_only or _any(faults, FaultKind.REPLAY_IDS_ONLY)
            return verdict.stored.ids_only if ids_only else verdict.stored.reply
        if isinstance(verdict, Answer):
            return reply_set([], asked.new_id, verdict.status)
        whole, ids_only_replies = self._run(asked, faults)
        if asked.new_id is not None and _any(faults, FaultKind.REPLY_NOT_STORED):
            return reply_set([], asked.new_id, NOT_STORED)
        reply = reply_set(whole, asked.new_id, verdict.status)
        if asked.new_id is not None:
            short = reply_set(ids_only_replies, asked.new_id, verdict.status)
            with self._file.storage.unit():
                self._memory.store(asked.new_id, Remembered(asked.content, reply, short))
        return reply

    def _run(self, asked: MessageSet, faults: tuple[Fault, ...]) -> tuple[list[str], list[str]]:
        """The replies to all requests, as they are and with the ids alone."""
        whole: list[str] = []
        ids_only: list[str] = []
        macros = Macros({})
        deadline = next((fault for fault in faults if fault.kind is FaultKind.DIES_MIDWAY), None)
        stopped = False
        for index, request in enumerate(asked.requests):
            if deadline is not None and index == (deadline.request or 0):
                self._die(deadline)
            reply = NOT_PROCESSED if stopped else self._one(asked, index, macros, faults)
            stopped = stopped or (asked.stop_on_error and reply.failed)
            whole.append(_text(asked, request, reply))
            ids_only.append(_text(asked, request, _with_ids_alone(reply, asked)))
        if deadline is not None:
            self._die(deadline)
        return whole, ids_only

    def _one(self, asked: MessageSet, index: int, macros: Macros, faults: tuple[Fault, ...]) -> Reply:
        """Execute one request; on disk when this returns."""
        request = asked.requests[index]
        happening = {fault.kind: fault for fault in faults if fault.concerns(index, len(asked.requests))}
        self._file.spend(cost_of(request.name))
        try:
            with self._file.storage.unit():
                _refuse(happening)
                reply = execute(self._work(asked), request, macros)
        except Refused as error:
            reply = refusal(error)
        self._file.count_request(COST_OF_OBJECT * _objects(reply))
        return Reply(1000, "Error", _INTERNAL_ERROR) if FaultKind.INTERNAL_ERROR_DONE in happening else reply

    def _work(self, asked: MessageSet) -> Work:
        file = self._file
        return Work(file.storage, file.readings, file.features, asked.version, int(file.clock.now()), self._cursors)


def _any(faults: tuple[Fault, ...], kind: FaultKind) -> bool:
    return any(fault.kind is kind for fault in faults)


def _refuse(happening: dict[FaultKind, Fault]) -> None:
    """Raises Refused where an accident keeps the request from being done."""
    if FaultKind.LOCKED in happening:
        raise Refused(3175, "The object is in use: it is open in a window or by another user.")
    if FaultKind.INTERNAL_ERROR_UNDONE in happening:
        raise Refused(1000, _INTERNAL_ERROR)
    if FaultKind.STATUS in happening:
        raise Refused(happening[FaultKind.STATUS].code, "The request was refused.")


def _text(asked: MessageSet, request: Request, reply: Reply) -> str:
    return reply_text(request.name, request.request_id, reply, asked.version, data=asked.include_data)


def _with_ids_alone(reply: Reply, asked: MessageSet) -> Reply:
    """The reply as a replay may give it: the ids of what was written in place of the object."""
    if asked.version < _RECOVERY_SINCE:
        return reply
    body = {RECOVERY: reply.recovery} if reply.recovery is not None else {}
    return Reply(reply.code, reply.severity, reply.message, body, attributes=reply.attributes)


def _objects(reply: Reply) -> int:
    return sum(len(value) for value in reply.body.values() if isinstance(value, list))
