"""Reading the outbox: what is due, what stands where, what is held and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection, Row, and_, case, func, literal, or_, select, text, tuple_
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.terms import DocumentRow, RowState, Want

T = TypeVar("T")
CHUNK = 400
_RESTLESS = text("qb_document.state <> 'idle'")  # written as the index has it: SQLite takes no other for it
TROUBLED = (RowState.REVIEW.value, RowState.HELD.value, RowState.RETRY.value)
_PLACE = (document.c.key, document.c.state, document.c.wanted)
_SENDABLE = (RowState.READY.value, RowState.RETRY.value, RowState.HELD.value)


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Pieces small enough for one statement's parameters on every database."""
    iterator = iter(items)
    while piece := list(islice(iterator, CHUNK)):
        yield piece


def row_of(row: Row[Any]) -> DocumentRow:
    """A database row as the outbox row that the phases know."""
    waits = DocumentRef(company=row.company, kind=row.waits_kind, key=row.waits_key) if row.waits_key else None
    return DocumentRow(
        ref=DocumentRef(company=row.company, kind=row.kind, key=row.key),
        number=row.number,
        txn_date=date.fromisoformat(row.txn_date) if row.txn_date else None,
        rank=row.rank,
        want=Want(row.want),
        requested=row.requested,
        wanted=row.wanted,
        taken=row.taken,
        done=row.done,
        revision=row.revision,
        generation=row.generation,
        state=RowState(row.state),
        reason=Reason.of(row.reason) if row.reason else None,
        detail=row.detail,
        waits_for=waits,
        attempts=row.attempts,
        not_before=row.not_before,
        set_id=row.set_id,
        look_first=row.look_first,
        companions=row.companions,
        override=row.override,
        checked_number=row.checked_number,
        guid=row.guid,
        look_from=row.look_from,
        sent_in=row.sent_in,
        changed_at=row.changed_at,
    )


def _is_allowed(allowed: Sequence[str]) -> ColumnElement[bool]:
    """Rows that may go: somebody chose them, or a preference sends their kind unasked."""
    return or_(document.c.requested, document.c.kind.in_(allowed))


def held_in(run: int) -> str:
    """What a hold is decided under that the next run decides again."""
    return f"run {run}"


def count_due(connection: Connection, company: str, run: int, allowed: Sequence[str]) -> int:
    """How many rows are ready to go in that run."""
    statement = select(func.count()).where(
        document.c.company == company,
        _RESTLESS,
        document.c.wanted > document.c.done,
        document.c.state == RowState.READY.value,
        document.c.noted_run < run,
        _is_allowed(allowed),
    )
    return connection.execute(statement).scalar_one()


def due(
    connection: Connection,
    company: str,
    *,
    run: int,
    now: datetime,
    under: str,
    allowed: Sequence[str],
    limit: int,
) -> list[DocumentRow]:
    """Rows to plan now, in the order in which they should go: failed ones last, then by date, then by rank. What was
    saved since that run began is for the next one.

    `allowed` are the kinds whose available rows go by preference; requested rows always go. A held row comes
    back only when it was decided under other preferences than `under`, or was held for an earlier run alone.
    """
    statement = (
        select(document)
        .where(
            document.c.company == company,
            document.c.wanted > document.c.done,
            document.c.noted_run < run,
            _is_allowed(allowed),
            or_(
                document.c.state == RowState.READY.value,
                and_(document.c.state == RowState.RETRY.value, document.c.not_before <= now),
                and_(document.c.state == RowState.HELD.value, document.c.decided_under.not_in((under, held_in(run)))),
            ),
        )
        .order_by(document.c.attempts, document.c.txn_date, document.c.rank, document.c.key)
        .limit(limit)
    )
    return [row_of(row) for row in connection.execute(statement)]


def by_ref(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, DocumentRow]:
    """The rows of those documents; a document without a row is absent."""
    found: dict[DocumentRef, DocumentRow] = {}
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            condition = and_(document.c.company == company, document.c.kind == kind, document.c.key.in_(piece))
            for row in map(row_of, connection.execute(select(document).where(condition))):
                found[row.ref] = row
    return found


def revisions(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, int]:
    """The revision at which each of those documents was noted last; a document without a row is absent."""
    found: dict[DocumentRef, int] = {}
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            condition = and_(document.c.company == company, document.c.kind == kind, document.c.key.in_(piece))
            for key, revision in connection.execute(select(document.c.key, document.c.revision).where(condition)):
                found[DocumentRef(company=company, kind=kind, key=key)] = revision
    return found


def called(connection: Connection, company: str, kind: str, name: str) -> list[DocumentRef]:
    """The documents of a kind that have that key, or where none has, that number."""
    of_kind = and_(document.c.company == company, document.c.kind == kind)
    for column in (document.c.key, document.c.number):
        keys = connection.execute(select(document.c.key).where(of_kind, column == name).limit(2)).scalars().all()
        if keys:
            return [DocumentRef(company=company, kind=kind, key=key) for key in keys]
    return []


def moved(connection: Connection, seen: Iterable[DocumentRow]) -> set[DocumentRef]:
    """Which of these rows are not where they were seen; nobody moves the others before this transaction ends."""
    before = {row.ref: (row.state.value, row.wanted) for row in seen}
    kept: set[DocumentRef] = set()
    for (company, kind), keys in grouped(before).items():
        for piece in chunks(keys):
            condition = and_(document.c.company == company, document.c.kind == kind, document.c.key.in_(piece))
            found = connection.execute(select(*_PLACE).where(condition).with_for_update())
            for key, state, wanted in found:
                ref = DocumentRef(company=company, kind=kind, key=key)
                if before[ref] == (state, wanted):
                    kept.add(ref)
    return before.keys() - kept


