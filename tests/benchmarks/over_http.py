"""python -m tests.benchmarks.over_http [--documents N] [--json]: a whole update over HTTP, every answer durable.

Measured is the time that the Web Connector waits for our answers; QuickBooks' own time is not ours. The limit is the
same envelopes once more, parsed and answered by the same waitress, with nothing behind it. And the round trips, beside
the thirty that two thousand invoices may cost.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from allorders_quickbooks.simulator import CompanyFile
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.web_connector import soap
from allorders_quickbooks.web_connector.endpoint import application
from allorders_quickbooks.web_connector.enrolment import enrol
from allorders_quickbooks.web_connector.service import open_service
from lxml import etree
from waitress import create_server  # type: ignore[import-untyped]

from sample_host.announce import COMPANY
from sample_host.connector import Connector, read_qwc
from sample_host.demonstration import populate
from sample_host.running import connect_web_connector, running
from sample_host.soap_client import SoapClient, post_to
from sample_host.workplace import workplace
from tests.benchmarks.ratio import Ratio

GOAL = 45.0
ROUND_TRIPS = 30
DOCUMENTS = 3300  # of which some two thousand are invoices that go


@dataclass
class Recorder:
    """Posts, and keeps what went and what came, and how long it took."""

    post: Callable[[str, bytes], bytes]
    calls: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    seconds: float = 0.0
    slowest: float = 0.0

    def __call__(self, operation: str, envelope: bytes) -> bytes:
        began = time.perf_counter()
        answer = self.post(operation, envelope)
        took = time.perf_counter() - began
        self.seconds += took
        self.slowest = max(self.slowest, took)
        self.calls.append((operation, envelope, answer))
        return answer


def measure(directory: Path, documents: int) -> tuple[list[Ratio], dict[str, float]]:
    """The ratios, and the figures behind them."""
    place = workplace(directory, None)
    with running(place.database, place.books) as shop, closing(CompanyFile.open(place.books)) as books:
        connect_web_connector(shop)
        service = open_service(shop.host)
        with served(application(lambda: service)) as address, closing(Database(place.database)) as database:
            enrolled = enrol(database, COMPANY, address, "benchmark")
            (directory / "a.qwc").write_bytes(enrolled.content)
            app = read_qwc(directory / "a.qwc")
            shop.plugins.sync_now(COMPANY, "", wait=False)
            # The fence takes its seconds once in a company file's life.
            Connector(SoapClient(post_to(address)), app, enrolled.password, books).update()
            populate(shop.host.orders, documents, 1, lambda *_: None)
            recorder = Recorder(post_to(address))
            update = Connector(SoapClient(recorder), app, enrolled.password, books).update()
        invoices = len(books.transactions("Invoice"))
    limit = _limit(recorder.calls)
    ratios = [
        Ratio("an update over HTTP, all durable / its envelopes alone", recorder.seconds, limit, GOAL),
        Ratio("round trips of the update / as many as it may cost", update.sets, ROUND_TRIPS, 1),
    ]
    figures = {"invoices": invoices, "round_trips": update.sets, "seconds": recorder.seconds, "limit_seconds": limit}
    figures |= {"invoices_a_second": invoices / recorder.seconds, "slowest_call": recorder.slowest}
    return ratios, {name: round(figure, 3) for name, figure in figures.items()}


def _limit(calls: list[tuple[str, bytes, bytes]]) -> float:
    """Seconds for the same envelopes, with nothing behind them."""
    results = deque(_result(answer) for _, _, answer in calls)

    def echo(environment: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        stream, length = environment["wsgi.input"], int(environment["CONTENT_LENGTH"])
        with closing(soap.read(iter([stream.read(length)]))) as call:
            content = soap.answer(call, results.popleft())
        start("200 OK", [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(content)))])
        return [content]

    with served(echo) as address:
        again = Recorder(post_to(address))
        for operation, envelope, answer in calls:
            assert again(operation, envelope) == answer
        return again.seconds


def _result(answer: bytes) -> soap.Result:
    result = etree.fromstring(answer)[0][0][0]
    return tuple(child.text or "" for child in result) or (result.text or "")


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """That application at a free port of this machine."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/"
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        ratios, figures = measure(Path(directory), options.documents)
    for ratio in ratios:
        print(f"{ratio.name}: {ratio.value:.2f} (goal {ratio.goal}){'' if ratio.met else '  MISSED'}", file=sys.stderr)
    print(json.dumps(figures) if options.json else "\n".join(f"{n:<18} {f}" for n, f in figures.items()))
    return 0 if all(ratio.met for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
