"""How a company stands, told from the plugin's own tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allorders_hooks.status import SyncStatus
from allorders_quickbooks.operations import status
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.store import companies
from sqlalchemy import event

from tests.world import COMPANY, World, a_ship_doc


def _status(world: World) -> SyncStatus:
    return status.status(world.ports, COMPANY)


def test_a_company_that_is_set_up_is_ready_and_says_that_it_is_simulated(world: World) -> None:
    found = _status(world)
    assert (found.ready, found.simulated) == (True, True)
    assert found.connection == "Simulated company file (no QuickBooks)"
    world.set_up(fence_consent=False)
    assert not _status(world).ready


def test_a_run_under_way_shows_its_phase_and_no_report_of_an_end(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    world.next_write(session)
    found = _status(world)
    assert found.progress is not None
    assert (found.progress.phase, found.progress.total, found.in_doubt) == ("push", 0 + 1, 1)
    world.finish(session)
    assert _status(world).progress is None
    assert _status(world).in_doubt == 0


def test_the_last_run_tells_what_it_did(world: World) -> None:
    world.save(a_ship_doc())
    world.run()
    report = _status(world).last_run
    assert report is not None
    assert (report.sent, report.held, report.failed, report.complete) == (1, 0, 0, True)
    assert report.outcome == "It did all there was to do."


def test_what_waits_is_what_the_next_run_takes_and_what_is_available_waits_for_a_choice(world: World) -> None:
    world.save(a_ship_doc("S1", shipped=False))
    world.settle()
    world.prefer(send_unsent_transactions=False)
    world.save(a_ship_doc("S2"))
    chosen = world.save(a_ship_doc("S3"))
    world.set_back(chosen, requested=True)
    found = _status(world)
    assert (found.waiting, found.available) == (1, 2)


def test_a_held_document_is_a_problem_with_sentence_remedy_and_moment(world: World) -> None:
    world.save(a_ship_doc(shipped=False))
    world.settle()
    found = _status(world)
    assert found.held == {"not_ready": 1}
    (problem,) = found.problems
    assert problem.title == "Ship doc 101"
    assert (problem.state, problem.reason) == ("held", "not_ready")
    assert problem.sentence == Reason.NOT_READY.value.user
    assert problem.remedy == Reason.NOT_READY.value.remedy
    assert problem.since is not None


def test_a_run_that_ended_early_is_a_problem_of_the_company(world: World) -> None:
    world.run(FaultPlan([Fault(FaultKind.MODAL_DIALOG)]))
    (problem,) = _status(world).problems
    assert (problem.ref, problem.reason) == (None, "run ended early")
    assert problem.sentence == "A window in QuickBooks waits for an answer."
    next_run = _status(world).next_run
    assert next_run is not None
    assert next_run > world.clock.now()
    world.settle()
    assert _status(world).problems == ()


def test_the_next_run_is_the_earlier_of_interval_and_retry(world: World) -> None:
    soon, late = world.clock.now() + timedelta(minutes=1), world.clock.now() + timedelta(minutes=9)
    with world.database.write() as connection:
        companies.change(connection, COMPANY, next_at=late, retry_at=soon)
    assert _status(world).next_run == soon


def test_the_books_and_the_calls_into_them_are_counted(world: World) -> None:
    before = _status(world)
    world.save(a_ship_doc())
    world.settle()
    after = _status(world)
    assert after.in_books == before.in_books + 1
    assert after.round_trips > before.round_trips
    assert after.requests > before.requests
    assert after.round_trips == world.file.round_trips


def test_the_status_says_what_the_nc_only_box_is_worth(world: World) -> None:
    for preference, worth in (("user_choice", "choice"), ("disabled", "ignored"), ("all", "forced")):
        world.prefer(nc_only=preference)
        assert _status(world).nc_only == worth


def test_the_summary_is_a_part_of_the_status_and_counts_nothing(world: World) -> None:
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", hear)
    found = status.summary(world.ports, COMPANY)
    event.remove(world.database.engine, "before_cursor_execute", hear)
    assert found.model_dump() == _status(world).model_dump(include=set(type(found).model_fields))
    assert [statement for statement in asked if "qb_" in statement and "FROM qb_company" not in statement] == []
    assert len([statement for statement in asked if "qb_company" in statement]) == 1
