"""What a phase wants to ask QuickBooks next: requests with their messages, not yet numbered, fenced or stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.qbxml.messages.base import Message

FENCE_ID = "0"  # the requestID of the fence in every set

LINES_A_SET = 3000
"""Lines of documents that a set writes, or reads, at the most: its answer has to fit into memory. A document of more
lines goes alone."""

LINES_A_DOCUMENT = 6000
"""Lines of one document that can go over: the answer to more of them, with their custom fields and lots, would not fit
into the reader's budget for one object."""


class Phase(StrEnum):
    """The phases of a run, in order. A set belongs to the phase that settles its answer."""

    RECOVER = "recover"
    CHECK = "check"
    FENCE = "fence"
    VERIFY = "verify"
    SWEEP = "sweep"
    FLUSH = "flush"
    PULL = "pull"
    PUSH = "push"
    SCAN = "scan"
    AUDIT = "audit"
    RECONCILE = "reconcile"
    ADJUST = "adjust"
    RESCAN = "rescan"
    REAUDIT = "reaudit"
    END = "end"


@dataclass(frozen=True)
class Planned:
    """One request: what its answer needs, and the message itself."""

    request: Request
    message: Message


@dataclass(frozen=True)
class Batch:
    """A set to be.

    With `write` the exchange puts the moving fence in front of it and guards it by an id; a reading batch begins
    with a look at the fence, so that no empty answer of another company file is believed (exactly-once, invariant
    12). `asked` are the documents that its queries are about, `about` names the doubtful set that it is to settle,
    `wait` the seconds that must pass before it leaves.
    """

    phase: Phase
    planned: tuple[Planned, ...]
    asked: tuple[Request, ...] = ()
    write: bool = False
    about: str | None = None
    wait: float = 0.0
