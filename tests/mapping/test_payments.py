"""Payments on sales orders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from allorders_hooks.documents import DocumentRef, PaidOrder, SalesOrderPayment
from allorders_quickbooks.mapping.payments import PaymentMapper
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.qbxml.messages.payments import ReceivePaymentAdd, ReceivePaymentMod
from allorders_quickbooks.qbxml.objects import request_contents
from allorders_quickbooks.terms import Binding
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mapping.documents import BOUND, CUSTOMER, GUID, binding, context, payment, ref, text

MAPPER = PaymentMapper()
FIRST, SECOND = ref("ship_doc", "7"), ref("ship_doc", "8")


def invoice(of: DocumentRef, total: str, **applied: str) -> Binding:
    paid = {key.lstrip("p"): Decimal(amount) for key, amount in applied.items()}
    return binding(of, "Invoice", f"1-{of.key}", total=Decimal(total), applied=paid)


def add(source: SalesOrderPayment, *invoices: Binding) -> ReceivePaymentAdd:
    message = MAPPER.add(source, context(_with(invoices)), GUID)
    assert isinstance(message, ReceivePaymentAdd)
    return message


def mod(source: SalesOrderPayment, *invoices: Binding) -> ReceivePaymentMod:
    bound = binding(source.ref, "ReceivePayment", "2-1")
    message = MAPPER.mod(source, context(_with(invoices)), bound)
    assert isinstance(message, ReceivePaymentMod)
    return message


def _with(invoices: tuple[Binding, ...]) -> Mapping[DocumentRef, Binding]:
    return {**BOUND, **{each.ref: each for each in invoices}}


def shares(message: ReceivePaymentAdd | ReceivePaymentMod) -> list[tuple[str, str]]:
    return [(each.txn_id, str(each.payment_amount)) for each in message.applied_to]


def test_a_payment_before_its_invoice_stays_unapplied() -> None:
    source = payment("20.00", FIRST, method="Check", reference="4711", memo="deposit")
    assert text(add(source)) == (
        '<ReceivePaymentAddRq requestID="1"><ReceivePaymentAdd><CustomerRef><ListID>8-1</ListID></CustomerRef>'
        "<TxnDate>2024-02-28</TxnDate><RefNumber>4711</RefNumber><TotalAmount>20.00</TotalAmount>"
        "<PaymentMethodRef><FullName>Check</FullName></PaymentMethodRef>"
        "<Memo>Payment P-3 on order 900: deposit</Memo>"
        f"<ExternalGUID>{{{GUID}}}</ExternalGUID><IsAutoApply>false</IsAutoApply>"
        "</ReceivePaymentAdd></ReceivePaymentAddRq>"
    )


def test_a_payment_is_applied_to_the_invoices_of_its_order_oldest_first() -> None:
    message = add(payment("100.00", FIRST, SECOND), invoice(FIRST, "75.50"), invoice(SECOND, "80.00"))
    assert shares(message) == [("1-7", "75.50"), ("1-8", "24.50")]
    assert message.is_auto_apply is None


def test_a_payment_of_several_orders_gives_each_its_share() -> None:
    orders = (
        PaidOrder(number="900", ship_docs=(FIRST,), amount=Decimal("30.00")),
        PaidOrder(number="901", ship_docs=(SECOND,)),
    )
    message = add(payment("100.00", orders=orders), invoice(FIRST, "75.50"), invoice(SECOND, "60.00"))
    assert shares(message) == [("1-7", "30.00"), ("1-8", "60.00")]
    assert message.memo == "Payment P-3 on order 900, 901"


def test_an_invoice_takes_only_what_other_payments_leave_open() -> None:
    paid = invoice(FIRST, "75.50", p9="70.00")
    assert shares(add(payment("100.00", FIRST), paid)) == [("1-7", "5.50")]
    assert shares(add(payment("100.00", FIRST), invoice(FIRST, "75.50", p9="75.50"))) == []
    assert shares(add(payment("100.00", FIRST), invoice(FIRST, "75.50", p9="80.00"))) == []


def test_invoices_of_other_orders_are_left_alone() -> None:
    assert shares(add(payment("100.00", FIRST), invoice(SECOND, "80.00"))) == []


def test_what_the_payment_paid_itself_does_not_stand_in_its_way() -> None:
    again = mod(payment("60.00", FIRST), invoice(FIRST, "75.50", p3="40.00", p9="10.00"))
    assert shares(again) == [("1-7", "60.00")]


def test_an_invoice_that_is_no_longer_paid_is_set_to_nothing() -> None:
    less = mod(payment("20.00", FIRST, SECOND), invoice(FIRST, "75.50"), invoice(SECOND, "80.00", p3="5.00"))
    assert shares(less) == [("1-7", "20.00"), ("1-8", "0.00")]


def test_a_payment_is_applied_by_a_change_once_its_invoice_is_there() -> None:
    source = payment("20.00", FIRST)
    before, after = request_contents(add(source)), request_contents(mod(source, invoice(FIRST, "75.50")))
    assert {key for key in {*before, *after} if before.get(key, "") != after.get(key, "")} == {"AppliedToTxnRet"}
    assert (mod(source).txn_id, mod(source).edit_sequence) == ("2-1", "17")


@settings(max_examples=60, deadline=None)
@given(
    st.decimals("0.01", 1000, places=2),
    st.lists(st.tuples(st.decimals(0, 500, places=2), st.decimals(0, 500, places=2)), max_size=4),
)
def test_never_more_is_applied_than_there_is(amount: Decimal, invoices: list[tuple[Decimal, Decimal]]) -> None:
    refs = [ref("ship_doc", str(n)) for n in range(len(invoices))]
    bound = [invoice(of, str(total), p9=str(paid)) for of, (total, paid) in zip(refs, invoices, strict=True)]
    applied = add(payment(str(amount), *refs), *bound).applied_to
    shared = [each.payment_amount or Decimal(0) for each in applied]
    assert all(share > 0 for share in shared)
    left = sum((max(Decimal(0), total - paid) for total, paid in invoices), Decimal(0))
    assert sum(shared, Decimal(0)) == min(amount, left)


def test_a_payment_never_lets_quickbooks_choose_the_invoice() -> None:
    for message in (add(payment("5", FIRST)), add(payment("5", FIRST), invoice(FIRST, "9"))):
        assert "<IsAutoApply>true" not in text(message)


def test_a_payment_needs_its_customer_only() -> None:
    assert MAPPER.needs(payment("5", FIRST), context()) == (CUSTOMER,)


@pytest.mark.parametrize(
    ("source", "field"),
    [
        (payment("5", customer=None), "customer"),
        (payment("0"), "amount"),
        (payment("-5"), "amount"),
        (payment("0.005"), "amount"),
        (payment("10000000000000"), "amount"),
        (payment("5", method="x" * 32), "payment method"),
        (payment("5", reference="x" * 21), "reference"),
        (payment("5", memo="😀"), "memo"),
    ],
)
def test_what_quickbooks_would_refuse_is_refused_with_the_field(source: SalesOrderPayment, field: str) -> None:
    with pytest.raises(Unmappable) as raised:
        MAPPER.add(source, context(), GUID)
    assert raised.value.field == field and "Payment P-3" in raised.value.sentence


def test_a_reference_is_no_number_of_its_own() -> None:
    source = payment("5", reference="4711")
    assert MAPPER.number(source, context()) is None
    assert add(source).ref_number == "4711"
    assert "PaymentMethodRef" not in text(add(source))


def test_a_payment_is_deleted_since_it_cannot_be_voided() -> None:
    bound = binding(ref("so_payment", "3"), "ReceivePayment", "2-1")
    assert "<TxnDelType>ReceivePayment" in text(MAPPER.remove(bound, context()))


def test_the_words_of_a_payment() -> None:
    source = payment("5")
    assert (MAPPER.title(source), MAPPER.qb_type(source, context())) == ("Payment P-3", "ReceivePayment")
    assert MAPPER.total(source) == Decimal(5)
    assert "on order" not in (add(payment("5", orders=())).memo or "")
