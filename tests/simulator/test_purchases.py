"""Bills, item receipts, vendor credits and checks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from allorders_quickbooks.simulator import Features

from .sending import Company
from .trading import Trader, ref


def test_a_bill_has_expenses_before_items_and_shows_what_is_due(trader: Trader) -> None:
    lines = trader.expense("Office Supplies", "5.00") + trader.item_line("Bolt", "10", "1.50")
    bill = trader.ok(trader.bought("Bill", lines))
    shown = [bill[tag] for tag in ("AmountDue", "OpenAmount", "IsPaid", "RefNumber", "DueDate")]
    assert shown == ["20.00", "20.00", "false", "B-1", "2025-07-01"]
    assert (bill["ExpenseLineRet/Amount"], bill["ItemLineRet/Amount"]) == ("5.00", "15.00")
    assert trader.balance() == {"Accounts Payable": "-20.00", "Inventory Asset": "15.00", "Office Supplies": "5.00"}


def test_a_bill_is_not_given_a_number(trader: Trader) -> None:
    line = trader.item_line("Bolt", "1", "1.00")
    assert "RefNumber" not in trader.ok(f"<BillAddRq><BillAdd>{ref('VendorRef', 'Maker')}{line}</BillAdd></BillAddRq>")


def test_an_empty_bill_is_refused(trader: Trader) -> None:
    assert trader.company.one(trader.bought("Bill", "")).code == 3180


def test_a_bill_below_nothing_is_refused_and_one_of_nothing_is_not(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.00")
    give = trader.item_line("Bolt", "-4", "1.00")
    assert trader.company.one(trader.bought("Bill", give)).code == 3180
    assert trader.ok(trader.bought("Bill", give + trader.item_line("Kit", "2", "2.00")))["AmountDue"] == "0.00"
    assert (trader.on_hand("Bolt"), trader.on_hand("Kit")) == ((6, 6), (2, 4))
    assert trader.is_owed() == 10


@pytest.mark.parametrize("at_average", [False, True])
def test_goods_that_go_back_take_what_the_line_says_or_the_average(
    company_with: Callable[..., Company], at_average: bool
) -> None:
    trader = Trader(company_with(returns_at_average=at_average))
    trader.buy("Bolt", "10", "1.00")
    trader.buy("Bolt", "2", "3.00", kind="VendorCredit")
    assert trader.on_hand("Bolt") == (8, Decimal(8) if at_average else Decimal(4))
    assert trader.balance().get("Cost of Goods Sold") == ("-4.00" if at_average else None)
    assert trader.is_owed() == 4


def test_a_mod_deletes_the_lines_that_it_does_not_list(trader: Trader) -> None:
    lines = trader.item_line("Bolt", "10", "1.00") + trader.item_line("Nut", "5", "1.00")
    bill = trader.ok(trader.bought("Bill", trader.expense("Office Supplies", "7.00") + lines))
    kept = f"<ItemLineMod><TxnLineID>{bill.all('ItemLineRet/TxnLineID')[1]}</TxnLineID></ItemLineMod>"
    changed = trader.modify("Bill", bill, kept)
    assert (changed["AmountDue"], changed.all("ItemLineRet/ItemRef/FullName")) == ("12.00", ["Nut"])
    assert (trader.on_hand("Bolt"), trader.on_hand("Nut")) == ((0, 0), (5, 5))
    assert trader.modify("Bill", bill, "<ClearExpenseLines>true</ClearExpenseLines>")["AmountDue"] == "5.00"
    assert trader.modify("Bill", bill, "<ClearItemLines>true</ClearItemLines>").code == 3180


def test_new_figures_of_a_line_give_a_new_amount(trader: Trader) -> None:
    bill = trader.buy("Bolt", "10", "1.00")
    line_id = bill["ItemLineRet/TxnLineID"]
    line = f"<ItemLineMod><TxnLineID>{line_id}</TxnLineID><Quantity>4</Quantity><Cost>2.50</Cost></ItemLineMod>"
    assert trader.modify("Bill", bill, line)["ItemLineRet/Amount"] == "10.00"
    assert trader.on_hand("Bolt") == (4, 10)
    line = f"<ItemLineMod><TxnLineID>{line_id}</TxnLineID><Amount>9.00</Amount></ItemLineMod>"
    assert trader.modify("Bill", bill, line)["ItemLineRet/Cost"] == "2.25"


def test_a_stale_mod_is_answered_with_the_bill_as_it_is(trader: Trader) -> None:
    bill = trader.buy("Bolt", "10", "1.00")
    trader.company.clock.advance(5)
    assert trader.modify("Bill", bill, "<Memo>one</Memo>").code == 0
    head = f"<TxnID>{bill['TxnID']}</TxnID><EditSequence>{bill['EditSequence']}</EditSequence><Memo>two</Memo>"
    stale = trader.company.one(f"<BillModRq><BillMod>{head}</BillMod></BillModRq>")
    assert (stale.code, stale["BillRet/Memo"]) == (3200, "one")


def test_an_item_receipt_owes_and_stocks_like_a_bill(trader: Trader) -> None:
    receipt = trader.buy("Bolt", "10", "1.00", kind="ItemReceipt")
    assert receipt["TotalAmount"] == "10.00"
    assert (trader.is_owed(), trader.on_hand("Bolt")) == (10, (10, 10))


def test_the_items_of_a_purchase_that_are_not_stocked_are_expenses(trader: Trader) -> None:
    both = (
        f"<SalesAndPurchase><SalesPrice>9.00</SalesPrice>{ref('IncomeAccountRef', 'Sales')}"
        f"<PurchaseDesc>per hour</PurchaseDesc><PurchaseCost>4.00</PurchaseCost>"
        f"{ref('ExpenseAccountRef', 'Other Expenses')}</SalesAndPurchase>"
    )
    trader.ok(f"<ItemServiceAddRq><ItemServiceAdd><Name>Labour</Name>{both}</ItemServiceAdd></ItemServiceAddRq>")
    line = f"<ItemLineAdd>{ref('ItemRef', 'Labour')}<Quantity>2</Quantity></ItemLineAdd>"
    bill = trader.ok(trader.bought("Bill", line))
    assert (bill["ItemLineRet/Desc"], bill["ItemLineRet/Cost"], bill["AmountDue"]) == ("per hour", "4.00", "8.00")
    assert trader.balance() == {"Accounts Payable": "-8.00", "Other Expenses": "8.00"}


def test_an_expense_needs_an_account(trader: Trader) -> None:
    line = "<ExpenseLineAdd><Amount>1.00</Amount></ExpenseLineAdd>"
    assert trader.company.one(trader.bought("Bill", line)).code == 3150


def test_a_vendor_is_no_customer(trader: Trader) -> None:
    request = trader.bought("Bill", trader.expense("Office Supplies", "1.00")).replace("Maker", "Ridge")
    assert trader.company.one(request).code == 3140


def test_a_check_is_drawn_on_a_bank(trader: Trader) -> None:
    head = ref("AccountRef", "Checking") + ref("PayeeEntityRef", "Maker")
    expense = trader.expense("Office Supplies", "3.00")
    check = trader.ok(f"<CheckAddRq><CheckAdd>{head}{expense}</CheckAdd></CheckAddRq>")
    assert (check["Amount"], check["PayeeEntityRef/FullName"]) == ("3.00", "Maker")
    assert trader.balance() == {"Checking": "-3.00", "Office Supplies": "3.00"}
    wrong = ref("AccountRef", "Sales") + expense
    assert trader.company.one(f"<CheckAddRq><CheckAdd>{wrong}</CheckAdd></CheckAddRq>").code == 3140


def test_the_bookkeeper_enters_bills_too(trader: Trader) -> None:
    trader.company.file.bookkeeper.add_bill_by_hand("Maker", Decimal("12.00"))
    assert trader.is_owed() == 12


def test_a_bill_is_found_by_vendor_number_and_paid_status(trader: Trader) -> None:
    bill = trader.buy("Bolt", "1", "1.00")
    entity = "<EntityFilter><FullName>Maker</FullName></EntityFilter><PaidStatus>NotPaidOnly</PaidStatus>"
    assert trader.company.query("Bill", entity)["TxnID"] == bill["TxnID"]
    assert trader.company.query("Bill", "<RefNumber>b-1</RefNumber>")["TxnID"] == bill["TxnID"]
    everything = trader.company.query("Transaction")
    assert (everything["TxnType"], everything["EntityRef/FullName"]) == ("Bill", "Maker")


def test_foreign_goods_are_stocked_at_what_they_cost_at_home(company_with: Callable[..., Company]) -> None:
    trader = Trader(company_with(Features(currencies=True)))
    trader.buy("Bolt", "10", "1.00", more="<ExchangeRate>1.25</ExchangeRate>")
    assert trader.balance() == {"Accounts Payable": "-12.50", "Inventory Asset": "12.50"}
    assert (trader.on_hand("Bolt"), trader.is_owed()) == ((10, Decimal("12.50")), 10)
