"""What the execution of one request can reach: the file, the moment, the readings in force, the version asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .books import Record
from .features import Features
from .grammar import Version
from .readings import Readings
from .storage import Storage

WARNING_IGNORED = 530


@dataclass(frozen=True)
class Warned:
    """The work was done, and this is to be said about it."""

    code: int
    message: str


@dataclass
class Cursor:
    """An iterator of a session: a snapshot of what is still to come, by key. The objects are read when they go."""

    request: str
    keys: list[Any]


@dataclass
class Work:
    """One request being executed. `now` is its whole second: every time stamp of the request is this one."""

    storage: Storage
    readings: Readings
    features: Features
    version: Version
    now: int
    cursors: dict[str, Cursor] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)
    _names: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.storage.wall.today(self.now)

    def stamp(self, instant: int) -> str:
        return self.storage.wall.stamp(instant)

    def warn(self, message: str, code: int = WARNING_IGNORED) -> None:
        self.warnings.append(Warned(code, message))

    def new_list_id(self, space: str) -> str:
        """An id of one list: unique there, and only there."""
        return f"{0x80000000 + self.storage.next_number(f'id of {space}'):X}-{self.now}"

    def new_txn_id(self) -> str:
        """An id of the one space that transactions and their lines share."""
        return f"{self.storage.next_number('id of transactions'):X}-{self.now}"

    def full_name(self, space: str, list_id: str) -> str | None:
        """The name of a record as it is now, None where it has been deleted."""
        key = (space, list_id)
        if key not in self._names:
            row = self.storage.row("SELECT full_name FROM records WHERE space = ? AND list_id = ?", key)
            self._names[key] = row["full_name"] if row else None
        return self._names[key]

    def keep(self, record: Record) -> None:
        self._names.pop((record.space, record.list_id), None)
        self.storage.keep_record(record)

    def touch(self, record: Record) -> Record:
        """The record changed, though nobody edited it: its TimeModified moves, its EditSequence does not."""
        return replace(record, modified=self.now)
