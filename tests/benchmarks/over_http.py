"""python -m tests.benchmarks.over_http [--documents N] [--json]: a whole update over HTTP, every answer durable.

Measured is the time that the Web Connector waits for our answers; QuickBooks' own time is not ours. The limit is the
same envelopes once more through the same waitress, with no database: the qbXML of each answer is parsed, that of each
request is built, as a bare tree, and so is its envelope. The two are taken in turn, several times. And the round
trips, beside the thirty that two thousand invoices may cost.
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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from allorders_quickbooks.qbxml.reader import AnswerReader
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
from tests.benchmarks.ratio import Ratio, told
from tests.benchmarks.trees import Tree, flat, grown

GOAL, ROUNDS = 0.5, 3
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


@dataclass(frozen=True)
class Updated:
    """What one update came to. Seconds are those of all calls together."""

    seconds: float
    limit_seconds: float
    slowest_call: float
    invoices: int
    round_trips: int


def measure(directory: Path, documents: int = DOCUMENTS, rounds: int = ROUNDS) -> tuple[list[Ratio], dict[str, float]]:
    """The ratios, and the figures behind them."""
    updates = [update(directory / f"update-{number}", documents) for number in range(rounds)]
    seconds, limit = median(each.seconds for each in updates), median(each.limit_seconds for each in updates)
    last = updates[-1]
    ratios = [
        Ratio(
            "calls a second over HTTP, all durable / their envelopes alone", 1 / seconds, 1 / limit, GOAL, least=True
        ),
        Ratio("round trips of the update / as many as it may cost", last.round_trips, ROUND_TRIPS, 1),
    ]
    figures = asdict(last) | {"seconds": seconds, "limit_seconds": limit}
    figures["invoices_a_second"] = last.invoices / seconds
    return ratios, {name: round(figure, 3) for name, figure in figures.items()}


def update(
    directory: Path, documents: int, around: Callable[[WSGIApplication], WSGIApplication] = lambda app: app
) -> Updated:
    """One update of so many documents; `around` is put around the endpoint."""
    place = workplace(directory, None)
    with running(place.database, place.books) as shop, closing(CompanyFile.open(place.books)) as books:
        connect_web_connector(shop)
        service = open_service(shop.host)
        with served(around(application(lambda: service))) as address, closing(Database(place.database)) as database:
            enrolled = enrol(database, COMPANY, address, "benchmark")
            (directory / "a.qwc").write_bytes(enrolled.content)
            app = read_qwc(directory / "a.qwc")
            shop.plugins.sync_now(COMPANY, "", wait=False)
            # The fence takes its seconds once in a company file's life.
            Connector(SoapClient(post_to(address)), app, enrolled.password, books).update()
            populate(shop.host.orders, documents, 1, lambda *_: None)
            recorder = Recorder(post_to(address))
            updated = Connector(SoapClient(recorder), app, enrolled.password, books).update()
        invoices = len(books.transactions("Invoice"))
    return Updated(recorder.seconds, _limit(recorder.calls), recorder.slowest, invoices, updated.sets)


def _limit(calls: list[tuple[str, bytes, bytes]]) -> float:
    """Seconds for the same envelopes, with no database behind them."""
    results = deque(_result(answer) for _, _, answer in calls)
    requests = deque(_request(answer) for operation, _, answer in calls if operation == "sendRequestXML")

    def echo(environment: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        stream, length = environment["wsgi.input"], int(environment["CONTENT_LENGTH"])
        with closing(soap.read(iter([stream.read(length)]))) as call:
            if call.operation == "receiveResponseXML" and (answered := call.document("response")) is not None:
                deque(AnswerReader(cast(BinaryIO, answered)), maxlen=0)
            if call.operation == "sendRequestXML" and (request := requests.popleft()) is not None:
                etree.tostring(grown(request))
            content = soap.answer(call, results.popleft())
        start("200 OK", [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(content)))])
        return [content]

    with served(echo) as address:
        again = Recorder(post_to(address))
        for operation, envelope, answer in calls:
            assert again(operation, envelope) == answer
        return again.seconds


def _request(answer: bytes) -> Tree | None:
    """The set that was sent with that answer, if one was."""
    text = _result(answer)
    is_set = isinstance(text, str) and text.startswith("<?xml")
    return flat(etree.fromstring(text.encode())) if is_set and isinstance(text, str) else None


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
    code = told(ratios, as_json=False)
    print(json.dumps(figures) if options.json else "\n".join(f"{n:<18} {f}" for n, f in figures.items()))
    return code


if __name__ == "__main__":
    sys.exit(main())
