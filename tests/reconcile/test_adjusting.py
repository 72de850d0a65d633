"""What nothing explains is adjusted, in the chosen direction, once, and only with somebody's consent."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from allorders_quickbooks.operations import adjustments
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store.adjusted import State
from allorders_quickbooks.store.tables import message_set
from sqlalchemy import select

from tests.reconcile import agreeing
from tests.reconcile.agreeing import DIRECTIONS, adjustments_of, die, differences
from tests.reconcile.planting import Planting
from tests.reconcile.shelves import Died
from tests.reconcile.trial import compare, found
from tests.world import COMPANY, World, a_ref, an_item


def _accept(world: World) -> None:
    proposed = [each.number for each in adjustments_of(world) if each.state is State.PROPOSED]
    assert adjustments.accept(world.ports, COMPANY, proposed, "anna").done


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
    assert differences(planting) == {"I1": 3, "I5": 2}
    world.prefer(reconciliation=direction)
    world.set_up(adjustment_limit=100)
    _run(world)
    assert differences(planting) == {}
    (made,) = adjustments_of(world)
    assert (made.state, made.made_here) == (State.DONE, direction == "to_quickbooks")
    before = len(world.file.transactions()), len(world.books.kept)
    for _ in range(2):
        _run(world)
    assert (len(world.file.transactions()), len(world.books.kept)) == before
    assert adjustments_of(world) == [made]
    assert not any(item.unexplained for item in found(world).values())


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_above_the_limit_it_is_only_proposed(tmp_path: Path, direction: str) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation=direction)
    world.set_up(adjustment_limit=9)  # five pieces at 2.00 are worth 10
    _run(world)
    (proposed,) = adjustments_of(world)
    assert (proposed.state, proposed.worth) == (State.PROPOSED, Decimal(10))
    assert differences(planting) == {"I1": 3, "I5": 2}
    _accept(world)
    _run(world)
    assert differences(planting) == {}


def test_without_a_limit_even_what_is_worth_nothing_is_only_proposed(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    world = planting.world
    world.save(an_item("I9", "Konbu"))
    world.settle()
    compare(world)
    world.file.bookkeeper.adjust_stock("Konbu", Decimal(3))
    world.prefer(reconciliation="to_all_orders")
    _run(world)
    assert [(each.state, each.worth) for each in adjustments_of(world)] == [(State.PROPOSED, Decimal(0))]


def test_what_never_agreed_is_proposed_first_whatever_the_limit(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    planting.shelves.lost[a_ref("item", "I1")] = Decimal(3)
    planting.world.prefer(reconciliation="to_all_orders")
    planting.world.set_up(adjustment_limit=1000)
    _run(planting.world)
    assert [each.state for each in adjustments_of(planting.world)] == [State.PROPOSED]
    _accept(planting.world)
    _run(planting.world)
    assert differences(planting) == {}


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
    assert differences(planting) == {key: quantity for key, quantity in waits.items() if quantity}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_an_adjustment_that_is_taken_back_leaves_both_sides_as_they_were(tmp_path: Path, direction: str) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation=direction)
    world.set_up(adjustment_limit=100)
    _run(world)
    (made,) = adjustments_of(world)
    assert adjustments.undo(world.ports, COMPANY, [made.number], "anna").done
    _run(world)
    _run(world)
    assert differences(planting) == {"I1": 3, "I5": 2}
    states = [each.state for each in adjustments_of(world)]
    assert states == [State.UNDONE, State.PROPOSED]  # from here on a person decides
    assert not adjustments.undo(world.ports, COMPANY, [made.number], "anna").done


def test_without_a_preference_a_person_chooses_the_direction(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    compare(world)
    assert adjustments_of(world) == []
    assert adjustments.propose(world.ports, COMPANY, "anna", made_here=False).done
    assert adjustments.propose(world.ports, COMPANY, "anna", made_here=True).done
    assert [each.made_here for each in adjustments_of(world)] == [True]
    _accept(world)
    assert not adjustments.propose(world.ports, COMPANY, "anna", made_here=False).done  # it rests on an old comparison
    _run(world)
    assert differences(planting) == {}


def test_a_host_that_dies_after_it_has_adjusted_adjusts_nothing_twice(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_quickbooks")
    world.set_up(adjustment_limit=100)
    planting.shelves.dies = True
    world.clock.sleep(3)
    with pytest.raises(Died):
        world.run()
    assert [each.state for each in adjustments_of(world)] == [State.PLANNED]
    world.let_lease_run_out()
    _run(world)
    _run(world)
    assert differences(planting) == {}
    assert len(planting.shelves.made) == 1


@pytest.mark.parametrize("arrives", [False, True], ids=["never arrived", "answer lost"])
@pytest.mark.parametrize("step", range(1, 12))
def test_a_run_that_dies_anywhere_adjusts_nothing_twice(tmp_path: Path, step: int, arrives: bool) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_all_orders")
    world.set_up(adjustment_limit=100)
    die(world, step, arrives=arrives)
    _run(world)
    _run(world)
    assert differences(planting) == {}
    assert len([each for each in adjustments_of(world) if each.state is State.DONE]) == 1


def test_a_host_that_dies_after_it_has_taken_one_back_takes_nothing_back_twice(tmp_path: Path) -> None:
    planting = _apart(tmp_path)
    world = planting.world
    world.prefer(reconciliation="to_quickbooks")
    world.set_up(adjustment_limit=100)
    _run(world)
    (made,) = adjustments_of(world)
    assert adjustments.undo(world.ports, COMPANY, [made.number], "anna").done
    planting.shelves.dies = True
    world.clock.sleep(3)
    with pytest.raises(Died):
        world.run()
    world.let_lease_run_out()
    _run(world)
    _run(world)
    assert differences(planting) == {"I1": 3, "I5": 2}
    assert len(planting.shelves.made) == 2


@pytest.mark.parametrize("seed", [1, 2, 4, 11])
def test_both_sides_agree_whatever_dies_and_a_second_run_changes_nothing(tmp_path: Path, seed: int) -> None:
    assert agreeing.mistakes(tmp_path, seed) == []


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
    assert [each.state for each in adjustments_of(world)] == [State.PROPOSED]
    _run(world)
    assert differences(planting) == {"I2": 4}


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
