"""What a person decides about a document or record that is not any more in QuickBooks what it was when it was sent.

Keep: it may stay there as it is. Accept: what QuickBooks holds is right; later saves change only what they change. Send
again: the host's version goes over it. Unlink and send again: whatever is there is none of ours any more, and the next
generation of the document goes as a new one. A record can also be taken over from there, and a merge be followed. The
plugin's door asks the host for OPERATE, and for UNDO before anything is unlinked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import Happened, ListChange, TakesRecords
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks import effects
from allorders_quickbooks.phases import merge, pull, pull_judge
from allorders_quickbooks.phases.audit import ACCEPTED, EDITED, KEPT, LINK_LOST
from allorders_quickbooks.phases.binding import TOTAL_DIFFERS
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, decisions, journal, pulled, rows
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.terms import Binding, DocumentRow, RowState

KEEP, ACCEPT, RESEND, UNLINK = "keep", "accept", "resend", "unlink"
TAKE, FOLLOW = "take_theirs", "follow_merge"
CAPTIONS: Mapping[str, str] = {
    KEEP: "Leave it as it is in QuickBooks",
    ACCEPT: "Accept what QuickBooks has",
    RESEND: "Send this version over it",
    UNLINK: "Unlink and send again",
    TAKE: "Take QuickBooks' version",
    FOLLOW: "Follow the merge",
}
NEEDS_UNDO = frozenset({UNLINK})
_LOST = (Reason.GONE, Reason.VOIDED)
DIFFERS = (Reason.CONFLICT, Reason.NOT_TAKEN)
_FLAGS = (EDITED, LINK_LOST, TOTAL_DIFFERS)


def offered(row: DocumentRow, bound: Binding | None) -> tuple[tuple[str, str], ...]:
    """The buttons for one that has drifted: (action, caption)."""
    return tuple((action, CAPTIONS[action]) for action in _fitting(row, bound))


def _fitting(row: DocumentRow, bound: Binding | None) -> tuple[str, ...]:
    if bound is None or row.state is RowState.IN_FLIGHT:
        return ()
    reviewed = row.reason if row.state is RowState.REVIEW else None
    kind = OBJECTS[bound.qb_type]
    if reviewed is Reason.MERGED:
        return (FOLLOW, UNLINK) if bound.twin != pull_judge.UNKNOWN else (UNLINK,)
    if reviewed in _LOST:
        return (KEEP, UNLINK)
    if reviewed in DIFFERS:
        return (RESEND, TAKE) if kind.is_list else (RESEND, ACCEPT, UNLINK)
    if row.state is RowState.IDLE and bound.flag == LINK_LOST and not kind.relinkable:
        return (KEEP, ACCEPT, UNLINK)
    if row.state is RowState.IDLE and bound.flag in _FLAGS:
        return (KEEP, ACCEPT, RESEND, UNLINK)
    return ()


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult | None:
    """Carry the action out for those documents to which it applies; None for a name that is none of these."""
    if action not in CAPTIONS:
        return None
    done = [ref for ref in refs if ref.company == key and _do(ports, action, ref, user)]
    if not done:
        return ActionResult(done=False, sentence="There is nothing of that kind to decide about it now.")
    return ActionResult(done=True, sentence=f"It is decided for {len(done)}; the next run starts now.")


def _do(ports: Ports, action: str, ref: DocumentRef, user: str) -> bool:
    if action == FOLLOW:
        return _follow(ports, ref, user)
    with ports.database.write() as connection:
        row, bound = _loaded(connection, ref)
        if row is None or bound is None or action not in _fitting(row, bound):
            return False
        now = ports.database.now(connection)
        Application(connection, ref.company, now=now).apply(_VERBS[action](connection, row, bound))
        if action == UNLINK:
            decisions.allow_number(connection, ref)
        _written(connection, ports, ref, action, user)
    return True


def _loaded(connection: Connection, ref: DocumentRef) -> tuple[DocumentRow | None, Binding | None]:
    return rows.by_ref(connection, [ref]).get(ref), bindings.by_ref(connection, [ref]).get(ref)


def _written(connection: Connection, ports: Ports, ref: DocumentRef, action: str, user: str) -> None:
    line = journal.Line(f"decided: {action}", ref, CAPTIONS[action])
    journal.write(connection, ref.company, [line], now=ports.database.now(connection), who=user)
    companies.ask_for_run(connection, ref.company)


def _keep(connection: Connection, row: DocumentRow, bound: Binding) -> list[effects.Effect]:
    """Until it is saved here again."""
    decisions.flag(connection, bound.ref, KEPT)
    return [effects.Done(row.ref, row.wanted)]


def _accept(connection: Connection, row: DocumentRow, bound: Binding) -> list[effects.Effect]:
    """The audit of the next run reads it, and from then on that is what we know of it."""
    decisions.flag(connection, bound.ref, ACCEPTED)
    return [effects.Suspect(row.ref, True), effects.Done(row.ref, row.wanted)]


def _resend(connection: Connection, row: DocumentRow, bound: Binding) -> list[effects.Effect]:
    """Every element that QuickBooks holds otherwise is written again; it is read first, as before any change."""
    decisions.flag(connection, bound.ref, merge.OURS)
    return [effects.Fresh(row.ref, None), effects.Again(row.ref, attempts=0, reopened=True)]


def _unlink(connection: Connection, row: DocumentRow, bound: Binding) -> list[effects.Effect]:
    """It goes as a new one, although the old one may still bear its number."""
    return [effects.Unbind(row.ref), effects.Again(row.ref, attempts=0, reopened=True)]


def _take(connection: Connection, row: DocumentRow, bound: Binding) -> list[effects.Effect]:
    """What was saved here and has not gone is given up; the next pull reads what QuickBooks has."""
    pulled.want_again(connection, row.ref.company, pull.list_of(bound.qb_type), [bound.qb_id])
    return [effects.Fresh(row.ref, None), effects.Done(row.ref, row.wanted)]


_VERBS: Mapping[str, Callable[[Connection, DocumentRow, Binding], list[effects.Effect]]] = {
    KEEP: _keep,
    ACCEPT: _accept,
    RESEND: _resend,
    UNLINK: _unlink,
    TAKE: _take,
}


def _follow(ports: Ports, ref: DocumentRef, user: str) -> bool:
    """Here, too, the record becomes the other one: whatever names it goes to that from now on."""
    host = ports.host
    with ports.database.read() as connection:
        row, bound = _loaded(connection, ref)
        if row is None or bound is None or FOLLOW not in _fitting(row, bound):
            return False
        others = bindings.by_id(connection, ref.company, [bound.twin]).get(bound.twin, ())
        installation = companies.load(connection, ref.company).installation
    into = next((each.ref for each in others if each.qb_type == bound.qb_type), None)
    told: list[effects.Effect] = []
    if isinstance(host, TakesRecords):
        key = f"{installation}/{pull.list_of(bound.qb_type)}/{bound.qb_id}/merged"
        change = ListChange(key=key, what=Happened.MERGED, ref=ref, into=into)
        (answer,) = host.apply(ref.company, [change])
        if answer.ref is not None and not answer.refused:
            told.append(effects.Told(answer.ref, answer.revision))
    with ports.database.write() as connection:
        moved = replace(bound, qb_id=bound.twin, twin="", seen={}, fresh=None)
        settled = [effects.Done(ref, row.wanted), *told, effects.Bind(moved)]
        Application(connection, ref.company, now=ports.database.now(connection)).apply(settled)
        _written(connection, ports, ref, FOLLOW, user)
    return True
