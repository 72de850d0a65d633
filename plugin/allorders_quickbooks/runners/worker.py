"""A worker: a process that makes the runs of the companies it serves, one at a time. Any number, on any machine.

One that dies is noticed by its heartbeat and replaced; one that was only paused, or late, finds its lease lost and
itself struck off when it goes on, and begins anew. A company's turn ends after some seconds where others wait, and it
goes to the end of the queue.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache

from allorders_hooks.host import HostServices
from procrastinate import signals
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from sqlalchemy.exc import SQLAlchemyError

from allorders_quickbooks.errors import QuickBooksPluginError
from allorders_quickbooks.log import log
from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.run import pace
from allorders_quickbooks.run.alerting import listen
from allorders_quickbooks.run.drain import awaits_run, drain
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, tables_of
from allorders_quickbooks.runners import queue
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate

HEARTBEAT = 1.5  # seconds
SWEEP = 1.5  # seconds between two looks for the jobs of the dead
LOOK = 6.0  # seconds between two looks at the rows of all companies
REST = 50  # times as long as a look took: every worker looks, and there may be many companies
AGAIN = 1  # seconds until a company whose lease somebody has is tried again
POLL = 1.0  # seconds; a new job is told of at once, one whose lock was just freed is not


@dataclass(frozen=True)
class Served:
    """A company of an order system. Its database is known for as long as the worker lives, and so is the text of each
    statement; its connections are kept no longer than a turn: there may be many companies, and as many workers."""

    host: HostServices
    key: str
    database: Database

    def open(self, holder: str, turn: float) -> Ports:
        """What a run needs; whoever asks closes its database. A turn ends with a set, so no set should take longer
        than one."""
        seconds = min(turn, pace.TARGET_SECONDS)
        return Ports(self.host, self.database, SystemClock(), SystemChance(), connector, holder, set_seconds=seconds)


def serve(hosts: list[HostServices]) -> Mapping[str, Served]:
    """The companies of those order systems by their installation ids, each with its tables and its row."""
    served: dict[str, Served] = {}
    database_at = cache(Database)
    for host in hosts:
        for key in host.companies():
            with closing(database_at(tables_of(host, key))) as database:
                migrate(database)
                with database.write() as connection:
                    companies.opened(connection, key)
                    served[companies.load(connection, key).installation] = Served(host, key, database)
    return served


class Worker:
    """Works until it is told to stop. `turn` in seconds; `holder` names it in leases."""

    def __init__(self, url: str, served: Mapping[str, Served], holder: str, turn: float) -> None:
        self._url = url
        self._served = served
        self._holder = holder
        self._turn = turn
        self._app = queue.from_a_worker(url)
        self._app.task(name=queue.TASK)(self._run)

    def work(self) -> None:
        """Until SIGINT or SIGTERM; a run that is under way goes on to its end, or to that of its turn."""
        queue.prepare(self._url)
        # psycopg cannot use the event loop that is usual on Windows.
        factory = asyncio.SelectorEventLoop if sys.platform == "win32" else None
        with asyncio.Runner(loop_factory=factory) as runner, suppress(asyncio.CancelledError):
            runner.run(self._work())

    async def _work(self) -> None:
        async with self._app.open_async():
            working = asyncio.create_task(self._work_for_ever())
            looking = [asyncio.create_task(self._sweep()), asyncio.create_task(self._look())]

            def end() -> None:
                working.cancel()

            try:
                with signals.on_stop(end):
                    await working
            finally:
                for task in looking:
                    task.cancel()

    async def _work_for_ever(self) -> None:
        """A worker whom others took for dead, since its heart was late, may take no more jobs under its old number; one
        that lost the database cannot say so. Both enlist again."""
        while True:
            try:
                await self._take_jobs()
            except ConnectorException as error:
                log.warning("worker enlists again", worker=self._holder, error=str(error.__cause__ or error))
            await asyncio.sleep(AGAIN)

    async def _take_jobs(self) -> None:
        """Until this is cancelled, or the database fails."""
        await self._app.run_worker_async(
            queues=list(self._served),
            name=self._holder,
            concurrency=1,
            fetch_job_polling_interval=POLL,
            delete_jobs=DeleteJobCondition.ALWAYS,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=queue.DEAD_AFTER,
            install_signal_handlers=False,
        )

    async def _sweep(self) -> None:
        while True:
            try:
                await queue.replace_the_dead(self._app, self._served)
            except ConnectorException as error:
                log.warning("queue not reached", error=str(error))
            await asyncio.sleep(SWEEP)

    async def _look(self) -> None:
        while True:
            began = time.monotonic()
            for installation in self._served:
                await self._look_at(installation)
            await asyncio.sleep(max(LOOK, REST * (time.monotonic() - began)))

    async def _look_at(self, installation: str) -> None:
        try:
            if await asyncio.to_thread(self._awaits_run, self._served[installation]):
                await queue.ask_from_a_worker(self._app, installation)
        except (ConnectorException, SQLAlchemyError) as error:
            log.warning("company not reached", company=self._served[installation].key, error=str(error))

    def _awaits_run(self, company: Served) -> bool:
        ports = company.open(self._holder, self._turn)
        with closing(ports.database):
            listen(ports, company.key)  # where no run ends, nobody else would notice that none succeeds
            return awaits_run(ports, company.key)

    def _run(self, installation: str) -> None:
        """The job. What a fault leaves undone is scheduled in the company's row."""
        company = self._served[installation]
        ports = company.open(self._holder, self._turn)
        until = time.monotonic() + self._turn

        def is_over() -> bool:
            return time.monotonic() >= until and queue.others_wait(self._app, installation, self._served)

        with closing(ports.database):
            try:
                run = drain(ports, company.key, is_over)
            except QuickBooksPluginError as lacking:
                log.info("company not run", company=company.key, why=lacking.technical)
                return
            if run is None:
                # Somebody has the lease, who may be dead or paused: his lease tells soon.
                queue.ask(self._app, installation, AGAIN)
            elif awaits_run(ports, company.key):
                queue.ask(self._app, installation)
