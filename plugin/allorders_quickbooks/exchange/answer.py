"""An answer as the phases read it: replies by requestID, the set's own status, and QuickBooks' clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from allorders_quickbooks.exchange.batch import FENCE_ID
from allorders_quickbooks.qbxml.reader import AnswerReader, Budget
from allorders_quickbooks.qbxml.replies import Reply
from allorders_quickbooks.terms import WallTime

Keeps = Callable[[Reply], bool]
"""Whether a reply is of use to whoever settles the answer."""

_REPLY = 4  # elements that a reply weighs besides its object


@dataclass(frozen=True)
class Answer:
    """`replies` holds, by requestID, one Reply for each object that was kept, or one without an object. `set_id` is the
    id of the set that it answers, '' where that had none. `whole` reads all replies once more, one at a time, for as
    long as the stream is open: an answer may hold far more than memory should."""

    replies: Mapping[str, tuple[Reply, ...]]
    set_id: str
    set_status: str
    clock_seen: str
    wall_seen: str
    whole: Callable[[], Iterator[Reply]]

    def first(self, request_id: str) -> Reply | None:
        """The first reply to that request, None where the answer says nothing of it."""
        found = self.replies.get(request_id)
        return found[0] if found else None

    def all(self) -> Iterator[Reply]:
        """Every reply, in the order of the answer."""
        for replies in self.replies.values():
            yield from replies


def read(stream: BinaryIO, keeps: Keeps = lambda _: True) -> Answer:
    """Read an answer to its end. Raises AnswerUnreadable where it is cut off, malformed, hostile or too long to keep.

    The fence and whatever `keeps` says are kept; of a request of which nothing is, its outcome.
    """
    place = stream.tell()
    gathering, budget, reader = _Gathering(), Budget(), AnswerReader(stream)
    for reply in reader:
        gathering.see(reply)
        if reply.status.request_id == FENCE_ID or keeps(reply):
            budget.take(_REPLY + reply.weight)
            gathering.keep(reply)
        elif not gathering.knows(reply):
            budget.take(_REPLY)
            gathering.keep(Reply(reply.status, None))
    return gathering.answer(reader, lambda: _again(stream, place))


def _again(stream: BinaryIO, place: int) -> Iterator[Reply]:
    stream.seek(place)
    return iter(AnswerReader(stream))


class _Gathering:
    """What is kept of an answer, while it is read."""

    def __init__(self) -> None:
        self._replies: dict[str, list[Reply]] = {}
        self._clock, self._wall = 0, ""

    def knows(self, reply: Reply) -> bool:
        return (reply.status.request_id or "") in self._replies

    def keep(self, reply: Reply) -> None:
        self._replies.setdefault(reply.status.request_id or "", []).append(reply)

    def see(self, reply: Reply) -> None:
        """QuickBooks' clocks, as any object shows them."""
        if reply.ret is None:
            return
        edit, modified = reply.ret.value("EditSequence"), reply.ret.value("TimeModified")
        self._clock = max(self._clock, int(edit)) if edit.isdecimal() else self._clock
        self._wall = max(self._wall, _wall(modified))

    def answer(self, reader: AnswerReader, whole: Callable[[], Iterator[Reply]]) -> Answer:
        return Answer(
            replies={key: tuple(found) for key, found in self._replies.items()},
            set_id=reader.new_message_set_id or "",
            set_status=reader.message_set_status or "",
            clock_seen=str(self._clock) if self._clock else "",
            wall_seen=self._wall,
            whole=whole,
        )


def _wall(text: str) -> str:
    """A TimeModified as wall clock, '' where it is missing or not a time."""
    try:
        return str(WallTime.parse(text)) if text else ""
    except ValueError:
        return ""
