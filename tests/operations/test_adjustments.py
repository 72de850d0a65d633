"""Adjusting what nothing explains: proposed on an account, looked at line by line, accepted, dismissed, taken back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_hooks.host import Right
from allorders_quickbooks.operations import adjustments, pulling, undo, verbs
from allorders_quickbooks.run.adjusting import Booked
from allorders_quickbooks.store.adjusted import Adjusted, State, own_ref

from tests.reconcile.planting import NAMES, Planting
from tests.reconcile.trial import compare, found
from tests.world import COMPANY, World, a_ref


@pytest.fixture
def planting(tmp_path: Path) -> Planting:
    """Both sides agreed; three pieces too many of one item and two of another are in QuickBooks since."""
    planting = Planting(tmp_path, 1)
    compare(planting.world)
    planting.world.file.bookkeeper.adjust_stock(NAMES["I1"], Decimal(3))
    planting.shelves.lost[a_ref("item", "I5")] = Decimal(2)
    compare(planting.world)
    return planting


def latest(world: World) -> list[Adjusted]:
    return adjustments.latest(world.ports, COMPANY)


def act(world: World, action: str, *numbers: int) -> bool:
    result = verbs.do(world.ports, COMPANY, action, [own_ref(COMPANY, number) for number in numbers], "anna")
    world.clock.sleep(3)
    return result.done


def test_a_proposal_is_looked_at_line_by_line_with_its_worth(planting: Planting) -> None:
    world = planting.world
    assert act(world, adjustments.PROPOSE_THERE)
    (looked_at,) = adjustments.look(world.ports, COMPANY, [1, 99])
    there = {item.name: item.there for item in found(world).values()}
    said = {line.name: (line.before, line.quantity, line.after, line.worth) for line in looked_at.lines}
    assert said == {
        name: (there[name], Decimal(less), there[name] + less, Decimal(2 * less))
        for name, less in ((NAMES["I1"], -3), (NAMES["I5"], -2))
    }
    assert (looked_at.worth, looked_at.adjustment.worth) == (Decimal(-10), Decimal(10))


def test_it_is_booked_on_the_account_and_class_that_were_chosen(planting: Planting) -> None:
    world = planting.world
    world.file.bookkeeper.add_record("Account", "Shrinkage", AccountType="Expense")
    pulling.full(world.ports, COMPANY, "anna")
    compare(world)
    refused = adjustments.propose(world.ports, COMPANY, "anna", made_here=False, booked=Booked("Shrinkag"))
    assert not refused.done and "no account “Shrinkag”" in refused.sentence
    assert not adjustments.propose(world.ports, COMPANY, "anna", made_here=False, booked=Booked("")).done
    assert adjustments.propose(world.ports, COMPANY, "anna", made_here=False, booked=Booked("shrinkage")).done
    (proposed,) = latest(world)
    assert act(world, adjustments.ACCEPT, proposed.number)
    world.run()
    assert world.file.trial_balance()["Shrinkage"] == proposed.worth == 10


def test_a_number_never_names_another_proposal(planting: Planting) -> None:
    world = planting.world
    assert act(world, adjustments.PROPOSE_THERE)
    assert act(world, adjustments.PROPOSE_HERE)
    assert [(each.number, each.made_here) for each in latest(world)] == [(2, True)]
    assert not act(world, adjustments.ACCEPT, 1)
    assert act(world, adjustments.DISMISS, 2)
    assert not act(world, adjustments.DISMISS, 2) and latest(world) == []
    assert act(world, adjustments.PROPOSE_THERE)
    assert not act(world, adjustments.ACCEPT, 1, 2)
    assert act(world, adjustments.ACCEPT, 3)


def test_only_who_may_undo_takes_an_adjustment_back(planting: Planting) -> None:
    world = planting.world
    assert act(world, adjustments.PROPOSE_HERE) and act(world, adjustments.ACCEPT, 1)
    world.run()
    world.books.withheld = {Right.UNDO}
    assert not act(world, adjustments.UNDO, 1)
    world.books.withheld = set()
    assert act(world, adjustments.UNDO, 1)
    compare(world)
    assert [each.state for each in latest(world)] == [State.UNDONE]
    assert not act(world, adjustments.UNDO, 1)


def test_one_taken_out_like_a_document_is_not_made_once_more_without_asking(planting: Planting) -> None:
    world = planting.world
    world.prefer(reconciliation="to_all_orders")
    world.set_up(adjustment_limit=1000)
    compare(world)
    (made,) = latest(world)
    assert made.state is State.DONE
    assert act(world, undo.UNDO, made.number)
    compare(world)
    compare(world)
    assert [each.state for each in latest(world)] == [State.PROPOSED, State.UNDONE]


def test_everything_that_is_done_is_journaled_with_who_did_it(planting: Planting) -> None:
    world = planting.world
    for action, numbers in ((adjustments.PROPOSE_THERE, ()), (adjustments.DISMISS, (1,)), (adjustments.COMPARE, ())):
        assert act(world, action, *numbers)
    assert {"adjustments proposed", "proposals dismissed", "asked: reconcile"} <= set(world.company_journal())
