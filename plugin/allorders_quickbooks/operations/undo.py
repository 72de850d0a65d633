"""Taking sent documents out of QuickBooks again: what would become of each, what stays behind, and doing it.

It is voided where the set-up says so and QuickBooks can, else deleted. The document stays in the order system; saved or
sent again, it goes as a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Right
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks.company import CompanySetup, UndoAs
from allorders_quickbooks.mapping.registry import RECORD_KINDS
from allorders_quickbooks.operations.naming import title
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.run import adjusting
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import adjusted, bindings, companies, decisions, journal, rows
from allorders_quickbooks.store.journal import Filter
from allorders_quickbooks.terms import Binding, DocumentRow, RowState

UNDO = "undo"
PAGE = 30
CAPTION = "Take out of QuickBooks"
_REFUSED = "You may not take documents out of QuickBooks."


@dataclass(frozen=True)
class Undoing:
    """What would become of one document. `why_not` is empty where it can be taken back; `stays` are sentences."""

    ref: DocumentRef
    title: str
    becomes: str
    stays: tuple[str, ...]
    why_not: str = ""


def is_offered(row: DocumentRow, bound: Binding | None) -> bool:
    """Whether it is in QuickBooks, a transaction, and not on its way at this moment."""
    return bound is not None and not OBJECTS[bound.qb_type].is_list and row.state is not RowState.IN_FLIGHT


def sent(ports: Ports, key: str, before: int | None = None) -> tuple[list[DocumentRef], int | None]:
    """Documents that were on their way to QuickBooks, those last that were so first, each once; and the line of the
    journal before which there may be more, None where there is none."""
    wanted = Filter(what=journal.ON_ITS_WAY)
    with ports.database.read() as connection:
        lines = journal.page(connection, key, wanted, before, PAGE)
    found = dict.fromkeys(line.ref for line in lines if line.ref is not None and line.ref.kind not in RECORD_KINDS)
    return list(found), lines[-1].id if len(lines) == PAGE else None


def foresee(ports: Ports, key: str, refs: Sequence[DocumentRef]) -> list[Undoing]:
    """What would become of these documents, in their order. Nothing is changed."""
    with ports.database.read() as connection:
        setup = companies.load(connection, key).setup
        known = rows.by_ref(connection, refs)
        bound = bindings.by_ref(connection, refs)
    return [_undoing(known[ref], bound.get(ref), setup) for ref in refs if ref.company == key and ref in known]


def _undoing(row: DocumentRow, bound: Binding | None, setup: CompanySetup) -> Undoing:
    if bound is None:
        return Undoing(row.ref, title(row), "", (), "It is not in QuickBooks.")
    if OBJECTS[bound.qb_type].is_list:
        return Undoing(row.ref, title(row), "", (), "A record of a list stays; make it inactive instead.")
    if row.state is RowState.IN_FLIGHT:
        return Undoing(row.ref, title(row), "", (), "It is on its way to QuickBooks at this moment.")
    voided = setup.undo_as is UndoAs.VOID and OBJECTS[bound.qb_type].voidable
    name = f"{bound.qb_type} {bound.number}".strip()
    return Undoing(
        row.ref, title(row), f"{name} is {'voided' if voided else 'deleted'}.", tuple(_staying(bound, voided))
    )


def _staying(bound: Binding, voided: bool) -> list[str]:
    stays = [f"{bound.qb_type} {bound.number} stays, with no amounts in it.".replace("  ", " ")] if voided else []
    if bound.applied:
        paid = sum(bound.applied.values())
        stays.append(f"Payments of {paid:,.2f} that were applied to it stay, unapplied.")
    return [*stays, "Customers, vendors and items that went along stay."]


def _take_back(connection: Connection, ref: DocumentRef, now: datetime, user: str) -> bool:
    """An adjustment of the plugin's own is known to be taken back, so that it is not made once more without asking."""
    number = adjusted.number_of(ref)
    if number is not None:
        return adjusting.undo(connection, ref.company, number, now, who=user)
    return decisions.take_back(connection, ref)


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult | None:
    """Take these documents out with the next run; None where the action is another. Needs `Right.UNDO`."""
    if action != UNDO:
        return None
    if not ports.host.may(user, Right.UNDO, key):
        return ActionResult(done=False, sentence=_REFUSED)
    able = [each.ref for each in foresee(ports, key, refs) if not each.why_not]
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        done = [ref for ref in able if _take_back(connection, ref, now, user)]
        lines = [journal.Line("asked: undo", ref) for ref in done]
        journal.write(connection, key, lines, now=now, who=user)
        if done:
            companies.ask_for_run(connection, key)
    if not done:
        return ActionResult(done=False, sentence="None of it is in QuickBooks, or it cannot be taken out.")
    return ActionResult(done=True, sentence=f"{len(done)} taken out of QuickBooks with the next run, which starts now.")
