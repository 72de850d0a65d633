"""The stage of a schedule: a world that is set up already, copied from a model so that a seed starts in an instant."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from allorders_quickbooks.simulator import CompanyFile, Readings

from tests.taking import TakingBooks, taking
from tests.world import OneClock, QuickBooksClock, World, a_customer, an_item, new_world

CUSTOMERS, ITEMS = 2, 2
_FILE, _HOST = "quickbooks.sim", "host.sqlite3"
_APART = 1_000_003  # from the seed of the model, whose ids are in use already
_MEMORY = Path("/dev/shm")


def directory() -> Path:
    """A new directory, in memory where the machine has such a place."""
    return Path(mkdtemp(prefix="allorders-simulation-", dir=_MEMORY if _MEMORY.is_dir() else None))


@cache
def model() -> tuple[Path, World]:
    """A world with a fence, customers and items on both sides, at rest."""
    path = directory()
    world = new_world(path)
    taking(world)
    for number in range(1, CUSTOMERS + 1):
        world.save(a_customer(f"C{number}", f"Customer {number}"))
    for number in range(1, ITEMS + 1):
        world.save(an_item(f"I{number}", f"Item {number}"))
    world.settle()
    world.file.close()
    world.database.close()
    return path, world


def raise_curtain(path: Path, seed: int, readings: Readings) -> World:
    """The model's world once more, with these readings of what nobody knows of QuickBooks."""
    source, known = model()
    for name in (_FILE, _HOST):
        shutil.copy(source / name, path / name)
    clock = OneClock(known.clock.now())
    file = CompanyFile.open(path / _FILE, clock=QuickBooksClock(clock))
    with file.storage.unit():
        file.storage.set_fact("readings", json.dumps(readings.as_json()))
    file.close()
    file = CompanyFile.open(path / _FILE, clock=QuickBooksClock(clock))
    world = World(path, file, clock, seed=seed + _APART)
    world.books.kept |= known.books.kept
    world.books.changes += known.books.changes
    books = taking(world)
    books.answers |= known.books.answers if isinstance(known.books, TakingBooks) else {}
    return world
