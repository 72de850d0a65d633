"""Having the host take over what was changed in QuickBooks, a page of records at a time.

What the host is about to be told is written down before it is told, and what came of it with the page. Whoever dies in
between leaves a record that is being told: the next run tells it again before it sends anything, and the host gives the
same answer, so its save is never taken for one that has to go to QuickBooks. The save itself is announced like any
other; its row is put to rest where its revision is the one that the host has answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.pulled import ListChange, Taken, TakesRecords
from allorders_hooks.records import AnyRecord

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.listed import ListRecord
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SIMPLE_LISTS, is_internal
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.phases import pull_judge, saying
from allorders_quickbooks.phases.pull_judge import Case
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.canonical import as_ret
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run import joining
from allorders_quickbooks.run.naming import choose_names
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, pulled, rows
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.terms import Binding

Seen = tuple[ListRecord, Ret]


@dataclass(frozen=True)
class Telling:
    """A record, what the host is told of it, and what the host has made of that."""

    case: Case
    change: ListChange
    answer: Taken | None = None


def take(
    ports: Ports, company: Company, host: TakesRecords, seen: Sequence[Seen], thorough: Collection[str] = ()
) -> list[Effect]:
    """What a page of records comes to: what the host has taken over, and the page as it is kept from now on. `thorough`
    are the lists of which also those are compared that nothing has happened to."""
    cases = list(_cases(ports, company, seen, thorough))
    told = tell(ports, company, host, list(_tellings(ports, company, cases)))
    waiting = {case.now.qb_id for case in cases if case.binding is not None and not case.is_resting}
    page = effects.Pulled(tuple(replace(now, pending=now.qb_id in waiting) for now, _ in seen))
    return [page, *_settled(ports, company, cases, told)]


def tell(ports: Ports, company: Company, host: TakesRecords, tellings: Sequence[Telling]) -> list[Telling]:
    """Tell the host, and keep in mind that it was being told until its answer is written down."""
    if not tellings:
        return []
    kept = [(each.case.now, stored(each.change)) for each in tellings]
    with ports.database.write() as connection:
        pulled.begin_telling(connection, company.key, kept)
    answers = host.apply(company.key, [each.change for each in tellings])
    return [replace(each, answer=answer) for each, answer in zip(tellings, answers, strict=True)]


def stored(change: ListChange) -> object:
    """The change as it is kept meanwhile: without a card, of which nothing may lie about."""
    record = change.record
    if getattr(record, "credit_card", None) is not None and record is not None:
        record = record.model_copy(update={"credit_card": None})
    fields = tuple(field for field in change.fields if field != "credit_card")
    return change.model_copy(update={"record": record, "fields": fields}).model_dump(mode="json")


def _cases(ports: Ports, company: Company, seen: Sequence[Seen], thorough: Collection[str]) -> Iterator[Case]:
    """The records that something has happened to since they were last read, with the host's that are bound to them."""
    with ports.database.read() as connection:
        known: dict[tuple[str, str], ListRecord] = {}
        for listed in {now.listed for now, _ in seen}:
            ids = [now.qb_id for now, _ in seen if now.listed == listed]
            known |= {
                (listed, each): found for each, found in pulled.by_ids(connection, company.key, listed, ids).items()
            }
        changed = [
            (now, ret)
            for now, ret in seen
            if now.listed in thorough or _has_changed(now, known.get((now.listed, now.qb_id)))
        ]
        bound = bindings.by_id(connection, company.key, {now.qb_id for now, _ in changed})
        ours = rows.by_guid(connection, company.key, {guid for _, ret in changed if (guid := objects.guid(ret))})
        refs = [each.ref for all_of in bound.values() for each in all_of]
        by_ref = rows.by_ref(connection, refs)
    records = ports.host.records([ref for ref in refs if not is_internal(ref)]) if refs else {}
    said = _said(ports, company, records, {b.ref: b for all_of in bound.values() for b in all_of})
    for now, ret in changed:
        before, mine = known.get((now.listed, now.qb_id)), [b for b in bound.get(now.qb_id, ()) if _is_it(b, now)]
        for each in filter(pull_judge.of_the_host, mine):
            yield Case(ret, now, before, each, by_ref.get(each.ref), records.get(each.ref), said.get(each.ref))
        if not any(map(_stands_for_the_host, mine)) and objects.guid(ret) not in ours:
            yield Case(ret, now, before)


def _has_changed(now: ListRecord, before: ListRecord | None) -> bool:
    return before is None or before.pending or not now.is_as(before)


def _is_it(binding: Binding, now: ListRecord) -> bool:
    """Ids are unique in their own list only."""
    return binding.qb_type == now.qb_type


def _stands_for_the_host(binding: Binding) -> bool:
    """An entry of a simple list that is only named somewhere is none of the host's own; the plugin's freight item is
    nothing that a host should have."""
    return not is_internal(binding.ref) or binding.ref.kind not in SIMPLE_LISTS


