"""List records as the books have them, for hosts that take over what was changed there.

A host that keeps its lists to itself leaves this out; a plugin asks `isinstance(host, TakesRecords)` before it reads
any list.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, runtime_checkable

from allorders_hooks.documents import DocumentRef
from allorders_hooks.frozen import Frozen
from allorders_hooks.records import AnyRecord


class Happened(StrEnum):
    """What has become of a list record in the books."""

    CREATED = "created"
    CHANGED = "changed"
    RENAMED = "renamed"
    INACTIVATED = "inactivated"
    DELETED = "deleted"
    MERGED = "merged"


class ListChange(Frozen):
    """One record that was changed in the books. `key` names the change for ever.

    `record` is the host's record as it should be, None where it was deleted or merged. `fields` are those of its fields
    that the books say something new about: all others are as the host had them, or, of a created one, not known. `ref`
    is the host's record; where it was created its key is empty, and the host gives it one. `into` is the record that a
    merged one has become.
    """

    key: str
    what: Happened
    ref: DocumentRef
    record: AnyRecord | None = None
    fields: tuple[str, ...] = ()
    into: DocumentRef | None = None


class Taken(Frozen):
    """What a host has made of a change: the record and the revision that it has now. `ref` is None where the host keeps
    no such list; `refused` is the reason, a sentence, where it did not do it. `was_there`: one of the name of a created
    record was there already, and was left as it is."""

    key: str
    ref: DocumentRef | None = None
    revision: int = 0
    refused: str = ""
    was_there: bool = False


@runtime_checkable
class TakesRecords(Protocol):
    """What a host offers beside HostServices where its lists follow the books. Any thread may call, as there."""

    def apply(self, company: str, changes: Sequence[ListChange]) -> Sequence[Taken]:
        """Save each of them, and answer each in the same order. A change stands alone: one that is refused stops none.

        A key that was applied before changes nothing and gives the same answer again, also after somebody has changed
        the record since: a caller that has died in the middle asks again. A save is announced like any other; whoever
        asked for it knows it by its revision. A name is compared without regard to case. A deleted record that
        something rests on is made inactive instead; so is one that was merged into another.
        """
