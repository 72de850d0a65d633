"""The twenty-five scenarios of the exactly-once protocol, one test each, under the names that it gives them.

What chance found beside them stands after the one that it belongs to, without a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from allorders_quickbooks.errors import LeaseLost
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.session import Outgoing, Session
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan, Readings, RequestProcessorError
from allorders_quickbooks.store import companies
from allorders_quickbooks.terms import Binding, RowState, SetState

from tests.world import COMPANY, World, a_customer, a_line, a_ship_doc, an_item, new_world

ONE_LINE = a_line(quantity="5")


def _lost(kind: FaultKind = FaultKind.REPLY_LOST, **more: object) -> FaultPlan:
    """The accident happens to the first writing set."""
    return FaultPlan([Fault(kind, when=lambda seen: seen.new_id is not None, **more)])  # type: ignore[arg-type]


def _answer(world: World, session: Session, step: Outgoing) -> None:
    session.receive(step.set_id, BytesIO(world.deliver(step.content)))


def _bound(world: World, key: str = "S1") -> Binding:
    binding = world.binding(a_ship_doc(key).ref)
    assert binding is not None
    return binding


def _refused_at_the_fence(reply: bytes) -> bool:
    return b'statusCode="3200"' in reply and b'statusCode="3231"' in reply


def test_01_the_same_id_and_bytes_leave_again_when_a_worker_dies(world: World) -> None:
    world.save(a_ship_doc())
    first = world.next_write(world.begin("dies"))
    world.let_lease_run_out()
    again = world.begin("successor").next()
    assert isinstance(again, Outgoing)
    assert (again.set_id, again.content) == (first.set_id, first.content)


def test_02_both_copies_arriving_make_one_transaction(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    world.deliver(step.content)
    _answer(world, session, step)
    world.finish(session)
    assert len(world.invoices()) == 1
    assert _bound(world).qb_id == world.invoices()[0].id


def test_03_a_set_that_comes_after_the_next_one_writes_nothing(world: World) -> None:
    world.save(a_ship_doc("S1"))
    session = world.begin()
    late = world.next_write(session)
    world.let_lease_run_out()
    world.save(a_ship_doc("S2"))
    successor = world.begin("successor")
    step = successor.next()
    assert isinstance(step, Outgoing)
    _answer(world, successor, step)
    world.finish(successor)
    before = len(world.invoices())
    world.deliver(late.content)
    assert len(world.invoices()) == before == 2


def test_04_a_worker_that_wakes_after_two_further_sets_writes_nothing(tmp_path: Path) -> None:
    world = _forgetful_world(tmp_path)
    world.save(a_ship_doc("S1"))
    asleep = world.next_write(world.begin("asleep"))
    world.let_lease_run_out()
    world.settle()
    for key in ("S2", "S3"):
        world.save(a_ship_doc(key))
        world.settle()
    assert _refused_at_the_fence(world.deliver(asleep.content))
    assert len(world.invoices()) == 3


def test_05_an_answer_lost_and_a_displaced_store_end_in_an_adoption(tmp_path: Path) -> None:
    world = _forgetful_world(tmp_path)
    world.save(a_ship_doc())
    world.run(_lost())
    _displace_memory(world)
    world.settle()
    assert len(world.invoices()) == 1
    assert _bound(world).qb_id == world.invoices()[0].id


def test_06_a_fence_moved_by_another_set_leads_to_a_look_up_and_a_requeue(world: World) -> None:
    ref = world.save(a_ship_doc())
    step = world.next_write(world.begin())
    _move_fence(world)
    world.let_lease_run_out()
    session = world.begin()
    again = session.next()
    assert isinstance(again, Outgoing)
    assert again.set_id == step.set_id
    _answer(world, session, again)
    waiting = world.open_set()
    assert waiting is not None
    assert waiting.state is SetState.DOUBTFUL
    look_up = session.next()
    assert isinstance(look_up, Outgoing)
    _answer(world, session, look_up)
    assert (world.row(ref).state, world.row(ref).look_first) == (RowState.READY, True)
    world.finish(session)
    assert len(world.invoices()) == 1


def test_07_an_answer_that_comes_after_the_lease_was_lost_is_applied_once(world: World) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    reply = world.deliver(step.content)
    world.let_lease_run_out()
    world.begin("successor")
    session.receive(step.set_id, BytesIO(reply))
    assert world.row(ref).state is RowState.IDLE
    with pytest.raises(LeaseLost):
        session.next()


def test_08_the_second_of_two_answers_is_journaled_and_dropped(world: World) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    reply = world.deliver(step.content)
    session.receive(step.set_id, BytesIO(reply))
    before = world.journal(ref)
    session.receive(step.set_id, BytesIO(reply))
    assert world.journal(ref) == before
    assert "answer dropped" in world.company_journal()


def test_09_a_save_in_flight_and_a_set_closed_as_not_found_leave_one_pending_row(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.next_write(world.begin())
    world.save(a_ship_doc("S1", ONE_LINE))
    _move_fence(world)
    world.let_lease_run_out()
    world.settle()
    (invoice,) = world.invoices()
    assert invoice.total == 90
    assert world.row(ref).state is RowState.IDLE


def test_10_a_mod_that_was_never_sent_is_sent_and_never_adopted_as_done(world: World) -> None:
    world.save(a_ship_doc())
    world.settle()
    world.save(a_ship_doc("S1", ONE_LINE))
    world.next_write(world.begin("dies before sending"))
    _move_fence(world)
    world.let_lease_run_out()
    world.settle()
    assert [invoice.total for invoice in world.invoices()] == [90]


def test_11_a_doubtful_add_found_at_version_1_is_bound_there_and_the_mod_follows(world: World) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    world.deliver(step.content)
    world.save(a_ship_doc("S1", ONE_LINE))
    _move_fence(world)
    world.let_lease_run_out()
    successor = world.begin("successor")
    for _ in range(2):  # the same bytes, then the look-up
        again = successor.next()
        assert isinstance(again, Outgoing)
        _answer(world, successor, again)
    assert _bound(world).version == 1
    assert world.row(ref).due
    world.finish(successor)
    assert [invoice.total for invoice in world.invoices()] == [90]


def test_12_another_file_at_take_over_changes_no_row_and_ends_the_run(world: World, tmp_path: Path) -> None:
    ref = world.save(a_ship_doc())
    world.next_write(world.begin("dies"))
    world.let_lease_run_out()
    with _another_file(world, tmp_path):
        run = world.run()
        assert not run.complete
        assert "company file" in run.outcome
        assert world.row(ref).state is RowState.IN_FLIGHT
    world.let_lease_run_out()
    world.settle()
    assert len(world.invoices()) == 1


def test_13_a_file_that_switches_after_the_commit_is_not_written_and_the_set_stays_sent(
    world: World, tmp_path: Path
) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    with _another_file(world, tmp_path):
        _answer(world, session, step)
        assert world.file.transactions() == ()
    waiting = world.open_set()
    assert waiting is not None
    assert (waiting.id, waiting.state) == (step.set_id, SetState.SENT)
    world.let_lease_run_out()
    world.settle()
    assert len(world.invoices()) == 1


def test_14_a_restore_before_an_answered_add_is_reported_gone_and_nothing_is_sent_twice(
    world: World, tmp_path: Path
) -> None:
    world.file.backup(tmp_path / "backup")
    ref = world.save(a_ship_doc())
    world.settle()
    world.file.restore(tmp_path / "backup")
    world.settle()
    assert world.invoices() == []
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.GONE)


def test_15_a_restore_before_a_mod_is_seen_and_the_mod_goes_again(world: World, tmp_path: Path) -> None:
    world.save(a_ship_doc())
    world.settle()
    world.file.backup(tmp_path / "backup")
    world.save(a_ship_doc("S1", ONE_LINE))
    world.settle()
    world.file.restore(tmp_path / "backup")
    world.settle()
    assert [invoice.total for invoice in world.invoices()] == [90]


def test_16_a_restore_and_a_zombie_of_the_lost_set_leave_one_live_transaction(world: World, tmp_path: Path) -> None:
    world.file.backup(tmp_path / "backup")
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    _answer(world, session, step)
    world.finish(session)
    world.file.restore(tmp_path / "backup")
    world.deliver(step.content)
    world.settle()
    (invoice,) = world.invoices()
    assert _bound(world).qb_id == invoice.id
    assert world.row(ref).state is RowState.IDLE


def test_17_an_invoice_that_a_user_deletes_comes_up_for_review(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.file.bookkeeper.delete(_bound(world).qb_id)
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.GONE)
    assert world.invoices() == []


def test_a_deletion_that_quickbooks_has_forgotten_comes_up_for_review_all_the_same(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.file.bookkeeper.delete(_bound(world).qb_id)
    world.clock.sleep(timedelta(days=100).total_seconds())
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.GONE)


def test_18_an_invoice_that_a_user_voids_comes_up_for_review(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.file.bookkeeper.void(_bound(world).qb_id)
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.VOIDED)


def test_19_an_edit_there_and_a_save_here_are_merged_or_become_a_conflict(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.file.bookkeeper.edit_transaction(_bound(world).qb_id, memo="bookkeeper's note")
    world.clock.sleep(5)
    world.save(a_ship_doc("S1", ONE_LINE))
    world.settle()
    (invoice,) = world.invoices()
    assert (invoice.total, invoice.memo) == (Decimal(90), "bookkeeper's note")
    world.file.bookkeeper.edit_transaction(invoice.id, memo="another note")
    world.clock.sleep(5)
    world.save(a_ship_doc("S1", ONE_LINE, memo="order desk's note"))
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.CONFLICT)
    assert world.invoices()[0].memo == "another note"


def test_20_an_edit_in_the_second_of_our_write_is_seen_by_the_read_before_the_mod(world: World) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    reply = world.deliver(step.content)
    (invoice,) = world.invoices()
    world.file.bookkeeper.edit_transaction(invoice.id, memo="in the same second")
    assert world.invoices()[0].edit_sequence == invoice.edit_sequence
    session.receive(step.set_id, BytesIO(reply))
    world.save(a_ship_doc("S1", memo="ours"))
    world.finish(session)
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.CONFLICT)
    assert world.invoices()[0].memo == "in the same second"


def test_21_a_number_changed_while_in_doubt_is_found_by_guid_in_the_modified_window(tmp_path: Path) -> None:
    world = _forgetful_world(tmp_path)
    world.prefer(ship_doc_numbers=True)
    world.save(a_ship_doc())
    world.run(_lost())
    world.file.bookkeeper.edit_transaction(world.invoices()[0].id, number="CHANGED")
    _displace_memory(world)
    world.settle()
    assert [invoice.number for invoice in world.invoices()] == ["CHANGED"]
    assert _bound(world).number == "CHANGED"


def test_22_two_foreign_transactions_of_the_same_number_are_never_adopted(world: World) -> None:
    world.prefer(ship_doc_numbers=True)
    for _ in range(2):
        world.file.bookkeeper.add_invoice_by_hand("Blauer See Delikatessen", a_line().amount, number="101")
    ref = world.save(a_ship_doc("S1"))
    world.settle()
    assert world.row(ref).reason is Reason.DUPLICATE_NUMBER
    world.prefer(no_duplicate_warning=True)
    world.settle()
    assert len(world.invoices()) == 3
    assert _bound(world).qb_id == world.invoices()[-1].id


@pytest.mark.parametrize("what", ["retry", "new save"])
def test_23_status_1000_with_the_work_done_is_looked_for_and_adopted(world: World, what: str) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    reply = world.deliver(step.content, FaultPlan([Fault(FaultKind.INTERNAL_ERROR_DONE)]))
    session.receive(step.set_id, BytesIO(reply))
    assert world.row(ref).look_first
    if what == "new save":
        world.save(a_ship_doc("S1", ONE_LINE))
    world.finish(session)
    world.settle()
    (invoice,) = world.invoices()
    assert _bound(world).qb_id == invoice.id
    assert invoice.total == (90 if what == "new save" else 36)


def test_24_an_unknown_old_set_id_is_left_out_of_the_next_set(tmp_path: Path) -> None:
    world = new_world(tmp_path, readings=Readings(unknown_old_set_runs=False))
    world.save(a_customer())
    world.save(an_item())
    world.settle()
    forget = b'<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError" '
    world.deliver(forget + b'oldMessageSetID="ClearAllMessageSets"></QBXMLMsgsRq></QBXML>')
    world.save(a_ship_doc())
    world.settle()
    assert len(world.invoices()) == 1


def test_25_a_second_set_waits_until_the_clock_has_passed_the_fence(world: World) -> None:
    world.save(a_ship_doc("S1"))
    session = world.begin()
    step = world.next_write(session)
    world.deliver(step.content)
    with world.database.write() as connection:
        edit = companies.load(connection, COMPANY).facts.fence_edit
        values = {"fence_reported": world.clock.now(), "clock_seen": edit}
        companies.change_facts(connection, COMPANY, values)
    waiting = world.begin_again().next()
    assert isinstance(waiting, Outgoing)
    assert 0 < waiting.wait <= 1.1


def _forgetful_world(path: Path) -> World:
    """A company file whose memory keeps the latest set alone, with a customer and an item."""
    world = new_world(path, readings=Readings(memory_keeps_all=False))
    world.save(a_customer())
    world.save(an_item())
    world.settle()
    return world


def _displace_memory(world: World) -> None:
    """Some other set of the same application takes the one place in QuickBooks' memory."""
    head = b'<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError" '
    world.deliver(head + b'newMessageSetID="another"><HostQueryRq/></QBXMLMsgsRq></QBXML>')


