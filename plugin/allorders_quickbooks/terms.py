"""The words that every room of the plugin uses: decisions, rows, bindings, outcomes, clocks.

Rows are level-triggered. A save adds one to `wanted`; planning a document sets `taken = wanted`; its answer
sets `done = taken`. Work is `wanted > done`. Saved while in flight means `wanted > taken`: it goes again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.reasons import Reason


class Want(StrEnum):
    """What should become of the document in QuickBooks."""

    PRESENT = "present"
    ABSENT = "absent"


class RowState(StrEnum):
    """Where a row stands. READY means that planning may take it; whether it does is the policy's decision."""

    IDLE = "idle"
    READY = "ready"
    HELD = "held"
    IN_FLIGHT = "in_flight"
    RETRY = "retry"
    REVIEW = "review"


class SetState(StrEnum):
    """Where a message set stands (exactly-once: Message set)."""

    SENT = "sent"
    DOUBTFUL = "doubtful"
    ANSWERED = "answered"
    CLOSED = "closed"


class Action(StrEnum):
    """What a request does to its document. EXTEND writes one of its custom fields: it names no EditSequence, and done
    twice it is done once. LOOK, CHECK and READ belong to queries that serve many documents: is it
    there already, is its number free, what does it hold now."""

    ADD = "add"
    MOD = "mod"
    EXTEND = "extend"
    VOID = "void"
    DELETE = "delete"
    FENCE = "fence"
    QUERY = "query"
    LOOK = "look"
    CHECK = "check"
    READ = "read"


CHANGES = frozenset({Action.ADD, Action.MOD, Action.EXTEND, Action.VOID, Action.DELETE})


@dataclass(frozen=True, order=True)
class WallTime:
    """QuickBooks' own clock: naive, local, never compared with UTC.

    Answers carry an offset that ignores daylight saving (qbXML reference, section 9.3), so it is dropped.
    """

    at: datetime

    @classmethod
    def parse(cls, text: str) -> WallTime:
        return cls(datetime.fromisoformat(re.sub(r"(Z|[+-]\d\d:\d\d)$", "", text.strip())))

    def __str__(self) -> str:
        return self.at.isoformat(timespec="seconds")

    def back(self, delta: timedelta) -> WallTime:
        return WallTime(self.at - delta)


@dataclass(frozen=True)
class DocumentRow:
    """One document in the outbox: a reference and revisions, never a payload.

    `requested`: somebody chose it, so it goes in every run. `look_first`: QuickBooks may have it already, so it is
    looked up before an Add. `companions`: a set that held it could not be read, so at most that many go with it.
    `override`: a person sends it although its number exists. `checked_number`: the number found free.
    `guid`: the ExternalGUID of the Add that was sent; `look_from`: QuickBooks' wall clock before the first one,
    `sent_in`: the set that carried the last one.
    """

    ref: DocumentRef
    number: str
    txn_date: date | None
    rank: int
    want: Want
    requested: bool
    wanted: int
    taken: int
    done: int
    revision: int
    generation: int
    state: RowState
    reason: Reason | None
    detail: str
    waits_for: DocumentRef | None
    attempts: int
    not_before: datetime | None
    set_id: str | None
    look_first: bool
    companions: int | None
    override: bool
    checked_number: str | None
    guid: str | None
    look_from: str | None
    sent_in: str | None
    changed_at: datetime | None

    @property
    def due(self) -> bool:
        return self.wanted > self.done


@dataclass(frozen=True)
class FreshRead:
    """An object as it was read just before it is to be changed. `settled`: QuickBooks' clock was past the second of
    its last edit then, so no later edit can hide behind the same EditSequence (exactly-once, step 8)."""

    edit_sequence: str
    seen: Mapping[str, str]
    lines: tuple[str, ...]
    read_at: datetime
    settled: bool


@dataclass(frozen=True)
class Look:
    """What QuickBooks had of an object when it was last looked at, for people to see. `open` is what is still to be
    paid of it by QuickBooks' own figure, None where it gives none; `contents` are kept where somebody has edited it.
    `at` None: the moment at which it is written down."""

    open: Decimal | None = None
    contents: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True)
class Binding:
    """What QuickBooks holds for a document: its id, the EditSequence that we know, and what was in it.

    `version` is the row's revision that QuickBooks has, seen or answered, never hoped. `base` is the request
    that was last written, `seen` the object as last read (element -> canonical text): the two sides of a merge.
    `lines` are the TxnLineIDs in the order of our lines, `applied` what each payment (by key) pays of an invoice.
    `flag` says what a person should see ('edited'), `twin` is the id of another object that carries our GUID.
    """

    ref: DocumentRef
    generation: int
    qb_type: str
    qb_id: str
    edit_sequence: str
    guid: str
    number: str
    name: str
    total: Decimal | None
    version: int
    time_modified: WallTime | None = None
    lines: tuple[str, ...] = ()
    applied: Mapping[str, Decimal] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    fresh: FreshRead | None = None
    flag: str = ""
    twin: str = ""
    look: Look | None = None


@dataclass(frozen=True)
class Send:
    """The document goes now."""


@dataclass(frozen=True)
class Hold:
    """The document stays, for that reason; `detail` completes the reason's sentence for this document."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Wait:
    """The document goes once these are in QuickBooks."""

    refs: tuple[DocumentRef, ...]


Decision = Send | Hold | Wait


class Clock(Protocol):
    """Time, as a port: tests own it."""

    def now(self) -> datetime:
        """The aware UTC time of this machine."""

    def sleep(self, seconds: float) -> None:
        """Let that much time pass."""


class Chance(Protocol):
    """Randomness for ids and jitter, as a port: tests seed it."""

    def token(self) -> str:
        """22 characters of 128 random bits: it fits newMessageSetID under both readings of its limit."""

    def uniform(self, low: float, high: float) -> float:
        """A number between the two, for jitter."""
