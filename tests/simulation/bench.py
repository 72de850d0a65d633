"""The bench: what a schedule begins with, prepared once a process and copied for every seed."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Change
from allorders_hooks.records import Customer, Item
from allorders_quickbooks.simulator import CompanyFile, Readings
from allorders_quickbooks.simulator.storage import MEMORY, Storage
from allorders_quickbooks.store import companies

from tests.simulation.watched import WatchedDatabase
from tests.world import COMPANY, MONDAY, OneClock, QuickBooksClock, World, a_customer, an_item

INSTALLATION = "5e1ec7ed-0000-4000-8000-000000000001"
CUSTOMERS = {"C1": "Blauer See Delikatessen", "C2": "Around the Horn"}
ITEMS = {"I1": ("Chai", "18.00"), "I2": ("Chang", "19.25")}


@dataclass(frozen=True)
class Template:
    """One beginning: the plugin's tables, the company file's, the host's records, and the moment."""

    tables: sqlite3.Connection
    books: Path
    kept: dict[DocumentRef, Customer | Item]
    changes: tuple[Change, ...]
    instant: datetime


class Bench:
    """`bare` has neither fence nor records yet, `furnished` has both; `other` is a company file of other people."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")
        self._home = tempfile.TemporaryDirectory(prefix="simulation-", dir=memory if memory.is_dir() else None)
        self.path = Path(self._home.name)
        self.database = WatchedDatabase(self.path / "plugin.sqlite3")
        self.bare = self._prepared("bare", furnish=False)
        self.furnished = self._prepared("furnished", furnish=True)
        self.other = self._strange()

    def close(self) -> None:
        self.database.close()
        self._home.cleanup()

    def open_copy(self, books: Path, clock: OneClock, readings: Readings) -> CompanyFile:
        """A company file in memory, of that content, that reads the open facts in this way."""
        storage = Storage(MEMORY)
        storage.copy_from(books)
        with storage.unit():
            storage.set_fact("readings", json.dumps(readings.as_json()))
        return CompanyFile(storage, QuickBooksClock(clock))

    def _prepared(self, name: str, *, furnish: bool) -> Template:
        directory = self.path / name
        directory.mkdir()
        clock = OneClock()
        file = CompanyFile.create(directory / "made.sim", clock=QuickBooksClock(clock))
        world = World(directory, file, clock)
        with world.database.write() as connection:
            companies.change(connection, COMPANY, installation=INSTALLATION)
        if furnish:
            for key, called in CUSTOMERS.items():
                world.save(a_customer(key, called))
            for key, (called, price) in ITEMS.items():
                world.save(an_item(key, called, price))
            world.settle()
            world.clock.sleep(60)
        file.backup(directory / "books.sim")
        file.close()
        kept = {ref: each for ref, each in world.books.kept.items() if isinstance(each, Customer | Item)}
        world.database.close()
        tables = sqlite3.connect(":memory:")
        with sqlite3.connect(directory / "host.sqlite3") as made:
            made.backup(tables)
        made.close()
        return Template(tables, directory / "books.sim", kept, tuple(world.books.changes), clock.now())

    def _strange(self) -> Path:
        directory = self.path / "other"
        directory.mkdir()
        clock = OneClock(MONDAY - timedelta(hours=1))
        file = CompanyFile.create(directory / "made.sim", name="Other people", clock=QuickBooksClock(clock))
        world = World(directory, file, clock)
        world.save(a_customer())
        world.save(an_item(name="Chai of other people"))
        world.settle()
        file.backup(directory / "books.sim")
        file.close()
        world.database.close()
        return directory / "books.sim"
