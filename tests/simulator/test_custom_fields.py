"""Custom fields: definitions, values on records, transactions, lines and the company."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allorders_quickbooks.simulator import Features

from .sending import Answer, Company, add_customer
from .trading import Trader, ref

MINE = "{11111111-2222-3333-4444-555555555555}"
ON_RIDGE = f"<ListDataExtType>Customer</ListDataExtType>{ref('ListObjRef', 'Ridge')}"


def define(name: str, *objects: str, owner: str = "0", type: str = "STR255TYPE") -> str:
    assigned = "".join(f"<AssignToObject>{one}</AssignToObject>" for one in objects)
    return (
        f"<DataExtDefAddRq><DataExtDefAdd><OwnerID>{owner}</OwnerID><DataExtName>{name}</DataExtName>"
        f"<DataExtType>{type}</DataExtType>{assigned}</DataExtDefAdd></DataExtDefAddRq>"
    )


def field(verb: str, name: str, target: str, value: str | None = None, owner: str = "0") -> str:
    said = "" if value is None else f"<DataExtValue>{value}</DataExtValue>"
    inside = f"<OwnerID>{owner}</OwnerID><DataExtName>{name}</DataExtName>{target}{said}"
    return f"<DataExt{verb}Rq><DataExt{verb}>{inside}</DataExt{verb}></DataExt{verb}Rq>"


def on(kind: str, known: Answer, line_id: str = "") -> str:
    line = f"<TxnLineID>{line_id}</TxnLineID>" if line_id else ""
    return f"<TxnDataExtType>{kind}</TxnDataExtType><TxnID>{known['TxnID']}</TxnID>{line}"


def of_customer(trader: Trader, owner: str = "0") -> Answer:
    return trader.company.query("Customer", f"<FullName>Ridge</FullName><OwnerID>{owner}</OwnerID>")


def test_a_field_of_a_customer_is_set_changed_and_taken_off(trader: Trader) -> None:
    assert trader.ok(define("SO #", "Customer"))["DataExtName"] == "SO #"
    assert trader.ok(field("Add", "SO #", ON_RIDGE, "7"))["DataExtValue"] == "7"
    assert of_customer(trader)["DataExtRet/DataExtValue"] == "7"
    assert trader.ok(field("Mod", "SO #", ON_RIDGE, "8")).code == 0
    assert of_customer(trader).all("DataExtRet/DataExtValue") == ["8"]
    assert trader.ok(field("Del", "SO #", ON_RIDGE))["DataExtDelRet/DataExtName"] == "SO #"
    assert "DataExtRet" not in of_customer(trader)
    assert trader.company.one(field("Del", "SO #", ON_RIDGE)).code == 3120


def test_fields_come_back_for_the_owners_that_a_query_lists_and_in_no_other_answer(trader: Trader) -> None:
    trader.ok(define("SO #", "Customer"))
    trader.ok(define("Key", "Customer", owner=MINE, type="INTTYPE"))
    trader.ok(field("Add", "SO #", ON_RIDGE, "7"))
    trader.ok(field("Add", "Key", ON_RIDGE, "42", owner=MINE))
    assert "DataExtRet" not in trader.company.query("Customer", "<FullName>Ridge</FullName>")
    assert of_customer(trader, MINE).all("DataExtRet/DataExtName") == ["Key"]
    known = of_customer(trader)
    head = f"<ListID>{known['ListID']}</ListID><EditSequence>{known['EditSequence']}</EditSequence>"
    assert "DataExtRet" not in trader.ok(f"<CustomerModRq><CustomerMod>{head}</CustomerMod></CustomerModRq>")


def test_a_field_of_customers_is_one_of_their_sales_and_one_of_items_of_their_lines(trader: Trader) -> None:
    trader.ok(define("Tracking #", "Customer"))
    trader.ok(define("Ordered", "Item"))
    sale = trader.sell("Fitting", "1", "10.00")
    line_id = sale["InvoiceLineRet/TxnLineID"]
    trader.ok(field("Add", "Tracking #", on("Invoice", sale), "1Z"))
    trader.ok(field("Add", "Ordered", on("Invoice", sale, line_id), "12"))
    shown = trader.query("Invoice", sale, "<IncludeLineItems>true</IncludeLineItems><OwnerID>0</OwnerID>")
    assert (shown["InvoiceLineRet/DataExtRet/DataExtValue"], shown["InvoiceRet/DataExtRet/DataExtValue"]) == (
        "12",
        "1Z",
    )
    assert trader.company.one(field("Add", "Ordered", on("Invoice", sale), "12")).code == 3351
    assert trader.company.one(field("Add", "Tracking #", on("Invoice", sale, line_id), "1Z")).code == 3351
    assert trader.company.one(field("Add", "Ordered", on("Invoice", sale, "FF-1"), "12")).code == 3120
    assert trader.balance() == {"Accounts Receivable": "10.00", "Sales": "-10.00"}


def test_a_macro_names_the_invoice_that_was_made_in_the_same_set(trader: Trader) -> None:
    trader.ok(define("Tracking #", "Customer"))
    line = trader.sales_line("Invoice", "Fitting", "1", "10.00")
    invoice = trader.sold("Invoice", line).replace("<InvoiceAdd>", '<InvoiceAdd defMacro="TxnID:new">')
    target = '<TxnDataExtType>Invoice</TxnDataExtType><TxnID useMacro="TxnID:new"/>'
    assert trader.company.send(invoice, field("Add", "Tracking #", target, "1Z")).codes == [0, 0]


def test_items_of_every_kind_have_the_fields_of_items(trader: Trader) -> None:
    trader.ok(define("Shelf", "Item"))
    for item in ("Bolt", "Kit", "Fitting"):
        target = f"<ListDataExtType>Item</ListDataExtType>{ref('ListObjRef', item)}"
        assert trader.ok(field("Add", "Shelf", target, "A1")).code == 0
    found = trader.company.query("Item", "<OwnerID>0</OwnerID>")
    assert found.all("DataExtRet/DataExtValue") == ["A1"] * 3
    assert trader.company.one(field("Add", "Shelf", ON_RIDGE, "A1")).code == 3351


@pytest.mark.parametrize(("reading", "code"), [(True, 0), (False, 3180)])
def test_an_add_replaces_a_value_or_is_refused(company_with: Callable[..., Company], reading: bool, code: int) -> None:
    trader = Trader(company_with(field_add_replaces=reading))
    trader.ok(define("SO #", "Customer"))
    trader.ok(field("Add", "SO #", ON_RIDGE, "7"))
    assert trader.company.one(field("Add", "SO #", ON_RIDGE, "8")).code == code


@pytest.mark.parametrize(("reading", "code"), [(True, 0), (False, 3120)])
def test_a_mod_sets_a_value_or_needs_one(company_with: Callable[..., Company], reading: bool, code: int) -> None:
    trader = Trader(company_with(field_mod_adds=reading))
    trader.ok(define("SO #", "Customer"))
    assert trader.company.one(field("Mod", "SO #", ON_RIDGE, "7")).code == code
    assert trader.company.one(field("Mod", "SO #", ON_RIDGE, "")).code == 3190


@pytest.mark.parametrize("moves", [False, True])
def test_a_field_moves_the_edit_sequence_by_reading(company_with: Callable[..., Company], moves: bool) -> None:
    trader = Trader(company_with(field_moves_edit=moves))
    trader.ok(define("SO #", "Customer"))
    before = of_customer(trader)
    trader.company.clock.advance(60)
    trader.ok(field("Add", "SO #", ON_RIDGE, "7"))
    assert (of_customer(trader)["EditSequence"] != before["EditSequence"]) is moves
    assert of_customer(trader)["TimeModified"] != before["TimeModified"]


def test_values_are_judged_by_the_type_of_their_field(trader: Trader) -> None:
    trader.ok(define("SO #", "Customer"))
    trader.ok(define("Key", "Customer", owner=MINE, type="INTTYPE"))
    assert trader.company.one(field("Add", "SO #", ON_RIDGE, "x" * 256)).code == 3070
    assert trader.company.one(field("Add", "Key", ON_RIDGE, "many", owner=MINE)).code == 3085
    assert trader.company.one(field("Add", "No such", ON_RIDGE, "1")).code == 3120


def test_fields_that_users_see_are_text_and_for_names_and_items_alone(trader: Trader) -> None:
    one = trader.company.one
    assert one(define("Due", "Customer", type="DATETIMETYPE")).code == 3351
    assert one(define("Carrier", "Invoice")).code == 3351
    assert one(define("Carrier", "Invoice", owner=MINE)).code == 0
    assert one(define("Carrier", "Customer")).code == 0
    assert one(define("carrier", "Item")).code == 3100


def test_an_edition_has_so_many_fields_and_no_more(company_with: Callable[..., Company]) -> None:
    pro = company_with(Features(product="QuickBooks Pro 2024"))
    assert [pro.one(define(f"F{n}", "Item")).code for n in range(6)] == [0] * 5 + [3180]
    enterprise = company_with()
    assert [enterprise.one(define(f"F{n}", "Item")).code for n in range(16)] == [0] * 15 + [3180]


def test_a_definition_is_renamed_and_its_values_with_it(trader: Trader) -> None:
    trader.ok(define("SO #", "Customer"))
    trader.ok(field("Add", "SO #", ON_RIDGE, "7"))
    inside = "<OwnerID>0</OwnerID><DataExtName>SO #</DataExtName><DataExtNewName>Order</DataExtNewName>"
    more = "<AssignToObject>Item</AssignToObject><RemoveFromObject>Customer</RemoveFromObject>"
    reply = trader.ok(f"<DataExtDefModRq><DataExtDefMod>{inside}{more}</DataExtDefMod></DataExtDefModRq>")
    assert reply.all("AssignToObject") == ["Item"]
    assert of_customer(trader)["DataExtRet/DataExtName"] == "Order"


def test_a_program_deletes_its_own_definitions_and_no_others(trader: Trader) -> None:
    trader.ok(define("SO #", "Customer"))
    trader.ok(define("Key", "Customer", owner=MINE))
    trader.ok(field("Add", "Key", ON_RIDGE, "1", owner=MINE))
    delete = "<DataExtDefDelRq><OwnerID>{}</OwnerID><DataExtName>{}</DataExtName></DataExtDefDelRq>"
    assert trader.company.one(delete.format("0", "SO #")).code == 3160
    assert trader.ok(delete.format(MINE, "Key"))["DataExtDefDelRet/DataExtName"] == "Key"
    assert "DataExtRet" not in of_customer(trader, MINE)


def test_a_program_leaves_a_mark_on_the_company(company: Company) -> None:
    company.one(define("Key", "Company", owner=MINE))
    target = "<OtherDataExtType>Company</OtherDataExtType>"
    assert company.one(field("Add", "Key", target, "house", owner=MINE)).code == 0
    assert company.query("Company", f"<OwnerID>{MINE}</OwnerID>")["DataExtValue"] == "house"
    assert "DataExtRet" not in company.query("Company")


def test_a_field_of_somebody_who_is_not_there_is_refused(company: Company) -> None:
    company.one(define("SO #", "Customer"))
    assert company.one(field("Add", "SO #", ON_RIDGE, "7")).code == 3140
    assert company.one(add_customer("Ridge", "")).code == 0
    assert company.one(field("Add", "SO #", ON_RIDGE, "7")).code == 0