def _move_fence(world: World) -> None:
    """Somebody else's set has moved the fence meanwhile."""
    with world.database.read() as connection:
        facts = companies.load(connection, COMPANY).facts
    world.clock.sleep(2)
    record = next(record for record in world.file.records("OtherName") if record.id == facts.fence)
    request = (
        f'<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"><OtherNameModRq>'
        f"<OtherNameMod><ListID>{facts.fence}</ListID><EditSequence>{record.edit_sequence}</EditSequence>"
        f"<CompanyName>another set</CompanyName></OtherNameMod></OtherNameModRq></QBXMLMsgsRq></QBXML>"
    )
    assert b'statusCode="0"' in world.deliver(request.encode())
    world.clock.sleep(2)


@contextmanager
def _another_file(world: World, path: Path) -> Iterator[None]:
    """Another company file is open in QuickBooks for a while."""
    own = world.file
    (path / "other").mkdir()
    world.file = new_world(path / "other").file
    try:
        yield
    finally:
        world.file = own


def test_a_set_that_dies_in_the_middle_is_completed_without_a_double(world: World) -> None:
    for key in ("S1", "S2", "S3", "S4"):
        world.save(a_ship_doc(key))
    world.run(_lost(FaultKind.DIES_MIDWAY, request=3))
    assert len(world.invoices()) == 2
    world.settle()
    assert len(world.invoices()) == 4


