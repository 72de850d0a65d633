"""A process that runs one company, with an accident: python -m tests.runners.carrier CARRIER DATABASE DIRECTORY.

CARRIER is `thread`, a host with the plugin in it, or `procrastinate`, a worker. Of all such processes with one
directory, the first that is about to hand a writing set over, which is committed by then, takes the file `accident`
away and sends itself the signal that the file names. Whoever's set was answered appends the answer to `answers`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allorders_quickbooks import plugin
from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.processors.base import Connector, Processor
from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.runners import thread, worker

from sample_host.running import running
from sample_host.services import open_host

ACCIDENT, VICTIM, ANSWERS = "accident", "victim", "answers"
BETWEEN_ANSWERS = b"\n<!-- the next answer -->\n"


@dataclass
class Accident:
    """The way to QuickBooks on which it happens."""

    way: Connector
    directory: Path
    simulated: bool = True
    description: str = "a way with an accident"

    @contextmanager
    def session(self) -> Iterator[Processor]:
        yield Stretch(self.way, self.directory)


@dataclass
class Stretch:
    """The stretch between the commit of a set and its answer. QuickBooks has no session open at its beginning: it has
    but one, and somebody who is paused would keep everybody else out."""

    way: Connector
    directory: Path

    def process(self, content: bytes) -> bytes:
        writes = b"InvoiceAddRq" in content
        if writes and (sign := self._taken()):
            (self.directory / VICTIM).write_text(str(os.getpid()))
            # To this very thread: one for the process may reach another first, and this one goes on into QuickBooks.
            signal.raise_signal(getattr(signal, sign))
        with self.way.session() as processor:
            answer = processor.process(content)
        if writes:
            with (self.directory / ANSWERS).open("ab") as answers:
                answers.write(answer + BETWEEN_ANSWERS)
        return answer

    def _taken(self) -> str:
        accident, mine = self.directory / ACCIDENT, self.directory / f"{ACCIDENT}-{os.getpid()}"
        try:
            accident.rename(mine)
        except FileNotFoundError:
            return ""
        return mine.read_text()


def main(carrier: str, database: str, directory: str) -> None:
    def connect(setup: CompanySetup) -> Connector:
        return Accident(connector(setup), Path(directory))

    setattr(plugin, "connector", connect)  # noqa: B010
    setattr(worker, "connector", connect)  # noqa: B010
    thread.LOOK_EVERY = worker.LOOK = 0.5
    if carrier == "procrastinate":
        served = worker.serve([open_host(database)])
        print("up", flush=True)
        worker.Worker(database, served, f"worker/{os.getpid()}", turn=3.0).work()
        return
    with running(database, None):
        print("up", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
