"""Elements that stand in many messages, spelled once with their kinds and greatest lengths (qbXML reference, sections 3
and 4). Each is named as Intuit names it; where a message must have one, its name says so."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import Day, Element, Kind, Number, PostalAddress, Ref, Text

_REF = Kind.AGGREGATE

ARAccountRef = Annotated[Ref | None, Element("ARAccountRef", _REF, 159)]
AccountRef = Annotated[Ref | None, Element("AccountRef", _REF, 159)]
ClassRef = Annotated[Ref | None, Element("ClassRef", _REF, 159)]
CustomerRef = Annotated[Ref | None, Element("CustomerRef", _REF, 209)]
CustomerSalesTaxCodeRef = Annotated[Ref | None, Element("CustomerSalesTaxCodeRef", _REF, 3)]
DepositToAccountRef = Annotated[Ref | None, Element("DepositToAccountRef", _REF, 159)]
InventorySiteRef = Annotated[Ref | None, Element("InventorySiteRef", _REF, 31, "10.0")]
ItemRef = Annotated[Ref | None, Element("ItemRef", _REF)]
ItemSalesTaxRef = Annotated[Ref | None, Element("ItemSalesTaxRef", _REF, 31)]
PaymentMethodRef = Annotated[Ref | None, Element("PaymentMethodRef", _REF, 31)]
RequiredCustomerRef = Annotated[Ref, Element("CustomerRef", _REF, 209)]
RequiredVendorRef = Annotated[Ref, Element("VendorRef", _REF, 41)]
SalesRepRef = Annotated[Ref | None, Element("SalesRepRef", _REF, 5)]
SalesTaxCodeRef = Annotated[Ref | None, Element("SalesTaxCodeRef", _REF, 3)]
ShipMethodRef = Annotated[Ref | None, Element("ShipMethodRef", _REF, 15)]
TermsRef = Annotated[Ref | None, Element("TermsRef", _REF, 31)]
VendorRef = Annotated[Ref | None, Element("VendorRef", _REF, 41)]
Desc = Annotated[Text, Element("Desc", length=4095)]
LotNumber = Annotated[Text, Element("LotNumber", length=40, since="11.0")]
Memo = Annotated[Text, Element("Memo", length=4095)]
Other = Annotated[Text, Element("Other", length=29)]
PONumber = Annotated[Text, Element("PONumber", length=25)]
RefNumber = Annotated[Text, Element("RefNumber", length=11)]
SerialNumber = Annotated[Text, Element("SerialNumber", length=4095, since="11.0")]
UnitOfMeasure = Annotated[Text, Element("UnitOfMeasure", length=31)]
DueDate = Annotated[Day, Element("DueDate", Kind.DATE)]
ShipDate = Annotated[Day, Element("ShipDate", Kind.DATE)]
TxnDate = Annotated[Day, Element("TxnDate", Kind.DATE)]
Amount = Annotated[Number, Element("Amount", Kind.AMT)]
ExchangeRate = Annotated[Number, Element("ExchangeRate", Kind.FLOAT)]
Quantity = Annotated[Number, Element("Quantity", Kind.QUAN)]
BillAddress = Annotated[PostalAddress | None, Element("BillAddress", Kind.AGGREGATE)]
ShipAddress = Annotated[PostalAddress | None, Element("ShipAddress", Kind.AGGREGATE)]
