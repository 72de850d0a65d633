"""Where a company file is kept: one SQLite database, committed request by request.

Several processes may hold the same file open. Every write is a transaction of its own (`unit`) that waits for the
others; who may hold a session is settled elsewhere (`session`).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .books import Application, Definition, Deletion, Record, Transaction
from .clock import WallClock
from .kinds import name_key
from .rows import application_of, cents, definition_of, deletion_of, record_of, transaction_of
from .schema import SCHEMA

Row = sqlite3.Row
MEMORY = ":memory:"
_PATIENCE = 30.0


class Storage:
    """One connection to a company file, for one thread at a time (`lock`)."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self.lock = threading.RLock()
        self.wall = WallClock("UTC")
        self._db = sqlite3.connect(
            self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        self._db.row_factory = Row
        if self.path != MEMORY:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")

    def create(self) -> None:
        """Lay out the tables. Raises sqlite3.OperationalError where there are some already."""
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def unit(self) -> Iterator[None]:
        """All or nothing, on disk when it ends. Not to be nested."""
        with self.lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._db.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[Any] = ()) -> Row | None:
        found: Row | None = self._db.execute(statement, values).fetchone()
        return found

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run it; how many rows it touched."""
        return self._db.execute(statement, values).rowcount

    def execute_many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(statement, values)

    def copy_to(self, path: str | Path) -> None:
        with self.lock:
            target = sqlite3.connect(str(path))
            try:
                self._db.backup(target)
            finally:
                target.close()

    def copy_from(self, path: str | Path) -> None:
        with self.lock:
            source = sqlite3.connect(str(path))
            try:
                source.backup(self._db)
            finally:
                source.close()

    def replace_by(self, other: Storage) -> None:
        """Take over the whole content of another one, at once."""
        with self.lock:
            other._db.backup(self._db)

    # --- facts -------------------------------------------------------------------------------------------------

    def fact(self, name: str, default: str = "") -> str:
        row = self.row("SELECT value FROM facts WHERE name = ?", (name,))
        return str(row["value"]) if row else default

    def set_fact(self, name: str, value: str) -> None:
        self.execute(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def add_to(self, name: str, amount: float) -> None:
        """Count something on."""
        self.execute(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
            (name, amount),
        )

    def next_number(self, name: str) -> int:
        self.add_to(f"last {name}", 1)
        return int(self.fact(f"last {name}"))

    # --- list records ------------------------------------------------------------------------------------------

    def record(self, space: str, list_id: str) -> Record | None:
        row = self.row("SELECT * FROM records WHERE space = ? AND list_id = ?", (space, list_id))
        return record_of(row) if row else None

    def record_named(self, space: str, full_name: str) -> Record | None:
        row = self.row("SELECT * FROM records WHERE space = ? AND name_key = ?", (space, name_key(full_name)))
        return record_of(row) if row else None

    def children(self, space: str, list_id: str) -> list[Record]:
        rows = self.rows("SELECT * FROM records WHERE space = ? AND parent = ? ORDER BY rowid", (space, list_id))
        return [record_of(row) for row in rows]

    def keep_record(self, record: Record) -> None:
        """Insert it, or replace what is stored under its id."""
        self.execute(
            """INSERT INTO records VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
               ON CONFLICT (space, list_id) DO UPDATE SET name = excluded.name, full_name = excluded.full_name,
               name_key = excluded.name_key, active = excluded.active, parent = excluded.parent,
               modified = excluded.modified, edit = excluded.edit, wall = excluded.wall,
               balance = excluded.balance, locked = excluded.locked, body = excluded.body""",
            (
                record.space, record.list_id, record.kind, record.name, record.full_name, name_key(record.full_name),
                record.active, record.parent, record.created, record.modified, record.edit,
                self.wall.wall(record.modified), record.guid, cents(record.balance), record.locked,
                json.dumps(record.body),
            ),
        )  # fmt: skip

    def drop_record(self, space: str, list_id: str) -> None:
        self.execute("DELETE FROM records WHERE space = ? AND list_id = ?", (space, list_id))

    # --- transactions ------------------------------------------------------------------------------------------

    def transaction(self, txn_id: str) -> Transaction | None:
        row = self.row("SELECT * FROM transactions WHERE txn_id = ?", (txn_id,))
        return transaction_of(row) if row else None

    def keep_transaction(self, txn: Transaction) -> None:
        """Insert it, or replace what is stored under its number."""
        self.execute(
            "INSERT OR REPLACE INTO transactions VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                txn.number, txn.txn_id, txn.type, txn.ref_number, (txn.ref_number or "").lower(), txn.entity,
                txn.account, txn.txn_date, txn.created, txn.modified, txn.edit, self.wall.wall(txn.modified),
                txn.guid, cents(txn.total), cents(txn.open), txn.memo, txn.posting, txn.voided, txn.locked,
                json.dumps(txn.body), json.dumps(txn.lines),
            ),
        )  # fmt: skip

    def drop_transaction(self, txn_id: str) -> None:
        self.execute("DELETE FROM transactions WHERE txn_id = ?", (txn_id,))

    # --- money set against transactions ------------------------------------------------------------------------

    def applications(self, *, payer: str | None = None, paid: str | None = None) -> list[Application]:
        rows = self.rows(
            "SELECT * FROM applications WHERE payer = ? OR paid = ? ORDER BY rowid", (payer or "", paid or "")
        )
        return [application_of(row) for row in rows]

    def keep_application(self, one: Application) -> None:
        self.execute(
            "INSERT OR REPLACE INTO applications VALUES (?,?,?,?,?,?)",
            (one.payer, one.paid, cents(one.amount), cents(one.discount), one.discount_account, one.discount_class),
        )

    def drop_application(self, payer: str, paid: str) -> None:
        self.execute("DELETE FROM applications WHERE payer = ? AND paid = ?", (payer, paid))

    # --- who refers to whom ------------------------------------------------------------------------------------

    def set_uses(self, owner: str, used: Iterable[tuple[str, str]]) -> None:
        """The list records that a transaction or a record refers to, as (list, ListID)."""
        self.execute("DELETE FROM uses WHERE owner = ?", (owner,))
        for space, list_id in set(used):
            self.execute("INSERT INTO uses VALUES (?, ?, ?)", (owner, space, list_id))

    def is_used(self, space: str, list_id: str) -> bool:
        return self.row("SELECT 1 FROM uses WHERE space = ? AND list_id = ? LIMIT 1", (space, list_id)) is not None

    # --- deletions and custom fields ---------------------------------------------------------------------------

    def keep_deletion(self, gone: Deletion) -> None:
        self.execute(
            "INSERT INTO deletions VALUES (?,?,?,?,?,?,?)",
            (
                gone.list_record, gone.type, gone.object_id, gone.created, gone.deleted,
                self.wall.wall(gone.deleted), gone.label,
            ),
        )  # fmt: skip

    def deletions(self, *, list_record: bool, type: str, since: str, until: str) -> list[Deletion]:
        """Those of one type between two moments of the wall clock."""
        rows = self.rows(
            "SELECT * FROM deletions WHERE list_record = ? AND type = ? AND wall BETWEEN ? AND ? ORDER BY wall, rowid",
            (list_record, type, since, until),
        )
        return [deletion_of(row) for row in rows]

    def keep_definition(self, owner_id: str, name: str, type: str, objects: Sequence[str]) -> None:
        self.execute(
            "INSERT INTO definitions (owner_id, name, type, objects) VALUES (?,?,?,?)",
            (owner_id, name, type, json.dumps(objects)),
        )

    def definitions(self) -> list[Definition]:
        return [definition_of(row) for row in self.rows("SELECT * FROM definitions ORDER BY number")]
