"""Noting that something was saved: the one statement that a host's save pays for.

One row a document. A first save makes the row, a later one adds one to `wanted`; a hold is lifted, since the
save may have mended it; a row in flight or in review only counts the save. The row remembers which run was the
latest then: a run takes what was saved before it began, or a busy order desk would never let it end. Nothing is
loaded, nothing decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection

from allorders_quickbooks.terms import Want

_COLUMNS = (
    "company",
    "kind",
    "key",
    "number",
    "txn_date",
    "rank",
    "want",
    "requested",
    "revision",
    "wanted",
    "state",
)
_INSERT = (
    "INSERT INTO qb_document ({columns}, noted_run) VALUES ({marks}, 1, 'ready', {noted_run}) "
    "ON CONFLICT (company, kind, key) DO "
)
_LATEST_RUN = "(SELECT run_counter FROM qb_company WHERE qb_company.key = {mark})"
# A deletion names neither number nor date: the last ones stay, so that people know which document it was.
_CALLED = ", ".join(
    f"{column} = CASE WHEN excluded.{column} = '' THEN qb_document.{column} ELSE excluded.{column} END"
    for column in ("number", "txn_date")
)
_LIFTED = (
    "state = CASE WHEN qb_document.state IN ('idle', 'held') THEN 'ready' ELSE qb_document.state END, "
    "reason = CASE WHEN qb_document.state IN ('idle', 'held') THEN NULL ELSE qb_document.reason END, "
    "waits_kind = NULL, waits_key = NULL"
)
_SAVED_AGAIN = (
    f"UPDATE SET wanted = qb_document.wanted + 1, {_CALLED}, want = excluded.want, revision = excluded.revision, "
    f"noted_run = excluded.noted_run, {_LIFTED}"
)
_NEEDED_AGAIN = (
    "UPDATE SET wanted = qb_document.wanted + 1, state = 'ready', requested = excluded.requested "
    "WHERE qb_document.state = 'idle' AND qb_document.wanted <= qb_document.done"
)
_MISSED = (
    f"UPDATE SET wanted = qb_document.wanted + 1, {_CALLED}, want = excluded.want, revision = excluded.revision, "
    f"{_LIFTED} WHERE qb_document.revision < excluded.revision"
)


_INSERT_DONE = (
    "INSERT INTO qb_document ({columns}, taken, done) VALUES ({marks}, 1, 'idle', 1, 1) "
    "ON CONFLICT (company, kind, key) DO "
)
_TOLD = (
    f"UPDATE SET done = qb_document.wanted, taken = qb_document.wanted, {_CALLED}, want = excluded.want, "
    "revision = excluded.revision, requested = excluded.requested, state = 'idle', reason = NULL, detail = '', "
    "waits_kind = NULL, waits_key = NULL WHERE qb_document.state <> 'in_flight' "
    "AND (qb_document.wanted <= qb_document.done "
    "OR (qb_document.wanted = qb_document.done + 1 AND qb_document.revision = excluded.revision))"
)


def _insert(mark: str, noted_run: str = "0") -> str:
    marks = ", ".join([mark] * (len(_COLUMNS) - 2))
    return _INSERT.format(columns=", ".join(_COLUMNS), marks=marks, noted_run=noted_run)


_MARKS = {"sqlite": "?", "postgresql": "%s"}
SAVED = {dialect: _insert(mark, _LATEST_RUN.format(mark=mark)) + _SAVED_AGAIN for dialect, mark in _MARKS.items()}
NEEDED = {dialect: _insert(mark) + _NEEDED_AGAIN for dialect, mark in _MARKS.items()}
TOLD = {
    dialect: _INSERT_DONE.format(columns=", ".join(_COLUMNS), marks=", ".join([mark] * (len(_COLUMNS) - 2))) + _TOLD
    for dialect, mark in _MARKS.items()
}
SWEPT = {dialect: _insert(mark) + _MISSED for dialect, mark in _MARKS.items()}


def values(
    ref: DocumentRef,
    *,
    rank: int,
    revision: int,
    number: str = "",
    txn_date: date | None = None,
    want: Want = Want.PRESENT,
    requested: bool = False,
) -> tuple[Any, ...]:
    """What NEEDED and SWEPT take, in order; `saved` makes of it what SAVED takes."""
    when = txn_date.isoformat() if txn_date else ""
    return (ref.company, ref.kind, ref.key, number, when, rank, want.value, requested, revision)


def saved(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What SAVED takes: the same, and once more the company, whose latest run the row remembers."""
    return (*row, row[0])


def note_saved(connection: Connection, row: tuple[Any, ...]) -> None:
    """Note a save in a transaction of the plugin's own, for a host whose saves have none."""
    _run(connection, SAVED, [saved(row)])


def note_needed(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
    """Rows for records that a document needs and QuickBooks lacks; one that waits already is left as it is.
    How many were made or opened again."""
    return _run(connection, NEEDED, rows)


def note_told(connection: Connection, row: tuple[Any, ...]) -> None:
    """Note a save that the plugin has asked the host for: QuickBooks has it already. Where anybody else has saved the
    record besides, it goes all the same."""
    _run(connection, TOLD, [row])


def note_swept(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Note what the sweep found: new documents, and known ones that were saved while nobody listened."""
    _run(connection, SWEPT, rows)


def _run(connection: Connection, statements: dict[str, str], rows: Sequence[tuple[Any, ...]]) -> int:
    return connection.exec_driver_sql(statements[connection.dialect.name], list(rows)).rowcount if rows else 0
