"""Queries: keys, filters, time zones, iterators, counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allorders_quickbooks.simulator import CompanyFile, ManualClock, RequestProcessorError

from .sending import LINE, SUMMER, WINTER, Company, Replies, document


@pytest.fixture
def many(company: Company) -> Company:
    for name in ("Alder", "Birch", "Cedar"):
        company.customer(name)
        company.invoice(name, f"N-{name}")
        company.clock.advance(60)
    return company


def names(company: Company, inside: str) -> list[str]:
    return company.query("Customer", inside).all("CustomerRet/Name")


def numbers(company: Company, inside: str) -> list[str]:
    return company.query("Invoice", inside).all("InvoiceRet/RefNumber")


def test_nothing_found_is_status_one(company: Company) -> None:
    reply = company.query("Customer")
    assert (reply.code, reply.severity, len(reply.element)) == (1, "Info", 0)


@pytest.mark.parametrize(("status", "code"), [("1", 1), ("500", 500)])
def test_none_of_the_named_objects_found(company_with: Callable[..., Company], status: str, code: int) -> None:
    company = company_with(none_of_named=status)
    assert company.query("Customer", "<FullName>Nobody</FullName>").code == code
    assert company.query("Invoice", "<TxnID>FF-1</TxnID>").code == code


def test_some_of_the_named_objects_found_is_a_warning_with_those(many: Company) -> None:
    reply = many.query("Customer", "<FullName>CEDAR</FullName><FullName>Oak</FullName>")
    assert (reply.code, reply.severity, reply.all("Name")) == (500, "Warn", ["Cedar"])
    assert many.query("Invoice", "<RefNumber>N-Alder</RefNumber><RefNumber>N-Oak</RefNumber>").code == 500


def test_inactive_records_are_left_out_unless_asked_for_or_named(many: Company) -> None:
    cedar = many.query("Customer", "<FullName>Cedar</FullName>")["ListID"]
    many.file.bookkeeper.inactivate("Customer", cedar)
    assert names(many, "") == ["Alder", "Birch"]
    assert names(many, "<ActiveStatus>InactiveOnly</ActiveStatus>") == ["Cedar"]
    assert names(many, "<ActiveStatus>All</ActiveStatus>") == ["Alder", "Birch", "Cedar"]
    assert names(many, f"<ListID>{cedar}</ListID>") == ["Cedar"]
    assert names(many, "<FullName>Cedar</FullName>") == ["Cedar"]


def test_names_can_be_filtered(many: Company) -> None:
    def matching(criterion: str, name: str) -> list[str]:
        inside = f"<MatchCriterion>{criterion}</MatchCriterion><Name>{name}</Name>"
        return names(many, f"<NameFilter>{inside}</NameFilter>")

    assert matching("StartsWith", "b") == ["Birch"]
    assert matching("Contains", "D") == ["Alder", "Cedar"]
    assert matching("EndsWith", "ch") == ["Birch"]
    assert matching("Contains", "%") == []
    span = "<NameRangeFilter><FromName>B</FromName><ToName>C</ToName></NameRangeFilter>"
    assert names(many, span) == ["Birch", "Cedar"]


def test_changed_since_compares_the_wall_clock_inclusively(many: Company) -> None:
    stamps = many.query("Customer").all("CustomerRet/TimeModified")
    since = "<FromModifiedDate>{}</FromModifiedDate>"
    assert names(many, since.format(stamps[1][:19])) == ["Birch", "Cedar"]
    assert names(many, since.format(stamps[1])) == ["Birch", "Cedar"]
    assert names(many, f"<ToModifiedDate>{stamps[1]}</ToModifiedDate>") == ["Alder", "Birch"]


def test_a_date_alone_means_its_whole_day(many: Company) -> None:
    assert len(names(many, "<FromModifiedDate>2025-07-01</FromModifiedDate>")) == 3
    assert len(names(many, "<ToModifiedDate>2025-07-01</ToModifiedDate>")) == 3
    assert len(names(many, "<FromModifiedDate>2025-07-02</FromModifiedDate>")) == 0


def test_a_range_that_ends_before_it_begins_is_refused(company: Company) -> None:
    reversed_range = "<FromModifiedDate>2025-07-02</FromModifiedDate><ToModifiedDate>2025-07-01</ToModifiedDate>"
    assert company.query("Customer", reversed_range).code == 3030


def test_times_carry_an_offset_that_ignores_daylight_saving() -> None:
    for instant, wall in ((SUMMER, "2025-07-01T08:00:00-05:00"), (WINTER, "2025-01-15T08:00:00-05:00")):
        company = Company(CompanyFile.create(":memory:", clock=ManualClock(instant)))
        assert company.customer()["TimeCreated"] == wall
        company.file.close()


def test_invoice_numbers_are_compared_blind_to_case_or_exactly(many: Company) -> None:
    assert numbers(many, "<RefNumber>n-cedar</RefNumber>") == ["N-Cedar"]
    assert numbers(many, "<RefNumberCaseSensitive>n-cedar</RefNumberCaseSensitive>") == []
    assert numbers(many, "<RefNumberCaseSensitive>N-Cedar</RefNumberCaseSensitive>") == ["N-Cedar"]


def test_invoice_numbers_are_compared_exactly_under_the_other_reading(company_with: Callable[..., Company]) -> None:
    company = company_with(ref_number_ignores_case=False)
    company.customer()
    company.invoice(number="S-1")
    assert numbers(company, "<RefNumber>s-1</RefNumber>") == []


def test_every_invoice_of_a_number_is_found(company: Company) -> None:
    company.customer()
    for _ in range(2):
        company.invoice(number="7")
    assert numbers(company, "<RefNumber>7</RefNumber>") == ["7", "7"]


def test_lines_are_shown_only_when_asked_for(many: Company) -> None:
    assert "InvoiceLineRet" not in many.query("Invoice")
    assert len(many.query("Invoice", "<IncludeLineItems>true</IncludeLineItems>").all("InvoiceLineRet/Amount")) == 3


def test_invoices_can_be_filtered(many: Company) -> None:
    cedar = many.query("Customer", "<FullName>Cedar</FullName>")["ListID"]
    assert numbers(many, "<EntityFilter><FullName>cedar</FullName></EntityFilter>") == ["N-Cedar"]
    assert numbers(many, f"<EntityFilter><ListIDWithChildren>{cedar}</ListIDWithChildren></EntityFilter>") == [
        "N-Cedar"
    ]
    assert len(numbers(many, "<PaidStatus>NotPaidOnly</PaidStatus>")) == 3
    assert numbers(many, "<PaidStatus>PaidOnly</PaidStatus>") == []
    span = "<TxnDateRangeFilter><FromTxnDate>{0}</FromTxnDate><ToTxnDate>{0}</ToTxnDate></TxnDateRangeFilter>"
    assert len(numbers(many, span.format("2025-07-01"))) == 3
    assert numbers(many, span.format("2025-07-02")) == []
    assert len(numbers(many, "<TxnDateRangeFilter><DateMacro>ThisMonth</DateMacro></TxnDateRangeFilter>")) == 3
    assert numbers(many, "<TxnDateRangeFilter><DateMacro>LastMonth</DateMacro></TxnDateRangeFilter>") == []
    ends = "<RefNumberFilter><MatchCriterion>EndsWith</MatchCriterion><RefNumber>DER</RefNumber></RefNumberFilter>"
    assert numbers(many, ends) == ["N-Alder"]
    window = (
        "<ModifiedDateRangeFilter><FromModifiedDate>2025-07-01T08:01:00</FromModifiedDate></ModifiedDateRangeFilter>"
    )
    assert numbers(many, window) == ["N-Birch", "N-Cedar"]


def test_an_inactive_customer_can_be_filtered_by(many: Company) -> None:
    cedar = many.query("Customer", "<FullName>Cedar</FullName>")["ListID"]
    many.file.bookkeeper.inactivate("Customer", cedar)
    assert numbers(many, "<EntityFilter><FullName>Cedar</FullName></EntityFilter>") == ["N-Cedar"]


def test_the_most_returned_is_kept_to(many: Company) -> None:
    assert names(many, "<MaxReturned>2</MaxReturned>") == ["Alder", "Birch"]


def test_the_count_comes_when_asked_for(many: Company) -> None:
    assert "retCount" not in many.query("Customer").element.attrib
    both = many.query("Customer", metaData="MetaDataAndResponseData")
    assert (both.element.get("retCount"), len(both.element)) == ("3", 3)
    alone = many.query("Customer", metaData="MetaDataOnly")
    assert (alone.element.get("retCount"), len(alone.element)) == ("3", 0)


def test_an_iterator_brings_everything_in_parts_and_shows_what_is_left(many: Company) -> None:
    with many.file.session("Tests") as session:

        def ask(attributes: str, request: str = "InvoiceQueryRq") -> Replies:
            most = "<MaxReturned>2</MaxReturned>"
            return Replies(session.process(document(f"<{request} {attributes}>{most}</{request}>")))

        first = ask('iterator="Start"')[0]
        name = first.element.get("iteratorID")
        assert (first.all("RefNumber"), first.element.get("iteratorRemainingCount")) == (["N-Alder", "N-Birch"], "1")
        many.file.bookkeeper.delete(many.file.transactions()[0].id)
        last = ask(f'iterator="Continue" iteratorID="{name}"')[0]
        assert (last.all("RefNumber"), last.element.get("iteratorRemainingCount")) == (["N-Cedar"], "0")
        assert ask(f'iterator="Continue" iteratorID="{name}"')[0].code == 3120


def test_an_iterator_dies_with_its_session(many: Company) -> None:
    start = many.query("Customer", "<MaxReturned>1</MaxReturned>", iterator="Start")
    name = start.element.get("iteratorID")
    assert name is not None
    again = many.query("Customer", "<MaxReturned>1</MaxReturned>", iterator="Continue", iteratorID=name)
    assert again.code == 3120


def test_too_many_iterators_are_refused(many: Company) -> None:
    start = '<CustomerQueryRq iterator="Start"><MaxReturned>1</MaxReturned></CustomerQueryRq>'
    codes = many.send(*[start] * 11).codes
    assert codes == [0] * 10 + [3390]


def test_an_iterator_is_a_parse_error_where_there_is_none(company: Company) -> None:
    for kind in ("OtherName", "Employee", "Account", "TxnDeleted"):
        with pytest.raises(RequestProcessorError):
            company.query(kind, iterator="Start")


def test_items_and_entities_of_all_kinds_come_mixed(company: Company) -> None:
    company.customer("Ridge")
    company.one("<VendorAddRq><VendorAdd><Name>Mill</Name></VendorAdd></VendorAddRq>")
    company.service("Fitting")
    company.one(
        "<ItemNonInventoryAddRq><ItemNonInventoryAdd><Name>Laces</Name><SalesOrPurchase><AccountRef>"
        "<FullName>Sales</FullName></AccountRef></SalesOrPurchase></ItemNonInventoryAdd></ItemNonInventoryAddRq>"
    )
    assert [one.tag for one in company.query("Entity").element] == ["CustomerRet", "VendorRet"]
    assert [one.tag for one in company.query("Item").element] == ["ItemServiceRet", "ItemNonInventoryRet"]
    assert company.query("ItemService", "<FullName>Laces</FullName>").code == 1


def test_headers_of_all_transactions_come_from_one_query(many: Company) -> None:
    many.payment("5.00", "<IsAutoApply>false</IsAutoApply>", customer="Cedar")
    reply = many.query("Transaction")
    assert reply.all("TxnType") == ["Invoice"] * 3 + ["ReceivePayment"]
    only = "<TransactionTypeFilter><TxnTypeFilter>ReceivePayment</TxnTypeFilter></TransactionTypeFilter>"
    assert many.query("Transaction", only).all("Amount") == ["-5.00"]
    of_one = "<TransactionEntityFilter><FullName>Cedar</FullName></TransactionEntityFilter>"
    assert len(many.query("Transaction", of_one).all("TxnID")) == 2
    assert many.query("Transaction", "<RefNumber>n-cedar</RefNumber>")["EntityRef/FullName"] == "Cedar"


def test_accounts_can_be_asked_for_by_type(company: Company) -> None:
    assert company.query("Account", "<AccountType>AccountsReceivable</AccountType>").all("Name") == [
        "Accounts Receivable"
    ]


def test_custom_fields_are_listed_by_owner_or_object(company: Company) -> None:
    company.file.bookkeeper.define_field("Sales Order #", ["Customer"])
    assert company.query("DataExtDef", "<OwnerID>0</OwnerID>")["DataExtName"] == "Sales Order #"
    assert company.query("DataExtDef", "<AssignToObject>Customer</AssignToObject>").code == 0
    assert company.query("DataExtDef", "<AssignToObject>Item</AssignToObject>").code == 1
    assert company.query("DataExtDef").code == 1


def test_the_host_says_what_it_speaks(company: Company) -> None:
    reply = company.query("Host")
    assert reply.all("SupportedQBXMLVersion")[-1] == "16.0"
    assert (reply["QBFileMode"], reply["Country"]) == ("SingleUser", "US")
    assert company.query("Company")["CompanyName"] == "Sample Company"


def test_a_query_can_ask_for_a_line_it_needs_of_one_transaction(many: Company) -> None:
    txn_id = many.query("Invoice", "<RefNumber>N-Cedar</RefNumber>")["TxnID"]
    reply = many.query("Invoice", f"<TxnID>{txn_id}</TxnID><IncludeLineItems>true</IncludeLineItems>")
    assert reply["InvoiceLineRet/Desc"] in LINE
