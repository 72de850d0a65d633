"""Money that comes in."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Day,
    Element,
    Flag,
    Guid,
    Kind,
    ModMessage,
    Number,
    Ref,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery

_REF = Kind.AGGREGATE


class AppliedTo(Aggregate):
    """The invoice that is paid, and how much of the money goes to it."""

    txn_id: Annotated[str, Element("TxnID", Kind.ID)]
    payment_amount: Annotated[Number, Element("PaymentAmount", Kind.AMT)] = None


class _ReceivePaymentFields(Aggregate):
    customer_ref: Annotated[Ref | None, Element("CustomerRef", _REF, 209)] = None
    ar_account_ref: Annotated[Ref | None, Element("ARAccountRef", _REF, 159)] = None
    txn_date: Annotated[Day, Element("TxnDate", Kind.DATE)] = None
    ref_number: Annotated[Text, Element("RefNumber", length=20)] = None
    total_amount: Annotated[Number, Element("TotalAmount", Kind.AMT)] = None
    exchange_rate: Annotated[Number, Element("ExchangeRate", Kind.FLOAT)] = None
    payment_method_ref: Annotated[Ref | None, Element("PaymentMethodRef", _REF, 31)] = None
    memo: Annotated[Text, Element("Memo", length=4095)] = None
    deposit_to_account_ref: Annotated[Ref | None, Element("DepositToAccountRef", _REF, 159)] = None


class ReceivePaymentAdd(_ReceivePaymentFields, AddMessage):
    """Exactly one of `is_auto_apply` and `applied_to`; the former only ever as False (section 6)."""

    customer_ref: Annotated[Ref, Element("CustomerRef", _REF, 209)]
    external_guid: Guid = None
    is_auto_apply: Annotated[Flag, Element("IsAutoApply", Kind.BOOL)] = None
    applied_to: Annotated[tuple[AppliedTo, ...], Element("AppliedToTxnAdd", Kind.AGGREGATE)] = ()


class ReceivePaymentMod(_ReceivePaymentFields, TxnIdentity, ModMessage):
    applied_to: Annotated[tuple[AppliedTo, ...], Element("AppliedToTxnMod", Kind.AGGREGATE)] = ()


class ReceivePaymentQuery(TxnQuery):
    pass
