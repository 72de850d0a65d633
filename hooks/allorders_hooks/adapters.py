"""What differs between the connections that a host may enlist: sqlite3, psycopg, SQLAlchemy.

They are told by class and module, and none of the three is imported before a host hands one in. Statements run
on the driver's own connection, also below SQLAlchemy: its expression layer would double the cost of noting a save.

sqlite3 and psycopg cannot say when a commit has happened: there the host calls `HostTransaction.committed`. For
SQLAlchemy the engine's events say it. Its `commit` event comes before the commit, too early to wake anybody, so
it only marks the connection; the call follows when the connection returns to its pool or begins anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from allorders_hooks.errors import ConnectionUnknown

Dialect = Literal["sqlite", "postgresql"]
Call = Callable[[], None]

_IDLE = 0  # libpq's PQTRANS_IDLE: no transaction is open
_WAITING = "allorders_hooks.waiting"


class Driver(Protocol):
    """One open connection, as much of it as an enlistment needs."""

    @property
    def dialect(self) -> Dialect:
        """What kind of database it is."""

    def begin(self) -> None:
        """Begin a transaction where none is open."""

    def run(self, statement: str, values: Sequence[Any]) -> None:
        """Run one statement; the drivers prepare and keep those that come often."""

    def watch(self, committed: Call) -> None:
        """Call back after the commit of this transaction, where this kind of connection can tell."""


def driver_of(connection: Any) -> Driver:
    """The driver for a host's connection. ConnectionUnknown where there is none."""
    for base in type(connection).__mro__:
        adapt = _ADAPTERS.get((base.__module__.partition(".")[0], base.__name__))
        if adapt is not None:
            return adapt(connection)
    raise ConnectionUnknown(
        f"A {type(connection).__module__}.{type(connection).__qualname__} cannot be enlisted: it must be a "
        "connection of sqlite3 or psycopg, or a Connection or Session of SQLAlchemy over one of the two."
    )


@dataclass(frozen=True)
class SqliteDriver:
    """A `sqlite3.Connection`."""

    connection: Any
    dialect: Dialect = "sqlite"

    def begin(self) -> None:
        if not self.connection.in_transaction:
            self.run("BEGIN IMMEDIATE", ())

    def run(self, statement: str, values: Sequence[Any]) -> None:
        self.connection.execute(statement, values).close()

    def watch(self, committed: Call) -> None:
        """The host says it."""


@dataclass(frozen=True)
class PsycopgDriver:
    """A `psycopg.Connection`. Outside autocommit, psycopg itself begins with the first statement."""

    connection: Any
    dialect: Dialect = "postgresql"

    def begin(self) -> None:
        if self.connection.autocommit and self.connection.info.transaction_status == _IDLE:
            self.run("BEGIN", ())

    def run(self, statement: str, values: Sequence[Any]) -> None:
        self.connection.execute(statement, values).close()

    def watch(self, committed: Call) -> None:
        """The host says it."""


class SqlalchemyDriver:
    """A `sqlalchemy.Connection`: what is said to its driver's connection, and SQLAlchemy told of it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._driver = driver_of(connection.connection.driver_connection)
        self.dialect = self._driver.dialect
        self.run = self._driver.run

    def begin(self) -> None:
        """SQLAlchemy commits only what it has begun itself, so it begins first."""
        if not self._connection.in_transaction():
            self._connection.begin()
        self._driver.begin()

    def watch(self, committed: Call) -> None:
        _listen(self._connection.engine)
        self._connection.info.setdefault(_WAITING, _Waiting()).calls.append(committed)


_ADAPTERS: dict[tuple[str, str], Callable[[Any], Driver]] = {
    ("sqlite3", "Connection"): SqliteDriver,
    ("psycopg", "Connection"): PsycopgDriver,
    ("sqlalchemy", "Connection"): SqlalchemyDriver,
    ("sqlalchemy", "Session"): lambda session: SqlalchemyDriver(session.connection()),
    ("sqlalchemy", "scoped_session"): lambda session: SqlalchemyDriver(session.connection()),
}


@dataclass
class _Waiting:
    """Who waits for the commit of one connection's transaction; kept in `Connection.info`."""

    calls: list[Call] = field(default_factory=list)
    committing: bool = False


def _listen(engine: Any) -> None:
    """Once an engine, so that no listener outlives its transaction: what waits is kept by the connection."""
    from sqlalchemy import event

    if not event.contains(engine, "commit", _commit_begins):
        event.listen(engine, "commit", _commit_begins)
        event.listen(engine, "handle_error", _commit_failed)
        event.listen(engine, "begin", _next_began)
        event.listen(engine.pool, "checkin", _returned)


def _commit_begins(connection: Any) -> None:
    if _WAITING in connection.info:
        connection.info[_WAITING].committing = True


def _commit_failed(context: Any) -> None:
    connection = context.connection
    if connection is None or connection.closed or connection.invalidated:
        return
    if _WAITING in connection.info:
        connection.info[_WAITING].committing = False


def _next_began(connection: Any) -> None:
    _settle(connection.info)


def _returned(_dbapi_connection: Any, record: Any) -> None:
    _settle(record.info)


def _settle(info: Any) -> None:
    """The transaction is over. Without a commit before this, it was rolled back, and nobody is called."""
    waiting = info.pop(_WAITING, None)
    if waiting is not None and waiting.committing:
        for committed in waiting.calls:
            committed()
