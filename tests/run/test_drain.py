"""drain: one run to its end, whoever calls it, and what is left of one that could not end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.processors.base import Processor
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.run.readiness import is_set_up, require_setup
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.companies import Company

from tests.world import COMPANY, World, a_ship_doc, new_world


def _company(world: World) -> Company:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY)


def test_only_one_runner_works_at_a_time(world: World) -> None:
    world.begin("somebody else")
    assert drain(world.ports, COMPANY) is None


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [
        ({"connection": "none"}, "Choose a connection on the company screen."),
        ({"location": ""}, "Enter its file name on the company screen."),
        ({"fence_consent": False}, "Agree to the inactive Other Name"),
    ],
)
def test_what_is_not_set_up_is_a_matter_for_a_person(tmp_path: Path, missing: dict[str, object], remedy: str) -> None:
    world = new_world(tmp_path)
    world.set_up(**missing)
    with pytest.raises(ConfigurationError) as raised:
        drain(world.ports, COMPANY)
    assert raised.value.remedy.startswith(remedy)
    assert _company(world).run_counter == 0


def test_a_new_company_is_not_set_up() -> None:
    assert not is_set_up(CompanySetup())
    with pytest.raises(ConfigurationError, match="not connected yet"):
        require_setup(CompanySetup())


def test_a_run_gives_the_lease_back_and_counts_its_calls(world: World) -> None:
    world.save(a_ship_doc())
    before = world.file.round_trips
    run = world.run()
    assert (run.complete, run.sent, run.ended is not None) == (True, 1, True)
    assert run.round_trips == world.file.round_trips - before
    assert run.seconds_busy > 0
    assert (_company(world).lease_holder, _company(world).lease_until) == (None, None)


def test_a_fault_ends_the_run_with_its_sentence_and_schedules_the_next(world: World) -> None:
    world.save(a_ship_doc())
    run = world.run(FaultPlan([Fault(FaultKind.MODAL_DIALOG)]))
    assert (run.complete, run.outcome) == (False, "A window in QuickBooks waits for an answer.")
    company = _company(world)
    assert (company.failures, company.lease_until) == (1, None)
    assert company.retry_at is not None
    assert company.retry_at > world.clock.now()


def test_without_a_session_nothing_leaves(world: World) -> None:
    world.save(a_ship_doc())
    run = world.run(FaultPlan([Fault(FaultKind.BUSY, on_session=True)]))
    assert not run.complete
    assert run.round_trips == 0
    world.settle()
    assert len(world.invoices()) == 1


def test_an_error_of_our_own_is_raised_after_the_run_is_closed(world: World) -> None:
    world.save(a_ship_doc())
    broken = replace(world.ports, connect=lambda setup: BrokenConnector())
    with pytest.raises(ZeroDivisionError):
        drain(broken, COMPANY)
    with world.database.read() as connection:
        last = runs.last(connection, COMPANY)
    assert last is not None
    assert last.ended is not None
    assert last.outcome.startswith("The synchronization ended with an error of the plugin itself.")
    assert _company(world).lease_until is None
    world.settle()
    assert len(world.invoices()) == 1


@dataclass
class BrokenConnector:
    simulated: bool = True
    description: str = "it breaks"

    @contextmanager
    def session(self) -> Iterator[Processor]:
        yield BrokenProcessor()


class BrokenProcessor:
    def process(self, content: bytes) -> bytes:
        raise ZeroDivisionError
