"""Simple lists: entries that are little more than a name. None of them has an ExternalGUID, and none a Mod here."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    ActiveStatus,
    AddMessage,
    Aggregate,
    Element,
    IsActive,
    Kind,
    Message,
    Ref,
    Text,
)
from allorders_quickbooks.qbxml.messages.lists import SimpleListQuery

_REF = Kind.AGGREGATE


class _NestedFields(Aggregate):
    """An entry that may stand below another; its Name has no colon, its FullName is `Parent:Child`."""

    name: Annotated[str, Element("Name", length=31)]
    is_active: IsActive = None
    parent_ref: Annotated[Ref | None, Element("ParentRef", _REF)] = None


class CustomerTypeAdd(_NestedFields, AddMessage):
    pass


class CustomerTypeQuery(SimpleListQuery):
    pass


class VendorTypeAdd(_NestedFields, AddMessage):
    pass


class VendorTypeQuery(SimpleListQuery):
    pass


class ClassAdd(_NestedFields, AddMessage):
    pass


class ClassQuery(SimpleListQuery):
    pass


class ShipMethodAdd(AddMessage):
    name: Annotated[str, Element("Name", length=15)]
    is_active: IsActive = None


class ShipMethodQuery(SimpleListQuery):
    pass


class PaymentMethodAdd(AddMessage):
    name: Annotated[str, Element("Name", length=31)]
    is_active: IsActive = None


class PaymentMethodQuery(SimpleListQuery):
    pass


class AccountAdd(_NestedFields, AddMessage):
    """Never with an opening balance: that would be a transaction of its own."""

    account_type: Annotated[str, Element("AccountType", Kind.ENUM)]
    account_number: Annotated[Text, Element("AccountNumber", length=7)] = None
    desc: Annotated[Text, Element("Desc", length=200)] = None


class TermsQuery(SimpleListQuery):
    """Answered by StandardTermsRet and DateDrivenTermsRet."""


class SalesRepQuery(SimpleListQuery):
    """A sales rep goes by the initials."""


class SalesTaxCodeQuery(SimpleListQuery):
    pass


class CurrencyQuery(SimpleListQuery):
    pass


class InventorySiteQuery(Message):
    """Only where the file has sites, hence never before qbXML 10.0."""

    list_id: Annotated[tuple[str, ...], Element("ListID", Kind.ID, since="10.0")] = ()
    full_name: Annotated[tuple[str, ...], Element("FullName", since="10.0")] = ()
    active_status: Annotated[ActiveStatus | None, Element("ActiveStatus", Kind.ENUM, since="10.0")] = None
    from_modified_date: Annotated[Text, Element("FromModifiedDate", Kind.DATETIME, since="10.0")] = None
    to_modified_date: Annotated[Text, Element("ToModifiedDate", Kind.DATETIME, since="10.0")] = None
    include_ret_element: Annotated[tuple[str, ...], Element("IncludeRetElement", length=50, since="10.0")] = ()
