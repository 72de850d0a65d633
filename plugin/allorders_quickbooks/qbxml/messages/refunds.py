"""Money that goes back to a customer: by check, or to the card that a credit is refunded to."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Element,
    Flag,
    Guid,
    Kind,
    LineIdentity,
    ModMessage,
    Number,
    PostalAddress,
    Ref,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery

_REF = Kind.AGGREGATE


class CheckExpense(Aggregate):
    """What a check is written for: an account and, where that is the receivables, the customer."""

    account_ref: elements.AccountRef = None
    amount: elements.Amount = None
    memo: elements.Memo = None
    customer_ref: elements.CustomerRef = None
    class_ref: elements.ClassRef = None


class CheckExpenseChange(CheckExpense, LineIdentity):
    """One such line of a Mod."""


class _CheckFields(Aggregate):
    account_ref: elements.AccountRef = None
    payee_entity_ref: Annotated[Ref | None, Element("PayeeEntityRef", _REF, 209)] = None
    ref_number: elements.RefNumber = None
    txn_date: elements.TxnDate = None
    memo: elements.Memo = None
    address: Annotated[PostalAddress | None, Element("Address", Kind.AGGREGATE)] = None
    is_to_be_printed: Annotated[Flag, Element("IsToBePrinted", Kind.BOOL)] = None
    exchange_rate: elements.ExchangeRate = None


class CheckAdd(_CheckFields, AddMessage):
    account_ref: Annotated[Ref, Element("AccountRef", _REF, 159)]
    external_guid: Guid = None
    expenses: Annotated[tuple[CheckExpense, ...], Element("ExpenseLineAdd", Kind.AGGREGATE)] = ()


class CheckMod(_CheckFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    expenses: Annotated[tuple[CheckExpenseChange, ...], Element("ExpenseLineMod", Kind.AGGREGATE)] = ()


class CheckQuery(TxnQuery):
    pass


class RefundedCredit(Aggregate):
    """The credit that is used up: a credit memo, or what is left of a payment."""

    txn_id: Annotated[str, Element("TxnID", Kind.ID)]
    refund_amount: Annotated[Number, Element("RefundAmount", Kind.AMT)]


class ARRefundCreditCardAdd(AddMessage):
    """Of a card refund there is no Mod (qbXML reference, section 7)."""

    customer_ref: elements.RequiredCustomerRef
    refund_from_account_ref: Annotated[Ref | None, Element("RefundFromAccountRef", _REF, 159)] = None
    ar_account_ref: elements.ARAccountRef = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    payment_method_ref: elements.PaymentMethodRef = None
    memo: elements.Memo = None
    exchange_rate: elements.ExchangeRate = None
    external_guid: Guid = None
    credits: Annotated[tuple[RefundedCredit, ...], Element("RefundAppliedToTxnAdd", Kind.AGGREGATE)]


class ARRefundCreditCardQuery(TxnQuery):
    pass
