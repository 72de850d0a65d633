"""Merging list records: one id is gone, and everything that named it names the other."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from allorders_quickbooks.simulator import Features

from .sending import Answer, Company
from .trading import Trader


def merge(kind: str, loser: Answer, winner: Answer) -> str:
    def named(tag: str, one: Answer) -> str:
        return f"<{tag}><ListID>{one['ListID']}</ListID><EditSequence>{one['EditSequence']}</EditSequence></{tag}>"

    inside = f"<ListMergeType>{kind}</ListMergeType>{named('MergeFrom', loser)}{named('MergeTo', winner)}"
    return f"<ListMergeRq>{inside}</ListMergeRq>"


def record(trader: Trader, kind: str, name: str) -> Answer:
    return trader.company.query(kind, f"<FullName>{name}</FullName>")


def test_two_customers_become_one_with_the_debts_of_both(trader: Trader) -> None:
    sale = trader.sell("Fitting", "1", "10.00")
    trader.company.customer("Ridge 2")
    loser, winner = record(trader, "Customer", "Ridge"), record(trader, "Customer", "Ridge 2")
    reply = trader.ok(merge("Customer", loser, winner))
    assert (reply["MergedFrom/FullName"], reply["MergedTo/ListID"]) == ("Ridge", winner["ListID"])
    assert trader.query("Invoice", sale)["CustomerRef/FullName"] == "Ridge 2"
    assert trader.company.file.balances("Customer") == {"Ridge 2": Decimal(10)}
    assert trader.company.query("Customer", f"<ListID>{loser['ListID']}</ListID>").code == 1
    deleted = trader.company.query("ListDeleted", "<ListDelType>Customer</ListDelType>")
    assert deleted.all("ListID") == [loser["ListID"]]
    assert trader.delete("Invoice", sale).code == 0
    assert trader.company.file.balances("Customer") == {"Ridge 2": Decimal(0)}


def test_two_items_become_one_with_the_stock_of_both(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.00")
    bill = trader.buy("Nut", "5", "4.00")
    sale = trader.sell("Bolt", "1", "9.00")
    bookkeeper, file = trader.company.file.bookkeeper, trader.company.file
    ids = {one.name: one.id for one in file.records("ItemInventory")}
    bookkeeper.merge("ItemInventory", ids["Bolt"], ids["Nut"])
    assert trader.on_hand("Nut") == (14, Decimal("29.00"))
    assert trader.query("Invoice", sale)["InvoiceLineRet/ItemRef/FullName"] == "Nut"
    assert trader.company.query("ItemInventoryAssembly").all("ItemInventoryRef/FullName") == ["Nut", "Nut"]
    assert [trader.delete(kind, one).code for kind, one in (("Bill", bill), ("Invoice", sale))] == [0, 0]
    assert trader.on_hand("Nut") == (10, 10)
    assert trader.balance() == {"Accounts Payable": "-10.00", "Inventory Asset": "10.00"}


def test_two_accounts_become_one_with_what_was_posted_to_both(trader: Trader) -> None:
    lines = trader.expense("Office Supplies", "5.00") + trader.expense("Other Expenses", "2.00")
    trader.ok(trader.bought("Bill", lines))
    loser, winner = record(trader, "Account", "Office Supplies"), record(trader, "Account", "Other Expenses")
    trader.ok(merge("Account", loser, winner))
    assert trader.balance() == {"Accounts Payable": "-7.00", "Other Expenses": "7.00"}


def test_jobs_follow_their_customer(trader: Trader) -> None:
    trader.company.customer("Job", "<ParentRef><FullName>Ridge</FullName></ParentRef>")
    trader.company.customer("Ridge 2")
    trader.ok(merge("Customer", record(trader, "Customer", "Ridge"), record(trader, "Customer", "Ridge 2")))
    assert record(trader, "Customer", "Ridge 2:Job").code == 0


def test_a_merge_by_stale_or_wrong_records_is_refused(trader: Trader) -> None:
    trader.company.customer("Ridge 2")
    loser, winner = record(trader, "Customer", "Ridge"), record(trader, "Customer", "Ridge 2")
    assert trader.company.one(merge("Customer", loser, loser)).code == 3180
    trader.company.clock.advance(5)
    trader.company.file.bookkeeper.edit_record("Customer", winner["ListID"])
    assert trader.company.one(merge("Customer", loser, winner)).code == 3200


def test_lists_are_merged_in_single_user_mode(company_with: Callable[..., Company]) -> None:
    trader = Trader(company_with(Features(file_mode="MultiUser")))
    trader.company.customer("Ridge 2")
    loser, winner = record(trader, "Customer", "Ridge"), record(trader, "Customer", "Ridge 2")
    assert trader.company.one(merge("Customer", loser, winner)).code == 3500
