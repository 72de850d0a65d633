"""Records that come back as a question of the matching: what was made on both sides between two runs, and what was
merged, renamed or made inactive in QuickBooks and cannot simply be followed here.

Looked for in every run, once the lists were read and once more after the sending. Whoever is asked is shown both sides;
until somebody decides, nothing of the record is made on either of them. A question that somebody has answered
elsewhere, by another name on either side, is closed by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import AnyRecord

from allorders_quickbooks import effects
from allorders_quickbooks.listed import ListRecord
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.matching.judging import judged, title
from allorders_quickbooks.matching.proposing import Proposal
from allorders_quickbooks.matching.sides import KIND_OF, NAME_LISTS, RECORDS, Candidate, Cause, Ours, Theirs
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.loading import decided_under
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.proposing import sides
from allorders_quickbooks.store import bindings, companies, matching, pulled, questions, rows, runs
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.matching import Match
from allorders_quickbooks.terms import Binding, DocumentRow

AT_ONCE = 200
_LIST_OF = {KIND_OF[listed]: listed for listed in RECORDS}
_BY_NOBODY_KNOWN = "QuickBooks has another record of that name, in a list that is not read"


def ask(ports: Ports, key: str, run: int) -> None:
    """Ask about every record that has come to stand so, and close what is answered."""
    with ports.database.write() as connection:
        company = companies.load(connection, key)
        questions.close_settled(connection, key)
        again = questions.opened(connection, key, Cause.NAME, AT_ONCE)
        waiting = [row for row in rows.by_ref(connection, again).values() if row.reason is Reason.UNMATCHED]
        begun = runs.load(connection, key, run).started
        stopped = questions.refused(connection, key, begun, AT_ONCE)
    _ask_again(ports, company, run, waiting)
    _ask_inactive(ports, company, run, stopped)
    for cause in (Cause.NAME, Cause.MERGED, Cause.CHANGED):
        with ports.database.read() as connection:
            found = questions.unasked(connection, key, cause, AT_ONCE)
        _ask(ports, company, run, cause, found)


def _ask(ports: Ports, company: Company, run: int, cause: Cause, found: Sequence[DocumentRow]) -> None:
    if not found:
        return
    proposals = dict(_proposals(ports, company, cause, [row.ref for row in found]))
    with ports.database.write() as connection:
        for ref, proposal in proposals.items():
            questions.ask(connection, company.key, _LIST_OF[ref.kind], proposal, cause)
        held = [each for ref, proposal in proposals.items() if cause is Cause.NAME for each in _held(ref, proposal)]
        asked = [effects.Note("asked about", ref, cause.value) for ref in proposals]
        now, under = ports.database.now(connection), decided_under(company)
        Application(connection, company.key, now=now, run=run, under=under).apply([*held, *asked])


def _held(ref: DocumentRef, proposal: Proposal) -> Iterator[effects.Effect]:
    """QuickBooks has refused it for its name, and was looked at: nothing of it is there that would have to be found."""
    said = proposal.taken or proposal.best
    there = f"“{said.theirs.full_name}”: {said.reason}" if said is not None else proposal.ours.name
    yield effects.Again(ref, look_first=False, attempts=0)
    yield effects.Held(ref, Reason.UNMATCHED, f"{there}. Nobody has decided about it.")


def _ask_again(ports: Ports, company: Company, run: int, waiting: Sequence[DocumentRow]) -> None:
    """The name may be free by now, or the record be called otherwise here: then it goes, without anybody's answer."""
    if not waiting:
        return
    proposals = dict(_proposals(ports, company, Cause.NAME, [row.ref for row in waiting]))
    with ports.database.write() as connection:
        known = matching.by_ref(connection, proposals)
        free = [ref for ref, match in known.items() if _is_answered(match, proposals[ref])]
        for ref in free:
            questions.drop(connection, ref)
        again = [effects.Again(ref, attempts=0) for ref in free]
        Application(connection, company.key, now=ports.database.now(connection), run=run).apply(again)


def _is_answered(match: Match, now: Proposal) -> bool:
    is_free = not now.candidates and now.taken is not None and not now.taken.theirs.qb_id
    return match.name != now.ours.name or (is_free and _BY_NOBODY_KNOWN not in match.taken)


def _proposals(
    ports: Ports, company: Company, cause: Cause, refs: Sequence[DocumentRef]
) -> Iterator[tuple[DocumentRef, Proposal]]:
    records = ports.host.records(refs)
    with ports.database.read() as connection:
        bound = bindings.by_ref(connection, refs)
    ours = {ref: side for (ref, _), side in zip(records.items(), sides(company, records), strict=True)}
    match cause:
        case Cause.NAME:
            yield from _named(ports, company, ours, bound)
        case Cause.MERGED:
            yield from _merged(ports, company, ours, bound)
        case _:
            yield from _changed(ports, company, ours, bound, records)


