"""What is sold: the lines that all documents to a customer have, and the invoice."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Attribute,
    CustomValue,
    Day,
    Element,
    Flag,
    Guid,
    Kind,
    LineIdentity,
    LinkedLine,
    ModMessage,
    Number,
    PostalAddress,
    Ref,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.lists import Iterator
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery

_REF = Kind.AGGREGATE

CustomValues = Annotated[tuple[CustomValue, ...], Element("DataExt", Kind.AGGREGATE)]


class SaleLine(Aggregate):
    """Quantity with either Rate or Amount; QuickBooks works out the third (qbXML reference, section 6). Of serial and
    lot number there is one at most: either all the serial numbers of the line, or one lot."""

    item_ref: Annotated[Ref | None, Element("ItemRef", _REF)] = None
    desc: Annotated[Text, Element("Desc", length=4095)] = None
    quantity: Annotated[Number, Element("Quantity", Kind.QUAN)] = None
    unit_of_measure: Annotated[Text, Element("UnitOfMeasure", length=31)] = None
    rate: Annotated[Number, Element("Rate", Kind.PRICE)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    amount: Annotated[Number, Element("Amount", Kind.AMT)] = None
    inventory_site_ref: Annotated[Ref | None, Element("InventorySiteRef", _REF, 31, "10.0")] = None
    serial_number: Annotated[Text, Element("SerialNumber", length=4095, since="11.0")] = None
    lot_number: Annotated[Text, Element("LotNumber", length=40, since="11.0")] = None
    sales_tax_code_ref: Annotated[Ref | None, Element("SalesTaxCodeRef", _REF, 3)] = None
    other1: Annotated[Text, Element("Other1", length=29)] = None
    other2: Annotated[Text, Element("Other2", length=29)] = None


class NewSaleLine(SaleLine):
    """A line of an Add: only there its custom fields can be said along with it (section 10)."""

    custom: CustomValues = ()


class SaleLineChange(SaleLine, LineIdentity):
    """One line of a Mod."""


class InvoiceLine(SaleLine):
    """A line of a new invoice. With `link` it invoices a line of a sales order, and names no item."""

    link: Annotated[LinkedLine | None, Element("LinkToTxn", Kind.AGGREGATE)] = None
    custom: CustomValues = ()


class InvoiceLineChange(SaleLineChange):
    """One line of an invoice's Mod."""


class _InvoiceFields(Aggregate):
    customer_ref: Annotated[Ref | None, Element("CustomerRef", _REF, 209)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    ar_account_ref: Annotated[Ref | None, Element("ARAccountRef", _REF, 159)] = None
    template_ref: Annotated[Ref | None, Element("TemplateRef", _REF, 31)] = None
    txn_date: Annotated[Day, Element("TxnDate", Kind.DATE)] = None
    ref_number: Annotated[Text, Element("RefNumber", length=11)] = None
    bill_address: Annotated[PostalAddress | None, Element("BillAddress", Kind.AGGREGATE)] = None
    ship_address: Annotated[PostalAddress | None, Element("ShipAddress", Kind.AGGREGATE)] = None
    is_pending: Annotated[Flag, Element("IsPending", Kind.BOOL)] = None
    po_number: Annotated[Text, Element("PONumber", length=25)] = None
    terms_ref: Annotated[Ref | None, Element("TermsRef", _REF, 31)] = None
    due_date: Annotated[Day, Element("DueDate", Kind.DATE)] = None
    sales_rep_ref: Annotated[Ref | None, Element("SalesRepRef", _REF, 5)] = None
    fob: Annotated[Text, Element("FOB", length=13)] = None
    ship_date: Annotated[Day, Element("ShipDate", Kind.DATE)] = None
    ship_method_ref: Annotated[Ref | None, Element("ShipMethodRef", _REF, 15)] = None
    item_sales_tax_ref: Annotated[Ref | None, Element("ItemSalesTaxRef", _REF, 31)] = None
    memo: Annotated[Text, Element("Memo", length=4095)] = None
    customer_msg_ref: Annotated[Ref | None, Element("CustomerMsgRef", _REF, 101)] = None
    is_to_be_printed: Annotated[Flag, Element("IsToBePrinted", Kind.BOOL)] = None
    is_to_be_emailed: Annotated[Flag, Element("IsToBeEmailed", Kind.BOOL)] = None
    customer_sales_tax_code_ref: Annotated[Ref | None, Element("CustomerSalesTaxCodeRef", _REF, 3)] = None
    other: Annotated[Text, Element("Other", length=29)] = None
    exchange_rate: Annotated[Number, Element("ExchangeRate", Kind.FLOAT)] = None


class InvoiceAdd(_InvoiceFields, AddMessage):
    customer_ref: Annotated[Ref, Element("CustomerRef", _REF, 209)]
    external_guid: Guid = None
    lines: Annotated[tuple[InvoiceLine, ...], Element("InvoiceLineAdd", Kind.AGGREGATE)] = ()

    @property
    def is_linked(self) -> bool:
        return any(line.link is not None for line in self.lines)


class InvoiceMod(_InvoiceFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    lines: Annotated[tuple[InvoiceLineChange, ...], Element("InvoiceLineMod", Kind.AGGREGATE)] = ()


class InvoiceQuery(TxnQuery):
    """Can be read in pages of `max_returned`, however many there are."""

    iterator: Annotated[Iterator | None, Attribute("iterator")] = None
    iterator_id: Annotated[Text, Attribute("iteratorID")] = None
