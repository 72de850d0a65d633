"""One seed: the files diverge, one of them is adjusted by itself while processes die, and both must agree then.

What documents explain stays as it is. Nothing may be adjusted twice, a second run may change nothing, and what is taken
back leaves both sides as they were.
"""

from __future__ import annotations

import random
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from allorders_quickbooks.operations import adjustments
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store import adjusted
from allorders_quickbooks.store.adjusted import Adjusted, State

from tests.reconcile.planting import NAMES, Planting
from tests.reconcile.shelves import Died
from tests.reconcile.trial import compare
from tests.world import COMPANY, World, a_ref

DIRECTIONS = ("to_all_orders", "to_quickbooks")
_STEPS, _TO_ITS_END = 14, 99  # message sets of a run, which has less of them
_RUNS = 2


def differences(planting: Planting) -> dict[str, Decimal]:
    """Looked up on both sides, not in the report."""
    there = planting.world.file.stock()
    here = planting.shelves.stock(COMPANY, [a_ref("item", key) for key in NAMES])
    found = {key: there[name].on_hand - here[a_ref("item", key)].quantity for key, name in NAMES.items()}
    return {key: difference for key, difference in found.items() if difference}


def adjustments_of(world: World) -> list[Adjusted]:
    with world.database.read() as connection:
        return adjusted.in_state(connection, COMPANY)


def die(world: World, step: int, *, arrives: bool) -> None:
    """A run that ends with its message set of that number: QuickBooks gets it and nobody hears of it, or never does."""
    world.clock.sleep(3)
    session = world.begin()
    for number in range(1, step + 1):
        outgoing = session.next()
        if not isinstance(outgoing, Outgoing):
            break
        world.clock.sleep(outgoing.wait)
        if number < step:
            session.receive(outgoing.set_id, BytesIO(world.deliver(outgoing.content)))
        elif arrives:
            world.deliver(outgoing.content)
    world.let_lease_run_out()


def mistakes(path: Path, seed: int, *, url: str = "") -> list[str]:
    """What the adjustments of that seed come to wrongly, a sentence each."""
    chance = random.Random(seed)
    planting = Planting(path, seed, url=url)
    compare(planting.world)
    planting.everything(at_most=14)
    apart, must = differences(planting), planting.must_be()
    explained = {key: sum(each.explained.values(), Decimal(0)) for key, each in must.items()}
    explained = {key: quantity for key, quantity in explained.items() if quantity}
    direction = chance.choice(DIRECTIONS)
    planting.world.prefer(reconciliation=direction)
    planting.world.set_up(adjustment_limit=10_000)
    wrong = _run(planting, chance)
    if differences(planting) != explained:
        wrong.append(f"differ by {differences(planting)}, must by {explained}")
    wrong += _said_of(planting, is_needed=any(each.unexplained for each in must.values()))
    if not wrong and chance.random() < 0.5:
        wrong += _taken_back(planting, chance, apart)
    return [f"adjustments of seed {seed} {planting.planted}, {direction}: {each}" for each in wrong]


def _run(planting: Planting, chance: random.Random) -> list[str]:
    """Some runs that die and some that do not; then one more, which may change nothing."""
    world = planting.world
    for _ in range(chance.randint(1, 2)):
        planting.shelves.dies = chance.random() < 0.5
        step = _TO_ITS_END if planting.shelves.dies else chance.randint(1, _STEPS)
        try:
            die(world, step, arrives=chance.random() < 0.5)
        except Died:
            world.let_lease_run_out()
    planting.shelves.dies = False
    for _ in range(_RUNS):
        world.clock.sleep(60)
        world.run()
    before = _everything(planting)
    world.clock.sleep(60)
    world.run()
    return [] if _everything(planting) == before else ["a second run changes something"]


def _everything(planting: Planting) -> tuple[object, ...]:
    """Both sides, and what was adjusted, but for proposals: each comparison makes those anew."""
    world = planting.world
    there = {txn.id: txn.edit_sequence for txn in world.file.transactions()}
    decided = [each for each in adjustments_of(world) if each.state is not State.PROPOSED]
    return there, set(world.books.kept), decided


def _said_of(planting: Planting, *, is_needed: bool) -> list[str]:
    """Each adjustment that is said to be made is there once."""
    done = [each for each in adjustments_of(planting.world) if each.state is State.DONE]
    wrong = [f"is {each.state}" for each in adjustments_of(planting.world) if each.state is not State.DONE]
    if bool(done) is not is_needed:
        wrong.append(f"{len(done)} adjustments, although {'something' if is_needed else 'nothing'} was unexplained")
    there = sorted(txn.number for txn in planting.world.file.transactions("InventoryAdjustment") if txn.number)
    must = sorted(f"REC{each.number}" for each in done if not each.made_here)
    if [number for number in there if number.startswith("REC")] != must:
        wrong.append(f"QuickBooks has {there}, must have {must}")
    if len(planting.shelves.made) != sum(each.made_here for each in done):
        wrong.append(f"the host has made {sorted(planting.shelves.made)}")
    return wrong


def _taken_back(planting: Planting, chance: random.Random, apart: dict[str, Decimal]) -> list[str]:
    done = [each.number for each in adjustments_of(planting.world)]
    if not done:
        return []
    assert adjustments.undo(planting.world.ports, COMPANY, done, "anna").done
    wrong = _run(planting, chance)
    if differences(planting) != apart:
        wrong.append(f"taken back, they differ by {differences(planting)}, must by {apart}")
    return wrong
