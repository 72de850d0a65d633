"""What came of an answer, by the phase that its set belongs to: the effects, and what the run counts of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer, Keeps
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.exchange.fence import Mark, mark_in
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.phases import audit, check, fence_setup, lookup, push_settle, recover, scan
from allorders_quickbooks.run import joining, pulling, reconciling
from allorders_quickbooks.run.loading import decided_under, load_doubts, load_said, load_would_say
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, rows, runs, sets
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.terms import Action

_SCANS = frozenset({Phase.SCAN, Phase.RESCAN})
_SIGHTINGS_AT_ONCE = 1000
_JUDGE_THEMSELVES = frozenset({Phase.CHECK, Phase.FENCE, Phase.SWEEP, Phase.PULL})


def keeps(ports: Ports, answered: MessageSet) -> Keeps:
    """What of that set's answer its phase has a use for."""
    if Phase(answered.phase) in _SCANS:
        return scan.keeps
    with ports.database.read() as connection:
        doubtful = sets.load(connection, answered.about) if answered.about else None
    return lookup.keeps((*answered.requests, *(doubtful.requests if doubtful is not None else ())))


def settle(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    """What came of an answer, by the phase that its set belongs to."""
    company = _company(ports, answered.company)
    now = ports.clock.now()
    phase = Phase(answered.phase)
    # What is not found counts only where it was looked for; and without an end the same would be asked for ever.
    looks = not answered.write and phase not in _JUDGE_THEMSELVES
    if looks and (settled := lookup.unanswered(answered, answer)) is not None:
        return settled
    match phase:
        case Phase.CHECK:
            return joining.met(
                ports, answered.company, answer, check.settle(answer, company.facts, now, _stranger(ports, answer))
            )
        case Phase.FENCE:
            return fence_setup.settle(answer, company.facts, fence_setup.guid_of(company.installation), now)
        case Phase.RECOVER:
            return _settle_recovery(ports, answered, answer)
        case Phase.SCAN | Phase.RESCAN:
            return _settle_scan(ports, answered, answer)
        case Phase.SWEEP | Phase.PULL:
            return pulling.settle(ports, answered, answer)
        case Phase.RECONCILE:
            return reconciling.settle(ports, answered, answer)
        case Phase.VERIFY | Phase.AUDIT | Phase.REAUDIT:
            return _settle_details(ports, answered, answer)
        case _:
            return _settle_push(ports, answered, answer)


def under(ports: Ports, key: str) -> str:
    """What a hold that is decided now rests on."""
    return decided_under(_company(ports, key))


def count(ports: Ports, answered: MessageSet, run: int, settled: Settled) -> None:
    """Add what was settled to the run's counters."""
    bound = {effect.binding.ref for effect in settled.effects if isinstance(effect, effects.Bind)}
    changed = {request.ref for request in answered.documents if request.action is Action.MOD} & bound
    known = {request.ref for request in answered.requests if request.action in (Action.EXTEND, Action.READ)}
    failed = (effects.Held, effects.Review, effects.RetryAt)
    with ports.database.write() as connection:
        runs.count(
            connection,
            answered.company,
            run,
            sent=len(bound - changed - known),
            changed=len(changed),
            removed=sum(isinstance(effect, effects.Unbind) for effect in settled.effects),
            failed=sum(isinstance(effect, failed) for effect in settled.effects),
            done=sum(isinstance(effect, effects.Done) for effect in settled.effects),
        )


def introduce(ports: Ports, key: str, answer: Answer, file_id: str, path: str, run: int) -> Settled | None:
    """What a connector tells of the company file before the first set, written down at once."""
    settled = check.introduce(answer, _company(ports, key).facts, file_id, path, ports.clock.now())
    if settled is not None:
        with ports.database.write() as connection:
            now = ports.database.now(connection)
            Application(connection, key, now=now, run=run).apply(settled.effects)
    return settled


def _company(ports: Ports, key: str) -> companies.Company:
    with ports.database.read() as connection:
        return companies.load(connection, key)


def _stranger(ports: Ports, answer: Answer) -> Mark | None:
    """The mark on the fence, where it is that of a set that was never stored here."""
    mark = mark_in(answer)
    if mark is None:
        return None
    with ports.database.read() as connection:
        return None if sets.load(connection, mark.set_id) is not None else mark


def _settle_push(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    refs = [request.ref for request in answered.requests if request.ref is not None]
    looked_for = answered.asked(Action.LOOK)
    with ports.database.read() as connection:
        known_rows = rows.by_ref(connection, refs)
        doubts = load_doubts(connection, known_rows.values()) if looked_for else {}
    would_say = load_would_say(ports, answered.company, [each for each in looked_for if each.ref not in doubts])
    with ports.database.read() as connection:
        known = push_settle.Known(
            facts=companies.load(connection, answered.company).facts,
            rows=known_rows,
            bindings=bindings.by_ref(connection, refs),
            sent={ref: doubt.said for ref, doubt in doubts.items() if doubt.said is not None} | would_say,
            earlier={ref: doubt.earlier for ref, doubt in doubts.items()},
            now=ports.clock.now(),
            jitter=ports.chance.uniform(0, 1),
        )
    return push_settle.settle(answered, answer, known)


def _settle_recovery(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    with ports.database.read() as connection:
        doubtful = sets.load(connection, answered.about or "")
        if doubtful is None:
            raise LookupError(f"set {answered.id} is about {answered.about}, which is not there")
        refs = [request.ref for request in doubtful.documents if request.ref is not None]
        known = bindings.by_ref(connection, refs)
        adds = [request for request in doubtful.documents if request.action is Action.ADD]
        earlier = load_said(connection, {add.ref: add.guid for add in adds if add.ref}, doubtful.id)
        facts = companies.load(connection, answered.company).facts
    return recover.settle(doubtful, answer, facts, known, ports.clock.now(), answered.run, earlier)


def _settle_scan(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    with ports.database.read() as connection:
        facts = companies.load(connection, answered.company).facts
    found: list[Effect] = []
    unread = scan.sightings(answer)
    while sighted := list(islice(unread, _SIGHTINGS_AT_ONCE)):
        found += _suspicious(ports, answered.company, sighted)
    return scan.settle_scan(answer, facts, found, ports.clock.now())


def _suspicious(ports: Ports, key: str, seen: Sequence[scan.Sighting]) -> list[Effect]:
    guids = {sighting.guid for sighting in seen if sighting.guid}
    with ports.database.read() as connection:
        by_id = bindings.by_id(connection, key, {sighting.qb_id for sighting in seen})
        found = [binding for bound in by_id.values() for binding in bound if binding.guid]
        # Mostly they are the same, and a binding is much to read.
        by_guid = bindings.by_guid(connection, key, guids - {binding.guid for binding in found})
        for binding in found:
            by_guid.setdefault(binding.guid, []).append(binding)
        unbound = guids - by_guid.keys()
        rows_by_guid = rows.by_guid(connection, key, unbound)
    return scan.suspicious(seen, by_id, by_guid, rows_by_guid)


def _settle_details(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    refs = [request.ref for request in answered.asked(Action.READ) if request.ref is not None]
    with ports.database.read() as connection:
        known = bindings.by_ref(connection, refs)
        facts = companies.load(connection, answered.company).facts
        there = bindings.by_id(connection, answered.company, audit.linked_to(known.values()))
        said = load_said(connection, {ref: bound.guid for ref, bound in known.items() if bound.twin})
        return audit.settle_details(answer, facts, list(known.values()), rows.by_ref(connection, refs), there, said)