def _tellings(ports: Ports, company: Company, cases: Sequence[Case]) -> Iterator[Telling]:
    with ports.database.read() as connection:
        unmatched = joining.unconfirmed(connection, company.key)
    for case in cases:
        if case.binding is None and case.now.listed in unmatched:
            continue  # it may be one that the host has
        if case.binding is None:
            change = pull_judge.new(case, company.key, company.installation, company.facts)
        else:
            is_free = case.is_resting
            change = pull_judge.change(case, company.installation, company.preferences) if is_free else None
        if change is not None:
            yield Telling(case, change)


def _settled(ports: Ports, company: Company, cases: Sequence[Case], told: Sequence[Telling]) -> Iterator[Effect]:
    """Bindings, rows and words: for records that the host was told of, and for those at rest that it has already."""
    answers = {id(each.case): each for each in told}
    refs = [each.answer.ref for each in told if each.answer is not None and each.answer.ref is not None]
    resting = [case.binding.ref for case in cases if case.binding is not None and case.is_resting]
    records = ports.host.records({*refs, *resting}) if refs or resting else {}
    with ports.database.read() as connection:
        row_of = rows.by_ref(connection, refs)
    bases = _bases(ports, company, cases, answers, records)
    for case in cases:
        each = answers.get(id(case))
        if each is None:
            if case.binding is not None and case.is_resting and case.binding.ref in records:
                yield from _agreed(case, case.binding, bases.get(case.binding.ref, case.binding.base))
        elif each.answer is not None:
            yield from _told(company, each, each.answer, records, row_of, bases)


def _agreed(case: Case, binding: Binding, base: Mapping[str, str]) -> Iterator[Effect]:
    """Nothing to take over; but what was changed there besides is known from now on."""
    fresh = pull_judge.bound(case, binding.ref, base)
    if fresh.seen != binding.seen or fresh.edit_sequence != binding.edit_sequence:
        yield effects.Bind(fresh)


def _told(
    company: Company,
    each: Telling,
    answer: Taken,
    records: Mapping[DocumentRef, AnyRecord],
    row_of: Mapping[DocumentRef, object],
    bases: Mapping[DocumentRef, Mapping[str, str]],
) -> Iterator[Effect]:
    case, change, name = each.case, each.change, each.case.now.full_name
    if answer.refused:
        yield effects.Note(
            "not taken over", change.ref if case.binding is not None else None, f"{name}: {answer.refused}"
        )
        if case.binding is not None:
            yield effects.Review(case.binding.ref, Reason.NOT_TAKEN, answer.refused)
        return
    ref = answer.ref
    if ref is None or ref not in records:
        return
    if answer.was_there and ref.kind not in SIMPLE_LISTS:
        yield effects.Note("there already", ref, f"{name} was not made again: which of the two is meant, a person says")
        return
    is_ahead = pull_judge.follows_billing(change, company.preferences) and case.binding is not None
    if not is_ahead and not answer.was_there:
        yield effects.Told(ref, answer.revision, records[ref].name)
    if not (answer.was_there and ref in row_of):
        yield effects.Bind(pull_judge.bound(case, ref, bases.get(ref, {}), is_ahead=is_ahead))
    if "name" in change.fields and ref.kind in (Kind.CUSTOMER, Kind.VENDOR, Kind.ITEM):
        yield effects.Named(ref, mapper(ref.kind).wanted_name(records[ref]) or name)
    yield effects.Note(f"{change.what.value} there", ref, f"taken over: {', '.join(change.fields)}")


def _said(
    ports: Ports, company: Company, records: Mapping[DocumentRef, AnyRecord], bound: Mapping[DocumentRef, Binding]
) -> dict[DocumentRef, Ret]:
    """What each of the host's records comes to in QuickBooks, as a Ret."""
    context = context_of(ports, company, records)
    found: dict[DocumentRef, Ret] = {}
    for ref, record in records.items():
        try:
            message = mapper(ref.kind).mod(record, context, bound[ref])
        except Unmappable:
            continue  # the push says what is wrong with it
        if message is not None:
            found[ref] = as_ret(message)
    return found


def _bases(
    ports: Ports,
    company: Company,
    cases: Sequence[Case],
    answers: Mapping[int, Telling],
    records: Mapping[DocumentRef, AnyRecord],
) -> dict[DocumentRef, Mapping[str, str]]:
    """What the next save of each record is compared with: the record as the host has it now."""
    context = context_of(ports, company, records)
    found: dict[DocumentRef, Mapping[str, str]] = {}
    for case in cases:
        each = answers.get(id(case))
        ref = case.binding.ref if case.binding is not None else each.answer.ref if each and each.answer else None
        if ref is None or ref not in records:
            continue
        try:
            said = saying.change(mapper(ref.kind), records[ref], context, pull_judge.bound(case, ref, {}))
        except Unmappable:
            continue
        if said is not None:
            found[ref] = said.base
    return found


def context_of(ports: Ports, company: Company, records: Mapping[DocumentRef, AnyRecord]) -> Context:
    """What mapping these records may look at."""
    bare = Context(company.preferences, company.setup, company.facts, {}, {})
    needs: set[DocumentRef] = set()
    for ref, record in records.items():
        try:
            needs.update(mapper(ref.kind).needs(record, bare))
        except Unmappable:
            continue
    with ports.database.read() as connection:
        names = choose_names(connection, company.key, records)
        return Context(company.preferences, company.setup, company.facts, bindings.by_ref(connection, needs), names)
