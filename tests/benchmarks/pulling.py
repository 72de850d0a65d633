"""python -m tests.benchmarks.pulling [--small N] [--large N] [--json]: what pulling a hundred changes costs by size.

The run's own code plans and settles the pull; answers are written by a stand-in for QuickBooks that is not counted. The
plugin's tables hold as many records as the company file has, and the host knows each of them.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import ListChange, Taken
from allorders_hooks.records import AnyRecord, Customer
from allorders_quickbooks.phases import pull
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store import pulled
from allorders_quickbooks.store.pulled_tables import pulled as pulled_table
from allorders_quickbooks.store.tables import binding, document
from sqlalchemy import insert

from tests.benchmarks.ratio import Ratio
from tests.world import COMPANY, Books, World, new_world

CHANGES, ROUNDS, GOAL = 100, 7, 1.3
_LISTS = re.compile(rb'<(\w+QueryRq) requestID="(list [^"]+)"')


@dataclass
class Plenty(Books):
    """A host that has every customer there is."""

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        return {ref: Customer(ref=ref, name=f"Customer {ref.key}", revision=1) for ref in refs}

    def apply(self, company: str, changes: Iterable[ListChange]) -> list[Taken]:
        return [Taken(key=change.key, ref=change.ref, revision=2) for change in changes]


def measure(directory: Path, many: int) -> float:
    """Seconds of the processor for one pull of a hundred changes, the median of some."""
    world = new_world(directory)
    world.run()
    world.ports = replace(world.ports, host=Plenty(world.clock))
    fill(world, many)
    return median(_pull(world, number, many) for number in range(ROUNDS))


def fill(world: World, many: int) -> None:
    """So many customers, known here and as they were last read."""
    with world.database.write() as connection:
        for start in range(0, many, 20_000):
            keys = [f"{number:08}" for number in range(start, min(many, start + 20_000))]
            bare = {"lines": [], "applied": {}, "base": {}, "seen": {}, "edit_sequence": "1", "qb_type": "Customer"}
            head = {"company": COMPANY, "kind": "customer"}
            connection.execute(insert(binding), [{**head, "key": key, "qb_id": f"8-{key}", **bare} for key in keys])
            at_rest = {"wanted": 1, "done": 1, "state": "idle"}
            connection.execute(insert(document), [{**head, "key": key, **at_rest} for key in keys])
            listed = {"company": COMPANY, "listed": "Customer", "qb_type": "Customer", "edit_sequence": "1"}
            rows = [{**listed, "qb_id": f"8-{key}", "folded": f"customer {key}", "digest": "0"} for key in keys]
            connection.execute(insert(pulled_table), rows)
        for each in (*pull.LISTS, "@deleted"):
            pulled.place(connection, COMPANY, each, seen_to="2026-03-02T10:00:00", read_at=world.clock.now())


def _pull(world: World, number: int, many: int) -> float:
    session, seconds = world.begin(), 0.0
    while True:
        began = time.process_time()
        step = session.next()
        took = time.process_time() - began
        if not isinstance(step, Outgoing):
            break
        is_pull = b'"list Customer"' in step.content
        answer = _answer(world, step.content, number, many) if is_pull else world.deliver(step.content)
        began = time.process_time()
        session.receive(step.set_id, io.BytesIO(answer))
        seconds += took + time.process_time() - began if is_pull else 0
    world.end(session)
    world.let_lease_run_out()
    return seconds


def _answer(world: World, content: bytes, number: int, many: int) -> bytes:
    """The fence by the simulator, a hundred customers spread over the file, and nothing of the other lists."""
    fence, _, _ = content.partition(b'<CustomerQueryRq requestID="list')
    said = world.deliver(fence + b"</QBXMLMsgsRq></QBXML>").decode()
    keys = [f"{(each * (many // CHANGES) + number) % many:08}" for each in range(CHANGES)]
    rets = "".join(
        f"<CustomerRet><ListID>8-{key}</ListID><TimeModified>2026-03-02T10:00:{number:02}-05:00</TimeModified>"
        f"<EditSequence>{number + 2}</EditSequence><Name>Customer {key}</Name><FullName>Customer {key}</FullName>"
        f"<IsActive>true</IsActive><Phone>030 {number}</Phone></CustomerRet>"
        for key in keys
    )
    replies = "".join(
        f'<{query.decode()[:-2]}Rs requestID="{asked.decode()}" statusCode="{0 if asked == b"list Customer" else 1}" '
        f'statusSeverity="Info">{rets if asked == b"list Customer" else ""}</{query.decode()[:-2]}Rs>'
        for query, asked in _LISTS.findall(content)
    )
    return said.replace("</QBXMLMsgsRs>", replies + "</QBXMLMsgsRs>").encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    seconds = []
    for many in (options.small, options.large):
        with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            seconds.append(measure(Path(directory), many))
    ratio = Ratio("pulling 100 changes, large file / small file", seconds[1], seconds[0], GOAL)
    print(f"{ratio.name}: {ratio.value:.2f} (goal {ratio.goal}){'' if ratio.met else '  MISSED'}", file=sys.stderr)
    if options.json:
        print(json.dumps({"small": options.small, "large": options.large, "seconds": seconds, "ratio": ratio.value}))
    return 0 if ratio.met else 1


if __name__ == "__main__":
    sys.exit(main())
