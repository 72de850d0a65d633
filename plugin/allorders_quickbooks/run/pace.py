"""How many documents a set carries: as many as QuickBooks takes in a few seconds, since users wait meanwhile."""

from __future__ import annotations

from allorders_quickbooks.message_sets import MessageSet

FIRST = 200
LEAST, MOST = 20, 500
TARGET_SECONDS = 15.0


def size_after(last: MessageSet | None) -> int:
    """The next set's size by how long the last one took: twice as many at most, half as many at least."""
    if last is None or last.busy_for is None or not last.documents:
        return FIRST
    took, carried = max(last.busy_for, 0.001), len(last.documents)
    fitting = int(carried * TARGET_SECONDS / took)
    least, most = max(LEAST, carried // 2), max(FIRST, carried * 2)
    return min(MOST, max(least, min(fitting, most)))
