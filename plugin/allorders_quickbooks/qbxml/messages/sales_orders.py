"""What customers have ordered: QuickBooks posts nothing of it, invoices are linked to it."""

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
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.sales import NewSaleLine, SaleLineChange
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery


class _SalesOrderFields(Aggregate):
    customer_ref: elements.CustomerRef = None
    class_ref: elements.ClassRef = None
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
    is_manually_closed: Annotated[Flag, Element("IsManuallyClosed", Kind.BOOL)] = None
    memo: elements.Memo = None
    customer_sales_tax_code_ref: elements.CustomerSalesTaxCodeRef = None
    other: elements.Other = None
    exchange_rate: elements.ExchangeRate = None


class SalesOrderAdd(_SalesOrderFields, AddMessage):
    customer_ref: elements.RequiredCustomerRef
    external_guid: Guid = None
    lines: Annotated[tuple[NewSaleLine, ...], Element("SalesOrderLineAdd", Kind.AGGREGATE)] = ()


class SalesOrderMod(_SalesOrderFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    lines: Annotated[tuple[SaleLineChange, ...], Element("SalesOrderLineMod", Kind.AGGREGATE)] = ()


class SalesOrderQuery(TxnQuery):
    pass
