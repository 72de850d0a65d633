"""The embedded runner: one quiet thread in the host for each open company.

It sleeps until somebody in this process wakes it, and looks at the company's row every few seconds, so that an
interval saved elsewhere, or a request from another workstation, is seen as well. The lease decides who runs.
"""

from __future__ import annotations

import threading
import time

from allorders_quickbooks.log import log
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.drain import drain, is_set_up
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies

LOOK_EVERY = 3.0  # seconds
_SAY_AGAIN = 0.5


class ThreadRunner:
    """Runs one company in the background until it is stopped."""

    def __init__(self, ports: Ports, company: str) -> None:
        self._ports = ports
        self._company = company
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"quickbooks-{company}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look at the company's row now. Safe from any thread; costs nothing when nothing is due."""
        self._woken.set()

    def stop(self, timeout: float) -> None:
        """Finish the set under way and end; what is left waits in the database. `timeout` in seconds."""
        self._stopped.set()
        self._woken.set()
        until = time.monotonic() + timeout
        while self._thread.is_alive() and time.monotonic() < until:
            # Said more than once: a run that begins at this very moment takes the lease afresh and has not heard it.
            with self._ports.database.write() as connection:
                companies.cancel(connection, self._company, self._ports.holder)
            self._thread.join(_SAY_AGAIN)

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                if self._due():
                    drain(self._ports, self._company)
            except Exception:
                # A thread that ends would leave the company without a runner and without a word.
                log.exception("run failed", company=self._company)
                self._woken.wait(LOOK_EVERY)
            self._woken.wait(LOOK_EVERY)
            self._woken.clear()

    def _due(self) -> bool:
        with self._ports.database.read() as connection:
            company = companies.load(connection, self._company)
            now = self._ports.database.now(connection)
        return is_set_up(company.setup) and not company.setup.polled and schedule.is_due(company, now)
