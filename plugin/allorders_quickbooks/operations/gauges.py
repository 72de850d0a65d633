"""The figures of one company that a monitoring reads, from the plugin's own tables alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allorders_quickbooks.policy import kinds_sent_unasked
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, rows, runs, sets
from allorders_quickbooks.store.runs import Totals


@dataclass(frozen=True)
class Gauges:
    """`standing` counts documents that are not at rest by (state, reason), the reason '' where there is none; `waiting`
    those that the next run would send; `heard` is when QuickBooks last answered, `succeeded` the end of the last run
    that did all it could, both None where there was none."""

    standing: Mapping[tuple[str, str], int]
    waiting: int
    in_books: int
    in_doubt: int
    heard: datetime | None
    succeeded: datetime | None
    totals: Totals


def gauges(ports: Ports, key: str) -> Gauges:
    """All of them at this moment."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        allowed = kinds_sent_unasked(company.preferences, company.setup)
        standing: Counter[tuple[str, str]] = Counter()
        for _kind, state, reason, number in rows.counts(connection, key):
            standing[state, reason or ""] += number
        open_set = sets.opened(connection, key, write=True)
        return Gauges(
            standing=standing,
            waiting=rows.count_due(connection, key, company.run_counter + 1, allowed),
            in_books=bindings.count(connection, key),
            in_doubt=0 if open_set is None else len(open_set.documents),
            heard=runs.last_answered(connection, key),
            succeeded=runs.last_complete(connection, key),
            totals=runs.all_done(connection, key),
        )
