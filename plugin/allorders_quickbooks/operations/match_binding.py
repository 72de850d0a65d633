"""Binding records of the host to records that QuickBooks had already, as a person has decided.

Only what was read from QuickBooks can be bound, and each record there once. Both sides keep what they differ in; with
RENAME the host's name goes over in the next run, with TAKE the host is told QuickBooks' name at once. A record that is
inactive there and not here becomes active.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import Happened, ListChange, TakesRecords
from allorders_hooks.records import AnyRecord
from sqlalchemy import Connection

from allorders_quickbooks import effects
from allorders_quickbooks.listed import ListRecord
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.matching.judging import title
from allorders_quickbooks.matching.sides import BINDS, Choice
from allorders_quickbooks.operations import linking
from allorders_quickbooks.phases import pull, saying
from allorders_quickbooks.phases.binding import JOINED
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.taking import context_of
from allorders_quickbooks.store import bindings, companies, found_invoices, journal, matching, pulled, rows
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.matching import Match
from allorders_quickbooks.terms import Binding, DocumentRow, RowState, WallTime

_Identity = tuple[str, str]
"""A list and the id of a record in it: ids are unique in their own list only."""


def bind(
    ports: Ports, key: str, refs: Sequence[DocumentRef], choice: Choice, user: str, qb_id: str = ""
) -> tuple[int, list[str]]:
    """Bind these records: how many were, and for each other a sentence."""
    if choice is Choice.TAKE and not isinstance(ports.host, TakesRecords):
        return 0, ["The order system takes no names over. Rename it there, then bind it."]
    records = ports.host.records(refs)
    with ports.database.read() as connection:
        company = companies.load(connection, key)
    context = context_of(ports, company, records)
    refused: list[str] = []
    bound: list[tuple[AnyRecord, Binding]] = []
    with ports.database.write() as connection:
        known = matching.by_ref(connection, refs)
        there = _there(connection, key, known, qb_id)
        taken = _taken(connection, key, there)
        row_of = rows.by_ref(connection, refs)
        for ref in refs:
            match, record = known.get(ref), records.get(ref)
            if match is None or record is None:
                refused.append(f"{ref.key}: nothing is proposed for it.")
                continue
            found = there.get((match.listed, qb_id or _wanted(match)))
            problem = _problem(match, record, context, found, taken, row_of.get(ref))
            if problem or found is None:
                refused.append(f"{match.name}: {problem}")
                continue
            try:
                binding = _binding(record, context, found, choice, row_of.get(ref))
            except Unmappable as unmappable:
                refused.append(f"{unmappable.sentence} {unmappable.remedy}")
                continue
            _write(ports, connection, match, binding, choice, row_of.get(ref), user)
            taken = {*taken, (found.listed, found.qb_id)}
            bound.append((record, binding))
        if bound:
            companies.ask_for_run(connection, key)
    if choice is Choice.TAKE:
        refused += _rename_here(ports, company, bound)
    return len(bound), refused


def _rename_here(ports: Ports, company: Company, bound: Sequence[tuple[AnyRecord, Binding]]) -> list[str]:
    """Tell the host the names that its records have in QuickBooks; a sentence for each that it does not take."""
    host, refused = ports.host, list[str]()
    if not isinstance(host, TakesRecords) or not bound:
        return refused
    changes = [
        ListChange(
            key=f"{company.installation}/{pull.list_of(binding.qb_type)}/{binding.qb_id}/matched/{record.revision}",
            what=Happened.RENAMED,
            ref=record.ref,
            record=record.model_copy(update={"name": binding.name}),
            fields=("name",),
        )
        for record, binding in bound
    ]
    answers = list(zip(changes, host.apply(company.key, changes), strict=True))
    with ports.database.write() as connection:
        told = [effects.Told(a.ref, a.revision, c.record.name if c.record else "")
                for c, a in answers if a.ref and not a.refused]  # fmt: skip
        Application(connection, company.key, now=ports.database.now(connection)).apply(told)
    return [f"“{c.record.name if c.record else ''}” is bound, but not taken over: {a.refused}"
            for c, a in answers if a.refused]  # fmt: skip


def _wanted(match: Match) -> str:
    return match.best.qb_id if match.best is not None else ""


def _there(
    connection: Connection, key: str, known: Mapping[DocumentRef, Match], qb_id: str
) -> dict[_Identity, ListRecord]:
    found: dict[_Identity, ListRecord] = {}
    for listed in {match.listed for match in known.values()}:
        ids = [qb_id] if qb_id else [_wanted(match) for match in known.values() if match.listed == listed]
        there = pulled.by_ids(connection, key, listed, ids)
        found |= {(listed, each): record for each, record in there.items()}
    return found


def _taken(connection: Connection, key: str, there: Mapping[_Identity, ListRecord]) -> set[_Identity]:
    """Which of them a record of ours is bound to."""
    bound = bindings.by_id(connection, key, {qb_id for _, qb_id in there})
    return {each for each, record in there.items() if any(b.qb_type == record.qb_type for b in bound.get(each[1], ()))}


def _problem(
    match: Match,
    record: AnyRecord,
    context: Context,
    found: ListRecord | None,
    taken: Collection[_Identity],
    row: DocumentRow | None,
) -> str:
    if match.decision not in (Choice.UNDECIDED, Choice.CREATE, Choice.SKIP, Choice.MERGE):
        return "it is bound already."
    if row is None or row.state is RowState.IN_FLIGHT:
        return "it is on its way to QuickBooks at this moment."
    if found is None:
        return "QuickBooks has no such record, as far as it was read."
    if (found.listed, found.qb_id) in taken:
        return f"“{found.full_name}” is another record's."
    wanted = mapper(record.ref.kind).qb_type(record, context)
    if found.qb_type != wanted:
        return f"“{found.full_name}” is {title(found.qb_type)} in QuickBooks, and this is {title(wanted)}."
    return ""


def _binding(
    record: AnyRecord, context: Context, found: ListRecord, choice: Choice, row: DocumentRow | None
) -> Binding:
    """What QuickBooks has, unread but for its name; `base` is what the host's record says now, so only what is changed
    of it from now on goes over, besides what this decision sends."""
    bare = Binding(
        ref=record.ref,
        generation=row.generation if row is not None else 0,
        qb_type=found.qb_type,
        qb_id=found.qb_id,
        edit_sequence=found.edit_sequence,
        guid="",
        number="",
        name=found.full_name,
        total=None,
        version=row.wanted if row is not None else 0,
        time_modified=WallTime.parse(found.modified) if found.modified else None,
        flag=JOINED,
    )
    said = saying.change(mapper(record.ref.kind), record, context, bare)
    base = dict(said.base) if said is not None else {}
    for element in _sent(record, found, choice):
        base.pop(element, None)
    if choice is Choice.TAKE and "Name" in base:
        base["Name"] = found.name
    return replace(bare, base=base)


def _sent(record: AnyRecord, found: ListRecord, choice: Choice) -> list[str]:
    sent = ["Name"] if choice is Choice.RENAME and found.full_name != record.name else []
    return [*sent, "IsActive"] if record.active and not found.active else sent


def _write(
    ports: Ports,
    connection: Connection,
    match: Match,
    binding: Binding,
    choice: Choice,
    row: DocumentRow | None,
    user: str,
) -> None:
    now, ref = ports.database.now(connection), match.ref
    matching.decide(connection, ref, choice, binding.qb_id, user, now)
    sends = "Name" not in binding.base or "IsActive" not in binding.base
    wanted = row.wanted if row is not None else 0
    again, done = effects.Again(ref, attempts=0, reopened=True), effects.Done(ref, wanted)
    then: list[effects.Effect] = [again if sends else done]
    if choice is not Choice.RENAME:
        then.append(effects.Named(ref, binding.name))
    Application(connection, ref.company, now=now).apply([effects.Bind(binding), *then])
    line = journal.Line(f"matched: {choice.value}", ref, f"with “{binding.name}” ({binding.qb_id})")
    journal.write(connection, ref.company, [line], now=now, who=user)


def sent(connection: Connection, matches: Mapping[DocumentRef, Match]) -> set[DocumentRef]:
    """Which of these QuickBooks holds since they were sent there, or may: that cannot be taken back here."""
    bound = {ref for ref in bindings.by_ref(connection, matches) if matches[ref].decision not in BINDS}
    return bound | {ref for ref, row in rows.by_ref(connection, matches).items() if row.state is RowState.IN_FLIGHT}


def link_invoices(
    ports: Ports, key: str, refs: Sequence[DocumentRef], user: str, qb_id: str = ""
) -> tuple[int, list[str]]:
    """Bind these ship docs to the invoices that were made for them by hand; the next run reads what those hold."""
    refused: list[str] = []
    done = 0
    for ref in refs:
        with ports.database.read() as connection:
            match = matching.by_ref(connection, [ref]).get(ref)
            wanted = qb_id or (_wanted(match) if match is not None else "")
            found = found_invoices.by_id(connection, key, wanted)
        if match is None or found is None or match.decision in BINDS:
            named = match.name if match is not None else ref.key
            refused.append(f"{named}: there is no such invoice, as far as QuickBooks' were read, or it is bound.")
            continue
        result = linking.link(ports, ref, found.qb_id, user)
        if not result.done:
            refused.append(f"{match.name}: {result.sentence}")
            continue
        with ports.database.write() as connection:
            matching.decide(connection, ref, Choice.BIND, found.qb_id, user, ports.database.now(connection))
        done += 1
    return done, refused
