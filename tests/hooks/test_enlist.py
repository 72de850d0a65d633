"""The host's transaction in a plugin's hands, on every kind of connection that a host may have."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from allorders_hooks.enlist import HostTransaction, Wake, enlist
from allorders_hooks.errors import ConnectionUnknown, StatementRefused, TransactionLost
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, exc, make_url
from sqlalchemy.orm import Session, scoped_session, sessionmaker

NOTE = "INSERT INTO notes (text) VALUES ('a note')"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (text VARCHAR(40))")
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = str(tmp_path / "notes.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
    return path


def noted(engine: Engine) -> int:
    """How many notes another connection sees."""
    other = create_engine(engine.url, poolclass=NullPool)
    with other.connect() as connection:
        count: int = connection.exec_driver_sql("SELECT count(*) FROM notes").scalar_one()
    return count


def unguarded(wake: Wake) -> Wake:
    return wake


# sqlite3 and psycopg


@pytest.mark.parametrize("isolation_level", ["DEFERRED", None])
def test_an_idle_sqlite3_connection_gets_a_transaction_that_may_write(
    file: str, isolation_level: Literal["DEFERRED"] | None
) -> None:
    with closing(sqlite3.connect(file, isolation_level=isolation_level)) as connection:
        transaction = enlist(connection)
        with transaction.savepoint():
            transaction.execute(NOTE)
        with closing(sqlite3.connect(file, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
        connection.rollback()
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_an_open_sqlite3_transaction_is_joined(file: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO notes VALUES ('the host')")
        with enlist(connection).lent(unguarded) as enlistment:
            enlistment.execute("INSERT INTO notes VALUES (?)", ("the plugin",))
        connection.commit()
        assert connection.execute("SELECT text FROM notes").fetchall() == [("the host",), ("the plugin",)]


@pytest.mark.parametrize("autocommit", [False, True])
def test_a_psycopg_connection_keeps_or_loses_the_note_with_the_host(postgresql_url: str, autocommit: bool) -> None:
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=autocommit) as connection:
        connection.execute("CREATE TABLE notes (text VARCHAR(40))")
        connection.commit()
        for end, expected in ((connection.rollback, 0), (connection.commit, 1)):
            with enlist(connection).lent(unguarded) as enlistment:
                enlistment.execute("INSERT INTO notes VALUES (%s)", ("a note",))
            end()
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (expected,)
            connection.rollback()


def test_a_psycopg_transaction_block_of_the_host_is_joined(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE notes (text VARCHAR(40))")
        with connection.transaction(), enlist(connection).lent(unguarded) as enlistment:
            enlistment.execute(NOTE)
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)


def test_the_host_says_that_it_has_committed_and_only_once_counts(file: str) -> None:
    woken: list[int] = []
    with closing(sqlite3.connect(file)) as connection:
        transaction = enlist(connection)
        transaction.after_commit(lambda: woken.append(1))
        connection.commit()
        assert not woken
        transaction.committed()
        transaction.committed()
    assert woken == [1]


# SQLAlchemy


def by_connection(engine: Engine, use: Callable[[HostTransaction], None]) -> None:
    with engine.begin() as connection:
        use(enlist(connection))


def by_idle_connection(engine: Engine, use: Callable[[HostTransaction], None]) -> None:
    with engine.connect() as connection:
        use(enlist(connection))
        connection.commit()


def by_options(engine: Engine, use: Callable[[HostTransaction], None]) -> None:
    by_connection(engine.execution_options(any_option=1), use)


def by_autocommit(engine: Engine, use: Callable[[HostTransaction], None]) -> None:
    by_connection(engine.execution_options(isolation_level="AUTOCOMMIT"), use)


def by_session(engine: Engine, use: Callable[[HostTransaction], None]) -> None:
    with Session(engine) as session, session.begin():
        use(enlist(session))


def by_scoped_session(engine: Engine, use: Callable[[HostTransaction], None]) -> None:
    session = scoped_session(sessionmaker(engine))
    try:
        use(enlist(session))
        session.commit()
    finally:
        session.remove()


ways = pytest.mark.parametrize(
    "way", [by_connection, by_idle_connection, by_options, by_autocommit, by_session, by_scoped_session]
)
Way = Callable[[Engine, Callable[[HostTransaction], None]], None]


@ways
def test_a_note_is_kept_and_wakes_once_others_can_see_it(engine: Engine, way: Way) -> None:
    seen: list[int] = []

    def use(transaction: HostTransaction) -> None:
        with transaction.lent(unguarded) as enlistment:
            enlistment.execute(NOTE)
            enlistment.after_commit(lambda: seen.append(noted(engine)))

    way(engine, use)
    assert seen == [1]


@ways
def test_a_note_is_lost_and_wakes_nobody_when_the_host_rolls_back(engine: Engine, way: Way) -> None:
    woken: list[int] = []

    def use(transaction: HostTransaction) -> None:
        transaction.execute(NOTE)
        transaction.after_commit(lambda: woken.append(1))
        raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        way(engine, use)
    way(engine, lambda transaction: None)
    assert noted(engine) == 0
    assert not woken


@pytest.fixture
def deferred(engine: Engine) -> Iterator[Connection]:
    """A connection whose commit will fail: it holds a row that a constraint refuses at the end."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        connection.commit()
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")
        yield connection


def test_a_commit_that_fails_wakes_nobody(deferred: Connection) -> None:
    woken: list[int] = []
    enlist(deferred).after_commit(lambda: woken.append(1))
    with pytest.raises(exc.IntegrityError):
        deferred.commit()
    deferred.rollback()
    deferred.begin()
    deferred.close()
    assert not woken


