"""Keeping the lease while QuickBooks works: a short lease makes a dead runner's successor start soon."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy.exc import SQLAlchemyError

from allorders_quickbooks.log import log

Beat = Callable[[], bool]
Heartbeat = Callable[[Beat, float], AbstractContextManager[None]]


@contextmanager
def beating(beat: Beat, every: float) -> Iterator[None]:
    """Call `beat` every so many seconds, in a thread of its own, until the block ends or `beat` says False."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(every):
            try:
                if not beat():
                    return
            except SQLAlchemyError as error:
                # The next beat may get through; if none does, the lease runs out and the fence keeps order.
                log.warning("heartbeat missed", error=str(error))

    thread = threading.Thread(target=work, name="quickbooks-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
