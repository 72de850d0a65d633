"""The embedded runner: one quiet thread in the host for each open company.

It sleeps until somebody in this process wakes it, and looks at the company's row every few seconds, so that an
interval saved elsewhere, or a request from another workstation, is seen as well. The lease decides who runs.
"""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from allorders_quickbooks.log import log
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.runs import INTERRUPTED, Run

LOOK_EVERY = 3.0  # seconds
RUN_WITHIN = timedelta(minutes=30)
_LOOK_AGAIN = 0.2  # seconds
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

    def run_now(self) -> Run | None:
        """A run in this very thread. What was saved a moment ago need not be in one that is under way: ours comes
        after it. One that another runner took over, since this process did not come to renew its lease, is followed by
        the next. None where none comes to its end."""
        from allorders_quickbooks.run.drain import drain

        until = self._ports.clock.now() + RUN_WITHIN
        while self._ports.clock.now() < until:
            run = drain(self._ports, self._company)
            if run is not None and run.outcome != INTERRUPTED:
                return run
            self._ports.clock.sleep(_LOOK_AGAIN)
        return None

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
        # What a run needs is loaded here: the host that starts this thread does not wait for it.
        from allorders_quickbooks.run.drain import awaits_run, drain
        from allorders_quickbooks.runners.listening import Listener

        listener = Listener({self._company: self._ports})
        while not self._stopped.is_set():
            try:
                if awaits_run(self._ports, self._company):
                    drain(self._ports, self._company)
                listener.look_in()
            except Exception:
                # A thread that ends would leave the company without a runner and without a word.
                log.exception("run failed", company=self._company)
                self._woken.wait(LOOK_EVERY)
            self._woken.wait(LOOK_EVERY)
            self._woken.clear()
