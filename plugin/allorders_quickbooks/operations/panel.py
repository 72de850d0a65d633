"""The box on a document's page: where it stands in QuickBooks, what of it is paid there, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import Panel, PanelLine

from allorders_quickbooks.mapping import remembered
from allorders_quickbooks.operations import actions, drift, keeping_out, undo
from allorders_quickbooks.phases.audit import ACCEPTED, KEPT, LINK_LOST
from allorders_quickbooks.phases.binding import TOTAL_DIFFERS
from allorders_quickbooks.phases.merge import OURS
from allorders_quickbooks.policy import decide
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, rows, runs
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.terms import Binding, DocumentRow, Hold, Look, RowState, Want

_MENDED_ON_THE_DOCUMENT = (Reason.NOT_READY, Reason.NC_ONLY, Reason.INVALID_FIELD, Reason.BEFORE_START_DATE)
_NOT_THERE = (Reason.GONE, Reason.VOIDED)


def panel(ports: Ports, ref: DocumentRef) -> Panel | None:
    """The box on a document's page: where it stands in QuickBooks, and what can be done."""
    with ports.database.read() as connection:
        company = companies.load(connection, ref.company)
        row = rows.by_ref(connection, [ref]).get(ref)
        bound = bindings.by_ref(connection, [ref]).get(ref)
        looked = runs.last_complete(connection, ref.company)
    if row is None:
        return None
    row = _foreseen(ports, company, row)
    keeping = keeping_out.offered(row, bound) if keeping_out.is_possible(ports.host, company.preferences) else ()
    return Panel(
        title="QuickBooks",
        state=row.state.value,
        sentence=_sentence(row, bound is not None),
        lines=tuple(_lines(row, bound, looked)) if bound is not None else (),
        actions=(*offered(row, bound), *keeping),
        questions=_questions(ports, row, bound),
    )


def _questions(ports: Ports, row: DocumentRow, bound: Binding | None) -> dict[str, str]:
    """What is taken out is gone from the books, so a person hears first what becomes of it and what stays."""
    if not undo.is_offered(row, bound):
        return {}
    (foreseen,) = undo.foresee(ports, row.ref.company, [row.ref])
    return {undo.UNDO: " ".join((foreseen.becomes, *foreseen.stays))}


def _lines(row: DocumentRow, bound: Binding, looked: datetime | None) -> Iterator[PanelLine]:
    yield PanelLine(label="In QuickBooks as", value=f"{bound.qb_type} {bound.number or bound.name}".strip())
    if bound.total is not None:
        yield PanelLine(label="Total there", value=f"{bound.total:,.2f}")
    if bound.look is not None and bound.look.open is not None and row.reason not in _NOT_THERE:
        yield PanelLine(label="Payment there", value=_open(bound.look, bound.look.open, looked))
    if bound.applied and bound.total is not None:
        yield PanelLine(label="By payments sent from here", value=_paid(bound.total, bound.applied))
    if bound.flag:
        yield PanelLine(label="Notice", value=_notice(bound))


def _open(look: Look, left: Decimal, looked: datetime | None) -> str:
    """QuickBooks' own figure. Had it changed since, the last run that did all it could would have seen it: each of them
    ends with a look at what is new there."""
    moment = max(filter(None, (look.at, looked)), default=None)
    since = f" as of {moment:%Y-%m-%d %H:%M} UTC" if moment is not None else ""
    return f"open balance {left:,.2f}{since}" if left else f"paid{since}"


def _paid(total: Decimal, applied: Mapping[str, Decimal]) -> str:
    """What is open once the payments that went from here are taken off; others in QuickBooks are not known here."""
    left = total - sum(applied.values(), Decimal(0))
    return f"{left:,.2f} open of {total:,.2f}" if left > 0 else "paid"


def _foreseen(ports: Ports, company: Company, row: DocumentRow) -> DocumentRow:
    """The row as the next run would leave it, where it will not go: nobody has to wait for a run to learn why."""
    document = ports.host.documents([row.ref]).get(row.ref) if row.due and row.state is RowState.READY else None
    if document is None:
        return row
    decision = decide(document, company.preferences, company.setup, company.facts)
    if not isinstance(decision, Hold):
        return row
    return replace(row, state=RowState.HELD, reason=decision.reason, detail=decision.detail)


def _notice(bound: Binding) -> str:
    if bound.flag == LINK_LOST and remembered.links(bound.base):
        return "It is not linked in QuickBooks to the order that it was made of, so QuickBooks may take that for open."
    return _NOTICES.get(bound.flag, f"Changed there: it was {bound.flag} in QuickBooks since it was sent.")


_NOTICES = {
    TOTAL_DIFFERS: "QuickBooks comes to another total than this document. It works out taxes by itself.",
    LINK_LOST: "It is not applied any more in QuickBooks to what it was applied to when it was sent.",
    KEPT: "It stays in QuickBooks as it is there, by somebody's decision.",
    ACCEPTED: "What QuickBooks has of it is taken for right with the next run.",
    OURS: "What was changed in QuickBooks is written over with the next run.",
}


def _sentence(row: DocumentRow, is_bound: bool) -> str:
    if row.reason is not None:
        return f"{row.reason.value.user} {row.detail}".strip()
    if row.state is RowState.IN_FLIGHT:
        return "It is on its way to QuickBooks."
    if not row.due:
        taken_out = "It is not in QuickBooks any more. Sent or saved again, it goes as a new one."
        absent = taken_out if _was_taken_out(row) else "There is nothing to send."
        return "It is in QuickBooks." if is_bound else absent
    return "Changed here; the change is not in QuickBooks yet." if is_bound else "It is not in QuickBooks yet."


def offered(row: DocumentRow, bound: Binding | None) -> tuple[tuple[str, str], ...]:
    """The buttons for one document: what has drifted is decided first, and what is in QuickBooks can be taken back."""
    sending = [(action, actions.CAPTIONS[action]) for action in _sending(row, bound)]
    undoing = [(undo.UNDO, undo.CAPTION)] if undo.is_offered(row, bound) and not row.due else []
    return (*sending, *drift.offered(row, bound), *undoing)


def _sending(row: DocumentRow, bound: Binding | None) -> tuple[str, ...]:
    if row.state is RowState.REVIEW:
        return (actions.RETRY,)
    if row.state is RowState.HELD and row.reason is Reason.DUPLICATE_NUMBER:
        return (actions.ANYWAY,)
    if row.state is RowState.HELD and row.reason in _MENDED_ON_THE_DOCUMENT:
        return ()
    if row.due and row.state in (RowState.READY, RowState.HELD, RowState.RETRY):
        return (actions.SEND,)
    undone = _was_taken_out(row) and row.state is RowState.IDLE and bound is None
    return (actions.SEND,) if undone else ()


def _was_taken_out(row: DocumentRow) -> bool:
    return row.want is Want.ABSENT and row.generation > 0
