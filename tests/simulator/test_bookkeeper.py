"""What a person does in QuickBooks while no program is looking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from allorders_quickbooks.simulator import Refused

from .sending import NOT_APPLIED, Company, apply, document


@pytest.fixture
def owed(company: Company) -> Company:
    company.customer()
    company.invoice()
    company.clock.advance(30)
    return company


def test_an_invoice_by_hand_is_an_invoice_like_any_other(owed: Company) -> None:
    txn_id = owed.file.bookkeeper.add_invoice_by_hand(
        "Ridge Outfitters", Decimal("12.50"), number="S-1", txn_date=date(2025, 6, 1), memo="counter"
    )
    reply = owed.query("Invoice", f"<TxnID>{txn_id}</TxnID>")
    assert (reply["Subtotal"], reply["RefNumber"], reply["TxnDate"], reply["Memo"]) == (
        "12.50",
        "S-1",
        "2025-06-01",
        "counter",
    )
    assert owed.query("Customer")["Balance"] == "112.50"


def test_an_edit_by_hand_moves_the_edit_sequence(owed: Company) -> None:
    before = owed.query("Invoice")
    owed.file.bookkeeper.edit_transaction(before["TxnID"], memo="mine", number="X-9")
    after = owed.query("Invoice")
    assert (after["Memo"], after["RefNumber"]) == ("mine", "X-9")
    assert int(after["EditSequence"]) == int(before["EditSequence"]) + 30


def test_a_person_works_while_a_program_has_its_session(owed: Company) -> None:
    with owed.file.session("Tests") as session:
        owed.file.bookkeeper.edit_transaction(owed.file.transactions()[0].id, memo="mine")
        assert b"<Memo>mine</Memo>" in session.process(document("<InvoiceQueryRq/>"))


def test_voids_and_deletions_by_hand_move_the_balance(owed: Company) -> None:
    keeper = owed.file.bookkeeper
    second = keeper.add_invoice_by_hand("Ridge Outfitters", Decimal(50))
    keeper.void(owed.file.transactions()[0].id)
    assert owed.query("Customer")["Balance"] == "50.00"
    keeper.delete(second)
    assert owed.query("Customer")["Balance"] == "0.00"
    assert owed.query("TxnDeleted", "<TxnDelType>Invoice</TxnDelType>")["TxnID"] == second


def test_money_received_by_hand_pays_invoices(owed: Company) -> None:
    txn_id = owed.file.transactions()[0].id
    owed.file.bookkeeper.receive_payment("Ridge Outfitters", Decimal(120), [txn_id])
    assert owed.query("Invoice")["IsPaid"] == "true"
    assert owed.query("ReceivePayment")["UnusedPayment"] == "20.00"


def test_records_are_added_edited_renamed_and_put_aside_by_hand(company: Company) -> None:
    keeper = company.file.bookkeeper
    list_id = keeper.add_record("Vendor", "Mill", Phone="1")
    company.clock.advance(10)
    keeper.edit_record("Vendor", list_id, Phone=None, Fax="2")
    keeper.rename("Vendor", list_id, "Old Mill")
    reply = company.query("Vendor")
    assert (reply["Name"], reply["Fax"], "Phone" in reply) == ("Old Mill", "2", False)
    assert reply["EditSequence"] > list_id.split("-")[1]
    keeper.inactivate("Vendor", list_id)
    assert company.query("Vendor").code == 1
    keeper.activate("Vendor", list_id)
    keeper.delete_record("Vendor", list_id)
    assert company.query("ListDeleted", "<ListDelType>Vendor</ListDelType>")["FullName"] == "Old Mill"


def test_quickbooks_refuses_a_person_too(owed: Company) -> None:
    with pytest.raises(Refused) as caught:
        owed.file.bookkeeper.delete_record("Customer", owed.file.records("Customer")[0].id)
    assert caught.value.code == 3160
    with pytest.raises(KeyError):
        owed.file.bookkeeper.void("FF-1")


def test_what_is_open_in_a_window_cannot_be_changed_by_a_program(owed: Company) -> None:
    txn = owed.query("Invoice")
    void = f"<TxnVoidRq><TxnVoidType>Invoice</TxnVoidType><TxnID>{txn['TxnID']}</TxnID></TxnVoidRq>"
    owed.file.bookkeeper.lock(txn["TxnID"])
    assert owed.one(void).code == 3175
    assert owed.payment("1.00", apply(txn["TxnID"], "1.00")).code == 3176
    assert owed.payment("1.00", NOT_APPLIED).code == 0
    owed.file.bookkeeper.unlock(txn["TxnID"])
    assert owed.one(void).code == 0


def test_a_locked_record_is_in_use(owed: Company) -> None:
    customer = owed.query("Customer")
    inside = f"<ListID>{customer['ListID']}</ListID><EditSequence>{customer['EditSequence']}</EditSequence>"
    mod = f"<CustomerModRq><CustomerMod>{inside}</CustomerMod></CustomerModRq>"
    owed.file.bookkeeper.lock(customer["ListID"])
    assert owed.one(mod).code == 3175
    owed.file.bookkeeper.unlock(customer["ListID"])
    assert owed.one(mod).code == 0


def test_the_closing_date_can_be_taken_back(owed: Company) -> None:
    owed.file.bookkeeper.set_closing_date(date(2025, 12, 31))
    assert owed.invoice().code == 3171
    owed.file.bookkeeper.set_closing_date(None)
    assert owed.invoice().code == 0
