"""What customers have ordered: QuickBooks posts nothing of it, invoices are linked to it."""

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
    PostalAddress,
    Ref,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.sales import NewSaleLine, SaleLineChange
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery

_REF = Kind.AGGREGATE


class _SalesOrderFields(Aggregate):
    customer_ref: Annotated[Ref | None, Element("CustomerRef", _REF, 209)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    txn_date: Annotated[Day, Element("TxnDate", Kind.DATE)] = None
    ref_number: Annotated[Text, Element("RefNumber", length=11)] = None
    bill_address: Annotated[PostalAddress | None, Element("BillAddress", Kind.AGGREGATE)] = None
    ship_address: Annotated[PostalAddress | None, Element("ShipAddress", Kind.AGGREGATE)] = None
    po_number: Annotated[Text, Element("PONumber", length=25)] = None
    terms_ref: Annotated[Ref | None, Element("TermsRef", _REF, 31)] = None
    due_date: Annotated[Day, Element("DueDate", Kind.DATE)] = None
    sales_rep_ref: Annotated[Ref | None, Element("SalesRepRef", _REF, 5)] = None
    ship_date: Annotated[Day, Element("ShipDate", Kind.DATE)] = None
    ship_method_ref: Annotated[Ref | None, Element("ShipMethodRef", _REF, 15)] = None
    item_sales_tax_ref: Annotated[Ref | None, Element("ItemSalesTaxRef", _REF, 31)] = None
    is_manually_closed: Annotated[Flag, Element("IsManuallyClosed", Kind.BOOL)] = None
    memo: Annotated[Text, Element("Memo", length=4095)] = None
    customer_sales_tax_code_ref: Annotated[Ref | None, Element("CustomerSalesTaxCodeRef", _REF, 3)] = None
    other: Annotated[Text, Element("Other", length=29)] = None
    exchange_rate: Annotated[Number, Element("ExchangeRate", Kind.FLOAT)] = None


class SalesOrderAdd(_SalesOrderFields, AddMessage):
    customer_ref: Annotated[Ref, Element("CustomerRef", _REF, 209)]
    external_guid: Guid = None
    lines: Annotated[tuple[NewSaleLine, ...], Element("SalesOrderLineAdd", Kind.AGGREGATE)] = ()


class SalesOrderMod(_SalesOrderFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    lines: Annotated[tuple[SaleLineChange, ...], Element("SalesOrderLineMod", Kind.AGGREGATE)] = ()


class SalesOrderQuery(TxnQuery):
    pass
