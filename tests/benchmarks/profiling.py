"""python -m tests.benchmarks.profiling NAME [--lines N]: where the time of a measurement goes, by own time.

NAME is one of companies, workstations, end_to_end, over_http and parsing. What it says is what `profiles/` keeps of
those that miss their goals. Under the profiler everything takes longer: read the order and the calls, not the seconds.
"""

from __future__ import annotations

import argparse
import io
import pstats
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from cProfile import Profile
from pathlib import Path
from tempfile import TemporaryDirectory
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.runners import worker

from sample_host import demo_together
from sample_host.announce import COMPANY
from sample_host.demonstration import carry_on
from sample_host.running import running
from sample_host.services import open_host
from sample_host.workstation import Work
from tests.benchmarks import end_to_end, messages, over_http, together
from tests.conftest import PostgresqlServer

DOCUMENTS = 400
COMPANIES, TURN, LOOKS = 8, 6.0, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=tuple(_PROFILED))
    parser.add_argument("--lines", type=int, default=40)
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        profile = Profile()
        _PROFILED[options.name](Path(directory), profile)
    said = io.StringIO()
    pstats.Stats(profile, stream=said).strip_dirs().sort_stats("tottime").print_stats(options.lines)
    print("\n".join(line.rstrip() for line in said.getvalue().strip().splitlines()))


def _parsing(_directory: Path, profile: Profile) -> None:
    answer = messages.answer()
    profile.runcall(deque, AnswerReader(io.BytesIO(answer)), 0)


def _end_to_end(directory: Path, profile: Profile) -> None:
    profile.runcall(end_to_end.prepared(directory / "world", DOCUMENTS).run)


def _over_http(directory: Path, profile: Profile) -> None:
    def profiled(app: WSGIApplication) -> WSGIApplication:
        def call(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            return profile.runcall(app, environment, start)

        return call

    over_http.update(directory / "update", DOCUMENTS, profiled)


def _companies(directory: Path, profile: Profile) -> None:
    """The turns of one worker among several companies, as long as nothing ends them."""
    with _at_work(directory, COMPANIES, together.EACH) as companies:
        for served in worker.serve([open_host(work.database) for work in companies]).values():
            ports = served.open("profiled", TURN)
            with closing(ports.database):
                profile.runcall(drain, ports, served.key)


def _workstations(directory: Path, profile: Profile) -> None:
    """What the workstations do that wait for another's run: they look how it stands."""
    with _at_work(directory, 1, DOCUMENTS) as (work,), running(work.database, work.books) as shop:
        for _ in range(LOOKS):
            profile.runcall(shop.plugins.sync_status, COMPANY)


@contextmanager
def _at_work(directory: Path, number: int, documents: int) -> Iterator[Sequence[Work]]:
    """So many companies on PostgreSQL, with so many documents each that wait."""
    server = PostgresqlServer(directory / "server")
    try:
        options = argparse.Namespace(database=server.url, companies=number, documents=documents)
        companies = demo_together.companies_of(options, directory)
        demo_together.prepare(companies)
        for work in companies:
            with running(work.database, work.books) as shop:
                carry_on(shop.host.orders, documents, 2, lambda *_: None)
        yield companies
    finally:
        server.stop()


_PROFILED: dict[str, Callable[[Path, Profile], None]] = {
    "companies": _companies,
    "end_to_end": _end_to_end,
    "over_http": _over_http,
    "parsing": _parsing,
    "workstations": _workstations,
}


if __name__ == "__main__":
    main()