def _named(
    ports: Ports, company: Company, ours: Mapping[DocumentRef, Ours], bound: Mapping[DocumentRef, Binding]
) -> Iterator[tuple[DocumentRef, Proposal]]:
    """What has the name in QuickBooks, in any list that shares it: one that nobody here is bound to may be this one."""
    with ports.database.read() as connection:
        there: list[ListRecord] = []
        for listed in {_LIST_OF[ref.kind] for ref in ours}:
            lists = sorted(NAME_LISTS) if listed in NAME_LISTS else [listed]
            names = [n for ref, each in ours.items() if _LIST_OF[ref.kind] == listed for n in (each.name, each.short)]
            there += questions.named(connection, company.key, lists, names)
        holders = bindings.by_id(connection, company.key, {record.qb_id for record in there})
    for ref, each in ours.items():
        same = [record for record in there if _shares(record, each)]
        found = [_judged(each, record, holders.get(record.qb_id, ()), bound.get(ref)) for record in same]
        fits = tuple(candidate for candidate in found if candidate is not None and candidate.fits)
        taken = next((candidate for candidate in found if candidate is not None and not candidate.fits), None)
        if not fits and taken is None:
            nobody = Theirs("", "", "", each.short, each.short)
            taken = Candidate(nobody, 0, _BY_NOBODY_KNOWN, fits=False)
        yield ref, Proposal(each, fits, taken)


def _shares(record: ListRecord, ours: Ours) -> bool:
    in_one_space = record.listed in NAME_LISTS if ours.qb_type in NAME_LISTS else record.listed == "Item"
    return in_one_space and bindings.folded(record.full_name) in map(bindings.folded, (ours.name, ours.short))


def _judged(ours: Ours, record: ListRecord, holders: Iterable[Binding], bound: Binding | None) -> Candidate | None:
    theirs = _theirs(record)
    holder = next((each for each in holders if each.qb_type == record.qb_type), None)
    if holder is not None and (bound is None or holder.ref != bound.ref):
        return Candidate(theirs, 0, f"it is {holder.ref} here, and has this name in QuickBooks now", fits=False)
    if bound is not None and holder is None:
        reason = f"{title(record.qb_type)} has this name in QuickBooks, where this record is “{bound.name}”"
        return Candidate(theirs, 0, reason, fits=False)
    return judged(ours, theirs) if bound is None else None


def _merged(
    ports: Ports, company: Company, ours: Mapping[DocumentRef, Ours], bound: Mapping[DocumentRef, Binding]
) -> Iterator[tuple[DocumentRef, Proposal]]:
    """The record that it has become, where anybody can tell."""
    for ref, each in ours.items():
        known = bound.get(ref)
        if known is None:
            continue
        winner = _read(ports, company, ref, known.twin)
        reason = f"“{known.name}” was merged into it in QuickBooks"
        yield ref, Proposal(each, (Candidate(_theirs(winner), 0, reason),) if winner is not None else ())


def _changed(
    ports: Ports,
    company: Company,
    ours: Mapping[DocumentRef, Ours],
    bound: Mapping[DocumentRef, Binding],
    records: Mapping[DocumentRef, AnyRecord],
) -> Iterator[tuple[DocumentRef, Proposal]]:
    """What it is called there now, and whether it is active; any other change is no question of the matching."""
    with ports.database.read() as connection:
        said = rows.by_ref(connection, ours)
    for ref, each in ours.items():
        known = bound.get(ref)
        record = _read(ports, company, ref, known.qb_id) if known is not None else None
        if record is None:
            continue
        is_renamed = bindings.folded(record.full_name) != bindings.folded(each.short)
        if not is_renamed and record.active == records[ref].active:
            continue
        turned = "made active there" if record.active else "made inactive there"
        what = f"it was {'renamed there' if is_renamed else turned}"
        yield ref, Proposal(each, (Candidate(_theirs(record), 0, f"{what}; here: {said[ref].detail}"),))


def _read(ports: Ports, company: Company, ref: DocumentRef, qb_id: str) -> ListRecord | None:
    with ports.database.read() as connection:
        return pulled.by_ids(connection, company.key, _LIST_OF[ref.kind], [qb_id]).get(qb_id)


def _ask_inactive(ports: Ports, company: Company, run: int, stopped: Sequence[DocumentRow]) -> None:
    """QuickBooks takes no transaction that names an inactive record: the question is the record, which all of them
    wait for."""
    documents = ports.host.documents([row.ref for row in stopped]) if stopped else {}
    context = Context(company.preferences, company.setup, company.facts, {}, {})
    needed: dict[DocumentRef, list[DocumentRef]] = {}
    for ref, document in documents.items():
        try:
            needs = mapper(ref.kind).needs(document, context)
        except Unmappable:
            continue
        for each in needs:
            if each.kind in _LIST_OF and not each.key.startswith("@"):
                needed.setdefault(each, []).append(ref)
    with ports.database.read() as connection:
        bound = bindings.by_ref(connection, needed)
    asleep = {ref: found for ref, known in bound.items()
              if (found := _read(ports, company, ref, known.qb_id)) is not None and not found.active}  # fmt: skip
    records = ports.host.records(asleep) if asleep else {}
    ours = dict(zip(records, sides(company, records), strict=True))
    with ports.database.write() as connection:
        for ref, side in ours.items():
            reason = f"it is inactive in QuickBooks, and {len(needed[ref])} documents name it"
            proposal = Proposal(side, (Candidate(_theirs(asleep[ref]), 0, reason),))
            questions.ask(connection, company.key, _LIST_OF[ref.kind], proposal, Cause.INACTIVE)
        waits = [
            effects.Waits(document, ref, f"“{asleep[ref].full_name}” is inactive in QuickBooks.")
            for ref in ours
            for document in needed[ref]
        ]
        Application(connection, company.key, now=ports.database.now(connection), run=run).apply(waits)


def _theirs(record: ListRecord) -> Theirs:
    return Theirs(
        record.listed,
        record.qb_id,
        record.qb_type,
        record.name,
        record.full_name,
        record.active,
        record.account_number,
        record.email,
        record.phone,
        record.part_number,
    )
