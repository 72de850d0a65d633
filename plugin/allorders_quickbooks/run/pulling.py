"""A run's pull of the lists: pages of what was changed in QuickBooks, what was deleted there, and what it comes to.

Where each list stands is in the database, so any process goes on with it. A list that was read to its end raises its
watermark in the transaction that keeps its last page. Nothing is pulled for a host that takes no records, unless
somebody has asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from allorders_hooks.pulled import Happened, ListChange, TakesRecords

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import Batch, Phase
from allorders_quickbooks.exchange.fence import Verdict, latest, seen_by
from allorders_quickbooks.listed import DELETED, INVOICES, ListRecord, Position, Step
from allorders_quickbooks.mapping.internal import is_internal
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.phases import pull, pull_judge
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.phases.pull import Gone
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run import joining, taking
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.taking import Telling
from allorders_quickbooks.store import bindings, companies, pulled, rows
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.terms import Action, Binding, RowState, SetState

IDS_A_SET = 200
_LOOKED_AT = 1000  # records that wait for a reading, of which some may not be read yet


def resume(ports: Ports, key: str, run: int) -> Batch | None:
    """Tell the host once more what it was being told when somebody died, before anything is sent."""
    host = ports.host
    with ports.database.read() as connection:
        unsure = pulled.telling(connection, key, pull.PAGE * len(pull.LISTS))
    if not unsure or not isinstance(host, TakesRecords):
        return None
    changes = [ListChange.model_validate(change) for _, _, change in unsure]
    answers = host.apply(key, changes)
    with ports.database.write() as connection:
        told = [
            effects.Told(answer.ref, answer.revision, deleted=change.what is Happened.DELETED)
            for change, answer in zip(changes, answers, strict=True)
            if answer.ref is not None and not answer.refused and not answer.was_there
        ]
        Application(connection, key, now=ports.database.now(connection), run=run).apply(told)
        for listed, qb_id, _ in unsure:
            pulled.end_telling(connection, key, listed, qb_id)
    return _plan_ids(ports, key, run, Phase.SWEEP)


def plan(ports: Ports, key: str, run: int) -> Batch | None:
    """The next pages of all lists that have more to give, then the records that wait to be read again."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        known = pulled.positions(connection, key)
    if not isinstance(ports.host, TakesRecords) and not any(each.asked or each.run == run for each in known.values()):
        return None
    reading = _positions(ports, company, known, run)
    batch = pull.plan(reading)
    if batch is not None:
        return batch
    for position in reading:
        if position.is_full and position.step is Step.DONE:
            _settle_unseen(ports, company, position)
    return _plan_ids(ports, key, run, Phase.PULL)


def _positions(ports: Ports, company: Company, known: Mapping[str, Position], run: int) -> list[Position]:
    """Where each list stands in this run; a list that it has not begun yet begins."""
    found, now = [], ports.clock.now()
    looked_for = joining.invoices_from(ports, company.key, known.get(INVOICES), run)
    if looked_for is not None:
        known = {**known, INVOICES: looked_for}
    invoices = (INVOICES,) if looked_for is not None else ()
    for listed in (*pull.lists_of(company.preferences, company.facts), DELETED, *invoices):
        position = known.get(listed, Position(listed))
        if position.run != run:
            position = pull.begin(position, run, now)
            asked = {"asked": position.asked.value, "asked_from": position.asked_from}
            with ports.database.write() as connection:
                pulled.place(connection, company.key, listed, **_values(position), **asked)
        found.append(position)
    return found


def _values(position: Position) -> dict[str, object]:
    """Where it stands, but for what somebody asks for the next reading."""
    left_out = ("listed", "asked", "asked_from")
    values = {**asdict(position), "step": position.step.value}
    return {name: value for name, value in values.items() if name not in left_out}


