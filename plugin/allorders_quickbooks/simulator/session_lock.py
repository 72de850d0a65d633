"""One session at a time: whoever holds the lock is the application that QuickBooks serves.

A lock file beside the company file, held by SQLite's own exclusive lock: the operating system takes it back from a
process that dies, so a killed application never leaves a company file unusable.
"""

from __future__ import annotations

import sqlite3

from .storage import MEMORY


class SessionLock:
    """The lock of one company file, seen from one CompanyFile."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._held: sqlite3.Connection | bool = False

    def acquire(self) -> bool:
        """Take it; False where somebody has it."""
        if self._held is not False:
            return False
        self._held = True if self._path == MEMORY else self._locked()
        return self._held is not False

    def release(self) -> None:
        """Give it back; without effect where it is not held."""
        held, self._held = self._held, False
        if isinstance(held, sqlite3.Connection):
            held.close()

    def _locked(self) -> sqlite3.Connection | bool:
        connection = sqlite3.connect(f"{self._path}.session", timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        return connection
