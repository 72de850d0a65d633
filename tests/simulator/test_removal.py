"""Voids, deletions, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from .sending import Answer, Company, apply


@pytest.fixture
def owed(company: Company) -> Company:
    company.customer()
    company.invoice(number="S-1", more="<Memo>boots</Memo>")
    return company


def invoice(company: Company) -> Answer:
    return company.query("Invoice", "<RefNumber>S-1</RefNumber><IncludeLineItems>true</IncludeLineItems>")


def void(company: Company, txn_id: str) -> Answer:
    return company.one(f"<TxnVoidRq><TxnVoidType>Invoice</TxnVoidType><TxnID>{txn_id}</TxnID></TxnVoidRq>")


def delete(company: Company, txn_id: str, type: str = "Invoice") -> Answer:
    return company.one(f"<TxnDelRq><TxnDelType>{type}</TxnDelType><TxnID>{txn_id}</TxnID></TxnDelRq>")


def delete_record(company: Company, kind: str, list_id: str) -> Answer:
    return company.one(f"<ListDelRq><ListDelType>{kind}</ListDelType><ListID>{list_id}</ListID></ListDelRq>")


def test_a_void_invoice_stays_without_amounts(owed: Company) -> None:
    known = invoice(owed)
    owed.clock.advance(5)
    reply = void(owed, known["TxnID"])
    assert (reply.code, reply["RefNumber"], reply["TxnVoidType"]) == (0, "S-1", "Invoice")
    voided = invoice(owed)
    assert (voided["Memo"], voided["Subtotal"], voided["BalanceRemaining"]) == ("VOID: boots", "0.00", "0.00")
    assert voided.all("InvoiceLineRet/Amount") == ["0.00"]
    assert voided["EditSequence"] > known["EditSequence"]
    assert owed.query("Customer")["Balance"] == "0.00"


def test_a_void_shows_in_changed_since_results_and_a_deletion_does_not(owed: Company) -> None:
    owed.invoice(number="S-2")
    since = owed.query("Invoice", "<RefNumber>S-2</RefNumber>")["TimeModified"][:19]
    owed.clock.advance(60)
    later = since[:14] + "10:00"
    void(owed, invoice(owed)["TxnID"])
    delete(owed, owed.query("Invoice", "<RefNumber>S-2</RefNumber>")["TxnID"])
    window = f"<ModifiedDateRangeFilter><FromModifiedDate>{since}</FromModifiedDate></ModifiedDateRangeFilter>"
    assert later > since
    assert owed.query("Invoice", window).all("RefNumber") == ["S-1"]


def test_voiding_twice_is_an_error(owed: Company) -> None:
    txn_id = invoice(owed)["TxnID"]
    assert [void(owed, txn_id).code for _ in range(2)] == [0, 3185]


def test_voiding_a_paid_invoice_frees_the_payment(owed: Company) -> None:
    txn_id = invoice(owed)["TxnID"]
    owed.payment("100.00", apply(txn_id, "100.00"))
    void(owed, txn_id)
    assert owed.query("ReceivePayment")["UnusedPayment"] == "100.00"
    assert owed.query("Customer")["Balance"] == "-100.00"


def test_a_deleted_payment_leaves_its_invoice_to_be_paid(owed: Company) -> None:
    payment = owed.payment("100.00", apply(invoice(owed)["TxnID"], "100.00"))
    assert delete(owed, payment["TxnID"], "ReceivePayment").code == 0
    assert (invoice(owed)["IsPaid"], owed.query("Customer")["Balance"]) == ("false", "100.00")


def test_deleting_what_is_gone_is_not_found(owed: Company) -> None:
    txn_id = invoice(owed)["TxnID"]
    assert [delete(owed, txn_id).code for _ in range(2)] == [0, 3120]
    assert void(owed, txn_id).code == 3120


def test_an_id_of_another_type_is_not_found(owed: Company) -> None:
    assert delete(owed, invoice(owed)["TxnID"], "Bill").code == 3120


def test_the_closing_date_refuses_both(owed: Company) -> None:
    owed.file.bookkeeper.set_closing_date(date(2025, 12, 31))
    txn_id = invoice(owed)["TxnID"]
    assert (void(owed, txn_id).code, delete(owed, txn_id).code) == (3171, 3161)


def test_a_record_in_use_cannot_be_deleted(owed: Company) -> None:
    customer = owed.query("Customer")["ListID"]
    assert delete_record(owed, "Customer", customer).code == 3160
    delete(owed, invoice(owed)["TxnID"])
    assert delete_record(owed, "Customer", customer).code == 0
    assert owed.query("Customer").code == 1


def test_an_account_that_an_item_posts_to_is_in_use(company: Company) -> None:
    company.service()
    account = company.query("Account", "<FullName>Sales</FullName>")["ListID"]
    assert delete_record(company, "Account", account).code == 3160


def test_a_customer_with_jobs_is_in_use(company: Company) -> None:
    known = company.customer("Ridge")
    company.customer("Roof", "<ParentRef><FullName>Ridge</FullName></ParentRef>")
    assert delete_record(company, "Customer", known["ListID"]).code == 3160


def test_deleting_a_record_only_makes_it_inactive_under_the_other_reading(
    company_with: Callable[..., Company],
) -> None:
    company = company_with(list_del_inactivates=True)
    known = company.customer()
    assert delete_record(company, "Customer", known["ListID"]).code == 0
    still = company.query("Customer", "<ActiveStatus>All</ActiveStatus>")
    assert (still["ListID"], still["IsActive"]) == (known["ListID"], "false")


def test_deletions_are_listed_by_type_for_ninety_days(owed: Company) -> None:
    customer = owed.customer("Gone")
    payment = owed.payment("1.00", "<IsAutoApply>false</IsAutoApply>")
    delete_record(owed, "Customer", customer["ListID"])
    delete(owed, payment["TxnID"], "ReceivePayment")
    delete(owed, invoice(owed)["TxnID"])
    types = "<TxnDelType>Invoice</TxnDelType><TxnDelType>ReceivePayment</TxnDelType>"
    listed = owed.query("TxnDeleted", types)
    assert listed.all("TxnDeletedRet/TxnDelType") == ["Invoice", "ReceivePayment"]
    assert listed["RefNumber"] == "S-1"
    assert owed.query("ListDeleted", "<ListDelType>Customer</ListDelType>")["FullName"] == "Gone"
    owed.clock.advance(91 * 86400)
    assert owed.query("TxnDeleted", types).code == 1


def test_deletions_can_be_asked_for_by_date(owed: Company) -> None:
    delete(owed, invoice(owed)["TxnID"])
    asked = (
        "<TxnDelType>Invoice</TxnDelType><DeletedDateRangeFilter><FromDeletedDate>{}</FromDeletedDate>"
        "</DeletedDateRangeFilter>"
    )
    assert owed.query("TxnDeleted", asked.format("2025-07-01")).code == 0
    assert owed.query("TxnDeleted", asked.format("2025-07-02")).code == 1
