"""What was made of an order and is linked to it no more: said as that, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.operations import drift, panel
from allorders_quickbooks.phases.audit import EDITED, LINK_LOST
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import TransactionView

from tests.mapping.documents import CUSTOMER, TEA
from tests.mapping.sold import REFUND, RETURN, customer_return, refund
from tests.reconcile import linked
from tests.taking import a_taking_world
from tests.world import COMPANY, World, a_customer, a_payment, a_ref, an_item

MADE = pytest.mark.parametrize(
    ("make", "receipts", "qb_type"),
    [(linked.sold, False, "Invoice"), (linked.bought, False, "Bill"), (linked.bought, True, "ItemReceipt")],
    ids=["invoice", "bill", "item receipt"],
)
Make = Callable[[World, int], DocumentRef]


@pytest.fixture
def world(tmp_path: Path) -> World:
    world, _ = a_taking_world(tmp_path)
    world.save(a_customer())
    world.save(an_item())
    linked.let_orders_go(world)
    return world


def run(world: World) -> None:
    world.clock.sleep(60)
    assert world.run().complete


def there(world: World, ref: DocumentRef, qb_type: str) -> TransactionView:
    bound = world.binding(ref)
    (found,) = [txn for txn in world.file.transactions(qb_type) if bound is not None and txn.id == bound.qb_id]
    return found


def flag(world: World, ref: DocumentRef) -> str:
    bound = world.binding(ref)
    assert bound is not None
    return bound.flag


def decide(world: World, action: str, ref: DocumentRef) -> None:
    result = drift.do(world.ports, COMPANY, action, [ref], "anna")
    assert result is not None and result.done
    run(world)
    run(world)


@MADE
def test_a_lost_link_is_said_and_stays_by_somebodys_decision(
    world: World, make: Make, receipts: bool, qb_type: str
) -> None:
    world.prefer(receive_as_item_receipts=receipts)
    ref = make(world, 1)
    world.settle()
    linked.retype_there(world, there(world, ref, qb_type))
    run(world)
    assert flag(world, ref) == LINK_LOST
    box = panel.panel(world.ports, ref)
    assert box is not None and "not linked in QuickBooks to the order" in str(box.lines)
    offered = [action for action, _ in drift.offered(world.row(ref), world.binding(ref))]
    assert offered == [drift.KEEP, drift.ACCEPT, drift.UNLINK], "no change can link it again"
    before = there(world, ref, qb_type)
    decide(world, drift.ACCEPT, ref)
    world.file.bookkeeper.edit_transaction(before.id)
    run(world)
    assert flag(world, ref) == ""


def test_a_new_one_takes_the_order_over(world: World) -> None:
    ref = linked.sold(world, 1)
    world.settle()
    old = there(world, ref, "Invoice")
    linked.retype_there(world, old)
    run(world)
    decide(world, drift.UNLINK, ref)
    new = there(world, ref, "Invoice")
    (order,) = world.file.transactions("SalesOrder")
    assert new.id != old.id and new.lines[0].fields["LinkToTxn"]["TxnID"] == order.id
    assert flag(world, ref) == ""


def test_whoever_touches_a_linked_invoice_and_changes_nothing_is_not_said_to_have(world: World) -> None:
    ref = linked.sold(world, 1)
    world.save(a_payment("P1", "36.00", ref.key))
    world.settle()
    world.file.bookkeeper.edit_transaction(there(world, ref, "Invoice").id)
    run(world)
    assert flag(world, ref) == ""


def test_an_order_that_was_taken_out_from_here_is_no_lost_link(world: World) -> None:
    ref = linked.sold(world, 1)
    world.settle()
    world.delete(a_ref("sales_order", "O1"))
    run(world)
    assert world.file.transactions("SalesOrder") == ()
    world.file.bookkeeper.edit_transaction(there(world, ref, "Invoice").id)
    run(world)
    assert flag(world, ref) == ""


def test_another_quantity_is_an_edit_whatever_it_is_linked_to(world: World) -> None:
    ref = linked.bought(world, 1)
    world.settle()
    linked.retype_there(world, there(world, ref, "Bill"), 3)
    run(world)
    assert flag(world, ref) == EDITED


@pytest.fixture
def refunded(world: World) -> World:
    """A credit of a customer, refunded to his card."""
    world.save(a_customer(CUSTOMER.key, "Alfreds Futterkiste"))
    world.save(an_item(TEA.key, "Tea"))
    world.save(customer_return())
    world.save(refund(of=RETURN, method="Visa"))
    world.settle()
    return world


def test_a_refund_that_lost_its_credit_is_said_to_have(refunded: World) -> None:
    world = refunded
    world.file.bookkeeper.delete(there(world, RETURN, "CreditMemo").id)
    world.file.bookkeeper.edit_transaction(there(world, REFUND, "ARRefundCreditCard").id)
    run(world)
    assert world.row(RETURN).reason is Reason.GONE and flag(world, REFUND) == LINK_LOST
    offered = [action for action, _ in drift.offered(world.row(REFUND), world.binding(REFUND))]
    assert offered == [drift.KEEP, drift.ACCEPT, drift.UNLINK], "QuickBooks lets nobody change such a refund"


def test_a_refund_whose_credit_was_taken_out_from_here_has_lost_nothing(refunded: World) -> None:
    world = refunded
    world.delete(RETURN)
    run(world)
    world.file.bookkeeper.edit_transaction(there(world, REFUND, "ARRefundCreditCard").id)
    run(world)
    assert flag(world, REFUND) == ""


def test_a_change_of_ours_keeps_the_link(world: World) -> None:
    ref = linked.sold(world, 1)
    world.settle()
    document = world.books.kept[ref]
    world.save(document.model_copy(update={"memo": "urgent"}))
    world.settle()
    linked.retype_there(world, there(world, ref, "Invoice"))
    run(world)
    assert flag(world, ref) == LINK_LOST
