"""What QuickBooks has per list record, kept as it is read, and how far each list has been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, literal, select, text, update

from allorders_quickbooks.effects import Pulled
from allorders_quickbooks.listed import Asked, ListRecord, Position, Step
from allorders_quickbooks.store.bindings import binding_of, folded
from allorders_quickbooks.store.pulled_tables import position, pulled
from allorders_quickbooks.store.rows import chunks
from allorders_quickbooks.store.tables import binding
from allorders_quickbooks.terms import Binding

_PENDING = text("qb_pulled.pending")  # written as the index has it: SQLite takes no other for it
_NAMES = 5000
_FIELDS = tuple(field.name for field in fields(ListRecord))


def by_ids(connection: Connection, company: str, listed: str, ids: Iterable[str]) -> dict[str, ListRecord]:
    """What was last read of these records of a list; one that was never read is absent."""
    found: dict[str, ListRecord] = {}
    for piece in chunks(ids):
        statement = select(pulled).where(_of(company, listed), pulled.c.qb_id.in_(piece))
        found |= {row.qb_id: record_of(row) for row in connection.execute(statement)}
    return found


def beginning(connection: Connection, company: str, listed: str, text: str, limit: int) -> list[ListRecord]:
    """The records of a list whose full name begins so, whatever its case, in the order of their names."""
    start = folded(text)
    named = and_(_of(company, listed), pulled.c.folded >= start, pulled.c.folded < f"{start}\U0010ffff")
    statement = select(pulled).where(named).order_by(pulled.c.folded).limit(limit)
    return [record_of(row) for row in connection.execute(statement)]


def called(connection: Connection, company: str, listed: str, name: str) -> list[ListRecord]:
    """The records of a list whose full name is that one, whatever its case."""
    named = and_(_of(company, listed), pulled.c.folded == folded(name))
    return [record_of(row) for row in connection.execute(select(pulled).where(named).limit(10))]


def active_names(connection: Connection, company: str, types: Sequence[str]) -> list[str]:
    """The full names of the active records of these types, as they were last read: a few thousand at most."""
    is_one = and_(pulled.c.company == company, pulled.c.qb_type.in_(types), pulled.c.active, pulled.c.full_name != "")
    statement = select(pulled.c.full_name).where(is_one).order_by(pulled.c.full_name).limit(_NAMES)
    return list(connection.execute(statement).scalars())


def modified_at(connection: Connection, company: str, listed: str, moment: str) -> list[ListRecord]:
    """The records of a list that were last changed in that second of QuickBooks' clock."""
    statement = select(pulled).where(_of(company, listed), pulled.c.modified == moment).limit(10)
    return [record_of(row) for row in connection.execute(statement)]


def keep(connection: Connection, company: str, run: int, page: Pulled) -> None:
    """Write a page down. What was being told of these records has been told."""
    by_list: dict[str, list[ListRecord]] = {}
    for record in page.records:
        by_list.setdefault(record.listed, []).append(record)
    for listed, qb_id in page.gone:
        connection.execute(delete(pulled).where(_of(company, listed), pulled.c.qb_id == qb_id))
    for listed, records in by_list.items():
        for piece in chunks(records):
            ids = [record.qb_id for record in piece]
            connection.execute(delete(pulled).where(_of(company, listed), pulled.c.qb_id.in_(ids)))
            connection.execute(insert(pulled), [_values(company, run, record) for record in piece])


def _values(company: str, run: int, record: ListRecord) -> dict[str, Any]:
    known = {name: getattr(record, name) for name in _FIELDS}
    return {**known, "company": company, "folded": folded(record.full_name), "run": run, "tried_in": run}


def want_again(connection: Connection, company: str, listed: str, ids: Iterable[str]) -> None:
    """Have the next pull read these records, whether or not they were changed."""
    for piece in chunks(ids):
        known = set(by_ids(connection, company, listed, piece))
        missing = [ListRecord(listed, qb_id, "", "", "", "", "", pending=True) for qb_id in piece if qb_id not in known]
        if missing:
            connection.execute(insert(pulled), [_values(company, 0, record) for record in missing])
        is_it = and_(_of(company, listed), pulled.c.qb_id.in_(piece))
        connection.execute(update(pulled).where(is_it).values(pending=True, tried_in=0))


