"""The fence inside the company file: what its reply means, and when QuickBooks' clock is past it.

The first request of every writing set changes the fence record under the EditSequence that we know, with
stopOnError: a set that comes late finds another EditSequence and writes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID
from allorders_quickbooks.qbxml.codes import Effect, judge_status

FENCE_NAME = "All Orders sync fence"
_SECOND = 1.1  # an EditSequence has the grain of a second (exactly-once, step 12)
_MARK = re.compile(r"([A-Za-z0-9_-]{22}) (\d{1,18})")  # the field takes 41 characters
_STALE = 3200
_MISSING = frozenset({1, 500, 3000, 3120})


class Verdict(Enum):
    """What the reply to the fence says about the set behind it."""

    MOVED = auto()  # the set ran from here on: each reply counts
    STALE = auto()  # another set has moved the fence: did ours run before, or never?
    OTHER_FILE = auto()  # this company file does not have our fence
    REFUSED = auto()  # the fence could not be changed (locked ...), so nothing behind it ran
    UNKNOWN = auto()  # no reply to the fence at all


@dataclass(frozen=True)
class Fence:
    """The verdict, and the fence's EditSequence as the answer reports it ('' where it does not)."""

    verdict: Verdict
    edit_sequence: str
    code: int


@dataclass(frozen=True)
class Mark:
    """What the fence record says of the set that moved it last: its id, and the number of its run."""

    set_id: str
    run: int

    def __str__(self) -> str:
        return f"{self.set_id} {self.run}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """None for what no writing set of ours has put there."""
        found = _MARK.fullmatch(text.strip())
        return None if found is None else cls(found[1], int(found[2]))


def mark_in(answer: Answer) -> Mark | None:
    """The mark that a look at the fence has found; None where there is none."""
    reply = answer.first(FENCE_ID)
    return None if reply is None or reply.ret is None else Mark.parse(reply.ret.value("CompanyName"))


def moved_by(answer: Answer) -> Fence:
    """How a writing set found the fence."""
    reply = answer.first(FENCE_ID)
    if reply is None:
        return Fence(Verdict.UNKNOWN, "", 0)
    code = reply.status.code
    edit = reply.ret.value("EditSequence") if reply.ret is not None else ""
    if code == _STALE:
        return Fence(Verdict.STALE, edit, code)
    if code in _MISSING:
        return Fence(Verdict.OTHER_FILE, "", code)
    if judge_status(code).effect is Effect.UNKNOWN or (code < 1000 and not edit):
        return Fence(Verdict.UNKNOWN, "", code)
    return Fence(Verdict.MOVED if code < 1000 else Verdict.REFUSED, edit, code)


def seen_by(answer: Answer, facts: CompanyFacts) -> Fence:
    """How a set that only looks found the fence: MOVED means "there", with the EditSequence that it has now. Where a
    file has no fence, the company's name stands for it."""
    reply = answer.first(FENCE_ID)
    if reply is None:
        return Fence(Verdict.UNKNOWN, "", 0)
    ret, code = reply.ret, reply.status.code
    if code in _MISSING or ret is None or (not facts.fence and ret.value("CompanyName") != facts.company_name):
        return Fence(Verdict.OTHER_FILE, "", code)
    return Fence(Verdict.MOVED, ret.value("EditSequence"), code)


def seconds_to_wait(facts: CompanyFacts, now: datetime) -> float:
    """How long until QuickBooks' clock is surely past the fence's second; mostly 0, since sets take longer."""
    if later(facts.clock_seen, facts.fence_edit) or facts.fence_reported is None:
        return 0.0
    return max(0.0, _SECOND - (now - facts.fence_reported).total_seconds())


def later(first: str, second: str) -> bool:
    """Whether one EditSequence is of a later second than another. What is no number is never called later."""
    return first.isdecimal() and second.isdecimal() and int(first) > int(second)


def latest(*edits: str) -> str:
    """The greatest EditSequence among them, '' where none is a number."""
    return max((edit for edit in edits if edit.isdecimal()), key=int, default="")
