"""What was sold and paid on the spot: no receivable comes of it."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Element,
    Guid,
    Kind,
    ModMessage,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.sales import NewSaleLine, SaleLineChange
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery


class _SalesReceiptFields(Aggregate):
    customer_ref: elements.CustomerRef = None
    class_ref: elements.ClassRef = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    bill_address: elements.BillAddress = None
    ship_address: elements.ShipAddress = None
    check_number: Annotated[Text, Element("CheckNumber", length=25)] = None
    payment_method_ref: elements.PaymentMethodRef = None
    due_date: elements.DueDate = None
    sales_rep_ref: elements.SalesRepRef = None
    ship_date: elements.ShipDate = None
    ship_method_ref: elements.ShipMethodRef = None
    item_sales_tax_ref: elements.ItemSalesTaxRef = None
    memo: elements.Memo = None
    customer_sales_tax_code_ref: elements.CustomerSalesTaxCodeRef = None
    deposit_to_account_ref: elements.DepositToAccountRef = None
    other: elements.Other = None
    exchange_rate: elements.ExchangeRate = None


class SalesReceiptAdd(_SalesReceiptFields, AddMessage):
    external_guid: Guid = None
    lines: Annotated[tuple[NewSaleLine, ...], Element("SalesReceiptLineAdd", Kind.AGGREGATE)] = ()


class SalesReceiptMod(_SalesReceiptFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    lines: Annotated[tuple[SaleLineChange, ...], Element("SalesReceiptLineMod", Kind.AGGREGATE)] = ()


class SalesReceiptQuery(TxnQuery):
    pass