def pending(connection: Connection, company: str, run: int, limit: int) -> list[tuple[str, str]]:
    """The next records (list and id) that have to be read for a reason of their own, and were not in this run."""
    waiting = and_(pulled.c.company == company, _PENDING, pulled.c.tried_in < run)
    statement = select(pulled.c.listed, pulled.c.qb_id).where(waiting).order_by(pulled.c.listed, pulled.c.qb_id)
    return [(row.listed, row.qb_id) for row in connection.execute(statement.limit(limit))]


def try_in(connection: Connection, company: str, run: int, ids: Iterable[tuple[str, str]]) -> None:
    """These records are read in that run, and not again in it."""
    for listed, qb_id in ids:
        is_it = and_(_of(company, listed), pulled.c.qb_id == qb_id)
        connection.execute(update(pulled).where(is_it).values(tried_in=run))


def tried_in(connection: Connection, company: str, listed: str, run: int) -> set[str]:
    """The records of a list that were asked for by their ids in that run, and wait for the answer."""
    tried = and_(_of(company, listed), _PENDING, pulled.c.tried_in == run)
    return set(connection.execute(select(pulled.c.qb_id).where(tried)).scalars())


def begin_telling(connection: Connection, company: str, records: Sequence[tuple[ListRecord, Any]]) -> None:
    """The host is about to be told of these: kept until the answer is, so that nobody takes its save for a new one."""
    for record, change in records:
        is_it = and_(_of(company, record.listed), pulled.c.qb_id == record.qb_id)
        values = {"telling": change, "pending": True}
        if not connection.execute(update(pulled).where(is_it).values(**values)).rowcount:
            connection.execute(insert(pulled).values(**{**_values(company, 0, record), **values, "tried_in": 0}))


def telling(connection: Connection, company: str, limit: int) -> list[tuple[str, str, Any]]:
    """What the host was about to be told when somebody died: list, id, and the change."""
    statement = select(pulled.c.listed, pulled.c.qb_id, pulled.c.telling).where(
        pulled.c.company == company, pulled.c.telling.is_not(None)
    )
    return [(row.listed, row.qb_id, row.telling) for row in connection.execute(statement.limit(limit))]


def end_telling(connection: Connection, company: str, listed: str, qb_id: str) -> None:
    """The host has been told; the record is read once more, to bind it to what it is now."""
    is_it = and_(_of(company, listed), pulled.c.qb_id == qb_id)
    connection.execute(update(pulled).where(is_it).values(telling=None, pending=True, tried_in=0))


def unseen(
    connection: Connection, company: str, listed: str, types: Sequence[str], run: int, after: str, limit: int
) -> list[Binding]:
    """The next bindings, by QuickBooks id, to records that a full reading in that run has not met."""
    met = select(literal(1)).where(_of(company, listed), pulled.c.qb_id == binding.c.qb_id, pulled.c.run == run)
    missing = and_(binding.c.company == company, binding.c.qb_type.in_(types), binding.c.qb_id > after, ~met.exists())
    statement = select(binding).where(missing).order_by(binding.c.qb_id, binding.c.kind, binding.c.key).limit(limit)
    return [binding_of(row) for row in connection.execute(statement)]


def forget_unseen(connection: Connection, company: str, listed: str, run: int) -> None:
    """QuickBooks has no more of that list than a full reading in that run has met."""
    connection.execute(delete(pulled).where(_of(company, listed), pulled.c.run != run))


def positions(connection: Connection, company: str) -> dict[str, Position]:
    """How far each list has been read; one that never was is absent."""
    found = connection.execute(select(position).where(position.c.company == company))
    return {row.listed: _position_of(row) for row in found}


def place(connection: Connection, company: str, listed: str, **values: Any) -> None:
    """Set columns of a list's position."""
    is_it = and_(position.c.company == company, position.c.listed == listed)
    if not connection.execute(update(position).where(is_it).values(**values)).rowcount:
        connection.execute(insert(position).values(company=company, listed=listed, **values))


def forget_positions(connection: Connection, company: str) -> None:
    """History went back: every list is read anew, from the start."""
    connection.execute(delete(position).where(position.c.company == company))


def _of(company: str, listed: str) -> Any:
    return and_(pulled.c.company == company, pulled.c.listed == listed)


def record_of(row: Row[Any]) -> ListRecord:
    """A database row as a list record."""
    return ListRecord(**{name: getattr(row, name) for name in _FIELDS})


def _position_of(row: Row[Any]) -> Position:
    known = {field.name: getattr(row, field.name) for field in fields(Position)}
    return Position(**{**known, "step": Step(row.step), "asked": Asked(row.asked)})
