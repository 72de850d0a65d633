"""Joining one generated company file, as a bookkeeper would who knows the truth, and judging what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.matching.sides import KIND_OF, RECORDS, Choice
from allorders_quickbooks.operations import matching
from allorders_quickbooks.store.matching import Match

from tests.joining import invoicing, later
from tests.joining.northwind import Known
from tests.joining.outcome import Outcome
from tests.joining.planting import QB_TYPES, How, Planted, plant
from tests.taking import a_taking_world
from tests.world import COMPANY, World

_CERTAINLY = (How.EXACT, How.INACTIVE)


def join(directory: Path, records: Sequence[Known], seed: int) -> Outcome:
    """Plant, look, accept what is sure, decide the rest, confirm, and synchronize until nothing waits; then go on."""
    world, _ = a_taking_world(directory, seed=seed)
    planted = plant(world.file, records, seed)
    invoiced = invoicing.invoice(world, records, planted, seed)
    for record in records:
        world.save(record, noted=False)  # the sweep finds it, as in a shop that was there before the plugin
    world.run()
    outcome = Outcome()
    before = sum(len(world.file.records(qb_type)) for qb_type in QB_TYPES.values())
    if before != len(planted.ids) + sum(kind in QB_TYPES for kind, _ in planted.strangers):
        outcome.said["duplicates"].append("a record was made before anything was confirmed")
    for listed in RECORDS:
        matching.propose(world.ports, COMPANY, listed)
    _judge_proposals(world, planted, outcome)
    _accept(world, planted, outcome)
    _decide_the_rest(world, planted)
    for listed in RECORDS:
        matching.confirm(world.ports, COMPANY, listed, "Ada")
    _go_on(world)
    invoicing.decide(world, invoiced, outcome)
    _go_on(world)
    _judge_records(world, records, planted, outcome)
    invoicing.judge(world, invoiced, outcome)
    later.go_on(world, planted, seed, outcome)
    world.database.close()
    return outcome


def _go_on(world: World) -> None:
    world.clock.sleep(3600)
    world.settle()


def _matches(world: World, decision: Choice | None = None) -> dict[DocumentRef, Match]:
    return {
        match.ref: match
        for listed in RECORDS
        for page in matching.pages(world.ports, COMPANY, listed, decision)
        for match in page
    }


def _judge_proposals(world: World, planted: Planted, outcome: Outcome) -> None:
    found = _matches(world)
    for ref, qb_id in planted.ids.items():
        best = found[ref].best if ref in found else None
        there = f"“{best.name}” ({best.score}, {best.reason})" if best else "nothing"
        outcome.count(
            "exact" if planted.how[ref] in _CERTAINLY else "near",
            right=best is not None and best.qb_id == qb_id,
            sentence=f"{planted.how[ref]} {ref}: {there} was proposed",
        )


def _accept(world: World, planted: Planted, outcome: Outcome) -> None:
    for listed in RECORDS:
        matching.accept(world.ports, COMPANY, listed, "Ada")
    for ref, match in _matches(world, Choice.BIND).items():
        outcome.counted["accepted"] += 1
        if planted.ids.get(ref) != match.qb_id:
            outcome.said["wrong_binds"].append(f"{ref} “{match.name}” was bound to {match.qb_id} ({match.score})")


def _decide_the_rest(world: World, planted: Planted) -> None:
    together: dict[Choice, list[DocumentRef]] = {}
    for ref, match in _matches(world, Choice.UNDECIDED).items():
        qb_id = planted.ids.get(ref, "")
        if qb_id and (match.best is None or match.best.qb_id != qb_id):
            matching.decide(world.ports, COMPANY, [ref], Choice.BIND, "Ada", qb_id)
            continue
        apart = Choice.NAME if ref in planted.apart else Choice.SKIP
        together.setdefault(Choice.BIND if qb_id else apart if match.taken else Choice.CREATE, []).append(ref)
    for choice, refs in together.items():
        matching.decide(world.ports, COMPANY, refs, choice, "Ada")


def _judge_records(world: World, records: Sequence[Known], planted: Planted, outcome: Outcome) -> None:
    """QuickBooks has gained what it lacked and nothing else, and so has the host."""
    for ref, how in planted.how.items():
        binding, wanted = world.binding(ref), planted.ids.get(ref)
        if wanted is not None and (binding is None or binding.qb_id != wanted):
            outcome.said["duplicates"].append(f"{ref} is not bound to what it is in QuickBooks")
        if (how is How.ABSENT or ref in planted.apart) and binding is None:
            outcome.said["duplicates"].append(f"{ref} was not made in QuickBooks: {world.row(ref).detail}")
    for kind in map(KIND_OF.__getitem__, RECORDS):
        ours = [record.ref for record in records if record.ref.kind == kind]
        strangers = {qb_id for each, qb_id in planted.strangers if each == kind}
        made = sum(planted.how[ref] is How.ABSENT or ref in planted.apart for ref in ours)
        there = world.file.records(QB_TYPES[kind])
        wanted_there = sum(ref in planted.ids for ref in ours) + len(strangers) + made
        if len(there) != wanted_there:
            outcome.said["duplicates"].append(f"{kind}: QuickBooks has {len(there)}, not {wanted_there}")
        here = sum(each.kind == kind for each in world.books.kept)
        if here != len(ours) + len(strangers):
            outcome.said["duplicates"].append(f"{kind}: the host has {here}, not {len(ours)} and {len(strangers)}")
