"""Credit memos set against invoices, and refunds of them."""

from __future__ import annotations

from .sending import NOT_APPLIED, Answer
from .trading import Trader, ref


def set_credit(credit: Answer, amount: str) -> str:
    inside = f"<CreditTxnID>{credit['TxnID']}</CreditTxnID><AppliedAmount>{amount}</AppliedAmount>"
    return f"<SetCredit>{inside}</SetCredit>"


def applied(invoice: Answer, inside: str) -> str:
    return f"<AppliedToTxnAdd><TxnID>{invoice['TxnID']}</TxnID>{inside}</AppliedToTxnAdd>"


def paid(inside: str, total: str = "") -> str:
    head = ref("CustomerRef", "Ridge") + (f"<TotalAmount>{total}</TotalAmount>" if total else "")
    return f"<ReceivePaymentAddRq><ReceivePaymentAdd>{head}{inside}</ReceivePaymentAdd></ReceivePaymentAddRq>"


def refund(credit: Answer, amount: str) -> str:
    inside = f"<TxnID>{credit['TxnID']}</TxnID><RefundAmount>{amount}</RefundAmount>"
    return (
        f"<ARRefundCreditCardAddRq><ARRefundCreditCardAdd>{ref('CustomerRef', 'Ridge')}"
        f"<RefundAppliedToTxnAdd>{inside}</RefundAppliedToTxnAdd></ARRefundCreditCardAdd></ARRefundCreditCardAddRq>"
    )


def credit_of(trader: Trader, amount: str = "30.00") -> Answer:
    return trader.sell("Fitting", "1", amount, kind="CreditMemo")


def test_an_invoice_takes_a_credit_as_it_is_made(trader: Trader) -> None:
    credit = credit_of(trader)
    invoice = trader.sell("Fitting", "1", "100.00", more=set_credit(credit, "20.00"))
    assert (invoice["AppliedAmount"], invoice["BalanceRemaining"]) == ("-20.00", "80.00")
    assert trader.query("CreditMemo", credit)["CreditRemaining"] == "10.00"
    assert trader.owes() == 70


def test_a_credit_alone_is_no_payment(trader: Trader) -> None:
    credit, invoice = credit_of(trader), trader.sell("Fitting", "1", "100.00")
    reply = trader.ok(paid(applied(invoice, set_credit(credit, "30.00"))))
    assert reply.all("ReceivePaymentRet/TxnID") == []
    assert reply["AppliedToTxnRet/BalanceRemaining"] == "70.00"
    assert trader.company.file.transactions("ReceivePayment") == ()
    assert trader.owes() == 70


def test_money_and_credit_pay_one_invoice_together(trader: Trader) -> None:
    credit, invoice = credit_of(trader), trader.sell("Fitting", "1", "100.00")
    trader.ok(paid(applied(invoice, "<PaymentAmount>70.00</PaymentAmount>" + set_credit(credit, "30.00")), "70.00"))
    assert trader.query("Invoice", invoice)["IsPaid"] == "true"
    assert trader.owes() == 0


def test_more_than_the_credit_or_the_debt_is_refused_and_nothing_of_it_is_kept(trader: Trader) -> None:
    credit, invoice = credit_of(trader), trader.sell("Fitting", "1", "10.00")
    assert trader.company.one(paid(applied(invoice, set_credit(credit, "11.00")))).code == 3210
    line = trader.sales_line("Invoice", "Fitting", "1", "100.00")
    assert trader.company.one(trader.sold("Invoice", line, set_credit(credit, "31.00"))).code == 3210
    assert len(trader.company.file.transactions("Invoice")) == 1
    assert trader.query("CreditMemo", credit)["CreditRemaining"] == "30.00"


def test_a_voided_invoice_gives_the_credit_back_and_a_deleted_credit_the_debt(trader: Trader) -> None:
    credit = credit_of(trader)
    first = trader.sell("Fitting", "1", "100.00", more=set_credit(credit, "20.00"))
    assert trader.void("Invoice", first).code == 0
    assert trader.query("CreditMemo", credit)["CreditRemaining"] == "30.00"
    second = trader.sell("Fitting", "1", "100.00", more=set_credit(credit, "20.00"))
    assert trader.delete("CreditMemo", credit).code == 0
    assert trader.query("Invoice", second)["BalanceRemaining"] == "100.00"
    assert trader.owes() == 100


def test_a_credit_that_is_used_cannot_become_less_than_that(trader: Trader) -> None:
    credit = credit_of(trader)
    trader.sell("Fitting", "1", "100.00", more=set_credit(credit, "20.00"))
    line_id = credit["CreditMemoLineRet/TxnLineID"]
    line = f"<CreditMemoLineMod><TxnLineID>{line_id}</TxnLineID><Amount>{{}}</Amount></CreditMemoLineMod>"
    assert trader.modify("CreditMemo", credit, line.format("19.00")).code == 3210
    assert trader.modify("CreditMemo", credit, line.format("25.00"))["CreditRemaining"] == "5.00"


def test_a_refund_to_a_card_uses_the_credit_up(trader: Trader) -> None:
    credit = credit_of(trader)
    back = trader.ok(refund(credit, "30.00"))
    assert (back["TotalAmount"], back["CreditRemaining"]) == ("30.00", "0.00")
    assert trader.owes() == 0
    assert trader.balance() == {"Sales": "30.00", "Undeposited Funds": "-30.00"}
    assert trader.company.one(refund(credit, "1.00")).code == 3120
    assert trader.delete("ARRefundCreditCard", back).code == 0
    assert trader.query("CreditMemo", credit)["CreditRemaining"] == "30.00"


def test_an_unapplied_payment_can_be_refunded(trader: Trader) -> None:
    payment = trader.company.payment("30.00", NOT_APPLIED, "Ridge")
    assert trader.ok(refund(payment, "10.00"))["CreditRemaining"] == "20.00"
    assert trader.query("ReceivePayment", payment)["UnusedPayment"] == "20.00"


def test_a_check_to_a_customer_refunds_the_credit_that_it_names(trader: Trader) -> None:
    credit = credit_of(trader)
    head = ref("AccountRef", "Checking") + ref("PayeeEntityRef", "Ridge")
    applied_to = f"<ApplyCheckToTxnAdd><TxnID>{credit['TxnID']}</TxnID><Amount>30.00</Amount></ApplyCheckToTxnAdd>"
    line = f"<ExpenseLineAdd>{ref('AccountRef', 'Accounts Receivable')}<Amount>30.00</Amount></ExpenseLineAdd>"
    request = f"<CheckAddRq><CheckAdd>{head}{applied_to}{line}</CheckAdd></CheckAddRq>"
    check = trader.ok(request)
    assert trader.query("CreditMemo", credit)["CreditRemaining"] == "0.00"
    assert trader.balance() == {"Checking": "-30.00", "Sales": "30.00"}
    assert trader.owes() == 0
    assert trader.void("Check", check).code == 0
    assert (trader.owes(), trader.query("CreditMemo", credit)["CreditRemaining"]) == (-30, "30.00")
