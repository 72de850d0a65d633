"""The database: one URL, SQLite or PostgreSQL, and the two ways to use it, reading and saving."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from sample_host.models import Base

_BEGIN = "sample_host_begin"
_SAVES = 0x5A3F1E  # the advisory lock of all saves, on PostgreSQL


class Database:
    """Where the order system keeps its data.

    Saves go one at a time, in both databases: then `saved_at` grows in the order of the commits, which is what
    the sweep rests on, and two people never draw the same number for a new document.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        if self._url.drivername == "postgresql":
            self._url = self._url.set(drivername="postgresql+psycopg")
        if self._url.get_backend_name() == "sqlite" and self._url.database in (None, "", ":memory:"):
            raise ValueError("the order system needs a file: plugins open the same database for themselves")
        self._engine = create_engine(self._url)
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)
        self._saving = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        Base.metadata.create_all(self._saving)

    @property
    def url(self) -> str:
        """The SQLAlchemy URL, password included: for connections, never for a screen or a log."""
        return self._url.render_as_string(hide_password=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that leaves no trace; what it loaded stays usable after it."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def saving(self) -> Iterator[Session]:
        """A session whose transaction has the right to write from its first statement on."""
        with Session(self._saving, expire_on_commit=False) as session, session.begin():
            if self._engine.dialect.name == "postgresql":
                session.execute(
                    text("SELECT pg_advisory_xact_lock(:saves, hashtext(current_schema()))"), {"saves": _SAVES}
                )
            yield session

    def close(self) -> None:
        self._engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    """Leave BEGIN to us: a deferred transaction that reads and then writes would fail as soon as it waits."""

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "busy_timeout = 15000", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
