"""python -m tests.benchmarks.claiming [--json]: the next batch among a million waiting rows, beside a thousand.

Claimed is as a run claims: the rows that are due are read in their order. What is left is counted once a phase.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from allorders_quickbooks.store import companies, rows
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.store.tables import document
from sqlalchemy import insert

from tests.benchmarks.ratio import Ratio, alone, interleaved
from tests.world import COMPANY, MONDAY

GOAL = 1.3
FEW, MANY, AT_ONCE, BATCH, ROUNDS = 1_000, 1_000_000, 20_000, 100, 9
ALLOWED = ("ship_doc",)


def measure(directory: Path, many: int = MANY) -> list[Ratio]:
    with ExitStack() as stack:
        large = stack.enter_context(closing(_filled(directory / "many.sqlite3", many)))
        small = stack.enter_context(closing(_filled(directory / "few.sqlite3", FEW)))
        name = f"the next batch of {many:,} waiting rows / of {FEW:,}"
        return [Ratio(name, *interleaved(_claim(large), _claim(small), ROUNDS), GOAL)]


def _filled(path: Path, number: int) -> Database:
    database = Database(f"sqlite:///{path.as_posix()}")
    migrate(database)
    waiting = {"company": COMPANY, "kind": "ship_doc", "wanted": 1, "state": "ready"}
    with database.write() as connection:
        companies.opened(connection, COMPANY)
        for start in range(0, number, AT_ONCE):
            keys = range(start, min(number, start + AT_ONCE))
            values = [
                {**waiting, "key": f"{key:08}", "txn_date": f"2026-{key % 12 + 1:02}-{key % 28 + 1:02}"} for key in keys
            ]
            connection.execute(insert(document), values)
    return database


def _claim(database: Database) -> Callable[[], float]:
    def seconds() -> float:
        began = time.process_time()
        with database.read() as connection:
            due = rows.due(connection, COMPANY, run=1, now=MONDAY, under="", allowed=ALLOWED, limit=BATCH)
        assert len(due) == BATCH
        return time.process_time() - began

    return seconds


if __name__ == "__main__":
    sys.exit(alone(__doc__, measure))
