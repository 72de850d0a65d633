"""Where no fence stands: a set is looked up instead of sent again, and a late duplicate is shown, not prevented."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from allorders_quickbooks.company import FenceStep
from allorders_quickbooks.operations.status import status
from allorders_quickbooks.phases import fence_setup
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import CompanyFile, Fault, FaultKind, FaultPlan
from allorders_quickbooks.store import companies
from allorders_quickbooks.terms import RowState

from tests.world import COMPANY, QuickBooksClock, World, a_customer, a_ship_doc, an_item, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A company whose people have declined the fence, at rest with a customer and an item."""
    world = new_world(tmp_path)
    world.set_up(fence_consent=False, without_fence=True)
    world.save(a_customer())
    world.save(an_item())
    world.settle()
    return world


def _accident(kind: FaultKind) -> FaultPlan:
    return FaultPlan([Fault(kind, when=lambda seen: seen.new_id is not None)])


def _sister_company(world: World, path: Path) -> CompanyFile:
    """A file with the same lists under the same ids, of another company."""
    world.file.backup(path / "sister.sim")
    sister = CompanyFile.open(path / "sister.sim", clock=QuickBooksClock(world.clock))
    with sister.storage.unit():
        sister.storage.set_fact("company name", "Sister Company")
    return sister


def test_a_first_run_with_nothing_to_send_comes_to_its_end(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.set_up(fence_consent=False, without_fence=True)
    assert world.run().complete


def test_documents_go_and_no_record_of_ours_is_made(world: World) -> None:
    world.save(a_ship_doc())
    world.settle()
    assert len(world.invoices()) == 1
    assert list(world.file.records("OtherName")) == []


@pytest.mark.parametrize("kind", [FaultKind.REPLY_LOST, FaultKind.REPLY_NOT_STORED, FaultKind.DIES_BEFORE])
def test_a_set_without_an_answer_is_looked_up_before_anything_is_sent_again(world: World, kind: FaultKind) -> None:
    world.save(a_ship_doc())
    assert not world.run(_accident(kind)).complete
    world.settle()
    assert len(world.invoices()) == 1


def test_a_set_that_died_midway_is_completed_and_not_repeated(world: World) -> None:
    for key in ("S1", "S2", "S3"):
        world.save(a_ship_doc(key))
    plan = FaultPlan([Fault(FaultKind.DIES_MIDWAY, when=lambda seen: seen.new_id is not None, request=2)])
    world.run(plan)
    world.settle()
    assert len(world.invoices()) == 3


def test_a_late_duplicate_is_found_by_the_audit_and_shown(world: World) -> None:
    world.save(a_ship_doc("S1"))
    late = world.next_write(world.begin())
    world.begin_again()
    world.let_lease_run_out()
    world.settle()
    world.deliver(late.content)
    assert len(world.invoices()) == 2
    world.clock.sleep(3)
    world.run()
    row = world.row(a_ship_doc("S1").ref)
    assert (row.state, row.reason) == (RowState.REVIEW, Reason.AMBIGUOUS)


def test_another_company_is_noticed_before_anything_is_written(world: World, tmp_path: Path) -> None:
    world.save(a_ship_doc())
    own, world.file = world.file, _sister_company(world, tmp_path)
    assert "Sister Company" in world.run().outcome
    assert world.file.transactions() == ()
    world.file = own
    world.clock.sleep(3600)
    world.settle()
    assert len(world.invoices()) == 1


def test_what_was_written_into_another_company_is_shown_to_a_person(world: World, tmp_path: Path) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    own, world.file = world.file, _sister_company(world, tmp_path)
    answer = world.deliver(step.content)
    assert len(world.invoices()) == 1
    world.file = own
    session.receive(step.set_id, BytesIO(answer))
    row = world.row(a_ship_doc().ref)
    assert (row.state, row.reason) == (RowState.REVIEW, Reason.UNKNOWN)
    assert "another company file" in row.detail


def test_the_screen_says_that_a_late_duplicate_can_only_be_found(world: World) -> None:
    (problem,) = status(world.ports, COMPANY).problems
    assert "not prevented" in problem.sentence
    assert "company screen" in problem.remedy


def test_a_quickbooks_that_keeps_no_promise_is_served_without_a_fence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = new_world(tmp_path)
    monkeypatch.setattr(fence_setup, "later", lambda first, second: False)
    world.save(a_customer())
    world.save(an_item())
    world.save(a_ship_doc())
    world.settle()
    with world.database.read() as connection:
        facts = companies.load(connection, COMPANY).facts
    assert facts.fence_step is FenceStep.UNUSABLE
    assert len(world.invoices()) == 1
    assert "does not keep the promises" in status(world.ports, COMPANY).problems[0].sentence
