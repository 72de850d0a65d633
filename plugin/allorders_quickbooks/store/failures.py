"""How many documents came to stand on which day (UTC), by reason: counted as it happens, since nobody reads a month of
the journal for a chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, text

from allorders_quickbooks.store.tables import failure

# Both databases speak it, and whoever is at it at the same time waits for the other.
_COUNT = text(
    "INSERT INTO qb_failure (company, day, reason, number) VALUES (:company, :day, :reason, :number) "
    "ON CONFLICT (company, day, reason) DO UPDATE SET number = qb_failure.number + excluded.number"
)


@dataclass(frozen=True)
class Failures:
    """Documents that came to stand on one day for one reason."""

    day: date
    reason: str
    number: int


def count(connection: Connection, company: str, now: datetime, by_reason: Mapping[str, int]) -> None:
    """Add to what is counted of this day."""
    day = now.date().isoformat()
    for reason, number in by_reason.items():
        connection.execute(_COUNT, {"company": company, "day": day, "reason": reason, "number": number})


def since(connection: Connection, company: str, first: date) -> list[Failures]:
    """What is counted from that day on, oldest first."""
    wanted = (failure.c.company == company, failure.c.day >= first.isoformat())
    statement = select(failure).where(*wanted).order_by(failure.c.day, failure.c.reason)
    return [Failures(date.fromisoformat(row.day), row.reason, row.number) for row in connection.execute(statement)]
