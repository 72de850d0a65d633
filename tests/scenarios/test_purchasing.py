"""What is bought: orders, what came in on them and what went back, from the host's save to QuickBooks' ledgers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.terms import RowState

from tests.mapping.documents import COFFEE, TEA, line
from tests.mapping.purchases import purchase_order, receiver, spent, vendor, vendor_return
from tests.world import World, an_item, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A company file that is set up, with one vendor and two items in it and in the host."""
    world = new_world(tmp_path)
    world.save(vendor())
    world.save(an_item(TEA.key, "Chai"))
    world.save(an_item(COFFEE.key, "Coffee"))
    world.settle()
    return world


def test_a_receiver_becomes_one_bill_that_fills_the_stock(world: World) -> None:
    ref = world.save(receiver(vendor_invoice="EL-77", terms="Net 30"))
    world.settle()
    (bill,) = world.file.transactions("Bill")
    assert (bill.total, bill.number, bill.name) == (Decimal("57.50"), "EL-77", "Exotic Liquids")
    assert "Receiver R1" in bill.memo
    assert world.file.stock()["Chai"].on_hand == 3
    assert world.row(ref).state is RowState.IDLE
    assert "total differs" not in world.journal(ref)


def test_expenses_and_freight_stand_before_the_items_on_their_accounts(world: World) -> None:
    world.save(receiver(line(TEA, "1", "10"), expenses=(spent("5.00", "Office Supplies"),), freight=Decimal("2.50")))
    world.settle()
    (bill,) = world.file.transactions("Bill")
    assert bill.total == Decimal("17.50")
    assert [line.account for line in bill.lines][:2] == ["Office Supplies", "Freight and Shipping Costs"]


def test_an_account_that_quickbooks_lacks_holds_the_bill(world: World) -> None:
    ref = world.save(receiver(expenses=(spent("5.00", "Import duty"),)))
    world.run()
    assert world.file.transactions("Bill") == ()
    waits = world.row(ref).waits_for
    assert waits is not None and waits.kind == "account"
    assert world.row(waits).reason is Reason.CONFIGURATION
    world.clock.sleep(10)
    world.file.bookkeeper.add_record("Account", "Import duty", AccountType="Expense")
    world.settle()
    assert len(world.file.transactions("Bill")) == 1


def test_an_edit_changes_the_bill_that_is_there_and_a_deletion_voids_it(world: World) -> None:
    ref = world.save(receiver(line(TEA, "1", "10"), expenses=(spent("5.00", "Office Supplies"),)))
    world.settle()
    world.save(receiver(line(TEA, "4", "10"), line(COFFEE, "1", "3")))
    world.settle()
    (bill,) = world.file.transactions("Bill")
    assert (bill.total, len(bill.lines)) == (Decimal(43), 2)
    assert world.file.stock()["Chai"].on_hand == 4
    world.delete(ref)
    world.settle()
    (bill,) = world.file.transactions("Bill")
    assert bill.voided and world.file.stock()["Chai"].on_hand == 0


def test_saving_a_receiver_without_a_change_sends_nothing(world: World) -> None:
    world.save(receiver(expenses=(spent("5.00", "Office Supplies"),)))
    world.settle()
    before = world.file.transactions("Bill")[0].edit_sequence
    world.save(receiver(expenses=(spent("5.00", "Office Supplies"),)))
    world.settle()
    assert world.file.transactions("Bill")[0].edit_sequence == before


def test_by_preference_a_receiver_becomes_an_item_receipt_and_stays_what_it_is(world: World) -> None:
    world.prefer(receive_as_item_receipts=True)
    world.save(receiver())
    world.settle()
    (receipt,) = world.file.transactions("ItemReceipt")
    assert receipt.total == Decimal("57.50") and world.file.transactions("Bill") == ()
    world.prefer(receive_as_item_receipts=False)
    world.save(receiver(line(TEA, "1", "1")))
    world.settle()
    (receipt,) = world.file.transactions("ItemReceipt")
    assert receipt.total == Decimal(1) and world.file.transactions("Bill") == ()


