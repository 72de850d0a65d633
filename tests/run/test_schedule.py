"""When a run is due: by the interval, after a fault, or because somebody asked; each is fired once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from allorders_quickbooks.preferences import Frequency, SyncPreferences
from allorders_quickbooks.run import schedule
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.database import Database

from tests.store.conftest import COMPANY

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EVERY_TEN = SyncPreferences(frequency=Frequency.AUTO, interval_minutes=10)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is tried here is the same on every database."""
    return sqlite_url


def _company(database: Database) -> Company:
    with database.read() as connection:
        return companies.load(connection, COMPANY)


def _prefer(database: Database, preferences: SyncPreferences) -> None:
    with database.write() as connection:
        companies.change(connection, COMPANY, preferences=preferences.model_dump(mode="json"))


def _end_a_run(database: Database, *, complete: bool) -> None:
    with database.write() as connection:
        number = runs.begin(connection, COMPANY, NOW, "check")
        runs.change(connection, COMPANY, number, ended=NOW, complete=complete)
        schedule.ended(connection, COMPANY, runs.load(connection, COMPANY, number), NOW, jitter=0)


def test_a_company_that_wants_nothing_is_not_due(database: Database) -> None:
    assert not schedule.is_due(_company(database), NOW)


def test_either_moment_or_a_request_makes_a_run_due(database: Database) -> None:
    resting = _company(database)
    for due in (replace(resting, next_at=NOW), replace(resting, retry_at=NOW), replace(resting, wake=True)):
        assert schedule.is_due(due, NOW)
    assert not schedule.is_due(replace(resting, next_at=NOW + MINUTE, retry_at=NOW + MINUTE), NOW)


def test_a_run_that_starts_answers_what_called_for_it_and_the_interval_counts_anew(database: Database) -> None:
    _prefer(database, EVERY_TEN)
    with database.write() as connection:
        companies.ask_for_run(connection, COMPANY)
        companies.change(connection, COMPANY, retry_at=NOW, next_at=NOW)
        schedule.started(connection, COMPANY, NOW)
    company = _company(database)
    assert (company.wake, company.retry_at, company.next_at) == (False, None, NOW + 10 * MINUTE)


def test_a_preference_that_changes_is_followed_at_once(database: Database) -> None:
    with database.write() as connection:
        schedule.follow(connection, COMPANY, EVERY_TEN, NOW)
        assert companies.load(connection, COMPANY).next_at == NOW + 10 * MINUTE
        schedule.follow(connection, COMPANY, SyncPreferences(), NOW)
        assert companies.load(connection, COMPANY).next_at is None


def test_a_run_that_could_not_finish_is_repeated_ever_more_patiently(database: Database) -> None:
    waits = []
    for _ in range(3):
        _end_a_run(database, complete=False)
        retry_at = _company(database).retry_at
        assert retry_at is not None
        waits.append(retry_at - NOW)
    assert waits == sorted(set(waits))


def test_a_complete_run_ends_the_row_of_failures(database: Database) -> None:
    _end_a_run(database, complete=False)
    _end_a_run(database, complete=True)
    assert (_company(database).failures, _company(database).retry_at) == (0, None)
