"""Who calls drain. A runner promises only that it runs: one at a time a company, again after a crash, when woken."""

from __future__ import annotations

from typing import Protocol

from allorders_quickbooks.store.runs import Run


class Runner(Protocol):
    """What a host's process has of the runner of one company, be it here or elsewhere."""

    def start(self) -> None: ...

    def wake(self) -> None:
        """Look at the company's row soon. Safe from any thread; never raises."""

    def run_now(self) -> Run | None:
        """A run that sees what was saved before the call, from its beginning to its end. None where none came to its
        end in a long time."""

    def stop(self, timeout: float) -> None:
        """Finish the set under way, if it is ours, and end. `timeout` in seconds."""
