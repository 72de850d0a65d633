"""The place where one schedule happens: a host, the plugin's tables, company files, one clock, and who did what there."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.processors.base import Connector
from allorders_quickbooks.processors.simulator import APPLICATION
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.simulator import CompanyFile, FaultPlan, Readings

from tests.simulation.accidents import Accidents
from tests.simulation.bench import Bench, Template
from tests.simulation.watched import WatchedDatabase
from tests.world import COMPANY, Books, OneClock, SeededChance, World, a_ref


@dataclass(frozen=True)
class Edit:
    """What a bookkeeper wrote into one element of a transaction or record of ours."""

    object_id: str
    element: str
    text: str


@dataclass(frozen=True)
class Backup:
    """A copy of the company file, and the edits that are in it."""

    path: Path
    edits: dict[tuple[str, str], Edit]


@dataclass(frozen=True)
class Flight:
    """A set's bytes that may still arrive at QuickBooks, or an answer that may still arrive at the plugin."""

    set_id: str
    content: bytes


class Place(World):
    """`blame` says what has befallen each document; `in_the_air` are requests and `answers` answers that may yet
    come; `edits` is what a bookkeeper wrote last, by object and element."""

    def __init__(self, bench: Bench, template: Template, seed: int, accidents: Accidents) -> None:
        self.bench, self.accidents = bench, accidents
        self.clock = OneClock(template.instant)
        self.readings = Readings.draw(accidents.chance)
        self.file = self.own = bench.open_copy(template.books, self.clock, self.readings)
        self.other = bench.open_copy(bench.other, self.clock, self.readings)
        self.faults = FaultPlan()
        self.tokens = {}
        self.books = Books(self.clock, dict(template.kept), list(template.changes))
        self.database: WatchedDatabase = bench.database
        self.database.unwatched()
        self.database.clock = self.clock
        self.database.hold(template.tables)
        self.chance = SeededChance(seed)
        self.ports = self.ports_of("operator", lambda setup: _NO_WAY)
        self.blame: defaultdict[DocumentRef, set[str]] = defaultdict(set)
        self.in_the_air: list[Flight] = []
        self.answers: list[Flight] = []
        self.edits: dict[tuple[str, str], Edit] = {}
        self.backups: list[Backup] = []

    @property
    def raw(self) -> sqlite3.Connection:
        """The plugin's tables, for a quick look."""
        return self.database.raw

    def ports_of(self, holder: str, connect: object) -> Ports:
        """What a runner of that name needs. It never beats its lease on: a slow QuickBooks makes it lose it."""
        return Ports(
            self.books,
            self.database,
            self.clock,
            self.chance,
            connect,  # type: ignore[arg-type]
            holder,
            heartbeat=lambda beat, every: nullcontext(),
        )

    def call(self, content: bytes, machine: str, faults: FaultPlan | None = None) -> bytes:
        """These bytes arrive at QuickBooks now, in whatever company file is open there."""
        with self.file.session(APPLICATION, machine=machine, faults=faults) as session:
            return session.process(content)

    def back_up(self) -> None:
        path = self.bench.path / f"backup-{len(self.backups)}.sim"
        path.unlink(missing_ok=True)
        self.own.backup(path)
        self.backups.append(Backup(path, dict(self.edits)))

    def restore(self, backup: Backup) -> None:
        """History goes back, and with it whatever a bookkeeper has written since."""
        self.own.restore(backup.path)
        self.edits = dict(backup.edits)
        self.blame_all(self.books.kept, "restored")
        self.blame_all(self.blame, "restored")

    def blame_all(self, refs: Iterable[DocumentRef], kind: str) -> None:
        for ref in list(refs):
            self.blame[ref].add(kind)

    def set_of(self, content: bytes) -> str:
        """The id of the stored set with these bytes."""
        found = self.raw.execute("SELECT id FROM qb_set WHERE content = ? ORDER BY seq DESC LIMIT 1", (content,))
        row = found.fetchone()
        return str(row[0]) if row else ""

    def carried(self, set_id: str) -> list[DocumentRef | None]:
        """The documents of a set's requests, in their order; None for a request that carries none."""
        row = self.raw.execute("SELECT requests FROM qb_set WHERE id = ?", (set_id,)).fetchone()
        requests = [one for one in json.loads(row[0]) if one["id"]] if row else []
        return [a_ref(*one["ref"][1:]) if "ref" in one else None for one in requests]

    def owner_of(self, guid: str | None) -> DocumentRef | None:
        """Whose ExternalGUID that is, bound or not."""
        tables = ("qb_binding", "qb_document")
        for table in tables:
            row = self.raw.execute(f"SELECT kind, key FROM {table} WHERE guid = ?", (guid or "?",)).fetchone()
            if row:
                return a_ref(*row)
        return None

    def close(self) -> None:
        self.database.unwatched()
        self.own.close()
        self.other.close()


class _NoWay:
    """No runner of its own: operators only write into the tables."""


_NO_WAY = _NoWay()
