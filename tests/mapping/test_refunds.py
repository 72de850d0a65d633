"""Refunds: a check, or a card refund where a credit and a card are named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from allorders_hooks.documents import Kind, Refund
from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.mapping.internal import choice
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.refunds import RefundMapper
from allorders_quickbooks.reasons import Reason

from tests.mapping.documents import BOUND, COMPANY, CUSTOMER, GUID, binding, context, text
from tests.mapping.sold import REFUND, RETURN, refund

MAPPER = RefundMapper()
CREDITED = {**BOUND, RETURN: binding(RETURN, "CreditMemo", "3-1")}


def test_a_refund_is_a_check_to_the_customer_through_the_receivables() -> None:
    assert text(MAPPER.add(refund(method="Check", reference="1001", memo="sorry"), context(), GUID)) == (
        '<CheckAddRq requestID="1"><CheckAdd><AccountRef><FullName>Checking</FullName></AccountRef>'
        "<PayeeEntityRef><ListID>8-1</ListID></PayeeEntityRef><RefNumber>1001</RefNumber>"
        "<TxnDate>2024-03-21</TxnDate><Memo>Refund F-9 Check 1001: sorry</Memo>"
        f"<ExternalGUID>{{{GUID}}}</ExternalGUID><ExpenseLineAdd><AccountRef>"
        "<FullName>Accounts Receivable</FullName></AccountRef><Amount>18.50</Amount><Memo>Refund F-9</Memo>"
        "<CustomerRef><ListID>8-1</ListID></CustomerRef></ExpenseLineAdd></CheckAdd></CheckAddRq>"
    )


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        (refund(), "Check"),
        (refund(of=RETURN, method="Check"), "Check"),
        (refund(method="Visa"), "Check"),
        (refund(of=RETURN, method=" visa "), "ARRefundCreditCard"),
    ],
)
def test_a_card_refund_names_a_credit_and_a_card(source: Refund, becomes: str) -> None:
    assert MAPPER.qb_type(source, context()) == becomes


def test_a_card_refund_needs_its_credit_and_uses_it_up() -> None:
    source = refund(of=RETURN, method="Visa")
    assert MAPPER.needs(source, context()) == (CUSTOMER, RETURN, choice(COMPANY, Kind.PAYMENT_METHOD, "Visa"))
    written = text(MAPPER.add(source, context(CREDITED), GUID))
    assert "<RefundAppliedToTxnAdd><TxnID>3-1</TxnID><RefundAmount>18.50</RefundAmount>" in written
    assert MAPPER.needs(refund(of=RETURN), context()) == (CUSTOMER,)


def test_a_card_refund_cannot_be_changed_and_says_so_only_where_it_would_matter() -> None:
    bound = binding(REFUND, "ARRefundCreditCard", "4-1", total=Decimal("18.50"))
    assert MAPPER.mod(refund(of=RETURN, method="Visa", memo="later"), context(CREDITED), bound) is None
    with pytest.raises(Unmappable) as raised:
        MAPPER.mod(refund("10.00", of=RETURN, method="Visa"), context(CREDITED), bound)
    assert raised.value.field == "amount"


def test_a_check_keeps_its_line_and_is_voided() -> None:
    bound = binding(REFUND, "Check", "4-1", lines=("4-2",))
    change = MAPPER.mod(refund("20.00"), context(), bound)
    assert change is not None
    assert "<TxnLineID>4-2</TxnLineID>" in text(change) and "<Amount>20.00</Amount>" in text(change)
    removal = MAPPER.remove(bound, context())
    assert removal is not None and "<TxnVoidType>Check" in text(removal)


def test_what_cannot_be_refunded_is_refused_with_the_field() -> None:
    for source, field in ((refund("0"), "amount"), (refund(customer=None), "customer")):
        with pytest.raises(Unmappable) as raised:
            MAPPER.add(source, context(), GUID)
        assert raised.value.field == field
    with pytest.raises(Unmappable) as raised:
        MAPPER.add(refund(), context(setup=CompanySetup(refund_account="")), GUID)
    assert raised.value.reason is Reason.CONFIGURATION
