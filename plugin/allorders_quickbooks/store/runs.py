"""Runs: one row each, with the phase that it is in and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, String, cast, func, insert, select, update

from allorders_quickbooks.store import companies
from allorders_quickbooks.store.tables import run

INTERRUPTED = "It was interrupted; the next run went on where it stopped."


@dataclass(frozen=True)
class Run:
    """One run as stored."""

    company: str
    number: int
    started: datetime
    ended: datetime | None
    phase: str
    done: int
    total: int
    outcome: str
    complete: bool
    only_chosen: bool
    sent: int
    changed: int
    removed: int
    held: int
    failed: int
    round_trips: int
    requests: int
    seconds_busy: float

    @property
    def summary(self) -> str:
        """A sentence of what it did, after why it ended early, where it did."""
        did = f"{self.sent} sent, {self.changed} changed, {self.held} held, {self.failed} refused."
        return did if self.complete else f"{self.outcome} {did}"


@dataclass(frozen=True)
class Totals:
    """Sums over runs; `failed` counts refusals, of which one document may have several."""

    runs: int
    sent: int
    changed: int
    removed: int
    failed: int
    round_trips: int
    seconds_busy: float


def _run_of(row: Row[Any]) -> Run:
    return Run(**{field: getattr(row, field) for field in Run.__dataclass_fields__})


def begin(connection: Connection, company: str, now: datetime, phase: str) -> int:
    """Start the next run; its number grows by one for ever. One that a dead runner left open ends here."""
    known = companies.load_locked(connection, company)
    number = known.run_counter + 1
    companies.change(connection, company, run_counter=number, only_chosen=False)
    left_open = update(run).where(run.c.company == company, run.c.ended.is_(None))
    connection.execute(left_open.values(ended=now, phase="end", outcome=INTERRUPTED))
    connection.execute(
        insert(run).values(company=company, number=number, started=now, phase=phase, only_chosen=known.only_chosen)
    )
    return number


def load(connection: Connection, company: str, number: int) -> Run:
    return _run_of(connection.execute(select(run).where(run.c.company == company, run.c.number == number)).one())


def last(connection: Connection, company: str) -> Run | None:
    statement = select(run).where(run.c.company == company).order_by(run.c.number.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _run_of(row)


def change(connection: Connection, company: str, number: int, **values: Any) -> None:
    """Set columns of a run."""
    connection.execute(update(run).where(run.c.company == company, run.c.number == number).values(**values))


def count(connection: Connection, company: str, number: int, **by: float) -> None:
    """Add to the counters of a run."""
    values = {column: run.c[column] + amount for column, amount in by.items() if amount}
    if values:
        connection.execute(update(run).where(run.c.company == company, run.c.number == number).values(values))


def totals(connection: Connection, company: str) -> tuple[int, int]:
    """(round trips, requests) over all runs."""
    statement = select(func.sum(run.c.round_trips), func.sum(run.c.requests)).where(run.c.company == company)
    round_trips, requests = connection.execute(statement).one()
    return int(round_trips or 0), int(requests or 0)


def all_done(connection: Connection, company: str) -> Totals:
    """What all runs did, together."""
    columns = (run.c.sent, run.c.changed, run.c.removed, run.c.failed, run.c.round_trips, run.c.seconds_busy)
    statement = select(func.count(), *map(func.sum, columns)).where(run.c.company == company)
    return Totals(*(value or 0 for value in connection.execute(statement).one()))


def page(connection: Connection, company: str, before: int | None, limit: int) -> list[Run]:
    """Runs, newest first; with `before`, those that came before the run of that number."""
    statement = select(run).where(run.c.company == company).order_by(run.c.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(run.c.number < before)
    return [_run_of(row) for row in connection.execute(statement)]


@dataclass(frozen=True)
class Day:
    """What the runs that began on one day (UTC) did, and for how long QuickBooks was busy with it."""

    day: date
    documents: int
    seconds: float


def by_day(connection: Connection, company: str, since: date) -> list[Day]:
    """The days since that one on which there was a run, oldest first."""
    day = func.substr(cast(run.c.started, String), 1, 10)  # moments are ISO text
    did = func.sum(run.c.sent + run.c.changed + run.c.removed)
    began_since = run.c.started >= datetime.combine(since, time(), UTC)
    statement = (
        select(day, did, func.sum(run.c.seconds_busy))
        .where(run.c.company == company, began_since)
        .group_by(day)
        .order_by(day)
    )
    found = connection.execute(statement)
    return [Day(date.fromisoformat(each), int(documents), float(busy)) for each, documents, busy in found]


def last_answered(connection: Connection, company: str) -> datetime | None:
    """When a run that QuickBooks answered last was under way: its end, or its beginning while it is."""
    heard = (run.c.company == company, run.c.round_trips > 0)
    statement = select(run.c.ended, run.c.started).where(*heard).order_by(run.c.number.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else row.ended or row.started


def last_complete(connection: Connection, company: str) -> datetime | None:
    """The end of the last run that did all it could."""
    done = (run.c.company == company, run.c.complete)
    statement = select(run.c.ended).where(*done).order_by(run.c.number.desc()).limit(1)
    return connection.execute(statement).scalar_one_or_none()
