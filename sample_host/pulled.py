"""What was changed in the books, taken over into the lists of this order system: the contract's TakesRecords."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import Happened, ListChange, Taken
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sample_host import contract, guards
from sample_host.announce import COMPANY, Announcer, ref_of
from sample_host.database import Database
from sample_host.errors import Refused
from sample_host.models import Listed, TakenOnce

_MODELS: Mapping[str, type[Listed]] = {model.kind.value: model for model in contract.RECORDS}


def apply(database: Database, changes: Iterable[ListChange]) -> list[Taken]:
    """Save each change in a transaction of its own, once for its key."""
    return [_apply(database, change) for change in changes]


def _apply(database: Database, change: ListChange) -> Taken:
    model = _MODELS.get(change.ref.kind)
    if model is None or change.ref.company != COMPANY:
        return Taken(key=change.key)
    try:
        with database.saving() as session:
            known = session.get(TakenOnce, change.key)
            if known is not None:
                ref = DocumentRef(company=COMPANY, kind=change.ref.kind, key=str(known.row))
                return Taken(key=change.key, ref=ref, revision=known.revision, was_there=known.was_there)
            return _save(session, Announcer(database, ""), model, change)
    except Refused as refused:
        return Taken(key=change.key, ref=change.ref, refused=str(refused))


def _save(session: Session, announce: Announcer, model: type[Listed], change: ListChange) -> Taken:
    row = _row(session, model, change)
    was_there = row.id is not None and change.what is Happened.CREATED
    if not was_there:
        _write(session, announce, row, change)
    session.add(TakenOnce(key=change.key, row=row.id, revision=row.revision, was_there=was_there))
    return Taken(key=change.key, ref=ref_of(row), revision=row.revision, was_there=was_there)


def _row(session: Session, model: type[Listed], change: ListChange) -> Listed:
    """The row that it is about. Raises Refused where that is gone."""
    if change.what is Happened.CREATED:
        name = change.record.name if change.record is not None else ""
        return _named(session, model, name) or model()
    row = session.get(model, contract.row_id(change.ref.key) or 0)
    if row is None or row.deleted:
        raise Refused("It has been deleted meanwhile.")
    return row


def _named(session: Session, model: type[Listed], name: str) -> Listed | None:
    same = func.lower(model.name) == name.lower()
    return session.scalars(select(model).where(same, model.deleted.is_(False)).limit(1)).first()


def _write(session: Session, announce: Announcer, row: Listed, change: ListChange) -> None:
    if change.record is None:
        _take_away(session, announce, row, merged=change.what is Happened.MERGED)
        return
    values = _columns(row, change)
    if "name" in values and _is_taken(session, row, str(values["name"])):
        raise Refused(f"There is another “{values['name']}” already.")
    for name, value in values.items():
        setattr(row, name, value)
    announce.saved(session, row)


def _columns(row: Listed, change: ListChange) -> dict[str, Any]:
    """The fields that this order system has a column for."""
    return {name: getattr(change.record, name) for name in change.fields if hasattr(row, name)}


def _is_taken(session: Session, row: Listed, name: str) -> bool:
    other = _named(session, type(row), name)
    return other is not None and other.id != row.id


def _take_away(session: Session, announce: Announcer, row: Listed, *, merged: bool) -> None:
    """Delete it, or make it inactive where documents rest on it."""
    try:
        guards.refuse_used(session, row)
        used = merged
    except Refused:
        used = True
    if used:
        row.active = False
        announce.saved(session, row)
    else:
        announce.deleted(session, row)
