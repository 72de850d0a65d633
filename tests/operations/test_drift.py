"""What a person decides about what is not any more in QuickBooks what it was: one verb, one outcome there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import Customer
from allorders_quickbooks.operations import drift
from allorders_quickbooks.phases.audit import EDITED, KEPT, LINK_LOST
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.reconcile.drifting import apply_less_there
from tests.reconcile.planting import change_there
from tests.taking import TakingBooks, a_taking_world
from tests.world import COMPANY, World, a_customer, a_payment, a_ref, a_ship_doc, an_item

S1, P1 = a_ref("ship_doc", "S1"), a_ref("so_payment", "P1")
C1, C2 = a_ref("customer", "C1"), a_ref("customer", "C2")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An invoice that is paid, on both sides."""
    world, _ = a_taking_world(tmp_path)
    world.save(a_customer())
    world.save(a_customer("C2", "Around the Horn"))
    world.save(an_item())
    world.save(a_ship_doc("S1"))
    world.save(a_payment("P1", "36.00", "S1"))
    world.settle()
    world.clock.sleep(60)
    return world


def txn(world: World, ref: DocumentRef) -> str:
    binding = world.binding(ref)
    assert binding is not None
    return binding.qb_id


def flag(world: World, ref: DocumentRef) -> str:
    binding = world.binding(ref)
    assert binding is not None
    return binding.flag


def decide(world: World, action: str, ref: DocumentRef = S1) -> bool:
    """The decision, and two runs: the audit of the first may leave something to the second."""
    result = drift.do(world.ports, COMPANY, action, [ref], "anna")
    assert result is not None
    for _ in range(2):
        see(world)
    return result.done


def see(world: World) -> None:
    world.clock.sleep(60)
    assert world.run().complete
    world.clock.sleep(60)


def test_what_was_deleted_may_stay_deleted(world: World) -> None:
    world.file.bookkeeper.delete(txn(world, S1))
    see(world)
    assert world.row(S1).reason is Reason.GONE
    assert decide(world, drift.KEEP)
    assert world.row(S1).state is RowState.IDLE and not world.invoices()
    assert "decided: keep" in world.journal(S1)


def test_what_was_voided_may_stay_voided(world: World) -> None:
    world.file.bookkeeper.void(txn(world, S1))
    see(world)
    assert world.row(S1).reason is Reason.VOIDED
    assert decide(world, drift.KEEP)
    assert world.row(S1).state is RowState.IDLE and not world.invoices()


def test_unlinked_it_goes_again_as_the_next_generation(world: World) -> None:
    world.file.bookkeeper.void(txn(world, S1))
    see(world)
    before = world.row(S1).generation
    assert decide(world, drift.UNLINK)
    assert world.row(S1).generation == before + 1
    assert [each.id for each in world.invoices()] == [txn(world, S1)]


def test_an_edit_is_accepted_and_a_later_save_leaves_it_alone(world: World) -> None:
    world.file.bookkeeper.edit_transaction(txn(world, S1), memo="by hand")
    see(world)
    assert flag(world, S1) == EDITED
    assert decide(world, drift.ACCEPT)
    assert flag(world, S1) == ""
    world.save(a_ship_doc("S1", customer_po="PO 7"))
    world.settle()
    assert world.invoices()[0].memo == "by hand"


def test_an_edit_may_stay_and_is_not_asked_about_again_until_there_is_another(world: World) -> None:
    world.file.bookkeeper.edit_transaction(txn(world, S1), memo="by hand")
    see(world)
    assert decide(world, drift.KEEP)
    assert flag(world, S1) == KEPT
    world.file.bookkeeper.edit_transaction(txn(world, S1), memo="by hand again")
    see(world)
    assert flag(world, S1) == EDITED


def test_this_version_goes_over_an_edit(world: World) -> None:
    memo = world.invoices()[0].memo
    world.file.bookkeeper.edit_transaction(txn(world, S1), memo="by hand")
    see(world)
    assert decide(world, drift.RESEND)
    assert flag(world, S1) == ""
    assert [each.memo for each in world.invoices()] == [memo]


def test_a_total_that_is_another_there_is_said(world: World) -> None:
    change_there(world, S1, Decimal(3))
    see(world)
    bound = world.binding(S1)
    assert bound is not None and bound.flag == EDITED and bound.total is not None and bound.total > 36


def test_a_payment_that_lost_its_invoice_is_said_to_have(world: World) -> None:
    apply_less_there(world, P1, S1)
    see(world)
    assert flag(world, P1) == LINK_LOST


def in_conflict(world: World) -> None:
    world.file.bookkeeper.edit_record("Customer", txn(world, C1), Phone="030 1234")
    world.save(a_customer().model_copy(update={"phone": "030 9"}))
    see(world)
    assert world.row(C1).reason is Reason.CONFLICT


def phone(world: World) -> tuple[str, str]:
    """Here, and there."""
    customer = world.books.records([C1])[C1]
    assert isinstance(customer, Customer)
    there = next(each for each in world.file.records("Customer") if each.id == txn(world, C1))
    return customer.phone, there.fields.get("Phone", "")


def test_of_a_conflict_ours_is_kept(world: World) -> None:
    in_conflict(world)
    assert decide(world, drift.RESEND, C1)
    assert phone(world) == ("030 9", "030 9")
    assert world.row(C1).state is RowState.IDLE


def test_of_a_conflict_theirs_is_taken(world: World) -> None:
    in_conflict(world)
    assert decide(world, drift.TAKE, C1)
    assert phone(world) == ("030 1234", "030 1234")
    assert world.row(C1).state is RowState.IDLE


def test_a_merge_is_followed_and_documents_go_to_the_winner(world: World) -> None:
    world.file.bookkeeper.merge("Customer", txn(world, C1), txn(world, C2))
    see(world)
    assert world.row(C1).reason is Reason.MERGED
    assert decide(world, drift.FOLLOW, C1)
    assert isinstance(world.books, TakingBooks) and world.books.heard[-1].into == C2
    world.save(a_ship_doc("S2"))
    world.settle()
    assert len(world.invoices()) == 2
    assert {each.customer for each in world.invoices()} == {"Around the Horn"}
    world.save(a_customer().model_copy(update={"phone": "1"}))
    world.settle()
    assert [each.name for each in world.file.records("Customer")] == ["Around the Horn"], "the winner is not renamed"


def test_nothing_is_decided_about_what_is_as_it_was(world: World) -> None:
    for action in drift.CAPTIONS:
        result = drift.do(world.ports, COMPANY, action, [S1], "anna")
        assert result is not None and not result.done


def test_another_action_is_somebody_elses(world: World) -> None:
    assert drift.do(world.ports, COMPANY, "send", [S1], "anna") is None