def _plan_ids(ports: Ports, key: str, run: int, phase: Phase) -> Batch | None:
    """Records that wait for a reading of their own, but for those whose own save or decision they wait for."""
    with ports.database.write() as connection:
        waiting = pulled.pending(connection, key, run, _LOOKED_AT)
        bound = bindings.by_id(connection, key, {qb_id for _, qb_id in waiting})
        by_ref = rows.by_ref(connection, [each.ref for all_of in bound.values() for each in all_of])
        busy = {row.ref for row in by_ref.values() if row.due or row.state is not RowState.IDLE}
        free = [(listed, qb_id) for listed, qb_id in waiting if not busy & {b.ref for b in bound.get(qb_id, ())}]
        pulled.try_in(connection, key, run, free[:IDS_A_SET])
    return pull.plan_ids(free[:IDS_A_SET], phase)


def settle(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    """What the pages of an answer come to."""
    with ports.database.read() as connection:
        company = companies.load(connection, answered.company)
        known = pulled.positions(connection, company.key)
    if seen_by(answer, company.facts).verdict is not Verdict.MOVED:
        return Settled(SetState.CLOSED.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    seen = [(pull.record(ret), ret) for request in answered.asked(Action.QUERY)
            if request.qb_type not in (DELETED, INVOICES) for ret in pull.rets(answer, request)]  # fmt: skip
    fence = ("OtherName", company.facts.fence)  # it is read in front of every set, and nobody's name
    seen = [each for each in seen if each[0].qb_id and (each[0].listed, each[0].qb_id) != fence]
    moved = list(_moved(ports, answered, answer, known))
    found: list[Effect] = []
    if isinstance(ports.host, TakesRecords):
        thorough = {position.listed for position in known.values() if position.is_thorough}
        found += taking.take(ports, company, ports.host, seen, thorough)
    else:
        found.append(effects.Pulled(tuple(record for record, _ in seen)))
    found.append(effects.InvoicesFound(tuple(pull.invoices(answer, answered.requests))))
    if all(position.step is not Step.READING for position in moved if position.listed != DELETED):
        gone = list(pull.gone(answer, answered.requests))
        found += _settle_gone(ports, company, gone, [record for record, _ in seen])
    else:
        # A merge shows by its winner, which may be on a page to come: what was deleted is asked once more with that.
        moved = [position for position in moved if position.listed != DELETED]
    found += [effects.Placed(position.listed, _values(position)) for position in moved]
    found += _not_found(ports, answered, answer, seen)
    clock = latest(company.facts.clock_seen, answer.clock_seen)
    wall = max(company.facts.wall_seen, answer.wall_seen)
    return Settled(SetState.ANSWERED.value, (*found, effects.Facts({"clock_seen": clock, "wall_seen": wall})))


def _moved(ports: Ports, answered: MessageSet, answer: Answer, known: Mapping[str, Position]) -> Iterator[Position]:
    now = ports.clock.now()
    for request in answered.asked(Action.QUERY):
        position = known.get(request.qb_type)
        if position is not None and position.run == answered.run and pull.is_of(position, request):
            yield pull.advance(position, answer, request, now)


def _not_found(ports: Ports, answered: MessageSet, answer: Answer, seen: Sequence[taking.Seen]) -> Iterator[Effect]:
    """Records that were asked for by their ids and are gone: what was deleted says so, nothing else is to be read."""
    there = {(record.listed, record.qb_id) for record, _ in seen}
    for request in answered.asked(Action.QUERY):
        if request.id == f"ids {request.qb_type}" and answer.first(request.id) is not None:
            with ports.database.read() as connection:
                asked = pulled.tried_in(connection, answered.company, request.qb_type, answered.run)
            yield effects.Pulled(gone=tuple((request.qb_type, each) for each in sorted(asked)
                                            if (request.qb_type, each) not in there))  # fmt: skip


def _settle_gone(ports: Ports, company: Company, gone: Sequence[Gone], page: Sequence[ListRecord]) -> Iterator[Effect]:
    """What was deleted, or merged: of that a person is asked; the rest the host is told."""
    with ports.database.read() as connection:
        bound = bindings.by_id(connection, company.key, {each.qb_id for each in gone})
    deleted: list[tuple[Gone, Binding]] = []
    for each in gone:
        yield effects.Pulled(gone=((each.listed, each.qb_id),))
        for binding in (b for b in bound.get(each.qb_id, ()) if pull.list_of(b.qb_type) == each.listed):
            if is_internal(binding.ref):
                yield effects.Unbind(binding.ref)  # whoever needs it next looks for it again
            elif binding.flag != pull_judge.MERGED:
                found, into = _into(ports, company, each, binding, page)
                if found:
                    yield from pull_judge.asked_about(binding, each, into)
                else:
                    deleted.append((each, binding))
    yield from _tell_deleted(ports, company, deleted)


def _into(
    ports: Ports, company: Company, each: Gone, binding: Binding, page: Sequence[ListRecord]
) -> tuple[bool, ListRecord | None]:
    """Whether it was merged, and into what, as far as anybody can tell."""
    with ports.database.read() as connection:
        kept = pulled.modified_at(connection, company.key, each.listed, each.at)
    candidates = [*(record for record in page if record.listed == each.listed), *kept]
    found = pull_judge.merged_into(each, binding.qb_type, candidates)
    return found is not None, next((record for record in candidates if record.qb_id == found), None)


def _tell_deleted(ports: Ports, company: Company, deleted: Sequence[tuple[Gone, Binding]]) -> Iterator[Effect]:
    host = ports.host
    with ports.database.read() as connection:
        by_ref = rows.by_ref(connection, [binding.ref for _, binding in deleted])
    resting = [(e, b) for e, b in deleted if (row := by_ref.get(b.ref)) is None or not row.due]
    for each, binding in deleted:
        if (each, binding) not in resting or not isinstance(host, TakesRecords):
            yield effects.Review(binding.ref, Reason.GONE, f"{binding.qb_type} “{each.full_name}”")
    if not resting or not isinstance(host, TakesRecords):
        return
    told = taking.tell(ports, company, host, [_telling(company, e, b) for e, b in resting])
    left = ports.host.records([binding.ref for _, binding in resting])
    for (each, binding), telling in zip(resting, told, strict=True):
        if binding.ref in left:  # it is used here, so it was used there, and QuickBooks deletes nothing that is used
            yield from _told_merged(telling, binding, each)
        else:
            yield effects.Unbind(binding.ref)
            revision = telling.answer.revision if telling.answer is not None else 0
            yield effects.Told(binding.ref, revision, deleted=True)
            yield effects.Note("deleted there", binding.ref, each.full_name)


def _told_merged(telling: Telling, binding: Binding, each: Gone) -> Iterator[Effect]:
    answer = telling.answer
    if answer is not None and not answer.refused and answer.ref is not None:
        yield effects.Told(answer.ref, answer.revision)
    yield from pull_judge.asked_about(binding, each, None)


def _telling(company: Company, each: Gone, binding: Binding) -> Telling:
    key = f"{company.installation}/{each.listed}/{each.qb_id}/deleted"
    record = ListRecord(each.listed, each.qb_id, binding.qb_type, each.full_name, each.full_name, "", "")
    change = ListChange(key=key, what=Happened.DELETED, ref=binding.ref)
    return Telling(pull_judge.Case(Ret(""), record, binding=binding), change)


def _settle_unseen(ports: Ports, company: Company, position: Position) -> None:
    """After a full reading: what is bound and was not met is there no more. Whether it was deleted or merged nobody can
    say after ninety days, so a person is asked."""
    after = ""
    while True:
        with ports.database.write() as connection:
            types = pull.types_of(position.listed)
            page = pulled.unseen(connection, company.key, position.listed, types, position.run, after, IDS_A_SET)
            by_ref = rows.by_ref(connection, [binding.ref for binding in page])
            judged = [effect for binding in page for effect in _unseen(binding, by_ref.get(binding.ref) is not None
                      and by_ref[binding.ref].state is RowState.REVIEW)]  # fmt: skip
            if not page:
                pulled.forget_unseen(connection, company.key, position.listed, position.run)
                pulled.place(connection, company.key, position.listed, is_full=False)
            now = ports.database.now(connection)
            Application(connection, company.key, now=now, run=position.run).apply(judged)
        if not page:
            return
        after = page[-1].qb_id


def _unseen(binding: Binding, is_reviewed: bool) -> list[Effect]:
    if is_internal(binding.ref):
        return [effects.Unbind(binding.ref)]
    if is_reviewed or binding.flag == pull_judge.MERGED:
        return []
    return [effects.Review(binding.ref, Reason.GONE, f"{binding.qb_type} “{binding.name}”")]
