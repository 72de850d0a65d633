"""List records: names, ids, EditSequence, Mods, references, items and their accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allorders_quickbooks.simulator import Features

from .sending import Answer, Company, add_customer, add_service

INACTIVE = "<IsActive>false</IsActive>"


def add_other_name(name: str, more: str = "") -> str:
    return f"<OtherNameAddRq><OtherNameAdd><Name>{name}</Name>{more}</OtherNameAdd></OtherNameAddRq>"


def mod(kind: str, list_id: str, edit: str, inside: str) -> str:
    return (
        f"<{kind}ModRq><{kind}Mod><ListID>{list_id}</ListID><EditSequence>{edit}</EditSequence>{inside}"
        f"</{kind}Mod></{kind}ModRq>"
    )


def modified(company: Company, kind: str, known: Answer, inside: str) -> Answer:
    return company.one(mod(kind, known["ListID"], known["EditSequence"], inside))


def test_an_id_ends_in_the_second_of_creation_which_is_the_edit_sequence(company: Company) -> None:
    reply = company.customer()
    number, second = reply["ListID"].split("-")
    assert int(number, 16) > 0x80000000
    assert second == reply["EditSequence"] == str(int(company.clock.now()))


def test_ids_are_unique_within_their_list_only(company: Company) -> None:
    customer = company.customer()
    other = company.one(add_other_name("Fence"))
    assert customer["ListID"].split("-")[0] != other["ListID"].split("-")[0]
    assert company.service()["ListID"].split("-")[0] == customer["ListID"].split("-")[0]


@pytest.mark.parametrize("name", ["Ridge Outfitters", "  RIDGE outfitters "])
@pytest.mark.parametrize(
    "second",
    [
        "<CustomerAddRq><CustomerAdd><Name>{}</Name></CustomerAdd></CustomerAddRq>",
        "<VendorAddRq><VendorAdd><Name>{}</Name></VendorAdd></VendorAddRq>",
        "<OtherNameAddRq><OtherNameAdd><Name>{}</Name></OtherNameAdd></OtherNameAddRq>",
        "<EmployeeAddRq><EmployeeAdd><FirstName>Ridge</FirstName><LastName>Outfitters</LastName></EmployeeAdd></EmployeeAddRq>",
    ],
)
def test_customers_vendors_employees_and_other_names_share_one_name_space(
    company: Company, second: str, name: str
) -> None:
    company.customer("Ridge Outfitters", INACTIVE)
    assert company.one(second.format(name)).code == 3100


def test_items_have_a_name_space_of_their_own(company: Company) -> None:
    company.customer("Fitting")
    assert company.service("Fitting").code == 0
    assert company.service("fitting").code == 3100


def test_a_name_with_a_colon_is_refused(company: Company) -> None:
    reply = company.customer("Ridge : Outfitters")
    assert reply.code == 3090
    assert "cannot contain a colon" in reply.message


def test_a_job_is_named_after_its_customer(company: Company) -> None:
    company.customer("Ridge")
    job = company.customer("Roof", "<ParentRef><FullName>ridge</FullName></ParentRef>")
    assert (job["FullName"], job["Sublevel"], job["ParentRef/FullName"]) == ("Ridge:Roof", "1", "Ridge")
    assert company.customer("Roof").code == 0
    assert company.customer("X", "<ParentRef><FullName>Nobody</FullName></ParentRef>").code == 3130


def test_a_mod_changes_what_it_names_and_moves_the_edit_sequence(company: Company) -> None:
    known = company.customer("A", "<Phone>1</Phone><Fax>2</Fax>")
    company.clock.advance(10)
    reply = modified(company, "Customer", known, "<Phone>3</Phone>")
    assert (reply.code, reply["Phone"], reply["Fax"]) == (0, "3", "2")
    assert int(reply["EditSequence"]) >= int(known["EditSequence"]) + 10
    assert reply["ListID"] == known["ListID"]


def test_an_empty_element_of_a_mod_clears_the_field(company: Company) -> None:
    terms = "<Phone>1</Phone><TermsRef><FullName>Net 30</FullName></TermsRef>"
    known = company.customer("A", terms)
    reply = modified(company, "Customer", known, "<Phone/><TermsRef/>")
    assert "Phone" not in reply
    assert "TermsRef" not in reply


def test_a_stale_edit_sequence_is_refused_and_the_current_object_comes_back(company: Company) -> None:
    known = company.customer("A", "<Phone>1</Phone>")
    company.clock.advance(5)
    modified(company, "Customer", known, "<Phone>2</Phone>")
    company.clock.advance(5)
    reply = modified(company, "Customer", known, "<Phone>3</Phone>")
    assert (reply.code, reply["Phone"]) == (3200, "2")
    assert modified(company, "Customer", reply, "<Phone>3</Phone>").code == 0


def test_two_edits_in_one_second_share_their_edit_sequence(company: Company) -> None:
    known = company.customer("A")
    first = company.send(*(mod("Customer", known["ListID"], known["EditSequence"], "<Phone>1</Phone>"),) * 2)
    assert first.codes == [0, 0]
    assert first[0]["EditSequence"] == first[1]["EditSequence"] == known["EditSequence"]


def test_an_inactive_other_name_can_be_modified(company: Company) -> None:
    fence = company.one(add_other_name("Fence", INACTIVE))
    company.clock.advance(2)
    moved = modified(company, "OtherName", fence, "<CompanyName>set-1</CompanyName>")
    assert (moved.code, moved["CompanyName"], moved["IsActive"]) == (0, "set-1", "false")
    stale = modified(company, "OtherName", fence, "<CompanyName>set-2</CompanyName>")
    assert (stale.code, stale["CompanyName"]) == (3200, "set-1")


@pytest.mark.parametrize("status", ["3120", "3000"])
def test_an_id_of_another_file_is_not_found(company_with: Callable[..., Company], status: str) -> None:
    company = company_with(foreign_id=status)
    assert company.one(mod("OtherName", "80009999-1500000000", "1", "")).code == int(status)


def test_an_id_that_cannot_be_one_is_malformed(company: Company) -> None:
    assert company.one(mod("Customer", "Ridge", "1", "")).code == 3000


def test_renaming_moves_everything_below(company: Company) -> None:
    known = company.customer("Ridge")
    company.customer("Roof", "<ParentRef><FullName>Ridge</FullName></ParentRef>")
    assert modified(company, "Customer", known, "<Name>Ledge</Name>")["FullName"] == "Ledge"
    assert company.query("Customer").all("CustomerRet/FullName") == ["Ledge", "Ledge:Roof"]


def test_nothing_can_be_placed_below_itself(company: Company) -> None:
    known = company.customer("Ridge")
    company.customer("Roof", "<ParentRef><FullName>Ridge</FullName></ParentRef>")
    for name in ("Ridge", "Ridge:Roof"):
        assert modified(company, "Customer", known, f"<ParentRef><FullName>{name}</FullName></ParentRef>").code == 3130


def test_renaming_onto_a_name_in_use_is_refused(company: Company) -> None:
    company.customer("A")
    known = company.customer("B")
    assert modified(company, "Customer", known, "<Name>a</Name>").code == 3100
    assert modified(company, "Customer", known, "<Name>b</Name>").code == 0


def test_a_reference_is_found_by_id_or_by_name_blind_to_case(company: Company) -> None:
    by_name = company.customer("A", "<TermsRef><FullName>nEt 30</FullName></TermsRef>")
    by_id = company.customer("B", f"<TermsRef><ListID>{by_name['TermsRef/ListID']}</ListID></TermsRef>")
    assert by_id["TermsRef/FullName"] == "Net 30"


def test_with_both_given_the_id_wins(company: Company) -> None:
    known = company.customer("A", "<TermsRef><FullName>Net 30</FullName></TermsRef>")
    both = f"<TermsRef><ListID>{known['TermsRef/ListID']}</ListID><FullName>Nonsense</FullName></TermsRef>"
    assert company.customer("B", both)["TermsRef/FullName"] == "Net 30"


def test_a_reference_that_names_nothing_is_refused(company: Company) -> None:
    assert company.customer("A", "<TermsRef><FullName>Net 31</FullName></TermsRef>").code == 3140
    assert company.customer("A", "<TermsRef><ListID>80009999-1</ListID></TermsRef>").code == 3140
    assert company.customer("A", "<TermsRef><ListID>thirty</ListID></TermsRef>").code == 3000


@pytest.mark.parametrize(("refused", "code"), [(True, 3140), (False, 0)])
def test_an_inactive_record_may_be_referred_to_by_reading(
    company_with: Callable[..., Company], refused: bool, code: int
) -> None:
    company = company_with(inactive_ref_refused=refused)
    company.customer("A", INACTIVE)
    assert company.invoice("A").code == code


def test_a_duplicate_external_guid_is_refused_or_not_by_reading(company_with: Callable[..., Company]) -> None:
    guid = "<ExternalGUID>{11111111-2222-3333-4444-555555555555}</ExternalGUID>"
    for refused, code in ((False, 0), (True, 3180)):
        company = company_with(duplicate_guid_refused=refused)
        assert company.customer("A", guid)["ExternalGUID"] == "{11111111-2222-3333-4444-555555555555}"
        assert company.customer("B", guid).code == code


def test_an_inventory_part_needs_its_three_accounts(company: Company) -> None:
    accounts = {
        "IncomeAccountRef": "Sales",
        "COGSAccountRef": "Cost of Goods Sold",
        "AssetAccountRef": "Inventory Asset",
    }

    def add(name: str, **said: str) -> Answer:
        references = "".join(f"<{tag}><FullName>{account}</FullName></{tag}>" for tag, account in said.items())
        inside = f"<Name>{name}</Name>{references}"
        return company.one(f"<ItemInventoryAddRq><ItemInventoryAdd>{inside}</ItemInventoryAdd></ItemInventoryAddRq>")

    assert add("Boot", **accounts).code == 0
    for missing in accounts:
        assert add("Shoe", **{tag: name for tag, name in accounts.items() if tag != missing}).code == 3270
    assert add("Shoe", **{**accounts, "AssetAccountRef": "Sales"}).code == 3180


def test_an_item_that_is_sold_needs_an_account(company: Company) -> None:
    without = add_service("Fitting", "1.00").replace("<AccountRef><FullName>Sales</FullName></AccountRef>", "")
    assert company.one(without).code == 3270


def test_a_price_in_percent_comes_back_with_its_sign(company: Company) -> None:
    reply = company.one(
        "<ItemOtherChargeAddRq><ItemOtherChargeAdd><Name>Fuel</Name><SalesOrPurchase><PricePercent>18</PricePercent>"
        "<AccountRef><FullName>Sales</FullName></AccountRef></SalesOrPurchase></ItemOtherChargeAdd></ItemOtherChargeAddRq>"
    )
    assert reply["PricePercent"] == "18.0%"


def test_an_item_changes_from_one_account_to_two(company: Company) -> None:
    known = company.service("Fitting", "10.00")
    both = (
        "<SalesAndPurchaseMod><SalesPrice>12.00</SalesPrice><IncomeAccountRef><FullName>Sales</FullName>"
        "</IncomeAccountRef><ExpenseAccountRef><FullName>Cost of Goods Sold</FullName></ExpenseAccountRef>"
        "</SalesAndPurchaseMod>"
    )
    reply = modified(company, "ItemService", known, both)
    assert (reply.code, reply["SalesAndPurchase/SalesPrice"]) == (0, "12.00")
    assert "SalesOrPurchase" not in reply


def test_a_feature_that_is_not_switched_on_is_refused(company: Company) -> None:
    assert company.customer("A", "<CurrencyRef><FullName>Euro</FullName></CurrencyRef>").code == 3250


def test_an_address_is_printed_in_five_lines_at_most(company: Company, company_with: Callable[..., Company]) -> None:
    lines = "".join(f"<Addr{n}>line {n}</Addr{n}>" for n in range(1, 6))
    address = f"<BillAddress>{lines}<City>Lyon</City></BillAddress>"
    assert company.customer("A", address).all("BillAddressBlock/Addr5") == ["line 5"]
    assert company_with(long_address_refused=True).customer("A", address).code == 3205


def test_an_opening_balance_is_an_invoice(company: Company) -> None:
    reply = company.customer("A", "<OpenBalance>25.00</OpenBalance><OpenBalanceDate>2025-01-31</OpenBalanceDate>")
    assert reply["Balance"] == "25.00"
    (invoice,) = company.file.transactions("Invoice")
    assert (str(invoice.total), invoice.date.isoformat()) == ("25.00", "2025-01-31")


def test_a_new_company_file_has_the_usual_lists(company: Company) -> None:
    assert "Undeposited Funds" in company.query("Account").all("FullName")
    assert "Net 30" in company.query("Terms").all("Name")
    assert "Visa" in company.query("PaymentMethod").all("Name")
    assert "UPS" in company.query("ShipMethod").all("Name")
    assert company.query("SalesTaxCode").all("Name") == ["Non", "Tax"]


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        ("Class", "<Name>Retail</Name>"),
        ("Account", "<Name>Petty Cash</Name><AccountType>Bank</AccountType>"),
        ("StandardTerms", "<Name>Net 45</Name><StdDueDays>45</StdDueDays>"),
        ("ShipMethod", "<Name>Bicycle</Name>"),
        ("PaymentMethod", "<Name>Barter</Name>"),
        ("CustomerType", "<Name>Wholesale</Name>"),
        ("CustomerMsg", "<Name>Come again</Name>"),
    ],
)
def test_small_lists_can_be_added_to_and_read(company: Company, kind: str, inside: str) -> None:
    added = company.one(f"<{kind}AddRq><{kind}Add>{inside}</{kind}Add></{kind}AddRq>")
    assert added.code == 0
    assert company.query(kind, f"<ListID>{added['ListID']}</ListID>")["Name"] == added["Name"]


def test_a_vendor_has_no_full_name(company: Company) -> None:
    reply = company.one("<VendorAddRq><VendorAdd><Name>Mill</Name></VendorAdd></VendorAddRq>")
    assert "FullName" not in reply
    assert company.query("Vendor", "<FullName>mill</FullName>")["Name"] == "Mill"


def test_adding_through_the_same_set_is_seen_by_later_requests(company: Company) -> None:
    job = add_customer("Roof", "<ParentRef><FullName>Ridge</FullName></ParentRef>")
    assert company.send(add_customer("Ridge"), job).codes == [0, 0]


@pytest.mark.parametrize("kind", ["CustomerType", "VendorType", "JobType", "Class"])
def test_small_lists_are_nested_and_referred_to(company: Company, kind: str) -> None:
    parent = "<ParentRef><FullName>A</FullName></ParentRef>"
    for inside in ("<Name>A</Name>", f"<Name>B</Name>{parent}"):
        assert company.one(f"<{kind}AddRq><{kind}Add>{inside}</{kind}Add></{kind}AddRq>").code == 0
    assert company.query(kind).all(f"{kind}Ret/FullName") == ["A", "A:B"]
    assert company.one(f"<{kind}AddRq><{kind}Add><Name>a</Name></{kind}Add></{kind}AddRq>").code == 3100


def test_a_sales_rep_is_somebody_of_the_names(company: Company) -> None:
    company.one("<VendorAddRq><VendorAdd><Name>Agent</Name></VendorAdd></VendorAddRq>")
    request = (
        "<SalesRepAddRq><SalesRepAdd><Initial>AG</Initial><SalesRepEntityRef><FullName>{}</FullName>"
        "</SalesRepEntityRef></SalesRepAdd></SalesRepAddRq>"
    )
    assert company.one(request.format("Nobody")).code == 3140
    assert company.one(request.format("Agent"))["SalesRepEntityRef/FullName"] == "Agent"


def test_currencies_are_there_where_the_company_has_them(company_with: Callable[..., Company]) -> None:
    assert company_with().query("Currency").code == 3250
    company = company_with(Features(currencies=True))
    assert company.query("Currency").all("CurrencyCode") == ["CAD", "EUR", "USD"]
    assert company.customer("A", "<CurrencyRef><FullName>Euro</FullName></CurrencyRef>").code == 0
    assert company.query("Preferences")["IsMultiCurrencyOn"] == "true"


def test_lists_that_are_only_read_cannot_be_added_to(company: Company) -> None:
    assert company.query("ItemGroup").code == company.query("PriceLevel").code == 1
    request = "<ItemSubtotalAddRq><ItemSubtotalAdd><Name>Sub</Name></ItemSubtotalAdd></ItemSubtotalAddRq>"
    assert company.one(request).code == 1030


def test_an_account_that_was_posted_to_cannot_be_deleted(company: Company) -> None:
    company.customer("A")
    company.invoice("A")
    income = company.query("Account", "<FullName>Uncategorized Income</FullName>")["ListID"]
    unused = company.query("Account", "<FullName>Savings</FullName>")["ListID"]
    delete = "<ListDelRq><ListDelType>Account</ListDelType><ListID>{}</ListID></ListDelRq>"
    assert [company.one(delete.format(one)).code for one in (income, unused)] == [3160, 0]


def test_an_opening_balance_of_an_account_is_posted(company: Company) -> None:
    inside = "<Name>Vault</Name><AccountType>Bank</AccountType><OpenBalance>12.00</OpenBalance>"
    assert company.one(f"<AccountAddRq><AccountAdd>{inside}</AccountAdd></AccountAddRq>")["Balance"] == "12.00"
    assert company.file.trial_balance() == {"Opening Balance Equity": -12, "Vault": 12}
