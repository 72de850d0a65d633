"""What QuickBooks holds for our documents, and the names that our records have taken there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from sqlalchemy import Connection, Row, and_, delete, func, insert, select, text

from allorders_quickbooks.store.rows import chunks, grouped
from allorders_quickbooks.store.tables import binding, name
from allorders_quickbooks.terms import Binding, FreshRead, Look, WallTime

_SUSPECT = text("qb_binding.suspect")  # as the index has it: SQLite takes no other for it


def binding_of(row: Row[Any]) -> Binding:
    """A database row as a binding."""
    return Binding(
        ref=DocumentRef(company=row.company, kind=row.kind, key=row.key),
        generation=row.generation,
        qb_type=row.qb_type,
        qb_id=row.qb_id,
        edit_sequence=row.edit_sequence,
        guid=row.guid,
        number=row.number,
        name=row.name,
        total=None if row.total is None else Decimal(row.total),
        version=row.version,
        time_modified=WallTime.parse(row.time_modified) if row.time_modified else None,
        lines=tuple(row.lines),
        applied={key: Decimal(amount) for key, amount in row.applied.items()},
        base=row.base,
        seen=row.seen,
        fresh=_fresh(row.fresh),
        flag=row.flag,
        twin=row.twin,
        look=_look(row.look),
    )


def _fresh(value: Mapping[str, Any] | None) -> FreshRead | None:
    if value is None:
        return None
    return FreshRead(
        edit_sequence=value["edit_sequence"],
        seen=value["seen"],
        lines=tuple(value["lines"]),
        read_at=datetime.fromisoformat(value["read_at"]),
        settled=value["settled"],
    )


def fresh_value(read: FreshRead | None) -> dict[str, Any] | None:
    """The stored form of a fresh read."""
    if read is None:
        return None
    return {
        "edit_sequence": read.edit_sequence,
        "seen": dict(read.seen),
        "lines": list(read.lines),
        "read_at": read.read_at.isoformat(),
        "settled": read.settled,
    }


def _look(value: Mapping[str, Any] | None) -> Look | None:
    if value is None:
        return None
    left = None if value["open"] is None else Decimal(value["open"])
    return Look(left, value["contents"], datetime.fromisoformat(value["at"]))


def look_value(look: Look | None, now: datetime) -> dict[str, Any] | None:
    """The stored form of a look, which was taken now where it does not say when."""
    if look is None:
        return None
    left = None if look.open is None else str(look.open)
    return {"open": left, "contents": dict(look.contents), "at": (look.at or now).isoformat()}


def by_ref(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, Binding]:
    """The bindings of those documents; an unbound document is absent."""
    found: dict[DocumentRef, Binding] = {}
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            condition = and_(binding.c.company == company, binding.c.kind == kind, binding.c.key.in_(piece))
            for row in connection.execute(select(binding).where(condition)):
                bound = binding_of(row)
                found[bound.ref] = bound
    return found


def by_id(connection: Connection, company: str, ids: Iterable[str]) -> dict[str, list[Binding]]:
    """Bindings by QuickBooks id. Ids are unique in their own list only, so an id may name several objects."""
    return _by(connection, company, "qb_id", ids)


def by_guid(connection: Connection, company: str, guids: Iterable[str]) -> dict[str, list[Binding]]:
    """Bindings by ExternalGUID."""
    return _by(connection, company, "guid", guids)


def _by(connection: Connection, company: str, column: str, values: Iterable[str]) -> dict[str, list[Binding]]:
    found: dict[str, list[Binding]] = {}
    for piece in chunks(values):
        condition = and_(binding.c.company == company, binding.c[column].in_(piece))
        for row in connection.execute(select(binding).where(condition)):
            found.setdefault(getattr(row, column), []).append(binding_of(row))
    return found


def suspects(connection: Connection, company: str, limit: int) -> list[Binding]:
    """Bindings that the audit has to read whole, oldest kind first."""
    statement = (
        select(binding)
        .where(binding.c.company == company, _SUSPECT)
        .order_by(binding.c.qb_type, binding.c.key)
        .limit(limit)
    )
    return [binding_of(row) for row in connection.execute(statement)]


def suspect(connection: Connection, ref: DocumentRef) -> None:
    """Somebody has seen to that document in QuickBooks: its object has to be read."""
    is_it = and_(binding.c.company == ref.company, binding.c.kind == ref.kind, binding.c.key == ref.key)
    connection.execute(binding.update().where(is_it).values(suspect=True))


def suspect_all(connection: Connection, company: str) -> None:
    """History went back, or somebody touched the fence: every binding has to be read."""
    connection.execute(binding.update().where(binding.c.company == company).values(suspect=True))


def types(connection: Connection, company: str) -> set[str]:
    """The types of object that documents and records of ours are bound to: one look into the index for each."""
    found: set[str] = set()
    while True:
        beyond = and_(binding.c.company == company, binding.c.qb_type > max(found, default=""))
        following = connection.execute(select(func.min(binding.c.qb_type)).where(beyond)).scalar_one()
        if following is None:
            return found
        found.add(following)


def count(connection: Connection, company: str) -> int:
    """How many documents and records QuickBooks holds."""
    return connection.execute(select(func.count()).where(binding.c.company == company)).scalar_one()


def names(connection: Connection, company: str, space: str, folded: Iterable[str]) -> dict[str, DocumentRef]:
    """Who has taken those names (folded: trimmed, lower case) in that name space."""
    found: dict[str, DocumentRef] = {}
    for piece in chunks(folded):
        condition = and_(name.c.company == company, name.c.space == space, name.c.folded.in_(piece))
        for row in connection.execute(select(name).where(condition)):
            found[row.folded] = DocumentRef(company=row.company, kind=row.kind, key=row.key)
    return found


def beginning(
    connection: Connection, company: str, kind: str, begins: str, limit: int
) -> list[tuple[DocumentRef, str]]:
    """Records of a kind whose name in QuickBooks begins so, whatever its case: ref and name, in the order of names."""
    space = "items" if kind == Kind.ITEM else "names"
    begins_so = name.c.folded.startswith(folded(begins), autoescape=True)  # whatever order the database has for texts
    condition = and_(name.c.company == company, name.c.space == space, name.c.kind == kind, begins_so)
    statement = select(name).where(condition).order_by(name.c.folded).limit(limit)
    return [
        (DocumentRef(company=row.company, kind=row.kind, key=row.key), row.name)
        for row in connection.execute(statement)
    ]


def names_of(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, str]:
    """The names that those records have taken."""
    found: dict[DocumentRef, str] = {}
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            condition = and_(name.c.company == company, name.c.kind == kind, name.c.key.in_(piece))
            for row in connection.execute(select(name).where(condition)):
                found[DocumentRef(company=row.company, kind=row.kind, key=row.key)] = row.name
    return found


def take_name(connection: Connection, space: str, ref: DocumentRef, chosen: str) -> None:
    """From now on that record has that name in QuickBooks, and no other record of ours takes it."""
    connection.execute(
        delete(name).where(name.c.company == ref.company, name.c.kind == ref.kind, name.c.key == ref.key)
    )
    values = {"company": ref.company, "space": space, "kind": ref.kind, "key": ref.key}
    connection.execute(insert(name).values(**values, folded=folded(chosen), name=chosen))


def hand_over_name(connection: Connection, ref: DocumentRef, chosen: str) -> None:
    """The same, where QuickBooks has given the record that name: another record of ours that had it has it no more."""
    space = "items" if ref.kind == Kind.ITEM else "names"
    is_it = and_(name.c.company == ref.company, name.c.space == space, name.c.folded == folded(chosen))
    connection.execute(delete(name).where(is_it))
    take_name(connection, space, ref, chosen)


def folded(chosen: str) -> str:
    """A name as QuickBooks compares it: trimmed, without regard to case (qbXML reference, section 2)."""
    return chosen.strip().casefold()
