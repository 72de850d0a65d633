"""The demo of many: several workstations, several companies, and, where asked for, workers of their own."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from allorders_quickbooks.simulator import CompanyFile
from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.demonstration import populate
from sample_host.fairness import Ran, at_work, longest_wait, until_done
from sample_host.report import Report, report
from sample_host.running import connect_to_books, run_only_when_asked, running
from sample_host.workstation import Day, Work

QUEUE = "ALLORDERS_QUICKBOOKS_QUEUE"
FIRST_HAS = 3  # times the documents of each other company: who has much must not keep the others waiting
_STOP_WITHIN = 30.0  # seconds
_AT_ONCE = 8
_DONE = ("sent", "changed", "removed", "held", "failed")  # what a run counts that had anything to do


@dataclass(frozen=True)
class Together:
    """The figures of all companies together. `longest_wait` is in fair shares: 1 is as long as it would have taken a
    company had all shared the runners equally at every moment, and had those never been idle."""

    workstations: int
    companies: int
    workers: int
    documents: int
    ready: int
    sent: int
    duplicates: int
    lost: int
    in_doubt: int
    total_host: str
    total_quickbooks: str
    seconds: float
    documents_a_second: float
    longest_wait: float

    @property
    def sound(self) -> bool:
        return not (self.duplicates or self.lost or self.in_doubt) and self.total_host == self.total_quickbooks


def demo_together(options: Namespace) -> int:
    """Run it; 0 when every document of every company is in its company file exactly once, or has a reason not to be."""
    with ExitStack() as stack:
        directory = options.workdir or Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        companies = companies_of(options, directory.resolve())
        prepare(companies)
        days = _days(companies, options.workstations or 1)
        began, seen = _work(days, companies, options)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            runs = list(pool.map(partial(_runs, began), companies))
        took = [until_done(ran, seen[company.books]) for company, ran in zip(companies, runs, strict=True)]
        wait = longest_wait(list(map(at_work, runs, took)), took, options.workers or len(companies))
        result = _result(options, companies, max(took), wait)
    figures = asdict(result)
    width = max(map(len, figures))
    for name, figure in figures.items():
        shown = f"{name.replace('_', ' '):<{width}}  {figure}"
        print(shown, file=sys.stderr if options.json else sys.stdout)
    if options.json:
        print(json.dumps(figures))  # noqa: T201
    return 0 if result.sound else 1


def companies_of(options: Namespace, directory: Path) -> list[Work]:
    """Each company's own tables: a schema in the database that was named, or a file."""
    directory.mkdir(parents=True, exist_ok=True)
    number = options.companies or 1
    return [
        Work(
            database=_database(options.database, directory, place),
            books=directory / f"company-{place}.qbsim",
            documents=options.documents * (FIRST_HAS if place == 1 and number > 1 else 1),
        )
        for place in range(1, number + 1)
    ]


def _database(url: str | None, directory: Path, place: int) -> str:
    if url is None:
        return f"sqlite:///{(directory / f'company-{place}.sqlite3').as_posix()}"
    schema = f"company_{place}"
    known = make_url(url)
    if known.drivername == "postgresql":
        known = known.set(drivername="postgresql+psycopg")
    engine = create_engine(known)
    with engine.begin() as connection:
        connection.execute(CreateSchema(schema, if_not_exists=True))
    engine.dispose()
    return known.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)


def prepare(companies: Sequence[Work]) -> None:
    """Lists, the plugin set up, and a first run. The record in the company file takes its seconds once in its life, and
    most of them are waited for, so that the first runs of all companies are made at once."""
    with ExitStack() as stack:
        shops = [stack.enter_context(_set_up(company)) for company in companies]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_run_first, shops))


@contextmanager
def _set_up(company: Work) -> Iterator[Shop]:
    CompanyFile.open(company.books, create=True).close()
    with running(company.database, company.books) as shop:
        if not any(True for _ in shop.host.changed(COMPANY, None)):
            populate(shop.host.orders, 0, 1, lambda *_: None)
        connect_to_books(shop)
        run_only_when_asked(shop)  # or the first of the workers would begin before the others are there
        yield shop


