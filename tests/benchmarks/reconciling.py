"""python -m tests.benchmarks.reconciling [--items N] [--bindings N] [--json]: what comparing the stock costs.

The run's own code plans, settles and judges every page; answers are written by a stand-in for QuickBooks that costs as
little as it can, and that is not counted. Against it stands the bare work that nobody can save: parsing the same
answers, and reading the same rows.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from allorders_hooks.documents import DocumentRef
from allorders_hooks.stock import OnHand, StockAdjustment
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store import companies, stock
from allorders_quickbooks.store.stock_tables import stock as stock_table
from allorders_quickbooks.store.tables import binding, document
from lxml import etree
from sqlalchemy import Connection, insert, select

from tests.benchmarks.ratio import Ratio
from tests.world import COMPANY, Books, OneClock, World, new_world

_ID = re.compile(rb"<ListID>([^<]+)</ListID>")
_MEGABYTE = 1024
GOAL, MEMORY_GOAL = 2.0, 300.0


@dataclass
class Plenty(Books):
    """A host that has five of everything."""

    def stock(self, company: str, items: Iterable[DocumentRef]) -> Mapping[DocumentRef, OnHand]:
        return {item: OnHand(quantity=Decimal(5), value=Decimal(10)) for item in items}

    def adjust(self, company: str, adjustment: StockAdjustment) -> DocumentRef:
        raise NotImplementedError("nothing differs")


@dataclass
class Measured:
    """Seconds of the processor for the comparison and for the bare work, and the peak of memory in megabytes."""

    seconds: float = 0.0
    bare: float = 0.0
    megabytes: float = 0.0
    answers: list[bytes] = field(default_factory=list)

    def ratios(self) -> list[Ratio]:
        return [
            Ratio("comparing the stock / bare parsing and reading", self.seconds, self.bare, GOAL),
            Ratio("peak memory in MB / 300", self.megabytes, MEMORY_GOAL, 1.0),
        ]


def measure(directory: Path, items: int, others: int) -> Measured:
    """One comparison of so many items beside so many other bindings at rest."""
    world = _world(directory, items, others)
    measured = Measured()
    _compare(world, measured)
    measured.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    _bare(world, measured)
    return measured


def _world(directory: Path, items: int, others: int) -> World:
    world = new_world(directory)
    world.ports = replace(world.ports, host=Plenty(OneClock()))
    world.run()
    with world.database.write() as connection:
        fill(connection, "item", "ItemInventory", items)
        fill(connection, "ship_doc", "Invoice", others)
        stock.ask(connection, COMPANY, world.clock.now(), "anna")
        companies.change_facts(connection, COMPANY, {"audited_to": "", "wall_seen": ""})
    return world


def fill(connection: Connection, kind: str, qb_type: str, many: int) -> None:
    """So many documents at rest, each bound to an object of that type."""
    for start in range(0, many, 20_000):
        keys = [f"{number:08}" for number in range(start, min(many, start + 20_000))]
        bound = [_binding(kind, key, qb_type) for key in keys]
        connection.execute(insert(binding), bound)
        rows = [{"company": COMPANY, "kind": kind, "key": key, "wanted": 1, "done": 1, "state": "idle"} for key in keys]
        connection.execute(insert(document), rows)


def _binding(kind: str, key: str, qb_type: str) -> dict[str, object]:
    empty: dict[str, object] = {"lines": [], "applied": {}, "base": {}, "seen": {}, "edit_sequence": "1"}
    return {"company": COMPANY, "kind": kind, "key": key, "qb_type": qb_type, "qb_id": f"8-{kind}{key}", **empty}


def _compare(world: World, measured: Measured) -> None:
    session = world.begin()
    while True:
        began = time.process_time()
        step = session.next()
        if not isinstance(step, Outgoing):
            measured.seconds += time.process_time() - began
            break
        is_page = b"ItemInventoryQueryRq" in step.content
        if is_page:
            measured.seconds += time.process_time() - began
        answer = _answer(world, step.content) if is_page else world.deliver(step.content)
        began = time.process_time()
        session.receive(step.set_id, io.BytesIO(answer))
        if is_page:
            measured.seconds += time.process_time() - began
            measured.answers.append(answer)
    world.end(session)


def _answer(world: World, content: bytes) -> bytes:
    """What QuickBooks says: the fence by the simulator, the items as cheaply as can be."""
    fence, rest = content.split(b"<ItemInventoryQueryRq", 1)
    said = world.deliver(fence + b"</QBXMLMsgsRq></QBXML>")
    ids = _ID.findall(rest)
    rets = b"".join(
        b"<ItemInventoryRet><ListID>%s</ListID><FullName>Item %s</FullName><QuantityOnHand>5</QuantityOnHand>"
        b"<AverageCost>2.00</AverageCost></ItemInventoryRet>" % (qb_id, qb_id)
        for qb_id in ids
    )
    name = re.search(rb'requestID="([^"]+)"', rest)
    assert name is not None
    page = b'<ItemInventoryQueryRs requestID="%s" statusCode="0" statusSeverity="Info">%s</ItemInventoryQueryRs>'
    return said.replace(b"</QBXMLMsgsRs>", page % (name[1], rets) + b"</QBXMLMsgsRs>")


def _bare(world: World, measured: Measured) -> None:
    began = time.process_time()
    for answer in measured.answers:
        for _, element in etree.iterparse(io.BytesIO(answer)):
            element.clear()
    with world.database.read() as connection:
        for table in (binding, document, stock_table):
            for _ in connection.execute(select(table).execution_options(yield_per=1000)):
                pass
    measured.bare = time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--bindings", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        measured = measure(Path(directory), options.items, options.bindings - options.items)
    for ratio in measured.ratios():
        print(f"{ratio.name}: {ratio.value:.2f} (goal {ratio.goal}){'' if ratio.met else '  MISSED'}", file=sys.stderr)
    values = {"seconds": measured.seconds, "bare": measured.bare, "megabytes": measured.megabytes}
    if options.json:
        print(json.dumps({"items": options.items, "bindings": options.bindings, **values}))
    return 0 if all(ratio.met for ratio in measured.ratios()) else 1


if __name__ == "__main__":
    sys.exit(main())
