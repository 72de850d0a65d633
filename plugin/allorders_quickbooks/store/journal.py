"""The journal: one line for each thing that happened to a document or to the company, never changed again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection, Row, and_, insert, select

from allorders_quickbooks.log import log
from allorders_quickbooks.store.tables import journal

ON_ITS_WAY = "on its way"
"""What the journal says of a document when a set that carries it is stored."""


@dataclass(frozen=True)
class Line:
    """`what` is a stable code, `detail` a sentence. Neither ever holds a card number or a password."""

    what: str
    ref: DocumentRef | None = None
    detail: str = ""


@dataclass(frozen=True)
class Entry:
    """A line as kept."""

    id: int
    at: datetime
    ref: DocumentRef | None
    what: str
    detail: str
    set_id: str | None
    run: int
    who: str


@dataclass(frozen=True)
class Filter:
    """Which lines are wanted; what is empty does not matter. `what` is how the code begins, `until` is excluded."""

    kind: str = ""
    key: str = ""
    who: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None


def write(
    connection: Connection,
    company: str,
    lines: Iterable[Line],
    *,
    now: datetime,
    run: int = 0,
    set_id: str | None = None,
    who: str = "",
) -> None:
    """Add lines, and log them: without their details, which may name people."""
    rows = [
        {
            "at": now,
            "company": company,
            "kind": line.ref.kind if line.ref else "",
            "key": line.ref.key if line.ref else "",
            "what": line.what,
            "detail": line.detail,
            "set_id": set_id,
            "run": run,
            "who": who,
        }
        for line in lines
    ]
    if rows:
        connection.execute(insert(journal), rows)
    for row in rows:
        named = {"document": f"{row['kind']} {row['key']}" if row["key"] else "", "set": set_id, "who": who}
        log.info(row["what"], company=company, run=run, **{name: value for name, value in named.items() if value})


def sent_in(connection: Connection, ref: DocumentRef) -> set[str]:
    """The sets that this document has been in."""
    is_it = and_(journal.c.company == ref.company, journal.c.kind == ref.kind, journal.c.key == ref.key)
    statement = select(journal.c.set_id).where(is_it, journal.c.what == ON_ITS_WAY)
    return set(connection.execute(statement).scalars())


def of_document(connection: Connection, ref: DocumentRef) -> list[Entry]:
    """What happened to one document, oldest first."""
    statement = (
        select(journal)
        .where(journal.c.company == ref.company, journal.c.kind == ref.kind, journal.c.key == ref.key)
        .order_by(journal.c.id)
    )
    return [_entry_of(row) for row in connection.execute(statement)]


def page(connection: Connection, company: str, wanted: Filter, before: int | None, limit: int) -> list[Entry]:
    """Lines, newest first; with `before`, those that were written before the line of that id."""
    exact = {journal.c.kind: wanted.kind, journal.c.key: wanted.key, journal.c.who: wanted.who}
    conditions = [journal.c.company == company, *(column == value for column, value in exact.items() if value)]
    if wanted.what:
        conditions.append(journal.c.what.startswith(wanted.what, autoescape=True))
    if wanted.since is not None:
        conditions.append(journal.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(journal.c.at < wanted.until)
    if before is not None:
        conditions.append(journal.c.id < before)
    statement = select(journal).where(*conditions).order_by(journal.c.id.desc()).limit(limit)
    return [_entry_of(row) for row in connection.execute(statement)]


def _entry_of(row: Row[Any]) -> Entry:
    ref = DocumentRef(company=row.company, kind=row.kind, key=row.key) if row.key else None
    return Entry(row.id, row.at, ref, row.what, row.detail, row.set_id, row.run, row.who)
