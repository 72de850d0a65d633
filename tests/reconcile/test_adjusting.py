"""What nothing explains is adjusted, in the chosen direction, once, and only with somebody's consent."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from allorders_quickbooks.operations import adjustments
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store import adjusted
from allorders_quickbooks.store.adjusted import Adjusted, State
from allorders_quickbooks.store.tables import message_set
from sqlalchemy import select

from tests.reconcile.planting import NAMES, Planting
from tests.reconcile.shelves import Died
from tests.reconcile.trial import compare, found
from tests.world import COMPANY, World, a_ref, an_item

DIRECTIONS = ["to_all_orders", "to_quickbooks"]


def _adjustments(world: World) -> list[Adjusted]:
    with world.database.read() as connection:
        return adjusted.in_state(connection, COMPANY)


def _accept(world: World) -> None:
    proposed = [each.number for each in _adjustments(world) if each.state is State.PROPOSED]
    assert adjustments.accept(world.ports, COMPANY, proposed, "anna").done


def _differences(planting: Planting) -> dict[str, Decimal]:
    """Looked up on both sides, not in the report."""
    there = planting.world.file.stock()
    here = planting.shelves.stock(COMPANY, [a_ref("item", key) for key in NAMES])
    differences = {key: there[name].on_hand - here[a_ref("item", key)].quantity for key, name in NAMES.items()}
    return {key: difference for key, difference in differences.items() if difference}


def _apart(path: Path, seed: int = 1) -> Planting:
    """Both sides have agreed once; then three of Chai were lost here and two of Tofu were found there."""
    planting = Planting(path, seed)
    compare(planting.world)
    planting.shelves.lost[a_ref("item", "I1")] = Decimal(3)
    planting.expected["I1"].unexplained += 3
    planting.world.file.bookkeeper.adjust_stock("Tofu", Decimal(2))
    planting.expected["I5"].unexplained += 2
    return planting


def _run(world: World) -> None:
    world.clock.sleep(3)
    run = world.run()
    assert run.complete, run.outcome


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_up_to_the_limit_both_sides_agree_after_one_run_and_a_second_run_changes_nothing(
    tmp_path: Path, direction: str
) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    assert _differences(planting) == {"I1": 3, "I5": 2}
    world.prefer(reconciliation=direction)
    world.set_up(adjustment_limit=100)
    _run(world)
    assert _differences(planting) == {}
    (made,) = _adjustments(world)
    assert (made.state, made.made_here) == (State.DONE, direction == "to_quickbooks")
    before = len(world.file.transactions()), len(world.books.kept)
    for _ in range(2):
        _run(world)
    assert (len(world.file.transactions()), len(world.books.kept)) == before
    assert _adjustments(world) == [made]
    assert not any(item.unexplained for item in found(world).values())


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_above_the_limit_it_is_only_proposed(tmp_path: Path, direction: str) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation=direction)
    world.set_up(adjustment_limit=9)  # five pieces at 2.00 are worth 10
    _run(world)
    (proposed,) = _adjustments(world)
    assert (proposed.state, proposed.worth) == (State.PROPOSED, Decimal(10))
    assert _differences(planting) == {"I1": 3, "I5": 2}
    _accept(world)
    _run(world)
    assert _differences(planting) == {}


def test_without_a_limit_even_what_is_worth_nothing_is_only_proposed(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    world = planting.world
    world.save(an_item("I9", "Konbu"))
    world.settle()
    compare(world)
    world.file.bookkeeper.adjust_stock("Konbu", Decimal(3))
    world.prefer(reconciliation="to_all_orders")
    _run(world)
    assert [(each.state, each.worth) for each in _adjustments(world)] == [(State.PROPOSED, Decimal(0))]


def test_what_never_agreed_is_proposed_first_whatever_the_limit(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    planting.shelves.lost[a_ref("item", "I1")] = Decimal(3)
    planting.world.prefer(reconciliation="to_all_orders")
    planting.world.set_up(adjustment_limit=1000)
    _run(planting.world)
    assert [each.state for each in _adjustments(planting.world)] == [State.PROPOSED]
    _accept(planting.world)
    _run(planting.world)
    assert _differences(planting) == {}


def test_what_waiting_documents_explain_is_never_adjusted(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    planting.everything(at_most=14)
    must = planting.must_be()
    waits = {key: sum(each.explained.values(), Decimal(0)) for key, each in must.items()}
    world.prefer(reconciliation="to_all_orders")
    world.set_up(adjustment_limit=1000)
    _run(world)
    _run(world)
    assert _differences(planting) == {key: quantity for key, quantity in waits.items() if quantity}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_an_adjustment_that_is_taken_back_leaves_both_sides_as_they_were(tmp_path: Path, direction: str) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation=direction)
    world.set_up(adjustment_limit=100)
    _run(world)
    (made,) = _adjustments(world)
    assert adjustments.undo(world.ports, COMPANY, [made.number], "anna").done
    _run(world)
    _run(world)
    assert _differences(planting) == {"I1": 3, "I5": 2}
    states = [each.state for each in _adjustments(world)]
    assert states == [State.UNDONE, State.PROPOSED]  # from here on a person decides
    assert not adjustments.undo(world.ports, COMPANY, [made.number], "anna").done


def test_without_a_preference_a_person_chooses_the_direction(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    compare(world)
    assert _adjustments(world) == []
    assert adjustments.propose(world.ports, COMPANY, "anna", made_here=False).done
    assert adjustments.propose(world.ports, COMPANY, "anna", made_here=True).done
    assert [each.made_here for each in _adjustments(world)] == [True]
    _accept(world)
    assert not adjustments.propose(world.ports, COMPANY, "anna", made_here=False).done  # it rests on an old comparison
    _run(world)
    assert _differences(planting) == {}


def test_a_host_that_dies_after_it_has_adjusted_adjusts_nothing_twice(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_quickbooks")
    world.set_up(adjustment_limit=100)
    planting.shelves.dies = True
    world.clock.sleep(3)
    with pytest.raises(Died):
        world.run()
    assert [each.state for each in _adjustments(world)] == [State.PLANNED]
    world.let_lease_run_out()
    _run(world)
    _run(world)
    assert _differences(planting) == {}
    assert len(planting.shelves.made) == 1


@pytest.mark.parametrize("arrives", [False, True], ids=["never arrived", "answer lost"])
@pytest.mark.parametrize("step", range(1, 12))
def test_a_run_that_dies_anywhere_adjusts_nothing_twice(tmp_path: Path, step: int, arrives: bool) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_all_orders")
    world.set_up(adjustment_limit=100)
    world.clock.sleep(3)
    session = world.begin()
    for _ in range(step):
        outgoing = session.next()
        if not isinstance(outgoing, Outgoing):
            break
        world.clock.sleep(outgoing.wait)
        last = outgoing
        if _ < step - 1:
            session.receive(outgoing.set_id, BytesIO(world.deliver(outgoing.content)))
    if arrives:
        world.deliver(last.content)
    world.let_lease_run_out()
    _run(world)
    _run(world)
    assert _differences(planting) == {}
    assert len([each for each in _adjustments(world) if each.state is State.DONE]) == 1


def test_while_somebody_saves_nothing_is_adjusted_without_asking(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_all_orders")
    world.set_up(adjustment_limit=100)
    world.clock.sleep(3)
    session = world.begin()
    while isinstance(step := session.next(), Outgoing):
        world.clock.sleep(step.wait)
        answer = world.deliver(step.content)
        if b"ItemInventoryQueryRq" in step.content:
            world.save(planting.ship("I2", Decimal(4)))
        session.receive(step.set_id, BytesIO(answer))
    world.end(session)
    assert [each.state for each in _adjustments(world)] == [State.PROPOSED]
    _run(world)
    assert _differences(planting) == {"I2": 4}


def test_what_was_adjusted_in_quickbooks_is_audited_in_the_same_run(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_all_orders")
    world.set_up(adjustment_limit=100)
    _run(world)
    with world.database.read() as connection:
        statement = select(message_set.c.phase).order_by(message_set.c.seq)
        phases = list(connection.execute(statement).scalars())
    assert list(dict.fromkeys(phases[-4:])) == ["reconcile", "adjust", "rescan"]
