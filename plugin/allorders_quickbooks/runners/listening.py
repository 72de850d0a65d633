"""Listening by the clock: where no run ends, nobody else would notice that none succeeds, or send a late e-mail."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from allorders_quickbooks.log import log
from allorders_quickbooks.run.alerting import listen
from allorders_quickbooks.run.ports import Ports

LISTEN_EVERY = 60.0  # seconds


class Listener:
    """Listens once a minute at most, for whoever looks in more often anyway."""

    def __init__(self, ports: Mapping[str, Ports]) -> None:
        self._ports = ports
        self._at = time.monotonic()

    def look_in(self) -> None:
        if time.monotonic() < self._at:
            return
        self._at = time.monotonic() + LISTEN_EVERY
        for company, ports in self._ports.items():
            listen(ports, company)


@contextmanager
def listening(ports: Mapping[str, Ports]) -> Iterator[None]:
    """A thread that does, beside a server that only answers calls."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            for company, each in ports.items():
                try:
                    listen(each, company)
                except Exception:
                    # A thread that ends would leave the company without anybody who listens, and without a word.
                    log.exception("not listened", company=company)
            over.wait(LISTEN_EVERY)

    thread = threading.Thread(target=work, name="quickbooks-listening", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LISTEN_EVERY)
