"""Stock that moves by itself: adjustments, work orders and transfers, down to what there is and what it is worth."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_hooks.documents import AdjustmentLine
from allorders_hooks.records import ItemType
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Features
from allorders_quickbooks.terms import RowState

from tests.mapping.documents import COFFEE, TEA, line
from tests.mapping.purchases import KIT, adjustment, receiver, spent, transfer, vendor, work_order
from tests.world import World, an_item, new_world


def _stocked(path: Path, **features: object) -> World:
    world = new_world(path, features=Features(**features))  # type: ignore[arg-type]
    world.save(vendor())
    world.save(an_item(TEA.key, "Chai"))
    world.save(an_item(COFFEE.key, "Coffee"))
    world.save(an_item(KIT.key, "Breakfast box").model_copy(update={"item_type": ItemType.ASSEMBLY}))
    world.save(receiver(line(TEA, "10", "2.50"), line(COFFEE, "10", "5")))
    world.settle()
    return world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Ten teas at 2.50 and ten coffees at 5.00 in stock, and an assembly of the two."""
    return _stocked(tmp_path)


def _on_hand(world: World, item: str) -> Decimal:
    return world.file.stock()[item].on_hand


def test_an_adjustment_is_a_difference_in_quickbooks_too(world: World) -> None:
    ref = world.save(adjustment())
    world.settle()
    assert len(world.file.transactions("InventoryAdjustment")) == 1
    assert _on_hand(world, "Chai") == 8
    assert world.file.trial_balance()["Inventory Adjustment"] == Decimal(5)
    world.save(adjustment(AdjustmentLine(key="1", item=TEA, quantity=Decimal(1))))
    world.settle()
    assert _on_hand(world, "Chai") == 11
    world.delete(ref)
    world.settle()
    assert _on_hand(world, "Chai") == 10
    assert world.file.transactions("InventoryAdjustment")[0].voided


def test_an_adjustment_of_the_value_leaves_the_quantity(world: World) -> None:
    world.save(adjustment(AdjustmentLine(key="1", item=TEA, value=Decimal("-5.00"))))
    world.settle()
    assert _on_hand(world, "Chai") == 10 and world.file.stock()["Chai"].value == Decimal(20)


def test_a_work_order_becomes_a_bill_of_nothing_that_moves_the_stock(world: World) -> None:
    ref = world.save(work_order(expenses=(spent("3.00", "Office Supplies"),)))
    world.settle()
    bill = next(txn for txn in world.file.transactions("Bill") if txn.name == "NC Internal")
    assert (bill.total, bill.number) == (Decimal(0), "W1")
    assert [_on_hand(world, name) for name in ("Chai", "Coffee", "Breakfast box")] == [6, 9, 2]
    assert world.file.stock()["Breakfast box"].value == Decimal(18)
    assert world.file.trial_balance()["Office Supplies"] == Decimal(-3)
    assert world.row(ref).state is RowState.IDLE and "total differs" not in world.journal(ref)


def test_a_work_order_that_is_edited_changes_its_bill_and_one_that_is_deleted_gives_all_back(world: World) -> None:
    ref = world.save(work_order())
    world.settle()
    world.save(work_order(line(TEA, "2", "2.50"), quantity=Decimal(1)))
    world.settle()
    assert [_on_hand(world, name) for name in ("Chai", "Coffee", "Breakfast box")] == [8, 10, 1]
    world.delete(ref)
    world.settle()
    assert [_on_hand(world, name) for name in ("Chai", "Coffee", "Breakfast box")] == [10, 10, 0]


def test_a_disassembly_turns_all_signs_round(world: World) -> None:
    world.save(work_order())
    world.save(work_order(disassembly=True, number="W2", ref=work_order().ref.model_copy(update={"key": "w2"})))
    world.settle()
    assert [_on_hand(world, name) for name in ("Chai", "Coffee", "Breakfast box")] == [10, 10, 0]
    bills = [txn for txn in world.file.transactions("Bill") if txn.name == "NC Internal"]
    assert [bill.total for bill in bills] == [0, 0]


def test_an_unfinished_work_order_waits(world: World) -> None:
    ref = world.save(work_order(finished=False))
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.HELD, Reason.NOT_FINISHED)


def test_by_setup_a_work_order_is_a_build_once_the_assembly_has_its_components(world: World) -> None:
    world.set_up(work_orders_as="build")
    ref = world.save(work_order())
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.HELD, Reason.CONFIGURATION)
    assert "has no components in QuickBooks" in world.row(ref).detail
    assert world.file.transactions("BuildAssembly") == ()
    _list_components(world)
    world.settle()
    (build,) = world.file.transactions("BuildAssembly")
    assert build.number == "W1" and world.row(ref).state is RowState.IDLE
    assert [_on_hand(world, name) for name in ("Chai", "Coffee", "Breakfast box")] == [6, 10, 2]
    world.save(work_order(quantity=Decimal(3)))
    world.settle()
    assert [_on_hand(world, name) for name in ("Chai", "Coffee", "Breakfast box")] == [4, 10, 3]
    world.delete(ref)
    world.settle()
    assert world.file.transactions("BuildAssembly") == () and _on_hand(world, "Chai") == 10


def _list_components(world: World) -> None:
    """A person at QuickBooks: a box holds two teas."""
    (box,) = world.file.records("ItemInventoryAssembly")
    content = (
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        '<ItemInventoryAssemblyModRq requestID="1"><ItemInventoryAssemblyMod>'
        f"<ListID>{box.id}</ListID><EditSequence>{box.edit_sequence}</EditSequence>"
        "<ItemInventoryAssemblyLine><ItemInventoryRef><FullName>Chai</FullName></ItemInventoryRef>"
        "<Quantity>2</Quantity></ItemInventoryAssemblyLine></ItemInventoryAssemblyMod>"
        "</ItemInventoryAssemblyModRq></QBXMLMsgsRq></QBXML>"
    )
    assert b'statusCode="0"' in world.deliver(content.encode())


def test_a_transfer_needs_inventory_sites(world: World, tmp_path: Path) -> None:
    ref = world.save(transfer())
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.HELD, Reason.NOT_IN_EDITION)


def test_a_transfer_moves_stock_from_site_to_site(tmp_path: Path) -> None:
    world = _stocked(tmp_path, sites=True)
    for site in ("Harbour", "Town"):
        world.file.bookkeeper.add_record("InventorySite", site)
    ref = world.save(transfer())
    world.settle()
    assert world.row(ref).state is RowState.IDLE, world.row(ref).detail
    (moved,) = world.file.transactions("TransferInventory")
    assert moved.lines[0].quantity == 3 and _on_hand(world, "Chai") == 10
    world.delete(ref)
    world.settle()
    assert world.file.transactions("TransferInventory") == ()


def test_with_one_proxy_item_quickbooks_keeps_no_stock_to_adjust(world: World) -> None:
    world.prefer(items="proxy_item")
    ref = world.save(adjustment())
    world.settle()
    assert world.row(ref).reason is Reason.ITEMS_STAY
