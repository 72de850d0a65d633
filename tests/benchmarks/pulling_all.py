"""python -m tests.benchmarks.pulling_all [--records N] [--bindings N] [--json]: what pulling everything costs.

Every record of a long list is read once more, compared with what is known of it and with the host's, and found to be as
it was, beside so many other bindings. Said are the peak of memory, and how the time for a record grows with their
number. The bare parsing of the same answers and reading of the same rows is told beside it, without a goal: a full pull
also works out what each of the host's records comes to in QuickBooks.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from allorders_quickbooks.operations import pulling as verbs
from allorders_quickbooks.phases import pull
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store.pulled_tables import pulled as pulled_table
from allorders_quickbooks.store.tables import binding, document
from lxml import etree
from sqlalchemy import select

from tests.benchmarks import reconciling
from tests.benchmarks.pulling import Plenty, fill
from tests.benchmarks.ratio import Ratio
from tests.world import COMPANY, World, new_world

MEMORY_GOAL, GROWTH_GOAL = 300.0, 1.3
_MEGABYTE = 1024
_LISTS = re.compile(rb'<(\w+)QueryRq requestID="(list [^"]+)"')


@dataclass
class Measured:
    """Seconds of the processor for the pages of the long list, and for the bare work; the peak of memory so far in
    megabytes."""

    records: int
    seconds: float = 0.0
    bare: float = 0.0
    megabytes: float = 0.0


def measure(directory: Path, records: int, others: int) -> Measured:
    """One full pull of so many customers beside so many other bindings."""
    world = new_world(directory)
    world.run()
    world.ports = replace(world.ports, host=Plenty(world.clock))
    fill(world, records)
    with world.database.write() as connection:
        reconciling.fill(connection, "ship_doc", "Invoice", others)
    verbs.full(world.ports, COMPANY, "anna")
    measured = Measured(records)
    _pull(world, measured)
    measured.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    _read_rows(world, measured)
    return measured


def _pull(world: World, measured: Measured) -> None:
    session, page = world.begin(), 0
    while True:
        began = time.process_time()
        step = session.next()
        took = time.process_time() - began
        if not isinstance(step, Outgoing):
            break
        if b'"list Customer"' not in step.content:
            session.receive(step.set_id, io.BytesIO(world.deliver(step.content)))
            continue
        answer = _answer(world, step.content, page, measured.records)
        page += 1
        began = time.process_time()
        session.receive(step.set_id, io.BytesIO(answer))
        measured.seconds += took + time.process_time() - began
        began = time.process_time()
        for _, element in etree.iterparse(io.BytesIO(answer)):
            element.clear()
        measured.bare += time.process_time() - began
    world.end(session)
    assert page * pull.PAGE >= measured.records, "not every record was read"


def _answer(world: World, content: bytes, page: int, records: int) -> bytes:
    """The fence by the simulator, a page of the customers, and nothing of the other lists."""
    head = content[: content.index(b'requestID="list')]
    said = world.deliver(head[: head.rindex(b"<")] + b"</QBXMLMsgsRq></QBXML>").decode()
    first, last = page * pull.PAGE, min(records, (page + 1) * pull.PAGE)
    rets = "".join(
        f"<CustomerRet><ListID>8-{number:08}</ListID><TimeModified>2026-03-02T10:00:00-05:00</TimeModified>"
        f"<EditSequence>1</EditSequence><Name>Customer {number:08}</Name><FullName>Customer {number:08}</FullName>"
        f"<IsActive>true</IsActive></CustomerRet>"
        for number in range(first, last)
    )
    replies = []
    for query, asked in _LISTS.findall(content):
        is_it = asked == b"list Customer"
        left = f' iteratorRemainingCount="{records - last}" iteratorID="{{it}}"' if is_it else ""
        replies.append(
            f'<{query.decode()}QueryRs requestID="{asked.decode()}" statusCode="{0 if is_it else 1}" '
            f'statusSeverity="Info"{left}>{rets if is_it else ""}</{query.decode()}QueryRs>'
        )
    return said.replace("</QBXMLMsgsRs>", "".join(replies) + "</QBXMLMsgsRs>").encode()


def _read_rows(world: World, measured: Measured) -> None:
    began = time.process_time()
    with world.database.read() as connection:
        for table in (binding, document, pulled_table):
            for _ in connection.execute(select(table).execution_options(yield_per=1000)):
                pass
    measured.bare += time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--bindings", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    measured = []
    for share in (10, 1):
        with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            records = options.records // share
            measured.append(measure(Path(directory), records, (options.bindings - options.records) // share))
    small, large = measured
    ratios = [
        Ratio("peak memory in MB / 300", large.megabytes, MEMORY_GOAL, 1.0),
        Ratio("time for a record, ten times as many / as many", large.seconds / large.records,
              small.seconds / small.records, GROWTH_GOAL),
    ]  # fmt: skip
    for ratio in ratios:
        print(ratio.sentence, file=sys.stderr)
    print(f"pulling / bare parsing and reading: {large.seconds / large.bare:.2f}", file=sys.stderr)
    if options.json:
        print(json.dumps([vars(each) for each in measured]))
    return 0 if all(ratio.met for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
