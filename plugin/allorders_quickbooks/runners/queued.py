"""The runner of a host whose runs are made by workers elsewhere: it asks for them, and runs nothing itself."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.exceptions import ConnectorException

from allorders_quickbooks.log import log
from allorders_quickbooks.run.drain import awaits_run
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.runners import queue
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.runs import Run

RUN_WITHIN = timedelta(minutes=30)
_LOOK_AGAIN = 0.2  # seconds


class QueuedRunner:
    """Gives one company its place in the queue whenever something is due."""

    def __init__(self, ports: Ports, company: str, url: str) -> None:
        self._ports = ports
        self._company = company
        self._url = url
        self._app = queue.from_a_host(url)

    def start(self) -> None:
        queue.prepare(self._url)
        self._app.open()
        with self._ports.database.read() as connection:
            self._installation = companies.load(connection, self._company).installation
        self.wake()

    def wake(self) -> None:
        """Take a place in the queue, if a run is due. Where that fails, the workers find the company by its row."""
        try:
            if awaits_run(self._ports, self._company):
                queue.ask(self._app, self._installation)
        except ConnectorException as error:
            log.warning("queue not reached", company=self._company, error=str(error))

    def run_now(self) -> Run | None:
        """Ask, and wait until a worker has made a run that began after the call, and all that follow from it."""
        with self._ports.database.write() as connection:
            before = companies.load(connection, self._company).run_counter
            companies.ask_for_run(connection, self._company)
        self.wake()
        until = self._ports.clock.now() + RUN_WITHIN
        while self._ports.clock.now() < until:
            if (run := self._ended(before)) is not None:
                return run
            self._ports.clock.sleep(_LOOK_AGAIN)
        return None

    def stop(self, timeout: float) -> None:
        """Nothing of ours is under way."""
        self._app.close()

    def _ended(self, before: int) -> Run | None:
        with self._ports.database.read() as connection:
            known = companies.load(connection, self._company)
            last = runs.last(connection, self._company)
        is_over = last is not None and last.number > before and last.ended is not None
        return last if is_over and not known.wake and known.lease_until is None else None
