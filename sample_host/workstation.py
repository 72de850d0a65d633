"""One workstation, a process of the host of its own: python -m sample_host.workstation.

Its first line on standard input is a Day as JSON. It saves the day's documents, says "saved", and at the next line asks
for runs until nothing is left of any company; for each it then says, in one line of JSON, how many seconds that took.
It ends at the end of its input: until then the other workstations' runs may be made by its threads.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.demonstration import carry_on
from sample_host.running import running

LOOK_EVERY = 2.0  # seconds; when a run ended is read from the run itself
REST = 20  # times as long as a look took: each asks for all that the settings screen shows, and every workstation looks
ASK_EVERY = 15.0
GIVE_UP = 3600.0


class Work(BaseModel):
    """What is done in one company: its database, its simulated company file, and how many documents."""

    database: str
    books: Path
    documents: int


class Day(BaseModel):
    """What one workstation does."""

    seed: int
    companies: tuple[Work, ...]


def main() -> None:
    day = Day.model_validate_json(sys.stdin.readline())
    with ExitStack() as stack:
        shops = [stack.enter_context(running(work.database, work.books)) for work in day.companies]
        for shop, work in zip(shops, day.companies, strict=True):
            carry_on(shop.host.orders, work.documents, day.seed, lambda *_: None)
        print("saved", flush=True)  # noqa: T201
        sys.stdin.readline()
        print(json.dumps(_synchronize(shops)), flush=True)  # noqa: T201
        sys.stdin.read()


def _synchronize(shops: list[Shop]) -> list[float]:
    """Seconds until the end of the run that left nothing to send, company by company."""
    began, asked = datetime.now(UTC), time.monotonic()
    until = asked + GIVE_UP
    took: dict[int, float] = {}
    _ask(shops)
    while len(took) < len(shops) and (looked := time.monotonic()) < until:
        for place, shop in enumerate(shops):
            if place not in took and (ended := _ended(shop)) is not None:
                took[place] = (ended - began).total_seconds()
        if looked - asked > ASK_EVERY:
            asked = looked
            _ask([shop for place, shop in enumerate(shops) if place not in took])
        time.sleep(max(LOOK_EVERY, REST * (time.monotonic() - looked)))
    return [took.get(place, GIVE_UP) for place in range(len(shops))]


def _ask(shops: list[Shop]) -> None:
    for shop in shops:
        shop.plugins.sync_now(COMPANY, "", wait=False)


def _ended(shop: Shop) -> datetime | None:
    """When the last run ended; None while there is anything left to send, or a run is under way."""
    statuses = shop.plugins.sync_status(COMPANY).values()
    if any(status.waiting or status.in_doubt for status in statuses):
        return None
    runs = [status.last_run for status in statuses if status.last_run is not None]
    return max((run.ended for run in runs if run.ended is not None), default=None)


if __name__ == "__main__":
    main()
