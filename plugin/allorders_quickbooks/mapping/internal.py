"""Records that the plugin itself needs in QuickBooks, with keys that no host uses: they begin with "@".

Some it makes: the item for freight, the proxy item, the vendor of work orders. Others are entries of simple lists
that a document or record names by their text alone. Each becomes a record like any other, so it is looked up by its
name, bound where QuickBooks has it, and added where QuickBooks has not and its list may be written to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import AnyRecord, Choice, Item, ItemType, Vendor

from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.mapping import names
from allorders_quickbooks.qbxml.messages.base import longest
from allorders_quickbooks.qbxml.messages.simple_lists import (
    AccountAdd,
    ClassAdd,
    CustomerTypeAdd,
    PaymentMethodAdd,
    ShipMethodAdd,
    VendorTypeAdd,
)

_OWN = "@"
FREIGHT = "@freight"
PROXY = "@proxy"
WORK_ORDERS = "@work orders"

TERMS = "terms"
SALES_REP = "sales_rep"
TAX_CODE = "tax_code"
TAX_ITEM = "tax_item"
CURRENCY = "currency"
SITE = "site"


@dataclass(frozen=True)
class SimpleList:
    """A list of entries that go by their names. `nested` ones stand below each other, `Parent:Child`; nothing is ever
    written to one that is `only_read`. `length` is that of a Name, not of a whole path."""

    kind: str
    qb_type: str
    title: str
    length: int
    nested: bool = False
    only_read: bool = False

    def name(self, text: str) -> str:
        """The name that an entry has or shall have, whoever mentions it: the same text is the same entry."""
        if self.only_read:
            return names.looked_for(text)
        parts = text.split(":") if self.nested else [text]
        named = [names.entry(part, self.length) for part in parts if part.strip()]
        return ":".join(named) or names.entry(text, self.length)


SIMPLE_LISTS: Mapping[str, SimpleList] = {
    each.kind: each
    for each in (
        SimpleList(Kind.CUSTOMER_TYPE, "CustomerType", "Customer type", longest(CustomerTypeAdd, "name"), nested=True),
        SimpleList(Kind.VENDOR_TYPE, "VendorType", "Vendor type", longest(VendorTypeAdd, "name"), nested=True),
        SimpleList(Kind.SHIP_METHOD, "ShipMethod", "Shipping method", longest(ShipMethodAdd, "name")),
        SimpleList(Kind.PAYMENT_METHOD, "PaymentMethod", "Payment method", longest(PaymentMethodAdd, "name")),
        SimpleList(Kind.CLASS, "Class", "Class", longest(ClassAdd, "name"), nested=True),
        SimpleList(Kind.ACCOUNT, "Account", "Account", longest(AccountAdd, "name"), nested=True),
        SimpleList(TERMS, "Terms", "Terms", 31, only_read=True),
        SimpleList(SALES_REP, "SalesRep", "Sales rep", 5, only_read=True),
        SimpleList(TAX_CODE, "SalesTaxCode", "Sales tax code", 3, only_read=True),
        SimpleList(TAX_ITEM, "ItemSalesTax", "Sales tax item", 31, only_read=True),
        SimpleList(CURRENCY, "Currency", "Currency", 64, only_read=True),
        SimpleList(SITE, "InventorySite", "Inventory site", 31, only_read=True),
    )
}


def freight_item(company: str) -> DocumentRef:
    """The item of the freight line of an invoice or a purchase order."""
    return DocumentRef(company=company, kind=Kind.ITEM.value, key=FREIGHT)


def proxy_item(company: str) -> DocumentRef:
    """The item that stands for every other one where items do not synchronize."""
    return DocumentRef(company=company, kind=Kind.ITEM.value, key=PROXY)


def work_order_vendor(company: str) -> DocumentRef:
    """The vendor of the bills that work orders become; nobody is ever owed anything on them."""
    return DocumentRef(company=company, kind=Kind.VENDOR.value, key=WORK_ORDERS)


def choice(company: str, kind: str, name: str) -> DocumentRef:
    """The entry of that name of a simple list (see SIMPLE_LISTS); KeyError for any other kind.

    A document that mentions one needs it: QuickBooks has it then, by the time the document goes. An entry of a list
    that is only read, and any account, is not made from its name alone: where QuickBooks lacks it, it is held as a
    missing setting that names it, and looked for again in every run.
    """
    return DocumentRef(company=company, kind=str(kind), key=_OWN + SIMPLE_LISTS[kind].name(name))


def choices(company: str, **named: str) -> tuple[DocumentRef, ...]:
    """The entries of several lists, by kind; an empty name is no entry: `choices("main", terms="Net 30")`."""
    return tuple(choice(company, kind, name) for kind, name in named.items() if name.strip())


def is_internal(ref: DocumentRef) -> bool:
    """Whether a record is the plugin's own and not the host's."""
    return ref.key.startswith(_OWN)


def is_only_named(ref: DocumentRef) -> bool:
    """Whether nothing but a name is known of it, and more would be needed to make it: an account needs a type."""
    return ref.kind == Kind.ACCOUNT and is_internal(ref)


def internal_record(ref: DocumentRef, setup: CompanySetup) -> AnyRecord | None:
    """The record of that name if it is one of the plugin's own, as the set-up describes it."""
    if ref == freight_item(ref.company):
        return Item(
            ref=ref, name=setup.freight_item, revision=0, item_type=ItemType.OTHER_CHARGE, description="Freight"
        )
    if ref == proxy_item(ref.company):
        return Item(ref=ref, name=setup.proxy_item, revision=0, item_type=ItemType.NON_INVENTORY)
    if ref == work_order_vendor(ref.company):
        return Vendor(ref=ref, name=setup.work_order_vendor, revision=0)
    if is_internal(ref) and ref.kind in SIMPLE_LISTS:
        return Choice(ref=ref, name=ref.key.removeprefix(_OWN), revision=0)
    return None
