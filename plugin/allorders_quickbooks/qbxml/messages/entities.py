"""Names that transactions are written to: customers, vendors, and the other names among which the fence stands."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Element,
    Guid,
    IsActive,
    Kind,
    ListIdentity,
    ModMessage,
    Number,
    PostalAddress,
    Ref,
    Text,
)
from allorders_quickbooks.qbxml.messages.lists import IteratedListQuery, ListQuery

_REF = Kind.AGGREGATE


class _OtherNameFields(Aggregate):
    name: Annotated[Text, Element("Name", length=41)] = None
    is_active: IsActive = None
    company_name: Annotated[Text, Element("CompanyName", length=41)] = None
    account_number: Annotated[Text, Element("AccountNumber", length=99)] = None
    notes: Annotated[Text, Element("Notes", length=4095)] = None


class OtherNameAdd(_OtherNameFields, AddMessage):
    name: Annotated[str, Element("Name", length=41)]
    external_guid: Guid = None


class OtherNameMod(_OtherNameFields, ListIdentity, ModMessage):
    pass


class OtherNameQuery(ListQuery):
    pass


class EmployeeQuery(ListQuery):
    """Employees are only read, and of each no more than its name: see `phases.pull`."""


class _Identity(Aggregate):
    external_guid: Guid = None


class CreditCardInfo(Aggregate):
    """A customer's card; whoever sends it keeps the content of the set sealed."""

    credit_card_number: Annotated[str, Field(repr=False), Element("CreditCardNumber", length=25)]
    expiration_month: Annotated[int, Element("ExpirationMonth", Kind.INT)]
    expiration_year: Annotated[int, Element("ExpirationYear", Kind.INT)]
    name_on_card: Annotated[Text, Element("NameOnCard", length=41)] = None
    credit_card_address: Annotated[Text, Element("CreditCardAddress", length=41)] = None
    credit_card_postal_code: Annotated[Text, Element("CreditCardPostalCode", length=41)] = None


class _CustomerFields(Aggregate):
    name: Annotated[Text, Element("Name", length=41)] = None
    is_active: IsActive = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159, "12.0")] = None
    parent_ref: Annotated[Ref | None, Element("ParentRef", _REF)] = None
    company_name: Annotated[Text, Element("CompanyName", length=41)] = None
    salutation: Annotated[Text, Element("Salutation", length=15)] = None
    first_name: Annotated[Text, Element("FirstName", length=25)] = None
    middle_name: Annotated[Text, Element("MiddleName", length=5)] = None
    last_name: Annotated[Text, Element("LastName", length=25)] = None
    job_title: Annotated[Text, Element("JobTitle", length=41, since="12.0")] = None
    bill_address: elements.BillAddress = None
    ship_address: elements.ShipAddress = None
    phone: Annotated[Text, Element("Phone", length=21)] = None
    alt_phone: Annotated[Text, Element("AltPhone", length=21)] = None
    fax: Annotated[Text, Element("Fax", length=21)] = None
    email: Annotated[Text, Element("Email", length=1023)] = None
    cc: Annotated[Text, Element("Cc", length=1023, since="12.0")] = None
    contact: Annotated[Text, Element("Contact", length=41)] = None
    alt_contact: Annotated[Text, Element("AltContact", length=41)] = None
    customer_type_ref: Annotated[Ref | None, Element("CustomerTypeRef", _REF, 159)] = None
    terms_ref: elements.TermsRef = None
    sales_rep_ref: elements.SalesRepRef = None
    sales_tax_code_ref: elements.SalesTaxCodeRef = None
    item_sales_tax_ref: elements.ItemSalesTaxRef = None
    resale_number: Annotated[Text, Element("ResaleNumber", length=15)] = None
    account_number: Annotated[Text, Element("AccountNumber", length=99)] = None
    credit_limit: Annotated[Number, Element("CreditLimit", Kind.AMT)] = None
    preferred_payment_method_ref: Annotated[Ref | None, Element("PreferredPaymentMethodRef", _REF, 31)] = None
    credit_card_info: Annotated[CreditCardInfo | None, Element("CreditCardInfo", Kind.AGGREGATE)] = None
    notes: Annotated[Text, Element("Notes", length=4095)] = None
    price_level_ref: Annotated[Ref | None, Element("PriceLevelRef", _REF, 31)] = None


class _Currency(Aggregate):
    currency_ref: Annotated[Ref | None, Element("CurrencyRef", _REF, 64)] = None


class CustomerAdd(_Currency, _Identity, _CustomerFields, AddMessage):
    name: Annotated[str, Element("Name", length=41)]


class CustomerMod(_Currency, _CustomerFields, ListIdentity, ModMessage):
    pass


class CustomerQuery(IteratedListQuery):
    pass


class _VendorFields(Aggregate):
    name: Annotated[Text, Element("Name", length=41)] = None
    is_active: IsActive = None
    company_name: Annotated[Text, Element("CompanyName", length=41)] = None
    vendor_address: Annotated[PostalAddress | None, Element("VendorAddress", Kind.AGGREGATE)] = None
    phone: Annotated[Text, Element("Phone", length=21)] = None
    fax: Annotated[Text, Element("Fax", length=21)] = None
    email: Annotated[Text, Element("Email", length=1023)] = None
    contact: Annotated[Text, Element("Contact", length=41)] = None
    account_number: Annotated[Text, Element("AccountNumber", length=99)] = None
    notes: Annotated[Text, Element("Notes", length=4095)] = None
    vendor_type_ref: Annotated[Ref | None, Element("VendorTypeRef", _REF, 159)] = None
    terms_ref: elements.TermsRef = None


class VendorAdd(_Currency, _Identity, _VendorFields, AddMessage):
    """Never with an opening balance: that would book a bill."""

    name: Annotated[str, Element("Name", length=41)]


class VendorMod(_Currency, _VendorFields, ListIdentity, ModMessage):
    pass


class VendorQuery(IteratedListQuery):
    pass
