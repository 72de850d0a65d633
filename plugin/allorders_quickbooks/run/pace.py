"""How many documents a set carries: as many as QuickBooks takes in a few seconds, since users wait meanwhile."""

from __future__ import annotations

FIRST = 200
LEAST, MOST = 20, 500
TARGET_SECONDS = 15.0


def size_after(last: tuple[int, float] | None, target: float = TARGET_SECONDS) -> int:
    """The next set's size by the (documents, seconds) of the last one that tells, so that QuickBooks takes some
    `target` seconds for it: twice as many at most, half as many at least."""
    if last is None:
        return FIRST
    carried, seconds = last
    fitting = int(carried * target / max(seconds, 0.001))
    return min(MOST, max(LEAST, carried // 2, min(fitting, max(FIRST, carried * 2))))
