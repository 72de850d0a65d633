"""What happens on both sides once they are in step: each comes back as a question, and nothing is made twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import Customer
from allorders_quickbooks.matching.sides import Cause, Choice
from allorders_quickbooks.operations import matching
from allorders_quickbooks.store.matching import Match

from tests.joining.outcome import Outcome
from tests.joining.planting import Planted
from tests.world import COMPANY, World, a_customer, a_line, a_ref, a_ship_doc

_DAY = 24 * 3600.0


@dataclass(frozen=True)
class Later:
    """A record that has to be asked about, why, and what is decided then. `qb_id` is what has to be shown, '' where
    nothing of it can be bound; `made` is how many customers QuickBooks gains by it."""

    ref: DocumentRef
    cause: Cause
    choice: Choice
    qb_id: str = ""
    made: int = 0


def go_on(world: World, planted: Planted, seed: int, outcome: Outcome) -> None:
    """Everything happens between two runs; then the questions are judged and answered, and both sides counted."""
    draw = random.Random(f"later {seed}")
    names = {each.id: each.full_name for each in world.file.records("Customer") if each.active}
    free = sorted((ref for ref, qb_id in planted.ids.items() if ref.kind == "customer" and qb_id in names), key=str)
    draw.shuffle(free)
    item = next((ref for ref in planted.ids if ref.kind == "item" and world.binding(ref) is not None), None)
    if len(free) < 4 or item is None:
        return
    before, invoices = len(world.file.records("Customer")), len(world.invoices())
    ids = [planted.ids[ref] for ref in free[:4]]
    world.clock.sleep(_DAY)
    events = [_twins(world, draw), _renamed(world, ids[2]), _inactive(world, free[3], ids[3], item)]
    world.clock.sleep(60)  # what a record was merged into is known by the second in which it was changed
    events.append(_merged(world, free[0], ids[0], ids[1]))
    for _ in range(2):
        world.clock.sleep(3600)
        world.run()
    found = {match.ref: match for page in matching.pages(world.ports, COMPANY, "Customer", Choice.UNDECIDED)
             for match in page}  # fmt: skip
    for event in events:
        match = found.get(event.ref)
        outcome.count("later", right=_is_asked(match, event), sentence=f"{event.cause} {event.ref}: {match}")
        matching.decide(world.ports, COMPANY, [event.ref], event.choice, "Ada")
    for _ in range(2):
        world.clock.sleep(3600)
        world.settle()
    _judge(world, events, before, invoices, outcome)


def _is_asked(match: Match | None, event: Later) -> bool:
    if match is None or match.cause is not event.cause:
        return False
    return (match.best.qb_id if match.best is not None else "") == event.qb_id


def _twins(world: World, draw: random.Random) -> Later:
    """A customer is made on both sides, written in two ways."""
    name = f"Zaanse {draw.choice(('Bakery', 'Harbour', 'Meadow'))} {draw.randint(100, 999)}"
    spell: Callable[[str], str] = draw.choice((str, str.upper, str.lower))
    made = world.file.bookkeeper.add_record("Customer", spell(name))
    return Later(world.save(a_customer("later1", name)), Cause.NAME, Choice.BIND, made, made=1)


def _merged(world: World, ref: DocumentRef, loser: str, winner: str) -> Later:
    world.file.bookkeeper.merge("Customer", loser, winner)
    return Later(ref, Cause.MERGED, Choice.BIND, winner, made=-1)


def _renamed(world: World, qb_id: str) -> Later:
    """One is given the name there that another one is made with here."""
    world.file.bookkeeper.rename("Customer", qb_id, "Xanthi Kafeneion")
    return Later(world.save(a_customer("later2", "Xanthi Kafeneion")), Cause.NAME, Choice.NAME, made=1)


def _inactive(world: World, ref: DocumentRef, qb_id: str, item: DocumentRef) -> Later:
    world.file.bookkeeper.inactivate("Customer", qb_id)
    world.save(a_ship_doc("L1", a_line(item.key), customer=ref.key, number="L1"))
    return Later(ref, Cause.INACTIVE, Choice.BIND, qb_id)


def _judge(world: World, events: list[Later], before: int, invoices: int, outcome: Outcome) -> None:
    wanted = before + sum(event.made for event in events)
    there = len(world.file.records("Customer"))
    if there != wanted:
        outcome.said["duplicates"].append(f"later: QuickBooks has {there} customers, not {wanted}")
    if len(world.invoices()) != invoices + 1:
        outcome.said["duplicates"].append(f"later: QuickBooks has {len(world.invoices())} invoices, not {invoices + 1}")
    unbound = [event.ref for event in events if world.binding(event.ref) is None]
    if unbound:
        outcome.said["duplicates"].append(f"later: {unbound} are bound to nothing")
    doubles = [name for name in _twice(world) if name]
    if doubles:
        outcome.said["duplicates"].append(f"later: {doubles} are here twice")


def _twice(world: World) -> list[str]:
    """Names that two active customers of the host have, but for those that were planted so."""
    names = [each.name.casefold() for ref, each in world.books.kept.items()
             if isinstance(each, Customer) and each.active and ref != a_ref("customer", "later2")]  # fmt: skip
    return sorted({name for name in names if names.count(name) > 1})
