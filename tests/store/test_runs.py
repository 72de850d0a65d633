"""Runs: numbered for ever, counted, and closed by their successor where they died."""

from __future__ import annotations

from datetime import UTC, datetime

from allorders_quickbooks.store import runs
from allorders_quickbooks.store.database import Database

from tests.store.conftest import COMPANY

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


def _begin(database: Database) -> int:
    with database.write() as connection:
        return runs.begin(connection, COMPANY, NOW, "recover")


def test_runs_are_numbered_one_by_one(database: Database) -> None:
    assert [_begin(database) for _ in range(3)] == [1, 2, 3]
    with database.read() as connection:
        last = runs.last(connection, COMPANY)
    assert last is not None
    assert (last.number, last.started, last.ended, last.phase) == (3, NOW, None, "recover")


def test_there_is_no_last_run_before_the_first(database: Database) -> None:
    with database.read() as connection:
        assert runs.last(connection, COMPANY) is None
        assert runs.totals(connection, COMPANY) == (0, 0)


def test_a_run_that_died_is_closed_by_the_next_one(database: Database) -> None:
    died = _begin(database)
    _begin(database)
    with database.read() as connection:
        closed = runs.load(connection, COMPANY, died)
    assert (closed.ended, closed.complete, closed.outcome) == (NOW, False, runs.INTERRUPTED)


def test_a_run_that_ended_is_left_as_it_was(database: Database) -> None:
    first = _begin(database)
    with database.write() as connection:
        runs.change(connection, COMPANY, first, ended=NOW, complete=True, outcome="")
    _begin(database)
    with database.read() as connection:
        assert runs.load(connection, COMPANY, first).outcome == ""


def test_counters_add_up_within_a_run_and_over_all_of_them(database: Database) -> None:
    first, second = _begin(database), _begin(database)
    with database.write() as connection:
        runs.count(connection, COMPANY, first, round_trips=1, requests=20, seconds_busy=0.5)
        runs.count(connection, COMPANY, first, round_trips=1, requests=5, seconds_busy=0.25)
        runs.count(connection, COMPANY, second, round_trips=1, requests=3, sent=0)
        run = runs.load(connection, COMPANY, first)
        assert (run.round_trips, run.requests, run.seconds_busy) == (2, 25, 0.75)
        assert runs.totals(connection, COMPANY) == (3, 28)
