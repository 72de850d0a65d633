"""Accidents on purpose: what goes wrong, when, and what of it has happened.

A plan counts the message sets that it meets, over as many sessions as it is handed to. It holds no chance of its
own: `FaultPlan.draw` takes a seeded one, and the same plan meets the same sets with the same accidents.
"""

from __future__ import annotations

import enum
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .refusals import CANNOT_ACCESS, MODAL_DIALOG, OTHER_FILE, SERVER_DIED


class FaultKind(enum.StrEnum):
    """What goes wrong. The first group leaves the set unexecuted."""

    BUSY = "busy"
    MODAL_DIALOG = "modal dialog"
    OTHER_COMPANY_FILE = "other company file"
    HRESULT = "hresult"
    DIES_BEFORE = "dies before anything ran"

    DIES_MIDWAY = "dies in the middle of the set"
    REPLY_LOST = "the reply is lost after the work"
    REPLY_MALFORMED = "the reply is not XML"
    REPLY_TRUNCATED = "the reply is cut off"
    REPLY_NOT_STORED = "9005: the work is done, the reply could not be stored"
    REPLAY_IDS_ONLY = "a replay holds the ids alone"

    LOCKED = "3175 for one request"
    STATUS = "some status for one request, which is not done"
    INTERNAL_ERROR_DONE = "1000 for one request, which is done"
    INTERNAL_ERROR_UNDONE = "1000 for one request, which is not done"

    SLOW = "takes longer"


HRESULTS = {
    FaultKind.BUSY: CANNOT_ACCESS,
    FaultKind.MODAL_DIALOG: MODAL_DIALOG,
    FaultKind.OTHER_COMPANY_FILE: OTHER_FILE,
    FaultKind.DIES_BEFORE: SERVER_DIED,
}
"""What is answered where nothing ran; HRESULT brings its own number."""

DEADLY = frozenset({FaultKind.DIES_BEFORE, FaultKind.DIES_MIDWAY, FaultKind.REPLY_LOST})
"""Accidents after which the session is gone as well."""

FOR_ONE_REQUEST = frozenset(
    {FaultKind.LOCKED, FaultKind.STATUS, FaultKind.INTERNAL_ERROR_DONE, FaultKind.INTERNAL_ERROR_UNDONE}
)


@dataclass(frozen=True)
class SetSeen:
    """What a predicate can judge a set by. `ordinal` counts from 1; `requests` is empty for unparsable text."""

    ordinal: int
    requests: tuple[str, ...]
    new_id: str | None
    document: bytes


@dataclass(frozen=True)
class Fault:
    """One accident.

    `at` is the ordinal of the set, `when` a predicate; with neither, any set will do. It fires `times` times, None
    for ever. With `on_session` it happens to BeginSession instead: then only the first group makes sense.
    `request` is the index of the request that it concerns (None: the last), for DIES_MIDWAY the number of requests
    that are done before. `seconds` is for SLOW, `hresult` for HRESULT, `code` for STATUS.
    """

    kind: FaultKind
    at: int | None = None
    when: Callable[[SetSeen], bool] | None = None
    times: int | None = 1
    request: int | None = None
    seconds: float = 0.0
    hresult: str = ""
    code: int = 3180
    on_session: bool = False

    @property
    def number(self) -> str:
        """The HRESULT that it ends in where nothing ran, '' for another kind."""
        return self.hresult if self.kind is FaultKind.HRESULT else HRESULTS.get(self.kind, "")

    def fits(self, seen: SetSeen) -> bool:
        if self.on_session or (self.at is not None and self.at != seen.ordinal):
            return False
        return self.when is None or self.when(seen)

    def concerns(self, index: int, count: int) -> bool:
        """True where the request of that index is the one that it happens to."""
        return self.kind in FOR_ONE_REQUEST and index == (count - 1 if self.request is None else self.request)


@dataclass(frozen=True)
class Fired:
    """An accident that happened: to which set (0 for BeginSession)."""

    ordinal: int
    fault: Fault


class FaultPlan:
    """The accidents that are to happen, and (`fired`) those that have."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults)
        self.fired: list[Fired] = []
        self.sets_seen = 0

    @classmethod
    def draw(cls, chance: random.Random, *, sets: int, accidents: int) -> FaultPlan:
        """That many accidents of any kind, somewhere among the first `sets` sets."""
        kinds = [kind for kind in FaultKind if kind is not FaultKind.HRESULT]
        return cls(
            Fault(
                kind=chance.choice(kinds),
                at=chance.randint(1, sets),
                request=chance.choice((None, 1, 2)),
                seconds=chance.uniform(1, 120),
            )
            for _ in range(accidents)
        )

    def meet_session(self) -> tuple[Fault, ...]:
        """The accidents of a session that begins now."""
        return self._fire(0, [fault for fault in self.faults if fault.on_session])

    def meet_set(self, requests: tuple[str, ...], new_id: str | None, document: bytes) -> tuple[Fault, ...]:
        """The accidents of the set that comes now."""
        self.sets_seen += 1
        seen = SetSeen(self.sets_seen, requests, new_id, document)
        return self._fire(seen.ordinal, [fault for fault in self.faults if fault.fits(seen)])

    def _fire(self, ordinal: int, candidates: list[Fault]) -> tuple[Fault, ...]:
        left = tuple(fault for fault in candidates if fault.times is None or self._count(fault) < fault.times)
        self.fired += [Fired(ordinal, fault) for fault in left]
        return left

    def _count(self, fault: Fault) -> int:
        return sum(1 for one in self.fired if one.fault is fault)
