"""What is saved is only available: it goes by the two boxes or by choice, as they stand when a run plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.operations import status
from allorders_quickbooks.operations.verbs import do
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.mapping.documents import payment, ref, ship_doc
from tests.preferences.deeds import enter, furnished, synchronized
from tests.world import COMPANY, World

CHOSEN, AVAILABLE = ref("ship_doc", "7"), ref("ship_doc", "8")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = furnished(tmp_path)
    enter(world, {"send_unsent_transactions": "", "send_unsent_payments": ""})
    return world


def _choose(world: World, *refs: DocumentRef) -> None:
    assert do(world.ports, COMPANY, "send", refs, "Ada").done


def test_what_somebody_chose_goes_and_what_is_available_stays(world: World) -> None:
    world.save(ship_doc())
    world.save(ship_doc(ref=AVAILABLE, number="1043"))
    world.save(payment("10.00"))
    synchronized(world)
    assert (world.invoices(), status.status(world.ports, COMPANY).available) == ([], 3)
    _choose(world, CHOSEN)
    synchronized(world)
    assert len(world.invoices()) == 1
    assert (world.row(CHOSEN).state, world.row(AVAILABLE).state) == (RowState.IDLE, RowState.READY)
    assert status.status(world.ports, COMPANY).available == 2


def test_several_that_were_chosen_go_together(world: World) -> None:
    world.save(ship_doc())
    world.save(ship_doc(ref=AVAILABLE, number="1043"))
    _choose(world, CHOSEN, AVAILABLE)
    assert world.run().sent == 2


def test_what_was_chosen_is_flushed_by_every_run_until_it_is_there(world: World) -> None:
    world.save(ship_doc(shipped=False))
    _choose(world, CHOSEN)
    synchronized(world)
    assert (world.invoices(), world.row(CHOSEN).reason) == ([], Reason.NOT_READY)
    world.save(ship_doc())
    synchronized(world)
    assert len(world.invoices()) == 1, "nobody had to choose it again"


def test_the_boxes_count_when_a_run_plans_and_not_when_a_document_is_saved(world: World) -> None:
    enter(world, {"send_unsent_transactions": "on"})
    world.save(ship_doc())
    enter(world, {"send_unsent_transactions": ""})
    synchronized(world)
    assert world.invoices() == []
    enter(world, {"send_unsent_transactions": "on"})
    synchronized(world)
    assert len(world.invoices()) == 1
