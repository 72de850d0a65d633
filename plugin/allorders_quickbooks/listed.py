"""What QuickBooks has of a list record, and how far a list has been read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

INVOICES = "Invoice"
"""Stands among the lists for the invoices that were made by hand, while they are matched."""

DELETED = "@deleted"
"""Stands among the lists for what was deleted from any of them."""


@dataclass(frozen=True)
class ListRecord:
    """A list record as it was last read. `listed` is the list that it was read from ("Customer", "Item" ...), whose
    ids and names it shares. `digest` is a fingerprint of what a person can edit. `pending`: it was not told to the host
    yet, or has to be read again for another reason."""

    listed: str
    qb_id: str
    qb_type: str
    name: str
    full_name: str
    edit_sequence: str
    modified: str
    active: bool = True
    account_number: str = ""
    email: str = ""
    phone: str = ""
    part_number: str = ""
    parent: str = ""
    digest: str = ""
    pending: bool = False

    def is_as(self, other: ListRecord | None) -> bool:
        """Whether nothing has happened to it since that reading."""
        return other is not None and (self.edit_sequence, self.digest) == (other.edit_sequence, other.digest)


class Step(StrEnum):
    """Where the reading of a list stands in its run. SKIPPED: QuickBooks would not answer."""

    READING = "reading"
    DONE = "done"
    SKIPPED = "skipped"


class Asked(StrEnum):
    """What somebody wants of the next reading: nothing of their own, what came since the last, or all of it."""

    NO = ""
    SINCE = "since"
    ALL = "all"


@dataclass(frozen=True)
class Position:
    """How far a list has been read.

    Moments as text are QuickBooks' own wall clock. `seen_to` is the greatest TimeModified met in a reading that came to
    its end, `risen_at` (ours) when that was met first; `is_passed`: the hours in which anything could still be dated
    before it are over. `since` bounds the reading of `run`, which stands at `cursor` (an iterator or a name, with
    `left` records behind it) and has met `high`; `is_full`: it shows what is there, so also what is not; `is_thorough`:
    what was known before is compared with the host once more. `is_whole`: the list does not come in the order of its
    names, so it is read at once. `asked_from` is the day that somebody wants the next reading to begin at.
    """

    listed: str
    run: int = 0
    step: Step = Step.DONE
    cursor: str = ""
    left: int = 0
    is_whole: bool = False
    is_full: bool = False
    is_thorough: bool = False
    since: str = ""
    high: str = ""
    seen_to: str = ""
    risen_at: datetime | None = None
    is_passed: bool = False
    read_at: datetime | None = None
    asked: Asked = Asked.NO
    asked_from: str = ""
