"""Invoices: lines, amounts, numbers, dates, Mods, tax, balances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from allorders_quickbooks.simulator import Features, Readings, Rounding

from .sending import LINE, NOT_APPLIED, Answer, Company, apply


@pytest.fixture
def sold(company: Company) -> Company:
    company.customer()
    company.service("Fitting", "10.00")
    return company


def line(inside: str) -> str:
    return f"<InvoiceLineAdd>{inside}</InvoiceLineAdd>"


FITTING = "<ItemRef><FullName>Fitting</FullName></ItemRef>"


def modified(company: Company, known: Answer, inside: str) -> Answer:
    return company.one(
        f"<InvoiceModRq><InvoiceMod><TxnID>{known['TxnID']}</TxnID><EditSequence>{known['EditSequence']}</EditSequence>"
        f"{inside}</InvoiceMod></InvoiceModRq>"
    )


def test_an_invoice_shows_everything_but_a_total(sold: Company) -> None:
    reply = sold.invoice()
    assert reply.code == 0
    assert "TotalAmount" not in reply
    shown = [reply[tag] for tag in ("Subtotal", "SalesTaxTotal", "AppliedAmount", "BalanceRemaining", "IsPaid")]
    assert shown == ["100.00", "0.00", "0.00", "100.00", "false"]


@pytest.mark.parametrize(
    ("inside", "quantity", "rate", "amount"),
    [
        ("<Quantity>3</Quantity><Rate>2.50</Rate>", "3", "2.50", "7.50"),
        ("<Quantity>3</Quantity>", "3", "10.00", "30.00"),
        ("", "1", "10.00", "10.00"),
        ("<Rate>4</Rate>", "1", "4.00", "4.00"),
        ("<Quantity>3</Quantity><Amount>10.00</Amount>", "3", "3.33333", "10.00"),
        ("<Quantity>-2</Quantity><Rate>1.00</Rate>", "-2", "1.00", "-2.00"),
        ("<Quantity>0</Quantity><Rate>1.00</Rate>", "0", "1.00", "0.00"),
    ],
)
def test_quantity_rate_and_amount_follow_from_one_another(
    sold: Company, inside: str, quantity: str, rate: str, amount: str
) -> None:
    reply = sold.invoice(lines=LINE + line(FITTING + inside))
    assert reply.all("InvoiceLineRet/Quantity") == [quantity]
    assert reply.all("InvoiceLineRet/Rate") == [rate]
    assert reply.all("InvoiceLineRet/Amount")[1] == amount


def test_a_rate_beside_an_amount_is_dropped_with_a_warning_and_the_work_is_done(sold: Company) -> None:
    inside = "<Quantity>2</Quantity><Rate>9.00</Rate><Amount>10.00</Amount>"
    reply = sold.invoice(lines=line(FITTING + inside))
    assert (reply.code, reply.severity) == (530, "Warn")
    assert (reply["InvoiceLineRet/Rate"], reply["InvoiceLineRet/Amount"]) == ("5.00", "10.00")
    assert len(sold.file.transactions("Invoice")) == 1


@pytest.mark.parametrize(("rounding", "amount"), [(Rounding.HALF_UP, "0.13"), (Rounding.HALF_EVEN, "0.12")])
def test_half_a_cent_is_rounded_by_reading(
    company_with: Callable[..., Company], rounding: Rounding, amount: str
) -> None:
    company = company_with(rounding=rounding)
    company.customer()
    reply = company.invoice(lines=line("<Quantity>0.5</Quantity><Rate>0.25</Rate>"))
    assert reply["InvoiceLineRet/Amount"] == amount


def test_an_invoice_without_lines_is_refused(sold: Company) -> None:
    assert sold.invoice(lines=" ").code == 3180


def test_an_invoice_below_zero_is_refused(sold: Company) -> None:
    assert sold.invoice(lines=line("<Amount>-1.00</Amount>")).code == 3180
    assert sold.invoice(lines=line("<Amount>0.00</Amount>"))["IsPaid"] == "true"


def test_a_number_left_out_is_the_next_one_and_an_empty_one_is_blank(sold: Company) -> None:
    sold.invoice(number="S-0099")
    without, empty = "<RefNumber>X</RefNumber>", "<RefNumber></RefNumber>"
    request = sold_request(without)
    assert sold.one(request.replace(without, ""))["RefNumber"] == "S-0100"
    assert "RefNumber" not in sold.one(request.replace(without, empty))
    assert sold.one(request.replace(without, ""))["RefNumber"] == "S-0101"


def sold_request(number: str) -> str:
    return (
        "<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Ridge Outfitters</FullName></CustomerRef>"
        f"{number}{LINE}</InvoiceAdd></InvoiceAddRq>"
    )


def test_numbers_are_not_unique(sold: Company) -> None:
    assert [sold.invoice(number="7").code for _ in range(2)] == [0, 0]


def test_a_date_left_out_is_that_of_the_last_invoice(sold: Company) -> None:
    assert sold.one(sold_request(""))["TxnDate"] == "2025-07-01"
    sold.one(sold_request("<TxnDate>2025-03-05</TxnDate>"))
    assert sold.one(sold_request(""))["TxnDate"] == "2025-03-05"


def test_address_terms_and_due_date_come_from_the_customer(company: Company) -> None:
    company.customer(
        more="<BillAddress><Addr1>1 Main</Addr1></BillAddress><TermsRef><FullName>Net 30</FullName></TermsRef>"
    )
    reply = company.invoice()
    assert (reply["BillAddress/Addr1"], reply["TermsRef/FullName"]) == ("1 Main", "Net 30")
    assert reply["DueDate"] == "2025-07-31"


def test_an_invoice_moves_the_balance_and_not_the_edit_sequence(sold: Company) -> None:
    before = sold.query("Customer")
    sold.clock.advance(100)
    sold.invoice()
    after = sold.query("Customer")
    assert (after["Balance"], after["TotalBalance"]) == ("100.00", "100.00")
    assert after["EditSequence"] == before["EditSequence"]
    assert after["TimeModified"] > before["TimeModified"]


def test_the_balance_of_a_job_counts_in_its_customers_total(sold: Company) -> None:
    sold.customer("Roof", "<ParentRef><FullName>Ridge Outfitters</FullName></ParentRef>")
    sold.invoice("Ridge Outfitters:Roof")
    above = sold.query("Customer", "<FullName>Ridge Outfitters</FullName>")
    assert (above["Balance"], above["TotalBalance"]) == ("0.00", "100.00")


def test_a_pending_invoice_moves_no_balance(sold: Company) -> None:
    assert sold.invoice(more="<IsPending>true</IsPending>")["BalanceRemaining"] == "0.00"
    assert sold.query("Customer")["Balance"] == "0.00"


def test_a_mod_that_lists_no_lines_leaves_them(sold: Company) -> None:
    known = sold.invoice(lines=LINE + LINE)
    sold.clock.advance(5)
    reply = modified(sold, known, "<Memo>Left at the door</Memo>")
    assert reply.all("TxnLineID") == known.all("TxnLineID")
    assert (reply["Memo"], reply["Subtotal"]) == ("Left at the door", "200.00")
    assert reply["EditSequence"] > known["EditSequence"]


def test_a_mod_deletes_the_lines_that_it_does_not_list_and_adds_those_numbered_minus_one(sold: Company) -> None:
    known = sold.invoice(lines=LINE + LINE + LINE)
    first, _, third = known.all("TxnLineID")
    lines = "".join(
        f"<InvoiceLineMod><TxnLineID>{one}</TxnLineID>{inside}</InvoiceLineMod>"
        for one, inside in ((third, ""), ("-1", "<Amount>5.00</Amount>"), (first, "<Amount>1.00</Amount>"))
    )
    reply = modified(sold, known, lines)
    assert reply.all("TxnLineID")[0::2] == [third, first]
    assert reply.all("InvoiceLineRet/Amount") == ["100.00", "5.00", "1.00"]
    assert sold.query("Customer")["Balance"] == "106.00"


def test_a_mod_of_a_quantity_keeps_the_rate(sold: Company) -> None:
    known = sold.invoice(lines=line(FITTING + "<Quantity>3</Quantity><Rate>2.00</Rate>"))
    inside = f"<InvoiceLineMod><TxnLineID>{known['TxnLineID']}</TxnLineID><Quantity>5</Quantity></InvoiceLineMod>"
    reply = modified(sold, known, inside)
    assert (reply["InvoiceLineRet/Rate"], reply["InvoiceLineRet/Amount"]) == ("2.00", "10.00")


def test_a_description_that_a_mod_clears_stays_cleared(sold: Company) -> None:
    known = sold.invoice()
    inside = f"<InvoiceLineMod><TxnLineID>{known['TxnLineID']}</TxnLineID><Desc/></InvoiceLineMod>"
    assert "Desc" not in modified(sold, known, inside)


def test_another_item_in_a_line_keeps_its_quantity_and_brings_its_price(sold: Company) -> None:
    sold.service("Repair", "7.00")
    known = sold.invoice(lines=line(FITTING + "<Quantity>3</Quantity><Rate>2.00</Rate>"))
    item = "<ItemRef><FullName>Repair</FullName></ItemRef>"
    inside = f"<InvoiceLineMod><TxnLineID>{known['TxnLineID']}</TxnLineID>{item}</InvoiceLineMod>"
    reply = modified(sold, known, inside)
    assert (reply["Quantity"], reply["Rate"], reply["InvoiceLineRet/Amount"]) == ("3", "7.00", "21.00")


def test_a_line_that_the_invoice_does_not_have_is_refused(sold: Company) -> None:
    known = sold.invoice()
    assert modified(sold, known, "<InvoiceLineMod><TxnLineID>FF-1</TxnLineID></InvoiceLineMod>").code == 3120


def test_what_cannot_be_cleared_is_refused(sold: Company) -> None:
    known = sold.invoice()
    inside = f"<InvoiceLineMod><TxnLineID>{known['TxnLineID']}</TxnLineID><Quantity/></InvoiceLineMod>"
    assert modified(sold, known, inside).code == 3190
    assert modified(sold, known, "<CustomerRef/>").code == 3190


def test_a_stale_mod_brings_the_current_invoice_with_its_lines(sold: Company) -> None:
    known = sold.invoice()
    sold.clock.advance(5)
    sold.file.bookkeeper.edit_transaction(known["TxnID"], memo="by hand")
    reply = modified(sold, known, "<Memo>ours</Memo>")
    assert (reply.code, reply["Memo"], reply["InvoiceLineRet/Amount"]) == (3200, "by hand", "100.00")


def test_a_paid_invoice_cannot_shrink_below_what_was_paid(sold: Company) -> None:
    known = sold.invoice()
    sold.payment("100.00", apply(known["TxnID"], "100.00"))
    inside = f"<InvoiceLineMod><TxnLineID>{known['TxnLineID']}</TxnLineID><Amount>60.00</Amount></InvoiceLineMod>"
    assert modified(sold, known, inside).code == 3210


def test_an_unknown_item_is_refused_with_nothing_kept(sold: Company) -> None:
    reply = sold.invoice(lines=LINE + line("<ItemRef><FullName>Boot</FullName></ItemRef>"))
    assert reply.code == 3140
    assert "Item" in reply.message
    assert "Invoice line" in reply.message
    assert sold.file.transactions() == ()
    assert sold.invoice()["TxnNumber"] == "1"


def test_the_closing_date_keeps_the_past_as_it_is(sold: Company) -> None:
    known = sold.invoice()
    sold.file.bookkeeper.set_closing_date(date(2025, 7, 1))
    assert sold.query("Preferences")["ClosingDate"] == "2025-07-01"
    assert sold.invoice().code == 3171
    assert modified(sold, known, "<TxnDate>2025-07-05</TxnDate>").code == 3171
    assert modified(sold, known, "<Memo>x</Memo>").code == 3171


def test_tax_is_computed_where_the_file_uses_it(company_with: Callable[..., Company]) -> None:
    company = company_with(features=Features(sales_tax=True))
    company.customer()
    taxed = "<SalesTaxCodeRef><FullName>Tax</FullName></SalesTaxCodeRef>"
    reply = company.invoice(lines=line(f"<Amount>10.00</Amount>{taxed}") + line("<Amount>5.00</Amount>"))
    assert (reply["Subtotal"], reply["SalesTaxPercentage"], reply["SalesTaxTotal"]) == ("15.00", "8.25", "0.83")
    assert reply["BalanceRemaining"] == "15.83"


@pytest.mark.parametrize(("per_line", "tax"), [(False, "0.17"), (True, "0.16")])
def test_tax_is_rounded_by_line_or_once_by_reading(
    company_with: Callable[..., Company], per_line: bool, tax: str
) -> None:
    company = company_with(features=Features(sales_tax=True), tax_per_line=per_line)
    company.customer()
    taxed = line("<Amount>1.02</Amount><SalesTaxCodeRef><FullName>Tax</FullName></SalesTaxCodeRef>")
    assert company.invoice(lines=taxed * 2)["SalesTaxTotal"] == tax


def test_a_macro_refers_to_an_invoice_of_the_same_set(sold: Company) -> None:
    invoice = sold_request("").replace("<InvoiceAdd>", '<InvoiceAdd defMacro="TxnID:this">')
    payment = (
        "<ReceivePaymentAddRq><ReceivePaymentAdd><CustomerRef><FullName>Ridge Outfitters</FullName></CustomerRef>"
        '<AppliedToTxnAdd><TxnID useMacro="TxnID:{}"/><PaymentAmount>100.00</PaymentAmount></AppliedToTxnAdd>'
        "</ReceivePaymentAdd></ReceivePaymentAddRq>"
    )
    replies = sold.send(invoice, payment.format("this"), payment.format("other"))
    assert replies.codes == [0, 0, 9100]
    assert replies[1]["AppliedToTxnRet/TxnID"] == replies[0]["TxnID"]


def test_custom_fields_of_lines_need_a_definition_and_come_back_for_their_owner(sold: Company) -> None:
    field = "<DataExt><OwnerID>0</OwnerID><DataExtName>Ordered</DataExtName><DataExtValue>12</DataExtValue></DataExt>"
    lines = line(f"<Amount>1.00</Amount>{field}")
    assert sold.invoice(lines=lines).code == 3120
    sold.file.bookkeeper.define_field("Ordered", ["Item"])
    assert sold.invoice(lines=lines).code == 0
    asked = "<IncludeLineItems>true</IncludeLineItems>"
    assert "DataExtRet" not in sold.query("Invoice", asked)
    assert sold.query("Invoice", asked + "<OwnerID>0</OwnerID>")["DataExtValue"] == "12"


def test_readings_are_drawn_from_both_sides() -> None:
    import random

    drawn = [Readings.draw(random.Random(seed)) for seed in range(40)]
    assert {one.rounding for one in drawn} == set(Rounding)
    assert {one.set_id_limit for one in drawn} == {22, 23}
    assert Readings.draw(random.Random(7)) == drawn[7]


def test_facts_about_stock_and_fields_do_not_shift_what_a_schedule_draws_next() -> None:
    import random

    chance = random.Random(7)
    Readings.draw(chance)
    again = random.Random(7)
    for _ in range(20):
        again.choice((False, True))
    assert chance.random() == again.random()


def test_money_in_advance_stays_unapplied(sold: Company) -> None:
    assert sold.payment("30.00", NOT_APPLIED)["UnusedPayment"] == "30.00"
