"""The versions of a document or record that QuickBooks has, field by field: as it was sent last, as it is here now, and
as QuickBooks had it when it was last read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection

from allorders_quickbooks.phases.pull import list_of
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.readable import leaves
from allorders_quickbooks.run.loading import load_contents
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, pulled
from allorders_quickbooks.terms import Binding

_ID = "TxnID"
_Leaves = Mapping[str, tuple[str, str]]


class Changed(StrEnum):
    """Who has changed a field since it was sent last, as far as the two sides differ in it."""

    BOTH = "changed on both sides"
    HERE = "changed here"
    THERE = "changed in QuickBooks"
    NOBODY = "differs"


@dataclass(frozen=True)
class Field:
    """One field, '' where a version says nothing of it. `changed` is None where both sides have the same, and where
    only QuickBooks says something, as it does of much by itself."""

    caption: str
    before: str
    here: str
    there: str
    changed: Changed | None


@dataclass(frozen=True)
class Versions:
    """`read_at` is when QuickBooks was read; None where that was when it was sent."""

    fields: tuple[Field, ...]
    read_at: datetime | None

    @property
    def differing(self) -> tuple[Field, ...]:
        """The fields that a person chooses between."""
        return tuple(field for field in self.fields if field.changed is not None)


def versions(ports: Ports, key: str, refs: Iterable[DocumentRef]) -> dict[DocumentRef, Versions]:
    """Of those documents that QuickBooks has. What the host has lost, or cannot say now, is shown as it was sent."""
    with ports.database.read() as connection:
        known = bindings.by_ref(connection, refs)
    here = load_contents(ports, key, known)
    with ports.database.read() as connection:
        return {ref: _of(connection, bound, here.get(ref, bound.base)) for ref, bound in known.items()}


def _of(connection: Connection, bound: Binding, now: Mapping[str, str]) -> Versions:
    there, read_at = _last_read(bound)
    sides = [leaves(contents) for contents in (bound.base, now, bound.seen, there)]
    names = _names(connection, bound.ref.company, sides)
    captions = dict.fromkeys(caption for side in sides for caption in side)
    fields = (_field(caption, *(_said(side, caption, names) for side in sides)) for caption in captions)
    return Versions(tuple(fields), read_at)


def _last_read(bound: Binding) -> tuple[Mapping[str, str], datetime | None]:
    """The contents of the object when it was last read, and when that was."""
    if bound.fresh is not None:
        return bound.fresh.seen, bound.fresh.read_at
    if bound.look is not None and bound.look.contents:
        return bound.look.contents, bound.look.at
    return bound.seen, None


def _field(caption: str, before: str, here: str, seen: str, there: str) -> Field:
    return Field(caption, before, here, there, _changed(before, here, seen, there))


def _changed(before: str, here: str, seen: str, there: str) -> Changed | None:
    if _same(here, there):
        return None
    here_too, there_too = not _same(before, here), not _same(seen, there)
    if here_too and there_too:
        return Changed.BOTH
    if here_too or there_too:
        return Changed.HERE if here_too else Changed.THERE
    return Changed.NOBODY if here else None


def _same(one: str, other: str) -> bool:
    """A reference by name is remembered without regard to its case."""
    return one.casefold() == other.casefold()


def _said(side: _Leaves, caption: str, names: Mapping[tuple[str, str], str]) -> str:
    tag, value = side.get(caption, ("", ""))
    return names.get((tag, value), value)


def _names(connection: Connection, company: str, sides: Iterable[_Leaves]) -> dict[tuple[str, str], str]:
    """What people call the objects that are referred to by id: (element, id) -> name."""
    mentioned = {leaf for side in sides for leaf in side.values() if leaf[0].endswith("Ref") or leaf[0] == _ID}
    bound = bindings.by_id(connection, company, {qb_id for _, qb_id in mentioned})
    found = {(tag, qb_id): _called(bound[qb_id][0]) for tag, qb_id in mentioned if qb_id in bound}
    by_list: dict[str, list[tuple[str, str]]] = {}
    for tag, qb_id in mentioned - found.keys():
        by_list.setdefault(_list_of(tag), []).append((tag, qb_id))
    return found | dict(_pulled(connection, company, by_list))


def _pulled(
    connection: Connection, company: str, by_list: Mapping[str, list[tuple[str, str]]]
) -> Iterator[tuple[tuple[str, str], str]]:
    for listed, wanted in by_list.items():
        records = pulled.by_ids(connection, company, listed, {qb_id for _, qb_id in wanted})
        for tag, qb_id in wanted:
            if qb_id in records:
                yield (tag, qb_id), records[qb_id].full_name


def _called(bound: Binding) -> str:
    return bound.name if OBJECTS[bound.qb_type].is_list else f"{bound.qb_type} {bound.number}".strip()


def _list_of(tag: str) -> str:
    """The list that an element refers into: "DepositToAccountRef" into Account."""
    plain = tag.removesuffix("Ref")
    if plain.startswith("Item"):
        return list_of(plain)
    types = (name for name, kind in OBJECTS.items() if kind.is_list and plain.endswith(name))
    return list_of(max(types, key=len, default=""))
