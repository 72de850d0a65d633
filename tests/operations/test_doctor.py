"""The doctor: what it finds in a company that is well, and in one that is not; each finding says what to do."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.company import Connection
from allorders_quickbooks.operations.doctor import Finding, Grade, examine
from allorders_quickbooks.simulator import CompanyFile, Fault, FaultKind, FaultPlan
from allorders_quickbooks.store import companies
from click.testing import CliRunner

from sample_host.announce import COMPANY as SAMPLE
from sample_host.running import running
from tests.world import COMPANY, QuickBooksClock, World, a_customer, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = new_world(tmp_path)
    world.save(a_customer())
    world.settle()
    return world


def _found(world: World) -> dict[str, Finding]:
    return {finding.subject: finding for finding in examine(world.ports, COMPANY)}


def _problems(world: World) -> dict[str, Finding]:
    return {name: finding for name, finding in _found(world).items() if finding.grade is Grade.PROBLEM}


def test_a_company_that_is_well_has_no_problem_and_says_what_it_is(world: World) -> None:
    found = _found(world)
    assert _problems(world) == {}
    assert "Sample Company" in found["Company file"].sentence
    assert "stands" in found["Guard"].sentence
    assert found["Last run"].grade is Grade.FINE
    assert {"Tables", "Lease", "Closing date", "Features", "Personal data", "QuickBooks"} <= found.keys()


def test_it_changes_nothing(world: World) -> None:
    before = world.row(a_customer().ref), world.company_journal(), len(world.file.records("Customer"))
    examine(world.ports, COMPANY)
    assert (world.row(a_customer().ref), world.company_journal(), len(world.file.records("Customer"))) == before


def test_without_a_connection_it_says_where_to_choose_one(world: World) -> None:
    world.set_up(connection=Connection.NONE)
    problem = _problems(world)["Set-up"]
    assert "not connected" in problem.sentence
    assert "company screen" in problem.remedy


def test_another_company_file_is_a_problem(world: World, tmp_path: Path) -> None:
    world.file = CompanyFile.create(tmp_path / "other.sim", clock=QuickBooksClock(world.clock))
    assert "Another company file" in _problems(world)["Company file"].sentence


def test_a_quickbooks_that_does_not_answer_is_named_with_its_remedy(world: World) -> None:
    world.faults = FaultPlan([Fault(FaultKind.MODAL_DIALOG)])
    assert _problems(world)["QuickBooks"].remedy


def test_a_run_that_ended_early_is_named_with_its_reason(world: World) -> None:
    world.run(FaultPlan([Fault(FaultKind.MODAL_DIALOG)]))
    assert "ended early" in _problems(world)["Last run"].sentence


def test_nothing_for_a_day_is_worth_a_notice(world: World) -> None:
    world.clock.sleep(timedelta(days=2).total_seconds())
    assert _found(world)["Last run"].grade is Grade.NOTICE


def test_a_declined_guard_is_worth_a_notice(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.set_up(fence_consent=False, without_fence=True)
    world.run()
    assert _found(world)["Guard"].grade is Grade.NOTICE


def test_clocks_that_differ_are_noticed(world: World) -> None:
    with world.database.write() as connection:
        facts = companies.load(connection, COMPANY).facts
        assert facts.fence_reported is not None
        companies.change_facts(connection, COMPANY, {"fence_reported": facts.fence_reported + timedelta(minutes=6)})
    clock = _found(world)["Clock"]
    assert clock.grade is Grade.NOTICE
    assert "differ by" in clock.sentence


def test_the_command_says_it_in_sentences_or_as_json_and_by_its_exit_code(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'orders.sqlite3').as_posix()}"
    with running(url, None):
        pass
    spoken = CliRunner().invoke(main, ["doctor", "--order-system", url])
    assert spoken.exit_code == 1
    assert "PROBLEM Set-up: QuickBooks is not connected yet." in spoken.output
    assert "-> Choose a connection" in spoken.output
    told = json.loads(CliRunner().invoke(main, ["doctor", "--order-system", url, "--json"]).output)
    assert {finding["subject"] for finding in told[SAMPLE]} >= {"Tables", "Set-up", "Lease"}
    assert CliRunner().invoke(main, ["doctor", "--order-system", url, "--company", "nobody"]).exit_code == 2
