"""What is sold: the lines that all documents to a customer have, and the invoice."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Attribute,
    CustomValue,
    Element,
    Flag,
    Guid,
    Kind,
    LineIdentity,
    LinkedLine,
    ModMessage,
    Number,
    Ref,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.lists import Iterator
from allorders_quickbooks.qbxml.messages.transactions import LinkedTxnQuery

_REF = Kind.AGGREGATE

CustomValues = Annotated[tuple[CustomValue, ...], Element("DataExt", Kind.AGGREGATE)]


class SaleLine(Aggregate):
    """Quantity with either Rate or Amount; QuickBooks works out the third (qbXML reference, section 6). Of serial and
    lot number there is one at most: either all the serial numbers of the line, or one lot."""

    item_ref: elements.ItemRef = None
    desc: elements.Desc = None
    quantity: elements.Quantity = None
    unit_of_measure: elements.UnitOfMeasure = None
    rate: Annotated[Number, Element("Rate", Kind.PRICE)] = None
    class_ref: elements.ClassRef = None
    amount: elements.Amount = None
    inventory_site_ref: elements.InventorySiteRef = None
    serial_number: elements.SerialNumber = None
    lot_number: elements.LotNumber = None
    sales_tax_code_ref: elements.SalesTaxCodeRef = None
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
    customer_ref: elements.CustomerRef = None
    class_ref: elements.ClassRef = None
    ar_account_ref: elements.ARAccountRef = None
    template_ref: Annotated[Ref | None, Element("TemplateRef", _REF, 31)] = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    bill_address: elements.BillAddress = None
    ship_address: elements.ShipAddress = None
    is_pending: Annotated[Flag, Element("IsPending", Kind.BOOL)] = None
    po_number: elements.PONumber = None
    terms_ref: elements.TermsRef = None
    due_date: elements.DueDate = None
    sales_rep_ref: elements.SalesRepRef = None
    fob: Annotated[Text, Element("FOB", length=13)] = None
    ship_date: elements.ShipDate = None
    ship_method_ref: elements.ShipMethodRef = None
    item_sales_tax_ref: elements.ItemSalesTaxRef = None
    memo: elements.Memo = None
    customer_msg_ref: Annotated[Ref | None, Element("CustomerMsgRef", _REF, 101)] = None
    is_to_be_printed: Annotated[Flag, Element("IsToBePrinted", Kind.BOOL)] = None
    is_to_be_emailed: Annotated[Flag, Element("IsToBeEmailed", Kind.BOOL)] = None
    customer_sales_tax_code_ref: elements.CustomerSalesTaxCodeRef = None
    other: elements.Other = None
    exchange_rate: elements.ExchangeRate = None


class InvoiceAdd(_InvoiceFields, AddMessage):
    customer_ref: elements.RequiredCustomerRef
    external_guid: Guid = None
    lines: Annotated[tuple[InvoiceLine, ...], Element("InvoiceLineAdd", Kind.AGGREGATE)] = ()

    @property
    def linked_to(self) -> frozenset[str]:
        return frozenset(line.link.txn_id for line in self.lines if line.link is not None)


class InvoiceMod(_InvoiceFields, TxnIdentity, ModMessage):
    """With no line at all the lines stay as they are."""

    lines: Annotated[tuple[InvoiceLineChange, ...], Element("InvoiceLineMod", Kind.AGGREGATE)] = ()


class InvoiceQuery(LinkedTxnQuery):
    """Can be read in pages of `max_returned`, however many there are."""

    iterator: Annotated[Iterator | None, Attribute("iterator")] = None
    iterator_id: Annotated[Text, Attribute("iteratorID")] = None