@pytest.mark.parametrize("kind", [FaultKind.REPLY_TRUNCATED, FaultKind.REPLY_MALFORMED, FaultKind.REPLY_NOT_STORED])
def test_an_answer_that_cannot_be_used_leaves_one_invoice(world: World, kind: FaultKind) -> None:
    world.save(a_ship_doc())
    world.run(_lost(kind))
    world.settle()
    assert len(world.invoices()) == 1
    assert _bound(world).qb_id == world.invoices()[0].id


def test_a_poison_document_is_isolated_and_its_neighbours_go(world: World) -> None:
    refs = [world.save(a_ship_doc(f"S{number}")) for number in range(1, 6)]
    poison = a_ship_doc("S3").number
    fault = Fault(
        FaultKind.HRESULT, hresult="0x80040400", times=None, when=lambda s: f"Ship doc {poison}".encode() in s.document
    )
    for _ in range(3):
        world.run(FaultPlan([fault]))
        world.let_lease_run_out()
    assert len(world.invoices()) == 4
    assert [world.row(ref).reason for ref in refs if world.row(ref).reason] == [Reason.UNREADABLE]
    with pytest.raises(RequestProcessorError):
        world.deliver(b"not qbxml")


def test_a_void_in_the_second_of_our_write_is_seen_though_the_edit_sequence_is_the_same(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    answer = world.deliver(step.content)
    world.file.bookkeeper.void(world.invoices()[0].id)
    session.receive(step.set_id, BytesIO(answer))
    assert _bound(world).edit_sequence == world.file.transactions("Invoice")[0].edit_sequence
    world.finish(session)
    assert world.row(a_ship_doc().ref).reason is Reason.VOIDED
