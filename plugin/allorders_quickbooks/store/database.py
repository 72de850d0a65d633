"""Connections of the plugin's own: short transactions, a writer that announces itself, the database's clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL

from allorders_quickbooks.terms import Clock

_READ_ONLY = "qb_read_only"
_BUSY_MILLISECONDS = 30_000
_SQLITE_NOW = "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'"
_POSTGRESQL_NOW = "SELECT to_char(clock_timestamp() AT TIME ZONE 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+00:00'"


class Database:
    """The database that keeps one company. `clock`, where given, replaces the database's own clock (tests)."""

    def __init__(self, url: str, clock: Clock | None = None) -> None:
        self.url = _driver_url(url)
        self.dialect = self.url.get_backend_name()
        self._clock = clock
        self.engine = _engine(self.url)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that writes. On SQLite it takes the write lock at once: a transaction that reads first
        and writes later is refused with "database is locked" as soon as the host saves in between."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look, without a write lock."""
        with self.engine.connect().execution_options(**{_READ_ONLY: True}) as connection:
            yield connection
            connection.rollback()

    def now(self, connection: Connection) -> datetime:
        """The moment by the one clock that all runners share."""
        if self._clock is not None:
            return self._clock.now()
        statement = _SQLITE_NOW if self.dialect == "sqlite" else _POSTGRESQL_NOW
        return datetime.fromisoformat(connection.execute(text(statement)).scalar_one())

    def close(self) -> None:
        """Close the connections; the next transaction makes new ones."""
        self.engine.dispose()


def _driver_url(url: str) -> URL:
    """Plain `postgresql://` means psycopg 3, the driver of the extra."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _transactions_are_ours(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _announce(connection: Connection) -> None:
        reading = connection.get_execution_options().get(_READ_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
