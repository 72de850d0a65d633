"""The plugin's database as the harness holds it: a look after every commit, and the chance to die or to sleep there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from allorders_quickbooks.store.database import Database
from allorders_quickbooks.terms import Clock
from sqlalchemy import Connection, event


def _nothing() -> None:
    """Nobody watches."""


class WatchedDatabase(Database):
    """One database a process, whose content is replaced from schedule to schedule: so statements compile once.

    `before_commit` runs inside every writing transaction, `after_commit` behind it; either may raise Killed.
    `reading` says how many looks are open: whoever sleeps then would keep everybody else from writing.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(f"sqlite:///{path.as_posix()}")
        self.clock: Clock | None = None
        self.before_commit: Callable[[], None] = _nothing
        self.after_commit: Callable[[], None] = _nothing
        self.reading = 0
        event.listen(self.engine, "connect", _careless)
        self.raw = sqlite3.connect(path, isolation_level=None)
        _careless(self.raw)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
            self.before_commit()
        self.after_commit()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        self.reading += 1
        try:
            with super().read() as connection:
                yield connection
        finally:
            self.reading -= 1

    def now(self, connection: Connection) -> datetime:
        assert self.clock is not None
        return self.clock.now()

    def hold(self, content: sqlite3.Connection) -> None:
        """From now on it holds a copy of that."""
        content.backup(self.raw)

    def copy(self) -> sqlite3.Connection:
        """What it holds, in memory."""
        kept = sqlite3.connect(":memory:")
        self.raw.backup(kept)
        return kept

    def unwatched(self) -> None:
        self.before_commit = self.after_commit = _nothing

    def close(self) -> None:
        self.raw.close()
        super().close()


def _careless(connection: Any, _record: object = None) -> None:
    """A power cut is not among the accidents: a dead process loses nothing that SQLite had committed."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
