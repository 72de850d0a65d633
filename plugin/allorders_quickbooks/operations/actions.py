"""What a person does about documents: send now, retry, send although the number exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection, and_, update
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, journal
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.terms import Reason, RowState

_OPEN = (RowState.READY.value, RowState.HELD.value, RowState.RETRY.value)


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
    """Carry an action out for these documents and have a run started; says for how many it applied."""
    verb = _VERBS.get(action)
    if verb is None:
        return ActionResult(done=False, sentence=f"There is no action '{action}'.")
    with ports.database.write() as connection:
        touched = [ref for ref in refs if ref.company == key and verb(connection, ref)]
        lines = [journal.Line(f"asked: {action}", ref) for ref in touched]
        journal.write(connection, key, lines, now=ports.database.now(connection), who=user)
        if touched:
            schedule.ask(connection, key)
    if not touched:
        return ActionResult(done=False, sentence="There is nothing to do for that document now.")
    return ActionResult(done=True, sentence=f"{len(touched)} will go with the next run, which starts now.")


def _send(connection: Connection, ref: DocumentRef) -> bool:
    """Choose the document: it goes in every run from now on, until it is in QuickBooks."""
    return _change(
        connection,
        ref,
        _OPEN,
        requested=True,
        state=RowState.READY.value,
        reason=None,
        detail="",
        not_before=None,
        decided_under=None,
    )


def _retry(connection: Connection, ref: DocumentRef) -> bool:
    """Never a blind Add: whatever brought the document into review, QuickBooks is asked for it first. One that has
    nothing to send rests again, unless the object in QuickBooks is still not as it should be."""
    found = _change(
        connection,
        ref,
        (RowState.REVIEW.value, *_OPEN),
        requested=True,
        look_first=True,
        attempts=0,
        state=RowState.READY.value,
        reason=None,
        detail="",
        not_before=None,
    ) or _rest(connection, ref)
    if found:
        bindings.suspect(connection, ref)
    return found


def _rest(connection: Connection, ref: DocumentRef) -> bool:
    reviewed = and_(document.c.state == RowState.REVIEW.value, document.c.wanted <= document.c.done)
    values = {"state": RowState.IDLE.value, "reason": None, "detail": ""}
    return connection.execute(update(document).where(_is(ref), reviewed).values(**values)).rowcount == 1


def _send_anyway(connection: Connection, ref: DocumentRef) -> bool:
    held_for_number = document.c.reason == Reason.DUPLICATE_NUMBER.code
    values = {"override": True, "requested": True, "state": RowState.READY.value, "reason": None, "detail": ""}
    statement = update(document).where(_is(ref), held_for_number)
    return connection.execute(statement.values(**values)).rowcount == 1


def _change(connection: Connection, ref: DocumentRef, states: Sequence[str], **values: object) -> bool:
    statement = update(document).where(_is(ref), document.c.state.in_(states), document.c.wanted > document.c.done)
    return connection.execute(statement.values(**values)).rowcount == 1


def _is(ref: DocumentRef) -> ColumnElement[bool]:
    return and_(document.c.company == ref.company, document.c.kind == ref.kind, document.c.key == ref.key)


_VERBS: dict[str, Callable[[Connection, DocumentRef], bool]] = {
    "send": _send,
    "retry": _retry,
    "send_anyway": _send_anyway,
}
