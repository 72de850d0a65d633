"""The walk of one invoice: saved in the host, one invoice in QuickBooks, and every later save finds it there."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.world import World, a_customer, a_line, a_payment, a_ship_doc, an_item, new_world


def test_a_shipped_document_becomes_one_invoice_with_its_total(world: World) -> None:
    ref = world.save(a_ship_doc("S1", a_line(quantity="3", price="12.35"), freight="4.10"))
    world.settle()
    (invoice,) = world.invoices()
    binding = world.binding(ref)
    assert invoice.total == Decimal("41.15")
    assert binding is not None
    assert (binding.qb_id, binding.total, binding.version) == (invoice.id, Decimal("41.15"), 1)
    assert world.row(ref).state is RowState.IDLE


def test_missing_records_are_sent_first_in_the_same_run(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.save(a_customer(), noted=False)
    world.save(an_item(), noted=False)
    world.save(a_ship_doc(freight="5"))
    run = world.run()
    assert run.complete
    assert len(world.invoices()) == 1
    assert {record.name for record in world.file.records("Customer")} == {"Blauer See Delikatessen"}


def test_a_document_that_is_not_shipped_is_held_until_it_is(world: World) -> None:
    ref = world.save(a_ship_doc(shipped=False))
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.HELD, Reason.NOT_READY)
    world.save(a_ship_doc())
    world.settle()
    assert len(world.invoices()) == 1


def test_without_the_preference_a_document_stays_available_until_somebody_chooses_it(world: World) -> None:
    world.prefer(send_unsent_transactions=False)
    ref = world.save(a_ship_doc())
    world.run()
    assert world.invoices() == []
    world.set_back(ref, requested=True)
    world.run()
    assert len(world.invoices()) == 1


def test_an_edit_changes_the_invoice_that_is_there(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.save(a_ship_doc("S1", a_line(quantity="5"), a_line(quantity="1", price="2.50", key="2")))
    run = world.run()
    assert (run.sent, run.changed) == (0, 1)
    (invoice,) = world.invoices()
    assert invoice.total == Decimal("92.50")
    assert world.row(ref).state is RowState.IDLE


def test_saving_without_a_change_sends_nothing(world: World) -> None:
    world.save(a_ship_doc())
    world.settle()
    before = world.file.transactions("Invoice")[0].edit_sequence
    world.save(a_ship_doc())
    world.settle()
    assert world.file.transactions("Invoice")[0].edit_sequence == before


def test_a_deleted_document_is_voided(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.delete(ref)
    world.settle()
    assert world.invoices() == []
    assert [txn.voided for txn in world.file.transactions("Invoice")] == [True]


def test_a_payment_pays_its_own_invoice(world: World) -> None:
    world.save(a_ship_doc("S1"))
    world.save(a_ship_doc("S2"))
    world.save(a_payment("P1", "36.00", "S2"))
    world.settle()
    paid = {txn.memo: txn.open for txn in world.invoices()}
    assert sorted(paid.values()) == [Decimal(0), Decimal(36)]
    assert next(left for memo, left in paid.items() if "102" in memo) == 0


def test_a_payment_before_its_invoice_stays_unapplied(world: World) -> None:
    world.save(a_ship_doc("S1", shipped=False))
    world.save(a_payment("P1", "20.00", "S1"))
    world.settle()
    (payment,) = world.file.transactions("ReceivePayment")
    assert payment.total == Decimal(20)
    assert payment.applied == ()


def test_two_customers_of_one_name_become_two_records(world: World) -> None:
    world.save(a_customer("C2", "IT"))
    world.save(a_customer("C3", "it "))
    world.save(a_ship_doc("S2", customer="C2"))
    world.save(a_ship_doc("S3", customer="C3"))
    world.settle()
    assert len(world.invoices()) == 2
    assert len({txn.customer for txn in world.invoices()}) == 2


def test_one_bad_document_holds_up_no_other(world: World) -> None:
    bad = world.save(a_ship_doc("S1", memo="thanks \N{PARTY POPPER}"))
    world.save(a_ship_doc("S2"))
    world.settle()
    assert len(world.invoices()) == 1
    row = world.row(bad)
    assert (row.state, row.reason) == (RowState.HELD, Reason.INVALID_FIELD)
    assert "Ship doc 101" in row.detail
    assert "memo" in row.detail


def test_a_refused_document_stops_its_set_but_not_the_run(world: World) -> None:
    world.prefer(ship_doc_numbers=True)
    world.file.bookkeeper.inactivate("Customer", world.binding(a_customer().ref).qb_id)  # type: ignore[union-attr]
    world.save(a_customer("C2", "Chop-suey Chinese"))
    refused = world.save(a_ship_doc("S1"))
    world.save(a_ship_doc("S2", customer="C2"))
    world.settle()
    assert len(world.invoices()) == 1
    assert world.row(refused).state is RowState.HELD


def test_a_run_ends_although_the_order_desk_never_stops(world: World) -> None:
    world.save(a_ship_doc("S1"))
    session = world.begin()
    step = world.next_write(session)
    world.save(a_ship_doc("S2"))
    session.receive(step.set_id, BytesIO(world.deliver(step.content)))
    world.finish(session)
    assert [txn.memo for txn in world.invoices()] == ["Ship doc 101"]
    world.settle()
    assert len(world.invoices()) == 2


def test_the_sweep_finds_what_no_event_told_of(world: World) -> None:
    world.save(a_ship_doc(), noted=False)
    world.settle()
    assert len(world.invoices()) == 1


def test_a_foreign_invoice_of_the_same_number_holds_ours_until_somebody_decides(world: World) -> None:
    world.prefer(ship_doc_numbers=True)
    world.file.bookkeeper.add_invoice_by_hand("Blauer See Delikatessen", Decimal(5), number="101")
    ref = world.save(a_ship_doc("S1"))
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.HELD, Reason.DUPLICATE_NUMBER)
    world.set_back(ref, override=True, requested=True, state="ready")
    world.settle()
    assert [txn.number for txn in world.invoices()] == ["101", "101"]


def test_a_payment_of_an_invoice_that_was_taken_back_is_no_conflict(world: World) -> None:
    first, second = world.save(a_ship_doc("S1")), world.save(a_ship_doc("S2"))
    payment = world.save(a_payment("P1", "72.00", "S1", "S2"))
    world.settle()
    assert world.file.transactions("ReceivePayment")[0].open == 0
    world.delete(first)
    world.settle()
    assert (world.row(payment).state, world.journal(payment).count("edited there")) == (RowState.IDLE, 0)
    world.save(a_payment("P1", "72.00", "S2"))
    world.settle()
    assert world.row(payment).state is RowState.IDLE
    assert world.row(second).state is RowState.IDLE
    assert world.file.transactions("ReceivePayment")[0].open == 36
