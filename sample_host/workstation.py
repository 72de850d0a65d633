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
from pathlib import Path

from pydantic import BaseModel

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.demonstration import carry_on
from sample_host.running import running

LOOK_EVERY = 0.1  # seconds
ASK_EVERY = 3.0
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
    """Seconds until nothing was left to send, company by company."""
    began = asked = time.monotonic()
    took: dict[int, float] = {}
    _ask(shops)
    while len(took) < len(shops) and time.monotonic() - began < GIVE_UP:
        time.sleep(LOOK_EVERY)
        for place, shop in enumerate(shops):
            if place not in took and not _is_anything_left(shop):
                took[place] = time.monotonic() - began
        if time.monotonic() - asked > ASK_EVERY:
            asked = time.monotonic()
            _ask([shop for place, shop in enumerate(shops) if place not in took])
    return [took.get(place, GIVE_UP) for place in range(len(shops))]


def _ask(shops: list[Shop]) -> None:
    for shop in shops:
        shop.plugins.sync_now(COMPANY, "", wait=False)


def _is_anything_left(shop: Shop) -> bool:
    return any(status.waiting or status.in_doubt for status in shop.plugins.sync_status(COMPANY).values())


if __name__ == "__main__":
    main()
