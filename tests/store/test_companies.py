"""The company's row: made once, leased to one runner, changed by those who hold the lease."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database

from tests.store.conftest import COMPANY

MINUTE = timedelta(minutes=1)


def _take(database: Database, holder: str, keep_for: timedelta = MINUTE) -> int | None:
    with database.write() as connection:
        return companies.take_lease(connection, COMPANY, holder, database.now(connection), keep_for)


def test_opening_a_company_twice_keeps_its_installation(database: Database) -> None:
    with database.write() as connection:
        before = companies.load(connection, COMPANY).installation
        companies.opened(connection, COMPANY)
        assert companies.load(connection, COMPANY).installation == before


def test_only_one_of_many_runners_gets_the_lease(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda n: _take(database, f"runner {n}"), range(8)))
    assert len([token for token in tokens if token is not None]) == 1


def test_a_lease_that_has_run_out_goes_to_the_next_with_a_greater_token(database: Database) -> None:
    first = _take(database, "first", timedelta(0))
    second = _take(database, "second")
    assert first is not None
    assert second == first + 1


def test_who_has_lost_the_lease_can_neither_renew_nor_release_it(database: Database) -> None:
    first = _take(database, "first", timedelta(0))
    second = _take(database, "second")
    assert first is not None
    assert second is not None
    with database.write() as connection:
        now = database.now(connection)
        assert not companies.renew_lease(connection, COMPANY, first, now, MINUTE)
        companies.release_lease(connection, COMPANY, first)
        assert companies.load(connection, COMPANY).lease_holder == "second"
        assert companies.renew_lease(connection, COMPANY, second, now, MINUTE)


def test_facts_are_changed_one_by_one(database: Database) -> None:
    with database.write() as connection:
        companies.change_facts(connection, COMPANY, {"fence": "80000001-1", "version": "13.0"})
        companies.change_facts(connection, COMPANY, {"version": "16.0"})
        facts = companies.load(connection, COMPANY).facts
    assert (facts.fence, facts.version) == ("80000001-1", "16.0")
