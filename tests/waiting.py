"""Waiting for what another thread does: for the thing itself, never for a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def until(condition: Callable[[], object], what: str, within: float = 60) -> None:
    """Return as soon as the condition holds; fail with the sentence where it does not come to hold."""
    last = time.monotonic() + within
    while not condition():
        assert time.monotonic() < last, f"waited in vain until {what}"
        threading.Event().wait(0.02)
