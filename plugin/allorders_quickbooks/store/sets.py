"""Message sets: committed before they leave, with the bytes that go again after any break."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, func, insert, select, update

from allorders_quickbooks.cards.sealing import sealed
from allorders_quickbooks.errors import SetReused
from allorders_quickbooks.message_sets import MessageSet, request_of
from allorders_quickbooks.store.named import name, named
from allorders_quickbooks.store.tables import document, message_set
from allorders_quickbooks.terms import Action, RowState, SetState

OPEN = (SetState.SENT.value, SetState.DOUBTFUL.value)

_TAKEN = (
    update(document)
    .where(named(document))
    .values(
        state=RowState.IN_FLIGHT.value,
        set_id=bindparam("its_set"),
        taken=bindparam("its_revision"),
        reason=None,
        detail="",
    )
)
# The window of a later look-up must reach back to before the first Add that may have been carried out.
_ADDED = _TAKEN.values(
    guid=bindparam("its_guid"),
    generation=bindparam("its_generation"),
    look_from=func.coalesce(document.c.look_from, bindparam("its_wall", type_=String)),
    sent_in=bindparam("its_set"),
)


def _set_of(row: Row[Any]) -> MessageSet:
    return MessageSet(
        id=row.id,
        company=row.company,
        run=row.run,
        token=row.token,
        seq=row.seq,
        phase=row.phase,
        write=row.write,
        previous=row.previous,
        about=row.about,
        fence_edit=row.fence_edit,
        wall=row.wall,
        requests=tuple(map(request_of, row.requests)),
        content=row.content,
        state=SetState(row.state),
        poison=row.poison,
        sent_at=row.sent_at,
        busy_for=row.busy_for,
        thinned=row.thinned,
    )


def load(connection: Connection, set_id: str) -> MessageSet | None:
    row = connection.execute(select(message_set).where(message_set.c.id == set_id)).one_or_none()
    return None if row is None else _set_of(row)


def opened(connection: Connection, company: str, *, write: bool | None = None) -> MessageSet | None:
    """The one writing (or the one reading) set that is not settled yet; of both, the reading one: it may be about the
    other."""
    condition = [message_set.c.company == company, message_set.c.state.in_(OPEN)]
    if write is not None:
        condition.append(message_set.c.write == write)
    row = connection.execute(select(message_set).where(*condition).order_by(message_set.c.write)).first()
    return None if row is None else _set_of(row)


def has_written(connection: Connection, company: str, run: int, phase: str) -> bool:
    """Whether that phase of a run has sent anything that changes QuickBooks."""
    written = (message_set.c.run == run, message_set.c.phase == phase, message_set.c.write)
    return connection.execute(select(func.count()).where(message_set.c.company == company, *written)).scalar_one() > 0


def add(connection: Connection, new: MessageSet) -> None:
    """Commit a set as SENT: from here on its bytes never change, and its rows are in flight. It is kept sealed where it
    holds a card number."""
    if load(connection, new.id) is not None:
        raise SetReused("A message-set id came up twice.", f"set {new.id}", "Report this to support.")
    values = {field: getattr(new, field) for field in new.__dataclass_fields__}
    values["requests"] = [request.stored() for request in new.requests]
    values["carried"] = len(new.documents)
    values["state"] = new.state.value
    values["content"] = sealed(new.content)
    connection.execute(insert(message_set).values(**values))
    _take(connection, new)


def _take(connection: Connection, new: MessageSet) -> None:
    """The rows of its documents are in flight, with one statement each way."""
    for is_add, statement in ((False, _TAKEN), (True, _ADDED)):
        taken = [
            {
                **name(each.ref),
                "its_set": new.id,
                "its_wall": new.wall,
                "its_revision": each.revision,
                "its_guid": each.guid,
                "its_generation": each.generation,
            }
            for each in new.documents
            if each.ref is not None and (each.action is Action.ADD) is is_add
        ]
        if taken:
            connection.execute(statement, taken)


def settle(connection: Connection, set_id: str, state: SetState, now: datetime, busy_for: float | None) -> bool:
    """Move an open set to a settled state. False: somebody has settled it already, so apply nothing."""
    values: dict[str, Any] = {"state": state.value, "answered_at": now}
    if busy_for is not None:
        values["busy_for"] = busy_for
    statement = update(message_set).where(message_set.c.id == set_id, message_set.c.state.in_(OPEN))
    return connection.execute(statement.values(**values)).rowcount == 1


def mark_doubtful(connection: Connection, set_id: str, *, poison: bool) -> bool:
    """The set's fate is not known; only a look into QuickBooks settles it. False where it is settled already."""
    statement = update(message_set).where(message_set.c.id == set_id, message_set.c.state.in_(OPEN))
    return connection.execute(statement.values(state=SetState.DOUBTFUL.value, poison=poison)).rowcount == 1


def last_answered(connection: Connection, company: str) -> str | None:
    """The id of the newest settled writing set, which QuickBooks may forget; None where that was not answered."""
    statement = (
        select(message_set.c.id, message_set.c.state)
        .where(message_set.c.company == company, message_set.c.write, message_set.c.state.not_in(OPEN))
        .order_by(message_set.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return row.id if row is not None and row.state == SetState.ANSWERED.value else None


def pace(connection: Connection, company: str, at_least: int) -> tuple[int, float] | None:
    """(documents, seconds) of the newest answered set that carried enough of them to tell how fast QuickBooks is."""
    statement = (
        select(message_set.c.carried, message_set.c.busy_for)
        .where(
            message_set.c.company == company,
            message_set.c.state == SetState.ANSWERED.value,
            message_set.c.carried >= at_least,
            message_set.c.busy_for.is_not(None),
        )
        .order_by(message_set.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else (row.carried, row.busy_for)


def next_seq(connection: Connection, company: str) -> int:
    """Sets of a company are numbered in the order in which they were committed."""
    statement = select(func.max(message_set.c.seq)).where(message_set.c.company == company)
    return (connection.execute(statement).scalar_one() or 0) + 1
