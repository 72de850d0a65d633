"""Time that passes in QuickBooks without anybody waiting: its EditSequences and moments are a second apart at least."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allorders_quickbooks.simulator import clock

A_MINUTE = 60.0  # seconds


class Passing:
    """What every simulated company file in this process reads the time of."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def time(self) -> float:
        return time.time() + self._ahead

    def passes(self, seconds: float = A_MINUTE) -> None:
        self._ahead += seconds


@contextmanager
def passing() -> Iterator[Passing]:
    """Let a test say when time passes."""
    with pytest.MonkeyPatch.context() as patch:
        moved = Passing()
        patch.setattr(clock, "time", moved)
        yield moved
