"""What customers have given back: a credit that invoices or a refund may use up."""

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
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.sales import NewSaleLine, SaleLineChange
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery


class _CreditMemoFields(Aggregate):
    customer_ref: elements.CustomerRef = None
    class_ref: elements.ClassRef = None
    ar_account_ref: elements.ARAccountRef = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    bill_address: elements.BillAddress = None
    ship_address: elements.ShipAddress = None
    po_number: elements.PONumber = None
    terms_ref: elements.TermsRef = None
    due_date: elements.DueDate = None
    sales_rep_ref: elements.SalesRepRef = None
    ship_date: elements.ShipDate = None
    ship_method_ref: elements.ShipMethodRef = None
    item_sales_tax_ref: elements.ItemSalesTaxRef = None
    memo: elements.Memo = None
    customer_sales_tax_code_ref: elements.CustomerSalesTaxCodeRef = None
    other: elements.Other = None
    exchange_rate: elements.ExchangeRate = None


class CreditMemoAdd(_CreditMemoFields, AddMessage):
    customer_ref: elements.RequiredCustomerRef
    external_guid: Guid = None
    lines: Annotated[tuple[NewSaleLine, ...], Element("CreditMemoLineAdd", Kind.AGGREGATE)] = ()


class CreditMemoMod(_CreditMemoFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    lines: Annotated[tuple[SaleLineChange, ...], Element("CreditMemoLineMod", Kind.AGGREGATE)] = ()


class CreditMemoQuery(TxnQuery):
    pass
