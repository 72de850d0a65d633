"""Connections of the plugin's own, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database
from sqlalchemy.exc import DBAPIError

from tests.store.conftest import COMPANY
from tests.world import MONDAY, OneClock


def test_the_clock_of_the_database_is_aware_and_in_utc(database: Database) -> None:
    before = datetime.now(UTC)
    with database.read() as connection:
        now = database.now(connection)
    assert now.utcoffset() == before.utcoffset()
    assert abs((now - before).total_seconds()) < 60


def test_a_clock_that_is_given_is_the_only_one(sqlite_url: str) -> None:
    database = Database(sqlite_url, OneClock())
    with database.read() as connection:
        assert database.now(connection) == MONDAY
    database.close()


def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        companies.change(connection, COMPANY, failures=7)
        raise ZeroDivisionError
    with database.read() as connection:
        assert companies.load(connection, COMPANY).failures == 0


def test_a_look_leaves_nothing_behind_either(database: Database) -> None:
    with database.read() as connection:
        companies.change(connection, COMPANY, failures=7)
    with database.read() as connection:
        assert companies.load(connection, COMPANY).failures == 0


def test_two_writers_wait_for_each_other_instead_of_failing(database: Database) -> None:
    """Each reads first and writes later: that is what SQLite refuses where the writer has not announced itself."""
    together = threading.Barrier(2)
    failed: list[DBAPIError] = []

    def add_one() -> None:
        together.wait()
        try:
            for _ in range(20):
                with database.write() as connection:
                    known = companies.load_locked(connection, COMPANY)
                    companies.change(connection, COMPANY, failures=known.failures + 1)
        except DBAPIError as error:
            failed.append(error)

    threads = [threading.Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.read() as connection:
        assert companies.load(connection, COMPANY).failures == 40


def test_a_plain_postgresql_url_means_the_driver_of_the_extra() -> None:
    assert Database("postgresql://somebody@nowhere/books").url.drivername == "postgresql+psycopg"


def test_the_password_does_not_show() -> None:
    shown = repr(Database("postgresql://ada:secret@nowhere/books").engine)
    assert "secret" not in shown
