"""Linking a document or record to an object that QuickBooks has already, instead of sending it.

Nothing is believed of it before it was read: the audit of the next run reads the object, and says so where there is
none of that id. What it holds is then taken for right; later saves change what they change.
"""

from __future__ import annotations

from dataclasses import dataclass

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks import effects
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.operations.naming import title, title_of
from allorders_quickbooks.phases import pull
from allorders_quickbooks.phases.audit import ACCEPTED
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.run.loading import load_sources
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal, pulled, rows
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.terms import Binding, DocumentRow, RowState

_ID = 40  # characters that an id may have


@dataclass(frozen=True)
class Candidate:
    """A record that QuickBooks has. `taken_by` is the record here that is bound to it already."""

    qb_id: str
    name: str
    active: bool
    taken_by: DocumentRef | None


def candidates(ports: Ports, ref: DocumentRef, begins: str = "", limit: int = 20) -> list[Candidate]:
    """The records of QuickBooks that this record may be linked to, by their names as they were last pulled: those that
    begin like `begins`, or like its own name. None for a transaction."""
    found = _type_of(ports, ref)
    if found is None or not OBJECTS[found[0]].is_list:
        return []
    qb_type, name = found
    with ports.database.read() as connection:
        records = pulled.beginning(connection, ref.company, pull.list_of(qb_type), begins or name[:3], limit)
        holders = bindings.by_id(connection, ref.company, {record.qb_id for record in records})
    return [
        Candidate(
            record.qb_id, record.full_name, record.active, next((b.ref for b in holders.get(record.qb_id, ())), None)
        )
        for record in records
    ]


def link(ports: Ports, ref: DocumentRef, qb_id: str, user: str) -> ActionResult:
    """Bind it to the object of that ListID or TxnID; the next run reads that."""
    qb_id = qb_id.strip()
    found = _type_of(ports, ref)
    if not qb_id or len(qb_id) > _ID or found is None:
        return ActionResult(done=False, sentence="Name the QuickBooks id of what it is to be linked to.")
    with ports.database.write() as connection:
        row = rows.by_ref(connection, [ref]).get(ref)
        refusal = _refusal(connection, row, found[0], qb_id)
        if row is None or refusal:
            return ActionResult(done=False, sentence=refusal or "It is not known here.")
        _bind(connection, ports, row, found[0], found[1], qb_id)
        line = journal.Line("linked", ref, f"{found[0]} {qb_id}")
        journal.write(connection, ref.company, [line], now=ports.database.now(connection), who=user)
        companies.ask_for_run(connection, ref.company)
    return ActionResult(done=True, sentence="It is linked; the next run, which starts now, reads what QuickBooks has.")


def _bind(connection: Connection, ports: Ports, row: DocumentRow, qb_type: str, name: str, qb_id: str) -> None:
    shown = name if OBJECTS[qb_type].is_list else ""
    bound = Binding(row.ref, row.generation, qb_type, qb_id, "", "", row.number, shown, None, 0, flag=ACCEPTED)
    linked: list[effects.Effect] = [
        effects.Bind(bound),
        effects.Suspect(row.ref, True),
        effects.Done(row.ref, row.wanted),
    ]
    Application(connection, row.ref.company, now=ports.database.now(connection)).apply(linked)


def _refusal(connection: Connection, row: DocumentRow | None, qb_type: str, qb_id: str) -> str:
    if row is None:
        return "It is not known here."
    if row.state is RowState.IN_FLIGHT:
        return "It is on its way to QuickBooks at this moment."
    taken = [bound.ref for bound in bindings.by_id(connection, row.ref.company, [qb_id]).get(qb_id, ())]
    if any(other != row.ref for other in taken) and not OBJECTS[qb_type].goes_by_name:
        holder = rows.by_ref(connection, taken[:1]).get(taken[0])
        return f"{title_of(taken[0]) if holder is None else title(holder)} is linked to that already."
    return ""


def _type_of(ports: Ports, ref: DocumentRef) -> tuple[str, str] | None:
    """(type of object, name) that it has or would have in QuickBooks; None where the host does not have it."""
    with ports.database.read() as connection:
        company = companies.load(connection, ref.company)
        bound = bindings.by_ref(connection, [ref]).get(ref)
    source = load_sources(ports.host, [ref], company).get(ref)
    if source is None:
        return None
    kind, context = mapper(ref.kind), Context(company.preferences, company.setup, company.facts, {}, {})
    try:
        return (bound.qb_type if bound else kind.qb_type(source, context)), kind.wanted_name(source) or ""
    except Unmappable:
        return None
