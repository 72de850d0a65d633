"""Whether the journal explains what happened to each row between two moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.simulation.records import Moment, Name, Row

_SAYS: Mapping[str, tuple[str, ...]] = {
    RowState.IN_FLIGHT: ("on its way",),
    RowState.IDLE: ("in QuickBooks", "unbound", "unchanged", "never sent", "asked: retry"),
    RowState.READY: (
        "look first",
        "reopened",
        "waits again",
        "saved again meanwhile",
        "in QuickBooks",
        "unchanged",
        "unbound",
        "asked: ",
    ),
    RowState.HELD: ("held: ",),
    RowState.REVIEW: ("review: ",),
    RowState.RETRY: ("retry: ",),
}
"""How the lines begin that bring a row into a state."""


def unexplained(before: Moment, now: Moment) -> list[str]:
    """A sentence for each row that has changed without a word. A save in the host is its own explanation."""
    return [
        f"{name} went from {was.state} to {row.state}: {now.told.get(name, [])}"
        for name, was, row in _changed(before, now)
        if not _is_explained(was, row, before, now)
    ]


def _changed(before: Moment, now: Moment) -> Iterator[tuple[Name, Row, Row]]:
    for name, row in now.rows.items():
        was = before.rows.get(name)
        if was is not None and (was.state, was.reason) != (row.state, row.reason):
            yield name, was, row


def _is_explained(was: Row, row: Row, before: Moment, now: Moment) -> bool:
    lines = now.told.get(row.name, [])
    if row.state == RowState.READY and row.wanted > was.wanted:
        return True
    waited = was.reason == Reason.WAITING_FOR_RECORD.code and was.waits is not None
    if row.state == RowState.READY and waited:
        return "in QuickBooks" in now.told.get(was.waits or row.name, [])
    return any(line.startswith(_SAYS[row.state]) for line in lines)