def test_a_connection_that_is_kept_wakes_when_it_begins_anew(engine: Engine) -> None:
    woken: list[int] = []
    with engine.connect() as connection:
        enlist(connection).after_commit(lambda: woken.append(1))
        connection.commit()
        connection.exec_driver_sql("SELECT 1")
        assert woken == [1]


def test_the_host_may_hurry_the_wake(engine: Engine) -> None:
    woken: list[int] = []
    with engine.connect() as connection:
        transaction = enlist(connection)
        transaction.after_commit(lambda: woken.append(1))
        connection.commit()
        transaction.committed()
        assert woken == [1]
    assert woken == [1]


def test_listeners_do_not_pile_up(engine: Engine) -> None:
    registered: list[int] = []
    for _ in range(3):
        by_session(engine, lambda transaction: transaction.after_commit(lambda: None))
        registered.append(len(list(engine.dispatch.commit)) + len(list(engine.pool.dispatch.checkin)))
    assert registered[0] == registered[2]
    with engine.connect() as connection:
        assert not connection.info


def test_a_session_that_is_closed_without_commit_wakes_nobody(engine: Engine) -> None:
    woken: list[int] = []
    session = Session(engine)
    enlist(session).after_commit(lambda: woken.append(1))
    session.close()
    session.connection()
    session.commit()
    assert not woken


def test_the_hosts_own_listeners_are_left_alone(engine: Engine) -> None:
    commits: list[Connection] = []
    event.listen(engine, "commit", commits.append)
    by_connection(engine, lambda transaction: transaction.after_commit(lambda: None))
    assert len(commits) == 1


# Savepoints


def test_what_fails_in_a_savepoint_is_undone_and_the_rest_is_kept(engine: Engine) -> None:
    with engine.begin() as connection:
        transaction = enlist(connection)
        transaction.execute(NOTE)
        with pytest.raises(Exception, match="no_such_table"), transaction.savepoint():
            transaction.execute(NOTE)
            transaction.execute("INSERT INTO no_such_table VALUES (1)")
        with transaction.savepoint():
            transaction.execute(NOTE)
    assert noted(engine) == 2


def test_an_error_that_postgresql_remembers_is_raised_at_the_end(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as connection:
        transaction = enlist(connection)
        with pytest.raises(psycopg.errors.InFailedSqlTransaction), transaction.savepoint():  # noqa: SIM117
            with suppress(psycopg.Error):
                transaction.execute("INSERT INTO no_such_table VALUES (1)")
        transaction.execute("SELECT 1")


def test_a_wake_from_an_undone_savepoint_is_forgotten(file: str) -> None:
    woken: list[str] = []
    with closing(sqlite3.connect(file)) as connection:
        transaction = enlist(connection)
        transaction.after_commit(lambda: woken.append("kept"))
        with suppress(ZeroDivisionError), transaction.savepoint():
            transaction.after_commit(lambda: woken.append("undone"))
            raise ZeroDivisionError
        connection.commit()
        transaction.committed()
    assert woken == ["kept"]


def test_a_transaction_that_is_gone_fails_the_save(file: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        transaction = enlist(connection)
        with pytest.raises(TransactionLost), transaction.savepoint():
            connection.rollback()


# What a plugin may run


@pytest.mark.parametrize(
    "statement",
    [
        "COMMIT",
        " rollback",
        "BEGIN",
        "End",
        "START TRANSACTION",
        "SAVEPOINT a",
        "RELEASE SAVEPOINT a",
        "ABORT",
        "PREPARE TRANSACTION 'a'",
        "SET TRANSACTION READ ONLY",
        "PRAGMA journal_mode = OFF",
        "ATTACH 'other' AS other",
        "DROP TABLE notes",
        "CALL end_it()",
        "DO $$ BEGIN COMMIT; END $$",
        "-- INSERT\nCOMMIT",
        "/* INSERT */ COMMIT",
        ";COMMIT",
        "",
        "INSERT INTO notes VALUES ('a'); COMMIT",
        "INSERT INTO notes VALUES ('a');COMMIT;",
        "INSERT OR ROLLBACK INTO notes VALUES ('a')",
        "UPDATE or\nrollback notes SET text = 'a'",
    ],
)
def test_a_statement_that_is_not_about_rows_is_refused(file: str, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        transaction = enlist(connection)
        with pytest.raises(StatementRefused):
            transaction.execute(statement)
        assert connection.in_transaction


@pytest.mark.parametrize(
    "statement",
    [
        NOTE,
        "insert into notes values ('a');\n",
        "\n  UPDATE notes SET text = 'b'",
        "DELETE FROM notes",
        "WITH a AS (SELECT 'a' AS text) INSERT INTO notes SELECT text FROM a",
        "SELECT text FROM notes",
        "REPLACE INTO notes VALUES ('a')",
    ],
)
def test_a_statement_about_rows_runs(file: str, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        enlist(connection).execute(statement)


def test_an_enlistment_is_void_after_the_call_that_it_was_lent_to(file: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        with enlist(connection).lent(unguarded) as enlistment:
            enlistment.execute(NOTE)
        with pytest.raises(StatementRefused):
            enlistment.execute(NOTE)
        with pytest.raises(StatementRefused):
            enlistment.after_commit(lambda: None)


def test_a_plugin_sees_neither_savepoints_nor_the_commit(file: str) -> None:
    with closing(sqlite3.connect(file)) as connection, enlist(connection).lent(unguarded) as enlistment:
        public = {name for name in dir(enlistment) if not name.startswith("_")}
    assert public == {"dialect", "execute", "after_commit"}


@pytest.mark.parametrize("connection", [object(), "sqlite://", make_url("sqlite://")])
def test_anything_else_cannot_be_enlisted(connection: object) -> None:
    with pytest.raises(ConnectionUnknown, match="cannot be enlisted"):
        enlist(connection)
