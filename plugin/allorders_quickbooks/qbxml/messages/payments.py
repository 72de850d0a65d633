"""Money that comes in."""

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
    ModMessage,
    Number,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery


class AppliedTo(Aggregate):
    """The invoice that is paid, and how much of the money goes to it."""

    txn_id: Annotated[str, Element("TxnID", Kind.ID)]
    payment_amount: Annotated[Number, Element("PaymentAmount", Kind.AMT)] = None


class _ReceivePaymentFields(Aggregate):
    customer_ref: elements.CustomerRef = None
    ar_account_ref: elements.ARAccountRef = None
    txn_date: elements.TxnDate = None
    ref_number: Annotated[Text, Element("RefNumber", length=20)] = None
    total_amount: Annotated[Number, Element("TotalAmount", Kind.AMT)] = None
    exchange_rate: elements.ExchangeRate = None
    payment_method_ref: elements.PaymentMethodRef = None
    memo: elements.Memo = None
    deposit_to_account_ref: elements.DepositToAccountRef = None


class ReceivePaymentAdd(_ReceivePaymentFields, AddMessage):
    """Exactly one of `is_auto_apply` and `applied_to`; the former only ever as False (section 6)."""

    customer_ref: elements.RequiredCustomerRef
    external_guid: Guid = None
    is_auto_apply: Annotated[Flag, Element("IsAutoApply", Kind.BOOL)] = None
    applied_to: Annotated[tuple[AppliedTo, ...], Element("AppliedToTxnAdd", Kind.AGGREGATE)] = ()


class ReceivePaymentMod(_ReceivePaymentFields, TxnIdentity, ModMessage):
    applied_to: Annotated[tuple[AppliedTo, ...], Element("AppliedToTxnMod", Kind.AGGREGATE)] = ()


class ReceivePaymentQuery(TxnQuery):
    pass