def by_guid(connection: Connection, company: str, guids: Iterable[str]) -> dict[str, DocumentRow]:
    """The rows whose Add carried one of those ExternalGUIDs."""
    found: dict[str, DocumentRow] = {}
    for piece in chunks(guids):
        condition = and_(document.c.company == company, document.c.guid.in_(piece))
        for row in connection.execute(select(document).where(condition)):
            found[row.guid] = row_of(row)
    return found


def in_set(connection: Connection, set_id: str) -> list[DocumentRow]:
    """The rows that are in flight with that set."""
    return [row_of(row) for row in connection.execute(select(document).where(document.c.set_id == set_id))]


@dataclass(frozen=True)
class Standing:
    """Rows of one kind, state and reason: how many, and how many of them wait for somebody to choose them."""

    kind: str
    state: str
    reason: str | None
    number: int
    unchosen: int


def standing(connection: Connection, company: str) -> list[Standing]:
    """All rows that are not at rest, grouped in the order of their index, so that nothing has to be sorted."""
    is_unchosen = and_(document.c.wanted > document.c.done, document.c.requested.is_(False))
    group = (document.c.state, document.c.reason, document.c.kind)
    statement = (
        select(*group, func.count(), func.sum(case((is_unchosen, 1), else_=0)))
        .where(document.c.company == company, _RESTLESS)
        .group_by(*group)
    )
    found = connection.execute(statement)
    return [Standing(kind, state, reason, number, int(free)) for state, reason, kind, number, free in found]


def counts(connection: Connection, company: str) -> list[tuple[str, str, str | None, int]]:
    """(kind, state, reason, how many) over all rows that are not at rest."""
    return [(each.kind, each.state, each.reason, each.number) for each in standing(connection, company)]


def available(stands: Iterable[Standing], allowed: Sequence[str]) -> int:
    """How many rows wait for somebody to choose them, since no preference sends their kind."""
    return sum(each.unchosen for each in stands if each.state in _SENDABLE and each.kind not in allowed)


def troubled(connection: Connection, company: str, limit: int) -> list[DocumentRow]:
    """Rows that a person may want to look at: in review first, then held, then retrying, in the order of their reasons
    and dates. Each state is read by itself, in the order of the index."""
    found: list[DocumentRow] = []
    for state in TROUBLED:
        statement = (
            select(document)
            .where(document.c.company == company, document.c.state == state, _RESTLESS)
            .order_by(document.c.reason, document.c.kind, document.c.txn_date, document.c.key)
            .limit(limit - len(found))
        )
        found += map(row_of, connection.execute(statement))
    return found


@dataclass(frozen=True)
class Cause:
    """Rows that stand for one reason in one state."""

    reason: str
    state: str
    number: int


def causes(connection: Connection, company: str) -> list[Cause]:
    """Everything that a person may want to look at, by reason, the most frequent first."""
    by_cause: Counter[tuple[str, str]] = Counter()
    for _, state, reason, number in counts(connection, company):
        if state in TROUBLED:
            by_cause[reason or "", state] += number
    found = (Cause(reason, state, number) for (reason, state), number in by_cause.items())
    return sorted(found, key=lambda cause: (-cause.number, cause.reason))


def troubled_by(
    connection: Connection, company: str, reason: str, state: str, after: DocumentRow | None, limit: int
) -> list[DocumentRow]:
    """The rows of one cause, in the order of their kinds and dates, those after that row."""
    place = (document.c.kind, document.c.txn_date, document.c.key)
    conditions: list[Any] = [
        document.c.company == company,
        document.c.reason == reason,
        document.c.state == state,
        _RESTLESS,
    ]
    if after is not None:
        when = after.txn_date.isoformat() if after.txn_date else ""
        conditions.append(tuple_(*place) > tuple_(*map(literal, (after.ref.kind, when, after.ref.key))))
    statement = select(document).where(*conditions).order_by(*place).limit(limit)
    return [row_of(row) for row in connection.execute(statement)]


def numbered(connection: Connection, company: str, kind: str, number: str) -> DocumentRef | None:
    """The document of that kind ('' is any) and number or name; the one dated last where there are several."""
    conditions = [document.c.company == company, document.c.number == number]
    if kind:
        conditions.append(document.c.kind == kind)
    statement = select(document).where(*conditions).order_by(document.c.txn_date.desc(), document.c.key).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else row_of(row).ref


def next_retry(connection: Connection, company: str) -> datetime | None:
    """The first moment at which a retrying row wants another try."""
    statement = select(func.min(document.c.not_before)).where(
        document.c.company == company, document.c.state == RowState.RETRY.value
    )
    moment: datetime | None = connection.execute(statement).scalar_one()
    return moment


def grouped(refs: Iterable[DocumentRef]) -> dict[tuple[str, str], list[str]]:
    """The keys of those documents, by company and kind: what an IN condition wants."""
    groups: dict[tuple[str, str], list[str]] = {}
    for ref in refs:
        groups.setdefault((ref.company, ref.kind), []).append(ref.key)
    return groups
