"""python -m tests.benchmarks.end_to_end [--json]: documents a second, beside the simulator alone with the same bytes.

One world plans, sends and settles ship docs of five lines; what went to its company file, and when by the one clock, is
played once more into a copy of that file as it was before, and gives the same answers. And the round trips that
a thousand documents cost, with the duplicate check on.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from statistics import median

from allorders_quickbooks.processors.simulator import APPLICATION
from allorders_quickbooks.simulator import CompanyFile

from tests.benchmarks.ratio import Ratio, alone
from tests.world import OneClock, QuickBooksClock, World, a_customer, a_line, a_ship_doc, an_item, new_world

RATE, ROUND_TRIPS = 0.6, 12
DOCUMENTS, LINES, ROUNDS = 1000, 5, 3


@dataclass
class Recorded:
    """A way to the world's company file that keeps what goes and what comes."""

    world: World
    sets: list[tuple[datetime, bytes, bytes]] = field(default_factory=list)
    simulated: bool = True
    description: str = "it is recorded"

    @contextmanager
    def session(self) -> Iterator[Recorded]:
        with self.world.file.session(APPLICATION) as self._session:
            yield self

    def process(self, content: bytes) -> bytes:
        began = self.world.clock.now()
        answer = self._session.process(content)
        self.sets.append((began, content, answer))
        return answer


def measure(directory: Path) -> list[Ratio]:
    seconds, alone_seconds, trips = [], [], 0
    for number in range(ROUNDS):
        world = _world(directory / str(number))
        clock, copy = OneClock(world.clock.now()), _copied(directory / str(number))
        took, recorded = _synchronize(world)
        seconds.append(took)
        with closing(CompanyFile.open(copy, clock=QuickBooksClock(clock))) as file:
            alone_seconds.append(_replay(file, clock, recorded))
        trips = len(recorded.sets)
    rate, limit = DOCUMENTS / median(seconds), DOCUMENTS / median(alone_seconds)
    return [
        Ratio("documents a second, end to end / the simulator alone", rate, limit, RATE, least=True),
        Ratio("round trips for 1,000 documents / as many as they may cost", trips, ROUND_TRIPS, 1),
    ]


def _world(directory: Path) -> World:
    """Its customers and items are in QuickBooks already; its ship docs keep their numbers, which are looked up before
    they go."""
    directory.mkdir()
    world = new_world(directory)
    world.prefer(ship_doc_numbers=True)
    for number in range(20):
        world.save(a_customer(f"C{number}", f"Customer {number}"))
        world.save(an_item(f"I{number}", f"Item {number}"))
    world.settle()
    return world


def _copied(directory: Path) -> Path:
    copy = directory / "copy.sim"
    with closing(sqlite3.connect(directory / "quickbooks.sim")) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    return copy


def prepared(directory: Path, documents: int) -> World:
    """A world with so many ship docs to send."""
    world = _world(directory)
    _save(world, documents)
    return world


def _save(world: World, documents: int) -> None:
    for number in range(documents):
        lines = [a_line(f"I{(number + line) % 20}", key=str(line)) for line in range(LINES)]
        world.save(a_ship_doc(f"S{number:05}", *lines, customer=f"C{number % 20}"))


def _synchronize(world: World) -> tuple[float, Recorded]:
    recorded = Recorded(world)
    world.ports = replace(world.ports, connect=lambda setup: recorded)
    _save(world, DOCUMENTS)
    began = time.process_time()
    run = world.run()
    took = time.process_time() - began
    assert run.sent == DOCUMENTS, run
    assert sum(content.count(b"<InvoiceQueryRq") for _, content, _ in recorded.sets) > 1, "no number was looked up"
    return took, recorded


def _replay(file: CompanyFile, clock: OneClock, recorded: Recorded) -> float:
    """Seconds of the processor for the same sets, at the same moments."""
    seconds = 0.0
    with file.session(APPLICATION) as session:
        for moment, content, answer in recorded.sets:
            clock.sleep((moment - clock.now()).total_seconds())
            began = time.process_time()
            said = session.process(content)
            seconds += time.process_time() - began
            assert said == answer, "the simulator was not asked the same"
    return seconds


if __name__ == "__main__":
    sys.exit(alone(__doc__, measure))
