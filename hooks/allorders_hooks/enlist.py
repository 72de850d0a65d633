"""Enlistment: the host's open transaction, and all that a plugin may do with it.

A host whose save is one database transaction wraps its connection and sends that along with the event:

    transaction = enlist(connection)                # sqlite3, psycopg, SQLAlchemy Connection or Session
    transaction_saved.send(self, event=..., enlistment=transaction)
    connection.commit()
    transaction.committed()                         # not needed where the connection is SQLAlchemy's

What plugins write through it is kept or lost with the host's own rows. `enlist` begins a transaction where none
is open, so call it inside the save. A host whose save is not transactional sends None instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Protocol

from allorders_hooks.adapters import Dialect, Driver, driver_of
from allorders_hooks.errors import StatementRefused, TransactionLost

Wake = Callable[[], None]


class Enlistment(Protocol):
    """A plugin may add statements to the host's transaction and ask to be woken after it. No commit, no rollback.

    `dialect` decides the parameter mark: `?` for "sqlite", `%s` for "postgresql" (where a literal per cent sign
    is `%%`). It is good for the one call of the hook that it was handed to.
    """

    @property
    def dialect(self) -> Dialect:
        """What kind of database the host saves into."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run one statement inside the host's transaction: INSERT, UPDATE, DELETE, SELECT and the like.

        `values` are what every driver takes: str, int, float, bytes, bool, None. Raises StatementRefused for
        anything that would end or split the transaction, otherwise what the driver raises.
        """

    def after_commit(self, wake: Wake) -> None:
        """Call `wake` once the transaction has been committed; never when it was rolled back.

        It is called in the thread that saves, so it should do no more than set an event or queue a job, and it
        must not use the host's connection. It may come late or find nothing to do; it is a hint, not a promise.
        """


class HostTransaction:
    """The host's side of an enlistment: the same, and what only the host and the plugin manager may do."""

    def __init__(self, driver: Driver) -> None:
        self.dialect: Dialect = driver.dialect
        self._driver = driver
        self._wakes: list[Wake] = []
        driver.begin()

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        _refuse_control(statement)
        self._driver.run(statement, values)

    def after_commit(self, wake: Wake) -> None:
        if not self._wakes:
            self._driver.watch(self.committed)
        self._wakes.append(wake)

    def committed(self) -> None:
        """Say that the transaction has been committed. The second call does nothing."""
        wakes, self._wakes = self._wakes, []
        for wake in wakes:
            wake()

    @contextmanager
    def lent(self, guard: Callable[[Wake], Wake]) -> Iterator[Enlistment]:
        """The enlistment of one call of a plugin, inside a savepoint of its own, and void afterwards.

        `guard` wraps what the plugin wants called after the commit, so that it cannot fail into the host.
        """
        loan = _Loan(self, guard)
        with self.savepoint():
            try:
                yield loan
            finally:
                loan._end()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside where it ends in an exception, also where that broke the transaction.

        Where the statements failed and nobody raised, as on PostgreSQL when the error was swallowed, leaving
        the block raises the driver's exception. TransactionLost: the way back is gone.
        """
        wakes = list(self._wakes)
        self._driver.run("SAVEPOINT allorders_plugin", ())
        try:
            yield
            self._driver.run("RELEASE SAVEPOINT allorders_plugin", ())
        except BaseException as error:
            self._wakes = wakes
            self._back_to_savepoint(error)
            raise

    def _back_to_savepoint(self, cause: BaseException) -> None:
        try:
            self._driver.run("ROLLBACK TO SAVEPOINT allorders_plugin", ())
            self._driver.run("RELEASE SAVEPOINT allorders_plugin", ())
        except Exception:
            raise TransactionLost(
                "A plugin broke the transaction of this save beyond repair; nothing of it may be committed."
            ) from cause


class _Loan:
    """What a plugin gets to see of the host's transaction, for as long as its hook is being called."""

    def __init__(self, transaction: HostTransaction, guard: Callable[[Wake], Wake]) -> None:
        self.dialect: Dialect = transaction.dialect
        self._transaction: HostTransaction | None = transaction
        self._guard = guard

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        self._lent().execute(statement, values)

    def after_commit(self, wake: Wake) -> None:
        self._lent().after_commit(self._guard(wake))

    def _end(self) -> None:
        self._transaction = None

    def _lent(self) -> HostTransaction:
        if self._transaction is None:
            raise StatementRefused("An enlistment is good for the call that it was handed to, and that is over.")
        return self._transaction


def enlist(connection: object) -> HostTransaction:
    """Wrap the host's open connection; begins a transaction where none is open.

    On SQLite that is BEGIN IMMEDIATE, since a transaction that reads first and writes later is refused at once
    when another connection has written meanwhile. Raises ConnectionUnknown.
    """
    return HostTransaction(driver_of(connection))


_ALLOWED = re.compile(r"\s*(INSERT|UPDATE|DELETE|MERGE|REPLACE|SELECT|WITH|NOTIFY)\b", re.IGNORECASE)
_ROLLBACK = re.compile(r"\bROLLBACK\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _refuse_control(statement: str) -> None:
    """Only statements on rows, one at a time. SQLite's INSERT OR ROLLBACK would end the host's transaction."""
    if not _ALLOWED.match(statement) or _ROLLBACK.search(statement):
        raise StatementRefused("A plugin may only read and write rows inside the host's transaction.")
    if ";" in statement.rstrip("; \t\r\n"):
        raise StatementRefused("A plugin may run one statement at a time; text belongs into the values.")