def test_a_vendor_return_becomes_a_vendor_credit(world: World) -> None:
    ref = world.save(vendor_return(vendor_reference="RMA-1"))
    world.settle()
    (credit,) = world.file.transactions("VendorCredit")
    assert (credit.total, credit.number) == (Decimal("12.50"), "RMA-1")
    world.save(vendor_return(line(TEA, "2", "12.50")))
    world.settle()
    assert world.file.transactions("VendorCredit")[0].total == Decimal(25)
    world.delete(ref)
    world.settle()
    assert world.file.transactions("VendorCredit")[0].voided


def test_purchase_orders_are_blocked_until_somebody_lets_them_go(world: World) -> None:
    ref = world.save(purchase_order())
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.HELD, Reason.PO_BLOCKED)
    world.prefer(block_purchase_orders=False)
    world.settle()
    (order,) = world.file.transactions("PurchaseOrder")
    assert (order.total, order.number) == (Decimal("37.50"), "O1")


def test_a_receiver_is_linked_to_the_lines_of_its_order(world: World) -> None:
    world.prefer(block_purchase_orders=False)
    order = world.save(purchase_order())
    world.save(receiver(line(TEA, "3", "12.50", order_line=f"{TEA}"), order=order))
    world.settle()
    (ordered,) = world.file.transactions("PurchaseOrder")
    assert ordered.fields.get("IsFullyReceived", "true") == "true"
    bound = world.binding(order)
    assert bound is not None
    (bill,) = world.file.transactions("Bill")
    assert bill.total == Decimal("37.50") and bill.lines[0].item == "Chai"
    assert world.file.stock()["Chai"].on_order == 0


def test_a_change_of_an_order_is_a_change_there_and_a_deletion_deletes_it(world: World) -> None:
    world.prefer(block_purchase_orders=False)
    ref = world.save(purchase_order())
    world.settle()
    world.save(purchase_order(line(TEA, "1", "5"), freight=Decimal("3.00")))
    world.settle()
    assert world.file.transactions("PurchaseOrder")[0].total == Decimal(8)
    world.delete(ref)
    world.settle()
    assert world.file.transactions("PurchaseOrder") == ()


def test_the_number_of_a_vendor_is_a_duplicate_only_with_that_vendor(world: World) -> None:
    other = vendor("Tokyo Traders", ref=vendor().ref.model_copy(update={"key": "V2"}))
    world.save(other)
    world.save(receiver(vendor_invoice="77", vendor=other.ref))
    world.settle()
    ours = receiver(vendor_invoice="77", ref=receiver().ref.model_copy(update={"key": "r2"}), number="R2")
    ref = world.save(ours)
    world.settle()
    assert len(world.file.transactions("Bill")) == 2 and world.row(ref).state is RowState.IDLE
    third = world.save(ours.model_copy(update={"ref": ours.ref.model_copy(update={"key": "r3"}), "number": "R3"}))
    world.settle()
    assert world.row(third).reason is Reason.DUPLICATE_NUMBER


def test_with_one_proxy_item_items_stay_here_and_bills_name_it(world: World) -> None:
    world.prefer(items="proxy_item")
    held = world.save(an_item("9", "Aniseed Syrup"))
    world.save(receiver(line(held, "2", "10", description="bottles")))
    world.settle()
    (bill,) = world.file.transactions("Bill")
    assert bill.lines[0].item == "All Orders item"
    assert bill.lines[0].description == "Aniseed Syrup bottles"
    assert (world.row(held).state, world.row(held).reason) == (RowState.HELD, Reason.ITEMS_STAY)
    assert world.file.trial_balance()["Cost of Goods Sold"] == Decimal(20)


def test_a_lost_reply_leaves_one_bill_and_one_purchase_order(world: World) -> None:
    world.prefer(block_purchase_orders=False)
    order = world.save(purchase_order())
    bill = world.save(receiver())
    world.run(FaultPlan([Fault(FaultKind.REPLY_LOST, when=lambda seen: seen.new_id is not None)]))
    world.clock.sleep(5)
    world.settle()
    assert len(world.file.transactions("Bill")) == len(world.file.transactions("PurchaseOrder")) == 1
    assert world.row(order).state is world.row(bill).state is RowState.IDLE


def test_a_bill_that_somebody_edits_is_seen_by_the_audit(world: World) -> None:
    ref = world.save(receiver())
    world.settle()
    world.clock.sleep(60)
    world.file.bookkeeper.edit_transaction(world.file.transactions("Bill")[0].id, memo="checked")
    world.settle()
    bound = world.binding(ref)
    assert bound is not None and bound.flag == "edited"
