"""What people decide about a row of the outbox, or about its binding: one statement each; whether it applied.

Whoever asks has checked that the person may. A row in flight is left alone: its answer decides first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection, and_, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import bindings
from allorders_quickbooks.store.tables import binding, document
from allorders_quickbooks.terms import RowState, Want

_OPEN = (RowState.READY.value, RowState.HELD.value, RowState.RETRY.value)
_STOPPED = (*_OPEN, RowState.REVIEW.value)
_AFRESH: dict[str, Any] = {
    "state": RowState.READY.value,
    "reason": None,
    "detail": "",
    "not_before": None,
    "decided_under": None,
    "waits_kind": None,
    "waits_key": None,
}


def choose(connection: Connection, ref: DocumentRef) -> bool:
    """It goes in every run from now on, until it is in QuickBooks. One that was taken out of there goes again."""
    return _due(connection, ref, _OPEN, **_AFRESH, requested=True) or _send_again(connection, ref)


def _send_again(connection: Connection, ref: DocumentRef) -> bool:
    undone = and_(document.c.want == Want.ABSENT.value, document.c.state == RowState.IDLE.value)
    again = {"want": Want.PRESENT.value, "wanted": document.c.wanted + 1, "requested": True}
    return _change(connection, ref, undone, **_AFRESH, **again)


def retry(connection: Connection, ref: DocumentRef) -> bool:
    """Never a blind Add: whatever brought the document into review, QuickBooks is asked for it first. One that has
    nothing to send rests again, unless the object in QuickBooks is still not as it should be."""
    again = {"requested": True, "look_first": True, "attempts": 0}
    found = _due(connection, ref, _STOPPED, **_AFRESH, **again) or _rest(connection, ref)
    if found:
        bindings.suspect(connection, ref)
    return found


def _rest(connection: Connection, ref: DocumentRef) -> bool:
    reviewed = and_(document.c.state == RowState.REVIEW.value, document.c.wanted <= document.c.done)
    return _change(connection, ref, reviewed, state=RowState.IDLE.value, reason=None, detail="")


def send_anyway(connection: Connection, ref: DocumentRef) -> bool:
    """Although QuickBooks has a document of its number."""
    held_for_number = document.c.reason == Reason.DUPLICATE_NUMBER.code
    return _change(connection, ref, held_for_number, **_AFRESH, override=True, requested=True)


def allow_number(connection: Connection, ref: DocumentRef) -> None:
    """It may bear a number that QuickBooks has already."""
    connection.execute(update(document).where(_is(document, ref)).values(override=True))


def dismiss(connection: Connection, ref: DocumentRef) -> bool:
    """Nothing is sent of it until it is saved again. Whatever is not known of it stays so: it is looked for then."""
    at_rest = {"state": RowState.IDLE.value, "done": document.c.wanted, "requested": False}
    return _change(connection, ref, document.c.state.in_(_STOPPED), **{**_AFRESH, **at_rest})


def postpone(connection: Connection, ref: DocumentRef, until: datetime) -> bool:
    """It waits until that moment, and goes by itself then."""
    values = {"state": RowState.RETRY.value, "reason": Reason.POSTPONED.code, "not_before": until}
    return _due(connection, ref, _OPEN, **{**_AFRESH, **values})


def take_back(connection: Connection, ref: DocumentRef) -> bool:
    """Have it taken out of QuickBooks again with the next run; a later save sends it as a new one."""
    values = {"want": Want.ABSENT.value, "wanted": document.c.wanted + 1, "requested": True}
    resting = document.c.state.in_((*_STOPPED, RowState.IDLE.value))
    return _change(connection, ref, resting, **_AFRESH, **values)


def look_for_all(connection: Connection, company: str, wall: str) -> int:
    """Everything that QuickBooks is not known to have is looked for there before it is sent, among what was modified
    since that moment of QuickBooks' clock. How many documents that concerns."""
    bound = select(binding.c.key).where(
        binding.c.company == document.c.company, binding.c.kind == document.c.kind, binding.c.key == document.c.key
    )
    unbound = (document.c.company == company, document.c.state != RowState.IN_FLIGHT.value, ~bound.exists())
    values = {"look_first": True, "look_from": func.coalesce(document.c.look_from, wall)}
    return connection.execute(update(document).where(*unbound).values(**values)).rowcount


def flag(connection: Connection, ref: DocumentRef, what: str) -> None:
    """What is to be known of its object in QuickBooks from now on."""
    connection.execute(update(binding).where(_is(binding, ref)).values(flag=what))


def _due(connection: Connection, ref: DocumentRef, states: Sequence[str], **values: Any) -> bool:
    waiting = and_(document.c.state.in_(states), document.c.wanted > document.c.done)
    return _change(connection, ref, waiting, **values)


def _change(connection: Connection, ref: DocumentRef, condition: ColumnElement[bool], **values: Any) -> bool:
    return connection.execute(update(document).where(_is(document, ref), condition).values(**values)).rowcount == 1


def _is(table: Any, ref: DocumentRef) -> ColumnElement[bool]:
    return and_(table.c.company == ref.company, table.c.kind == ref.kind, table.c.key == ref.key)