def _run_first(shop: Shop) -> None:
    shop.plugins.sync_now(COMPANY, "", wait=True)


def _days(companies: Sequence[Work], workstations: int) -> list[Day]:
    """Every workstation has a company, and every company a workstation; those of one company share its documents."""
    number = max(workstations, len(companies))
    at = [(place % workstations, place % len(companies)) for place in range(number)]
    sharers = [sum(company == place for _, company in at) for place in range(len(companies))]
    shares = [
        work.model_copy(update={"documents": -(-work.documents // sharers[place])})
        for place, work in enumerate(companies)
    ]
    return [
        Day(seed=station + 2, companies=tuple(shares[company] for at_station, company in at if at_station == station))
        for station in range(workstations)
    ]


def _work(days: Sequence[Day], companies: Sequence[Work], options: Namespace) -> tuple[datetime, dict[Path, float]]:
    """When it began, and in how many seconds a workstation saw that nothing was left of a company, by its file."""
    environment = dict(os.environ)
    if options.workers:
        environment[QUEUE] = options.database
    with ExitStack() as stack:
        stations = [stack.enter_context(_started(["sample_host.workstation"], environment)) for _ in days]
        for station, day in zip(stations, days, strict=True):
            _say(station, day.model_dump_json())
        for station in stations:
            _hear(station)
        named = [option for company in companies for option in ("--order-system", company.database)]
        for _ in range(options.workers or 0):
            worker = stack.enter_context(_started(["allorders_quickbooks", "worker", *named], environment))
            _hear(worker)
        began = datetime.now(UTC)
        for station in stations:
            _say(station, "go")
        seen: dict[Path, float] = {}
        for station, day in zip(stations, days, strict=True):
            for company, seconds in zip(day.companies, json.loads(_hear(station)), strict=True):
                seen[company.books] = max(seconds, seen.get(company.books, 0.0))
        return began, seen


@contextmanager
def _started(module: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """That module as a process. It is ended by the end of its input, or by a signal."""
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield process
        if "worker" in module:
            process.terminate()
        elif process.stdin is not None:
            process.stdin.close()
        process.wait(_STOP_WITHIN)


def _say(process: subprocess.Popen[str], line: str) -> None:
    if process.stdin is not None:
        process.stdin.write(line + "\n")
        process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise RuntimeError(f"a process of the demo ended with {process.wait(_STOP_WITHIN)}")
    return line


def _runs(began: datetime, company: Work) -> list[Ran]:
    """The company's runs. One that is under way still ends as late as can be."""
    command = [sys.executable, "-m", "allorders_quickbooks", "history", "--order-system", company.database]
    told = subprocess.run([*command, "--runs", "--limit", "10000", "--json"], check=True, capture_output=True)  # noqa: S603
    return [
        Ran(
            (datetime.fromisoformat(run["started"]) - began).total_seconds(),
            (datetime.fromisoformat(run["ended"]) - began).total_seconds() if run["ended"] else math.inf,
            any(run[figure] for figure in _DONE),
        )
        for run in json.loads(told.stdout)
    ]


def _result(options: Namespace, companies: Sequence[Work], seconds: float, wait: float) -> Together:
    reports = [_report(company) for company in companies]
    sent = sum(each.sent for each in reports)
    return Together(
        workstations=options.workstations or 1,
        companies=len(companies),
        workers=options.workers or 0,
        documents=sum(each.documents for each in reports),
        ready=sum(each.ready for each in reports),
        sent=sent,
        duplicates=sum(each.duplicates for each in reports),
        lost=sum(each.lost for each in reports),
        in_doubt=sum(each.in_doubt for each in reports),
        total_host=str(sum((Decimal(each.total_host) for each in reports), Decimal(0))),
        total_quickbooks=str(sum((Decimal(each.total_quickbooks) for each in reports), Decimal(0))),
        seconds=round(seconds, 2),
        documents_a_second=round(sent / seconds, 2),
        longest_wait=round(wait, 2),
    )


def _report(company: Work) -> Report:
    with running(company.database, company.books) as shop, closing(CompanyFile.open(company.books)) as file:
        return report(shop, file, 0, 0)
