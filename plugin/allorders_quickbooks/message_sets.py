"""Message sets and their requests, as values: what is committed before it leaves, and what its answer needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.terms import CHANGES, Action, SetState


@dataclass(frozen=True)
class Request:
    """One request of a set, as far as its answer needs it. `id` is its requestID, unique in the set.

    `revision` is the row's revision that the request carries, `base` its content by element, `expects` the
    total that QuickBooks should come to, `name` the list name that it takes. `unfinished`: more has to be written about
    the document once this is done. `awaits`: the document goes again once that one is in QuickBooks.
    """

    id: str
    action: Action
    qb_type: str
    ref: DocumentRef | None = None
    revision: int = 0
    generation: int = 0
    guid: str = ""
    number: str = ""
    name: str = ""
    expects: Decimal | None = None
    base: Mapping[str, str] | None = None
    targets: Mapping[str, str] | None = None
    unfinished: bool = False
    awaits: DocumentRef | None = None

    def stored(self) -> dict[str, Any]:
        """The form in which it lies in the set's row."""
        value: dict[str, Any] = {"id": self.id, "action": self.action.value, "qb_type": self.qb_type}
        if self.ref is not None:
            value["ref"] = _parts(self.ref)
        if self.awaits is not None:
            value["awaits"] = _parts(self.awaits)
        for field in ("revision", "generation", "guid", "number", "name", "base", "targets", "unfinished"):
            if getattr(self, field):
                value[field] = getattr(self, field)
        if self.expects is not None:
            value["expects"] = str(self.expects)
        return value


def request_of(value: Mapping[str, Any]) -> Request:
    """The stored form back."""
    expects = value.get("expects")
    return Request(
        id=value["id"],
        action=Action(value["action"]),
        qb_type=value["qb_type"],
        ref=_ref_of(value.get("ref")),
        revision=value.get("revision", 0),
        generation=value.get("generation", 0),
        guid=value.get("guid", ""),
        number=value.get("number", ""),
        name=value.get("name", ""),
        expects=None if expects is None else Decimal(expects),
        base=value.get("base"),
        targets=value.get("targets"),
        unfinished=value.get("unfinished", False),
        awaits=_ref_of(value.get("awaits")),
    )


def _parts(ref: DocumentRef) -> list[str]:
    return [ref.company, ref.kind, ref.key]


def _ref_of(parts: list[str] | None) -> DocumentRef | None:
    return DocumentRef(company=parts[0], kind=parts[1], key=parts[2]) if parts else None


@dataclass(frozen=True)
class MessageSet:
    """A set as stored. `fence_edit` is the fence value that its first request names, `wall` QuickBooks' wall clock
    as last seen before it was built, `about` the doubtful set that a reading set is to settle. `content` read
    back is as it was kept: whoever looks into it or sends it opens it (`cards.sealing`). `thinned`: its bytes were
    kept for as long as the set-up says, and are gone."""

    id: str
    company: str
    run: int
    token: int
    seq: int
    phase: str
    write: bool
    previous: str | None
    about: str | None
    fence_edit: str
    wall: str
    requests: tuple[Request, ...]
    content: bytes
    state: SetState
    poison: bool
    sent_at: datetime | None
    busy_for: float | None
    thinned: bool = False

    @property
    def documents(self) -> tuple[Request, ...]:
        """The requests that change a document in QuickBooks."""
        return tuple(request for request in self.requests if request.action in CHANGES)

    @property
    def is_guarded(self) -> bool:
        """Whether it moves the fence: then it writes nothing when it comes late."""
        return any(request.action is Action.FENCE for request in self.requests)

    def asked(self, action: Action) -> tuple[Request, ...]:
        """The documents that the set's queries ask about in that way."""
        return tuple(request for request in self.requests if request.action is action)
