"""When the next run is due: on the interval, after a transient fault, or because somebody asked. One row, seen at once.

`next_at` follows the preference, `retry_at` follows faults, `wake` is a request; whichever runner takes the lease
first clears them, so each is fired by exactly one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from allorders_quickbooks.phases import backoff
from allorders_quickbooks.policy import kinds_sent_unasked
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.store import companies, rows, sets
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.runs import Run


def is_due(company: Company, now: datetime) -> bool:
    """Whether a run should start now. A lease that ran out, and was not given back, is that of a runner who died in
    the middle of one."""
    calls = (company.next_at, company.retry_at, company.lease_until)
    moments = [moment for moment in calls if moment is not None]
    return company.wake or any(moment <= now for moment in moments)


def is_offered(connection: Connection, company: Company, now: datetime) -> bool:
    """Whether a carrier that comes by itself is given work now: a run is due, a document would go in one, or a set
    waits for its answer."""
    if is_due(company, now) or sets.opened(connection, company.key, write=True) is not None:
        return True
    allowed = kinds_sent_unasked(company.preferences, company.setup)
    return rows.count_due(connection, company.key, company.run_counter + 1, allowed) > 0


def follow(connection: Connection, key: str, preferences: SyncPreferences, now: datetime) -> None:
    """The preference has changed: the interval counts from now, or ends."""
    companies.change(connection, key, next_at=_next(preferences, now))


def started(connection: Connection, key: str, now: datetime) -> None:
    """A run begins: what called for it is answered."""
    preferences = companies.load(connection, key).preferences
    companies.change(connection, key, wake=False, retry_at=None, next_at=_next(preferences, now))


def ended(connection: Connection, key: str, run: Run, now: datetime, *, jitter: float) -> None:
    """A run is over. One that could not finish is repeated by itself, ever more patiently."""
    failures = 0 if run.complete else companies.load(connection, key).failures + 1
    retry = rows.next_retry(connection, key)
    if failures:
        after_fault = now + timedelta(seconds=backoff.seconds(min(failures, backoff.ATTEMPTS), jitter))
        retry = min(retry, after_fault) if retry else after_fault
    companies.change(connection, key, failures=failures, retry_at=retry)


def _next(preferences: SyncPreferences, now: datetime) -> datetime | None:
    return None if preferences.every is None else now + preferences.every
