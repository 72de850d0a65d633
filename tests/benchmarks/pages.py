"""python -m tests.benchmarks.pages [--rows N] [--json]: each page of the sync centre with rows behind it, and empty.

Of the rows four fifths are at rest, the others are held, to be reviewed and waiting; as many are in QuickBooks, and as
many lines in the journal.
Real documents of the order system come first in what waits. The two are asked in turns, whole requests of the site, and
cost what the processor works.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.tables import binding, document, journal, run
from flask.testing import FlaskClient
from sqlalchemy import insert

from sample_host.announce import COMPANY
from sample_host.app import create_app
from sample_host.demonstration import populate
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.benchmarks.ratio import Ratio

GOAL = 5.0
ROWS = 100_000
RUNS = 2_000
REAL = 120
TURNS, WARM_UP = 15, 3
AT_ONCE = 5_000
DAY = datetime(2026, 3, 2, tzinfo=UTC)
RESTLESS = (("held", "not_ready"), ("review", "conflict"), ("held", "invalid_field"), ("ready", None))
PAGES = {
    "now": "/quickbooks/",
    "preview": "/quickbooks/preview",
    "problems": "/quickbooks/problems",
    "one cause": "/quickbooks/problems/cause?reason=not_ready&state=held",
    "history": "/quickbooks/history",
    "journal": "/quickbooks/history/journal",
    "undo": "/quickbooks/undo",
    "lists": "/quickbooks/lists",
    "a document": "/quickbooks/document?ref=ship_doc|bench-2",
}


def measure(directory: Path, rows: int) -> list[Ratio]:
    """One ratio a page."""
    with ExitStack() as stack:
        full = stack.enter_context(_site(directory / "full", rows))
        empty = stack.enter_context(_site(directory / "empty", 0))
        return [_page(name, path, full, empty) for name, path in PAGES.items()]


def _page(name: str, path: str, full: FlaskClient, empty: FlaskClient) -> Ratio:
    times: list[list[float]] = [[], []]
    for turn in range(TURNS + WARM_UP):
        for which in (0, 1) if turn % 2 else (1, 0):
            began = time.process_time()
            answer = (full, empty)[which].get(path if which == 0 or "?ref" not in path else PAGES["problems"])
            times[which].append(time.process_time() - began)
            assert answer.status_code == 200, (path, answer.status_code)
    measured, limit = (median(each[WARM_UP:]) for each in times)
    return Ratio(f"{name}: with rows behind it / empty", measured, limit, GOAL)


@contextmanager
def _site(directory: Path, rows: int) -> Iterator[FlaskClient]:
    place = workplace(directory, None)
    with running(place.database, place.books) as shop:
        connect_to_books(shop)
        if rows:
            _fill(place.database, rows)
            populate(shop.host.orders, REAL, 8, lambda *_: None)
        yield create_app(shop).test_client()


def _fill(url: str, rows: int) -> None:
    database = Database(url)
    for start in range(0, rows, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, rows))
        with database.write() as connection:
            connection.execute(insert(document), [_document(number) for number in numbers])
            connection.execute(insert(binding), [_binding(number) for number in numbers])
            connection.execute(insert(journal), [_line(number) for number in numbers])
    with database.write() as connection:
        connection.execute(insert(run), [_run(number) for number in range(1, RUNS + 1)])
    database.close()


def _ref(number: int) -> dict[str, Any]:
    return {"company": COMPANY, "kind": "ship_doc", "key": f"bench-{number}"}


def _standing(number: int) -> tuple[str, str | None]:
    return RESTLESS[number // 5 % len(RESTLESS)] if number % 5 == 0 else ("idle", None)


def _document(number: int) -> dict[str, Any]:
    state, reason = _standing(number)
    done = 1 if state == "idle" else 0
    return {
        **_ref(number),
        "number": f"B{number}",
        "txn_date": f"{DAY + timedelta(days=365 + number % 900):%Y-%m-%d}",
        "rank": 60,
        "wanted": 1,
        "done": done,
        "state": state,
        "reason": reason,
        "noted_run": 0,
    }


def _binding(number: int) -> dict[str, Any]:
    values: dict[str, Any] = {"lines": {}, "applied": {}, "base": {}, "seen": {}}
    return {**_ref(number), "qb_type": "Invoice", "qb_id": f"{number:X}-1", "number": f"B{number}", **values}


def _line(number: int) -> dict[str, Any]:
    return {**_ref(number), "at": DAY, "what": ("on its way", "added")[number % 2], "detail": "add", "run": 1}


def _run(number: int) -> dict[str, Any]:
    begun = DAY + timedelta(minutes=number)
    return {"company": COMPANY, "number": number, "started": begun, "ended": begun, "phase": "end", "complete": True}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        ratios = measure(Path(directory), options.rows)
    for each in ratios:
        figures = f"{each.value:.2f} (goal {each.goal}), {each.measured * 1000:.0f} ms"
        print(f"{each.name}: {figures}{'' if each.met else '  MISSED'}", file=sys.stderr)
    if options.json:
        print(json.dumps([{"name": r.name, "ratio": round(r.value, 3), "goal": r.goal, "met": r.met} for r in ratios]))
    return 0 if all(each.met for each in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
