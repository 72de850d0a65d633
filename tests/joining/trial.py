"""Joining one generated company file, as a bookkeeper would who knows the truth, and judging what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.matching.sides import KIND_OF, RECORDS, Choice
from allorders_quickbooks.operations import matching
from allorders_quickbooks.store.matching import Match

from tests.joining.northwind import Known
from tests.joining.planting import QB_TYPES, How, Planted, plant
from tests.taking import a_taking_world
from tests.world import COMPANY, World

_CERTAINLY = (How.EXACT, How.INACTIVE)


@dataclass
class Outcome:
    """What a seed came to. `exact` and `near` are how many were proposed right of how many; `wrong_binds` and
    `duplicates` should hold nothing."""

    exact: tuple[int, int] = (0, 0)
    near: tuple[int, int] = (0, 0)
    accepted: int = 0
    wrong_binds: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def join(directory: Path, records: Sequence[Known], seed: int) -> Outcome:
    """Plant, look, accept what is sure, decide the rest, confirm, and synchronize until nothing waits."""
    world, _ = a_taking_world(directory, seed=seed)
    planted = plant(world.file, records, seed)
    for record in records:
        world.save(record)
    world.run()
    outcome = Outcome()
    before = {qb_type: len(world.file.records(qb_type)) for qb_type in QB_TYPES.values()}
    if sum(before.values()) != len(planted.ids) + len(planted.strangers):
        outcome.duplicates.append("a record was made before anything was confirmed")
    for listed in RECORDS:
        matching.propose(world.ports, COMPANY, listed)
    _judge_proposals(world, planted, outcome)
    _accept(world, planted, outcome)
    _decide_the_rest(world, planted)
    for listed in RECORDS:
        matching.confirm(world.ports, COMPANY, listed, "Ada")
    for _ in range(2):
        world.clock.sleep(3600)
        world.settle()
    _judge_records(world, records, planted, outcome)
    world.database.close()
    return outcome


def _matches(world: World, decision: Choice | None = None) -> dict[DocumentRef, Match]:
    return {
        match.ref: match
        for listed in RECORDS
        for page in matching.pages(world.ports, COMPANY, listed, decision)
        for match in page
    }


def _judge_proposals(world: World, planted: Planted, outcome: Outcome) -> None:
    found, right = _matches(world), Counter[bool]()
    counted = {True: 0, False: 0}
    for ref, qb_id in planted.ids.items():
        is_certain = planted.how[ref] in _CERTAINLY
        counted[is_certain] += 1
        best = found[ref].best if ref in found else None
        if best is not None and best.qb_id == qb_id:
            right[is_certain] += 1
        else:
            there = f"“{best.name}” ({best.score}, {best.reason})" if best else "nothing"
            outcome.missed.append(f"{planted.how[ref]} {ref} “{found[ref].name}”: {there} was proposed")
    outcome.exact, outcome.near = (right[True], counted[True]), (right[False], counted[False])


def _accept(world: World, planted: Planted, outcome: Outcome) -> None:
    for listed in RECORDS:
        matching.accept(world.ports, COMPANY, listed, "Ada")
    for ref, match in _matches(world, Choice.BIND).items():
        outcome.accepted += 1
        if planted.ids.get(ref) != match.qb_id:
            outcome.wrong_binds.append(f"{ref} “{match.name}” was bound to {match.qb_id} ({match.score})")


def _decide_the_rest(world: World, planted: Planted) -> None:
    for ref, match in _matches(world, Choice.UNDECIDED).items():
        qb_id = planted.ids.get(ref, "")
        choice = Choice.BIND if qb_id else Choice.SKIP if match.taken else Choice.CREATE
        matching.decide(world.ports, COMPANY, [ref], choice, "Ada", qb_id)


def _judge_records(world: World, records: Sequence[Known], planted: Planted, outcome: Outcome) -> None:
    """QuickBooks has gained what it lacked and nothing else, and so has the host."""
    for ref, how in planted.how.items():
        binding, wanted = world.binding(ref), planted.ids.get(ref)
        if wanted is not None and (binding is None or binding.qb_id != wanted):
            outcome.duplicates.append(f"{ref} is not bound to what it is in QuickBooks")
        if how is How.ABSENT and binding is None:
            outcome.duplicates.append(f"{ref} was not made in QuickBooks: {world.row(ref).detail}")
    for kind in map(KIND_OF.__getitem__, RECORDS):
        ours = [record.ref for record in records if record.ref.kind == kind]
        strangers = {qb_id for each, qb_id in planted.strangers if each == kind}
        made = sum(planted.how[ref] is How.ABSENT for ref in ours)
        there = world.file.records(QB_TYPES[kind])
        wanted_there = sum(ref in planted.ids for ref in ours) + len(strangers) + made
        if len(there) != wanted_there:
            outcome.duplicates.append(f"{kind}: QuickBooks has {len(there)}, not {wanted_there}")
        here = sum(each.kind == kind for each in world.books.kept)
        if here != len(ours) + len(strangers):
            outcome.duplicates.append(f"{kind}: the host has {here}, not {len(ours)} and {len(strangers)}")
