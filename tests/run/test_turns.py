"""Turns: a run ends where its company's turn is over, and another is due at once; nobody takes it for a failure."""

from __future__ import annotations

from dataclasses import replace

from allorders_quickbooks.run.drain import awaits_run, drain
from allorders_quickbooks.run.session import HANDED_ON
from allorders_quickbooks.store import companies

from tests.world import COMPANY, World, a_ship_doc


def test_a_company_whose_turn_is_over_goes_on_in_its_next_one(world: World) -> None:
    world.settle()
    world.ports = replace(world.ports, largest_set=10)
    for number in range(40):
        world.save(a_ship_doc(f"S{number}"))
    run = drain(world.ports, COMPANY, lambda: True)
    assert run is not None
    assert (run.complete, run.outcome) == (False, HANDED_ON)
    assert 0 < len(world.invoices()) < 40
    with world.database.read() as connection:
        known = companies.load(connection, COMPANY)
    assert (known.wake, known.failures, known.retry_at, known.lease_until) == (True, 0, None, None)
    assert awaits_run(world.ports, COMPANY)
    world.settle()
    assert len(world.invoices()) == 40


def test_a_run_that_has_sent_everything_comes_to_its_end(world: World) -> None:
    world.settle()
    run = drain(world.ports, COMPANY, lambda: True)
    assert run is not None
    assert run.complete


def test_a_run_whose_runner_died_is_due_when_its_lease_has_run_out(world: World) -> None:
    world.settle()
    world.begin("somebody who dies")
    assert not awaits_run(world.ports, COMPANY)
    world.let_lease_run_out()
    assert awaits_run(world.ports, COMPANY)
