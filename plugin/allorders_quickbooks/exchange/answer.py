"""An answer as the phases read it: replies by requestID, the set's own status, and QuickBooks' clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from allorders_quickbooks.qbxml.reader import AnswerReader, Reply
from allorders_quickbooks.terms import WallTime


@dataclass(frozen=True)
class Answer:
    """`replies` holds, by requestID, one Reply for each object answered, or one without an object. `set_id` is the id
    of the set that it answers, '' where that had none."""

    replies: Mapping[str, tuple[Reply, ...]]
    set_id: str
    set_status: str
    clock_seen: str
    wall_seen: str

    def first(self, request_id: str) -> Reply | None:
        """The first reply to that request, None where the answer says nothing of it."""
        found = self.replies.get(request_id)
        return found[0] if found else None

    def all(self) -> Iterator[Reply]:
        """Every reply, in the order of the answer."""
        for replies in self.replies.values():
            yield from replies


def read(stream: BinaryIO) -> Answer:
    """Read an answer to its end. Raises AnswerUnreadable where it is cut off, malformed or hostile."""
    reader = AnswerReader(stream)
    replies: dict[str, list[Reply]] = {}
    clock, wall = 0, ""
    for reply in reader:
        replies.setdefault(reply.status.request_id or "", []).append(reply)
        if reply.ret is None:
            continue
        edit, modified = reply.ret.value("EditSequence"), reply.ret.value("TimeModified")
        clock = max(clock, int(edit)) if edit.isdecimal() else clock
        wall = max(wall, _wall(modified))
    return Answer(
        replies={key: tuple(found) for key, found in replies.items()},
        set_id=reader.new_message_set_id or "",
        set_status=reader.message_set_status or "",
        clock_seen=str(clock) if clock else "",
        wall_seen=wall,
    )


def _wall(text: str) -> str:
    """A TimeModified as wall clock, '' where it is missing or not a time."""
    try:
        return str(WallTime.parse(text)) if text else ""
    except ValueError:
        return ""
