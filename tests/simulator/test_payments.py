"""Payments: applied, unapplied, automatic, too much, modified; what they do to invoices and balances."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .sending import LINE, NOT_APPLIED, Answer, Company, apply


@pytest.fixture
def owed(company: Company) -> Company:
    company.customer()
    company.invoice(number="S-1")
    return company


def invoice(company: Company, number: str = "S-1") -> Answer:
    return company.query("Invoice", f"<RefNumber>{number}</RefNumber><IncludeLinkedTxns>true</IncludeLinkedTxns>")


def balance(company: Company) -> str:
    return company.query("Customer")["Balance"]


def modified(company: Company, known: Answer, inside: str) -> Answer:
    return company.one(
        f"<ReceivePaymentModRq><ReceivePaymentMod><TxnID>{known['TxnID']}</TxnID>"
        f"<EditSequence>{known['EditSequence']}</EditSequence>{inside}</ReceivePaymentMod></ReceivePaymentModRq>"
    )


def test_a_payment_applied_in_full_pays_the_invoice(owed: Company) -> None:
    reply = owed.payment("100.00", apply(invoice(owed)["TxnID"], "100.00"))
    assert (reply.code, reply["UnusedPayment"]) == (0, "0.00")
    assert (reply["AppliedToTxnRet/BalanceRemaining"], reply["AppliedToTxnRet/Amount"]) == ("0.00", "100.00")
    paid = invoice(owed)
    assert (paid["BalanceRemaining"], paid["AppliedAmount"], paid["IsPaid"]) == ("0.00", "-100.00", "true")
    assert (paid["LinkedTxn/TxnID"], paid["LinkedTxn/Amount"]) == (reply["TxnID"], "-100.00")
    assert balance(owed) == "0.00"


def test_a_payment_applied_in_part_leaves_the_rest_of_both(owed: Company) -> None:
    reply = owed.payment("70.00", apply(invoice(owed)["TxnID"], "40.00"))
    assert reply["UnusedPayment"] == "30.00"
    assert (invoice(owed)["BalanceRemaining"], balance(owed)) == ("60.00", "30.00")


def test_money_goes_to_undeposited_funds_where_nothing_is_said(owed: Company) -> None:
    assert owed.payment("1.00", NOT_APPLIED)["DepositToAccountRef/FullName"] == "Undeposited Funds"
    checking = "<DepositToAccountRef><FullName>Checking</FullName></DepositToAccountRef>"
    assert owed.payment("1.00", NOT_APPLIED, more=checking)["DepositToAccountRef/FullName"] == "Checking"


def test_more_than_the_amount_due_is_refused_as_information_and_nothing_is_kept(owed: Company) -> None:
    reply = owed.payment("150.00", apply(invoice(owed)["TxnID"], "150.00"))
    assert (reply.code, reply.severity) == (3210, "Info")
    assert "You cannot pay more than the amount due" in reply.message
    assert owed.file.transactions("ReceivePayment") == ()
    assert balance(owed) == "100.00"


def test_a_refusal_that_is_called_information_stops_a_set_all_the_same(owed: Company) -> None:
    from .sending import add_payment

    too_much = add_payment("150.00", apply(invoice(owed)["TxnID"], "150.00"))
    assert owed.send(too_much, "<HostQueryRq/>", on_error="stopOnError").codes == [3210, 3231]


def test_more_than_the_payment_is_refused(owed: Company) -> None:
    assert owed.payment("50.00", apply(invoice(owed)["TxnID"], "60.00")).code == 3210


def test_a_paid_invoice_is_not_there_to_be_paid(owed: Company) -> None:
    txn_id = invoice(owed)["TxnID"]
    owed.payment("100.00", apply(txn_id, "100.00"))
    assert owed.payment("1.00", apply(txn_id, "1.00")).code == 3120


def test_the_invoice_of_another_customer_cannot_be_paid(owed: Company) -> None:
    owed.customer("Other")
    assert owed.payment("1.00", apply(invoice(owed)["TxnID"], "1.00"), customer="Other").code == 3120


def test_automatic_application_pays_the_oldest_invoice_first(company: Company) -> None:
    company.customer()
    newer = company.invoice(number="new")
    older = company.one(
        "<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Ridge Outfitters</FullName></CustomerRef>"
        f"<TxnDate>2025-01-01</TxnDate><RefNumber>old</RefNumber>{LINE}</InvoiceAdd></InvoiceAddRq>"
    )
    reply = company.payment("120.00", "<IsAutoApply>true</IsAutoApply>")
    applied = dict(zip(reply.all("AppliedToTxnRet/TxnID"), reply.all("AppliedToTxnRet/Amount"), strict=True))
    assert applied == {older["TxnID"]: "100.00", newer["TxnID"]: "20.00"}


def test_a_discount_reduces_the_invoice_and_the_balance(owed: Company) -> None:
    account = "<DiscountAccountRef><FullName>Sales Discounts</FullName></DiscountAccountRef>"
    txn_id = invoice(owed)["TxnID"]
    assert owed.payment("98.00", apply(txn_id, "98.00", "<DiscountAmount>2.00</DiscountAmount>")).code == 3150
    reply = owed.payment("98.00", apply(txn_id, "98.00", f"<DiscountAmount>2.00</DiscountAmount>{account}"))
    assert reply["DiscountAmount"] == "2.00"
    assert (invoice(owed)["IsPaid"], balance(owed)) == ("true", "0.00")


@pytest.mark.parametrize("moves", [False, True])
def test_a_payment_bumps_its_invoice_and_moves_the_edit_sequence_by_reading(
    company_with: Callable[..., Company], moves: bool
) -> None:
    company = company_with(payment_moves_edit=moves)
    company.customer()
    before = company.invoice()
    company.clock.advance(30)
    company.payment("10.00", apply(before["TxnID"], "10.00"))
    after = invoice(company)
    assert after["TimeModified"] > before["TimeModified"]
    assert (after["EditSequence"] > before["EditSequence"]) is moves


def test_a_payment_can_be_applied_later(owed: Company) -> None:
    known = owed.payment("100.00", NOT_APPLIED)
    assert balance(owed) == "0.00"
    applied = f"<TxnID>{invoice(owed)['TxnID']}</TxnID><PaymentAmount>100.00</PaymentAmount>"
    reply = modified(owed, known, f"<AppliedToTxnMod>{applied}</AppliedToTxnMod>")
    assert (reply.code, reply["UnusedPayment"]) == (0, "0.00")
    assert (invoice(owed)["IsPaid"], balance(owed)) == ("true", "0.00")


def test_a_mod_of_the_header_leaves_the_money_where_it_is(owed: Company) -> None:
    known = owed.payment("100.00", apply(invoice(owed)["TxnID"], "100.00"))
    before = invoice(owed)
    owed.clock.advance(5)
    reply = modified(owed, known, "<Memo>by post</Memo>")
    assert invoice(owed)["TimeModified"] == before["TimeModified"]
    assert (reply["Memo"], reply["AppliedToTxnRet/Amount"]) == ("by post", "100.00")
    assert invoice(owed)["IsPaid"] == "true"


def test_a_mod_cannot_take_away_money_that_is_applied(owed: Company) -> None:
    known = owed.payment("100.00", apply(invoice(owed)["TxnID"], "100.00"))
    assert modified(owed, known, "<TotalAmount>50.00</TotalAmount>").code == 3210
    assert (invoice(owed)["IsPaid"], balance(owed)) == ("true", "0.00")


@pytest.mark.parametrize("releases", [True, False])
def test_invoices_that_a_mod_does_not_list_are_released_by_reading(
    company_with: Callable[..., Company], releases: bool
) -> None:
    company = company_with(payment_mod_releases=releases)
    company.customer()
    first, second = company.invoice(number="S-1"), company.invoice(number="S-2")
    known = company.payment("100.00", apply(first["TxnID"], "60.00"))
    listed = f"<AppliedToTxnMod><TxnID>{second['TxnID']}</TxnID><PaymentAmount>40.00</PaymentAmount></AppliedToTxnMod>"
    modified(company, known, listed)
    assert invoice(company, "S-2")["BalanceRemaining"] == "60.00"
    assert invoice(company, "S-1")["BalanceRemaining"] == ("100.00" if releases else "40.00")


def test_lines_of_a_payment_are_shown_only_when_asked_for(owed: Company) -> None:
    owed.payment("100.00", apply(invoice(owed)["TxnID"], "100.00"))
    assert "AppliedToTxnRet" not in owed.query("ReceivePayment")
    assert "AppliedToTxnRet" in owed.query("ReceivePayment", "<IncludeLineItems>true</IncludeLineItems>")
