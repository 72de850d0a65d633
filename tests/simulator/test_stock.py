"""Average cost, negative stock, adjustments, builds and transfers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from allorders_quickbooks.simulator import Features

from .sending import Company
from .trading import Trader, ref

PENDING = "<MarkPendingIfRequired>true</MarkPendingIfRequired>"


def quantity(inside: str) -> str:
    return f"<QuantityAdjustment>{inside}</QuantityAdjustment>"


def value(inside: str) -> str:
    return f"<ValueAdjustment>{inside}</ValueAdjustment>"


def test_the_average_follows_what_was_paid_and_the_last_one_takes_the_rest(trader: Trader) -> None:
    line = f"<ItemLineAdd>{ref('ItemRef', 'Bolt')}<Quantity>3</Quantity><Amount>10.00</Amount></ItemLineAdd>"
    trader.ok(trader.bought("Bill", line))
    costs = []
    for _ in range(3):
        trader.sell("Bolt", "1", "5.00")
        costs.append(trader.balance()["Cost of Goods Sold"])
    assert costs == ["3.33", "6.67", "10.00"]
    assert trader.on_hand("Bolt") == (0, 0)


def test_what_is_not_there_is_sold_at_the_last_average(trader: Trader) -> None:
    trader.buy("Bolt", "1", "2.00")
    trader.sell("Bolt", "4", "5.00")
    assert trader.on_hand("Bolt") == (-3, Decimal("-6.00"))


@pytest.mark.parametrize(("corrected", "cost", "worth"), [(True, "9.00", "3.00"), (False, "8.00", "4.00")])
def test_a_receipt_corrects_what_was_oversold_or_leaves_it(
    company_with: Callable[..., Company], corrected: bool, cost: str, worth: str
) -> None:
    trader = Trader(company_with(oversold_corrected=corrected))
    trader.buy("Bolt", "3", "2.00")
    trader.sell("Bolt", "4", "5.00")
    bill = trader.buy("Bolt", "2", "3.00")
    assert trader.balance()["Cost of Goods Sold"] == cost
    assert trader.on_hand("Bolt") == (1, Decimal(worth))
    assert trader.delete("Bill", bill).code == 0
    assert trader.on_hand("Bolt") == (-1, Decimal("-2.00"))


@pytest.mark.parametrize(("at_cost", "cost"), [(True, "4.00"), (False, None)])
def test_what_was_never_bought_costs_what_its_item_says_or_nothing(
    company_with: Callable[..., Company], at_cost: bool, cost: str | None
) -> None:
    trader = Trader(company_with(unbought_at_cost=at_cost))
    accounts = trader.item("ItemInventory", "New").replace(
        "<COGSAccountRef>", "<PurchaseCost>2.00</PurchaseCost><COGSAccountRef>"
    )
    trader.ok(accounts)
    trader.sell("New", "2", "5.00")
    assert trader.balance().get("Cost of Goods Sold") == cost


def test_a_company_can_forbid_negative_stock(company_with: Callable[..., Company]) -> None:
    trader = Trader(company_with(Features(negative_stock=False)))
    trader.buy("Bolt", "1", "2.00")
    sale = trader.company.one(trader.sold("Invoice", trader.sales_line("Invoice", "Bolt", "2", "5.00")))
    assert (sale.code, "insufficient" in sale.message) == (3180, True)
    assert (trader.on_hand("Bolt"), trader.owes()) == ((1, 2), 0)
    assert trader.adjust("Bolt", quantity("<QuantityDifference>-2</QuantityDifference>")).code == 3180


@pytest.mark.parametrize("moves", [False, True])
def test_a_sale_moves_the_time_of_its_item_by_reading_and_never_its_edit_sequence(
    company_with: Callable[..., Company], moves: bool
) -> None:
    trader = Trader(company_with(stock_moves_modified=moves))
    before = trader.company.query("ItemInventory", "<FullName>Bolt</FullName>")
    trader.company.clock.advance(60)
    trader.sell("Bolt", "2", "5.00")
    after = trader.company.query("ItemInventory", "<FullName>Bolt</FullName>")
    assert (after["TimeModified"] != before["TimeModified"]) is moves
    assert (after["EditSequence"], after["QuantityOnHand"]) == (before["EditSequence"], "-2")


def test_a_quantity_is_adjusted_by_the_difference_or_to_a_count(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.50")
    more = trader.adjust("Bolt", quantity("<QuantityDifference>2</QuantityDifference>"))
    assert (more["QuantityDifference"], more["ValueDifference"]) == ("2", "3.00")
    count = trader.adjust("Bolt", quantity("<NewQuantity>5</NewQuantity>"))
    assert (count["QuantityDifference"], count["ValueDifference"]) == ("-7", "-10.50")
    assert trader.on_hand("Bolt") == (5, Decimal("7.50"))
    assert trader.balance()["Inventory Adjustment"] == "7.50"


def test_a_value_is_adjusted_by_the_difference_or_to_a_worth(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.50")
    trader.adjust("Bolt", value("<QuantityDifference>0</QuantityDifference><ValueDifference>5.00</ValueDifference>"))
    assert trader.on_hand("Bolt") == (10, 20)
    trader.adjust("Bolt", value("<NewQuantity>4</NewQuantity><NewValue>6.00</NewValue>"))
    assert trader.on_hand("Bolt") == (4, 6)
    assert trader.company.file.stock()["Bolt"].average_cost == Decimal("1.50")


def test_an_adjustment_is_changed_voided_and_numbered(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.50")
    made = trader.adjust("Bolt", quantity("<QuantityDifference>2</QuantityDifference>"))
    line = f"<TxnLineID>{made['TxnLineID']}</TxnLineID><QuantityDifference>-4</QuantityDifference>"
    changed = trader.modify(
        "InventoryAdjustment", made, f"<InventoryAdjustmentLineMod>{line}</InventoryAdjustmentLineMod>"
    )
    assert (changed["QuantityDifference"], changed["ValueDifference"]) == ("-4", "-6.00")
    assert trader.on_hand("Bolt") == (6, 9)
    assert trader.void("InventoryAdjustment", made).code == 0
    assert trader.on_hand("Bolt") == (10, 15)
    assert trader.query("InventoryAdjustment", made)["QuantityDifference"] == "0"
    assert trader.adjust("Bolt", quantity("<QuantityDifference>1</QuantityDifference>"))["RefNumber"] == "2"


def test_a_changed_adjustment_is_valued_as_if_it_had_not_been_there(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.50")
    inside = "<QuantityDifference>0</QuantityDifference><ValueDifference>5.00</ValueDifference>"
    made = trader.adjust("Bolt", value(inside))
    line = f"<TxnLineID>{made['TxnLineID']}</TxnLineID><QuantityDifference>-4</QuantityDifference>"
    request = f"<InventoryAdjustmentLineMod>{line}</InventoryAdjustmentLineMod>"
    assert trader.modify("InventoryAdjustment", made, request)["ValueDifference"] == "-6.00"
    assert trader.on_hand("Bolt") == (6, 9)


def test_a_service_cannot_be_adjusted(trader: Trader) -> None:
    assert trader.adjust("Fitting", quantity("<QuantityDifference>1</QuantityDifference>")).code == 3140


def test_the_bookkeeper_counts_too(trader: Trader) -> None:
    trader.company.file.bookkeeper.adjust_stock("Bolt", Decimal(3))
    assert trader.on_hand("Bolt")[0] == 3


def test_a_build_makes_components_into_an_assembly(trader: Trader) -> None:
    trader.buy("Bolt", "11", "1.50")
    trader.buy("Nut", "10", "0.25")
    built = trader.build("3")
    assert built.code == 0
    assert [built[tag] for tag in ("IsPending", "QuantityCanBuild", "QuantityOnHand")] == ["false", "2", "3"]
    assert built.all("ComponentItemLineRet/QuantityNeeded") == ["6", "3"]
    assert trader.on_hand("Kit") == (3, Decimal("9.75"))
    assert (trader.on_hand("Bolt"), trader.on_hand("Nut")) == ((5, Decimal("7.50")), (7, Decimal("1.75")))
    assert trader.delete("BuildAssembly", built).code == 0
    assert (trader.on_hand("Kit"), trader.on_hand("Bolt")) == ((0, 0), (11, Decimal("16.50")))


def test_a_build_without_enough_is_refused_or_waits(trader: Trader) -> None:
    trader.buy("Bolt", "4", "1.50")
    assert trader.build("3").code == 3180
    waiting = trader.build("3", PENDING)
    assert (waiting.code, waiting["IsPending"], waiting["QuantityCanBuild"]) == (0, "true", "0")
    assert trader.on_hand("Bolt") == (4, 6)
    asked = "<PendingStatus>PendingOnly</PendingStatus><IncludeComponentLineItems>true</IncludeComponentLineItems>"
    assert trader.company.query("BuildAssembly", asked).all("QuantityNeeded") == ["6", "3"]
    assert trader.modify("BuildAssembly", waiting, "<RemovePending>true</RemovePending>").code == 3180
    trader.buy("Bolt", "4", "1.50")
    trader.buy("Nut", "4", "1.00")
    assert trader.modify("BuildAssembly", waiting, "<RemovePending>true</RemovePending>")["IsPending"] == "false"
    assert trader.on_hand("Kit") == (3, 12)


def test_a_build_of_more_counts_what_it_has_used_already(trader: Trader) -> None:
    trader.buy("Bolt", "8", "1.00")
    trader.buy("Nut", "4", "1.00")
    built = trader.build("3")
    assert trader.modify("BuildAssembly", built, "<QuantityToBuild>4</QuantityToBuild>").code == 0
    assert trader.modify("BuildAssembly", built, "<QuantityToBuild>5</QuantityToBuild>").code == 3180
    assert trader.on_hand("Kit") == (4, 12)


def test_the_components_that_a_mod_lists_replace_the_old_ones(trader: Trader) -> None:
    kit = trader.company.query("ItemInventoryAssembly")
    assert kit.all("ItemInventoryAssemblyLine/Quantity") == ["2", "1"]
    head = f"<ListID>{kit['ListID']}</ListID><EditSequence>{kit['EditSequence']}</EditSequence>"
    line = (
        f"<ItemInventoryAssemblyLine>{ref('ItemInventoryRef', 'Nut')}<Quantity>7</Quantity></ItemInventoryAssemblyLine>"
    )
    message = "ItemInventoryAssemblyMod"
    request = f"<{message}Rq><{message}>{{}}</{message}></{message}Rq>"
    changed = trader.ok(request.format(head + line))
    assert changed.all("ItemInventoryAssemblyLine/Quantity") == ["7"]
    emptied = trader.ok(request.format(head + "<ClearItemsInGroup>true</ClearItemsInGroup>"))
    assert "ItemInventoryAssemblyLine" not in emptied


def transfer(many: str) -> str:
    sites = ref("FromInventorySiteRef", "Unspecified Site") + ref("ToInventorySiteRef", "Depot")
    line = f"{ref('ItemRef', 'Bolt')}<QuantityToTransfer>{many}</QuantityToTransfer>"
    return (
        f"<TransferInventoryAddRq><TransferInventoryAdd>{sites}<TransferInventoryLineAdd>{line}"
        "</TransferInventoryLineAdd></TransferInventoryAdd></TransferInventoryAddRq>"
    )


def test_a_transfer_needs_sites(trader: Trader) -> None:
    assert trader.company.one(transfer("3")).code == 3250
    assert trader.company.query("InventorySite").code == 3250
    line = trader.item_line("Bolt", "1", "1.00").replace("<Quantity>", ref("InventorySiteRef", "Depot") + "<Quantity>")
    assert trader.company.one(trader.bought("Bill", line)).code == 3250


def test_a_transfer_moves_goods_from_site_to_site_and_posts_nothing(company_with: Callable[..., Company]) -> None:
    trader = Trader(company_with(Features(sites=True)))
    trader.ok("<InventorySiteAddRq><InventorySiteAdd><Name>Depot</Name></InventorySiteAdd></InventorySiteAddRq>")
    site = ref("InventorySiteRef", "Unspecified Site")
    trader.ok(trader.bought("Bill", trader.item_line("Bolt", "10", "1.00").replace("<Quantity>", f"{site}<Quantity>")))
    before = trader.balance()
    moved = trader.ok(transfer("3"))
    assert moved["QuantityTransferred"] == "3"
    assert trader.company.file.stock()["Bolt"].sites == {"Unspecified Site": 7, "Depot": 3}
    assert (trader.balance(), trader.on_hand("Bolt")) == (before, (10, 10))
    assert trader.query("TransferInventory", moved)["ToInventorySiteRef/FullName"] == "Depot"
    assert trader.company.one(transfer("3").replace("Depot", "Unspecified Site")).code == 3180
    assert trader.delete("TransferInventory", moved).code == 0
    assert trader.company.file.stock()["Bolt"].sites == {"Unspecified Site": 10}


def test_numbers_are_taken_where_the_company_tracks_them(company_with: Callable[..., Company]) -> None:
    def lot(line: str) -> str:
        return line.replace("<Quantity>", "<LotNumber>L7</LotNumber><Quantity>")

    tracking = Trader(company_with(Features(tracking="LotNumber")))
    bill = tracking.ok(tracking.bought("Bill", lot(tracking.item_line("Bolt", "2", "1.00"))))
    assert bill["ItemLineRet/LotNumber"] == "L7"
    inside = "<LotNumber>L7</LotNumber><CountAdjustment>3</CountAdjustment>"
    counted = tracking.adjust("Bolt", f"<LotNumberAdjustment>{inside}</LotNumberAdjustment>")
    assert (counted["QuantityDifference"], counted["LotNumber"]) == ("3", "L7")
    assert tracking.company.query("Preferences")["IsTrackingSerialOrLotNumber"] == "LotNumber"
    plain = Trader(company_with())
    assert plain.company.one(plain.bought("Bill", lot(plain.item_line("Bolt", "2", "1.00")))).code == 3250


def test_serial_numbers_are_added_and_removed_one_by_one(company_with: Callable[..., Company]) -> None:
    trader = Trader(company_with(Features(tracking="SerialNumber")))
    added = trader.adjust(
        "Bolt", "<SerialNumberAdjustment><AddSerialNumber>A,B</AddSerialNumber></SerialNumberAdjustment>"
    )
    assert (added["QuantityDifference"], added["SerialNumberAddedOrRemoved"]) == ("2", "Added")
    gone = "<SerialNumberAdjustment><RemoveSerialNumber>A</RemoveSerialNumber></SerialNumberAdjustment>"
    assert trader.adjust("Bolt", gone)["QuantityDifference"] == "-1"
    assert trader.on_hand("Bolt")[0] == 1
