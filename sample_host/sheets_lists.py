"""The sheets of the lists: customers, vendors, items, accounts, and the simple lists of names."""

from __future__ import annotations

from typing import Any

from allorders_hooks.records import ItemType

from sample_host import models
from sample_host.entries import AccountEntry, ChoiceEntry, CustomerEntry, ItemEntry, VendorEntry
from sample_host.models import Customer, Item, Vendor
from sample_host.sheets import Column, Field, Next, Sheet, Widget, box, choice, money, number

_ACTIVE = box("active", "Active", "Offered when a document is entered.")
_NAME = Field("name", "Name")
_PERSON = (
    Field("company_name", "Company"),
    Field("contact", "Contact"),
    Field("account_number", "Account"),
    Field("phone", "Phone"),
    Field("fax", "Fax"),
    Field("email", "E-mail"),
)
_TERMS = choice("terms", "Terms", "terms", "(none)")


def _inactive(row: Any) -> tuple[str, ...]:
    return () if row.active else ("inactive",)


CUSTOMERS = Sheet(
    "customers",
    "Customer",
    "Customers",
    Customer,
    CustomerEntry,
    (Customer.name, Customer.account_number, Customer.contact),
    (
        Column("Contact", lambda row: row.contact),
        Column("City", lambda row: row.bill_to.city),
        Column("Phone", lambda row: row.phone),
        Column("Account", lambda row: row.account_number),
    ),
    (_NAME, *_PERSON, choice("customer_type", "Type", "customer_types", "(none)"), _TERMS, _ACTIVE),
    addresses=(Field("bill_to", "Bill to", Widget.ADDRESS), Field("ship_to", "Ship to", Widget.ADDRESS)),
    key="name",
    blank={"active": "on"},
    tags=_inactive,
)
VENDORS = Sheet(
    "vendors",
    "Vendor",
    "Vendors",
    Vendor,
    VendorEntry,
    (Vendor.name, Vendor.account_number, Vendor.contact),
    (
        Column("Contact", lambda row: row.contact),
        Column("City", lambda row: row.address.city),
        Column("Phone", lambda row: row.phone),
        Column("Our account", lambda row: row.account_number),
    ),
    (_NAME, *_PERSON, choice("vendor_type", "Type", "vendor_types", "(none)"), _TERMS, _ACTIVE),
    addresses=(Field("address", "Address", Widget.ADDRESS),),
    key="name",
    blank={"active": "on"},
    nexts=(Next("New purchase order", "purchase-orders"),),
    tags=_inactive,
)
ITEMS = Sheet(
    "items",
    "Item",
    "Items",
    Item,
    ItemEntry,
    (Item.name, Item.description),
    (
        Column("Type", lambda row: row.item_type.value.replace("_", " ")),
        Column("Description", lambda row: row.description),
        Column("Cost", lambda row: money(row.cost), number=True),
        Column("Price", lambda row: money(row.price), number=True),
    ),
    (
        _NAME,
        choice("item_type", "Type", "item_types"),
        number("price", "Price"),
        number("cost", "Cost"),
        choice("tracking", "Numbers", "trackings"),
        number("discount", "Discount %", "What an item of the type discount takes off."),
        Field("manufacturer_part", "Manufacturer's part number"),
        box("taxed", "Taxed", "Sales tax is due on it."),
        _ACTIVE,
        Field("description", "Description", Widget.AREA),
    ),
    key="name",
    blank={"active": "on", "item_type": ItemType.INVENTORY.value, "tracking": "none"},
    tags=_inactive,
)
ACCOUNTS = Sheet(
    "accounts",
    "Account",
    "Accounts",
    models.Account,
    AccountEntry,
    (models.Account.name, models.Account.number),
    (Column("Type", lambda row: row.account_type), Column("Number", lambda row: row.number)),
    (
        _NAME,
        choice("account_type", "Type", "account_types", "(choose)"),
        Field("number", "Number"),
        _ACTIVE,
        Field("description", "Description", Widget.AREA),
    ),
    key="name",
    blank={"active": "on"},
    tags=_inactive,
)


def _names(path: str, name: str, names: str, model: type[models.Listed]) -> Sheet:
    """A list that has names and nothing else."""
    return Sheet(
        path,
        name,
        names,
        model,
        ChoiceEntry,
        (model.name,),
        (),
        (_NAME, _ACTIVE),
        key="name",
        blank={"active": "on"},
        tags=_inactive,
    )


SHEETS = (
    CUSTOMERS,
    VENDORS,
    ITEMS,
    ACCOUNTS,
    _names("classes", "Class", "Classes", models.ClassName),
    _names("customer-types", "Customer type", "Customer types", models.CustomerType),
    _names("vendor-types", "Vendor type", "Vendor types", models.VendorType),
    _names("ship-methods", "Ship method", "Ship methods", models.ShipMethod),
    _names("payment-methods", "Payment method", "Payment methods", models.PaymentMethod),
)
