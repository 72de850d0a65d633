"""The lists of a company file: which kinds of records share a list, and which list a reference looks in.

A list is a name space and an id space of its own: names are unique within it, ids too, and only there. Customers,
vendors, employees and other names share one (qbXML reference, section 6).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of list record. `nested` kinds have parents, and names like `Parent:Child`."""

    name: str
    space: str
    nested: bool = False
    title: str = ""

    @property
    def ret(self) -> str:
        return f"{self.name}Ret"


_ENTITIES = ("Vendor", "Employee", "OtherName")
_ITEMS = (
    "ItemService", "ItemNonInventory", "ItemOtherCharge", "ItemInventory", "ItemInventoryAssembly", "ItemFixedAsset",
    "ItemSubtotal", "ItemDiscount", "ItemPayment", "ItemSalesTax", "ItemGroup",
)  # fmt: skip

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("Customer", "entity", nested=True),
        *(Kind(name, "entity") for name in _ENTITIES),
        *(Kind(name, "item", nested=True) for name in _ITEMS),
        Kind("Account", "account", nested=True),
        Kind("Class", "class", nested=True),
        Kind("StandardTerms", "terms", title="Terms"),
        Kind("DateDrivenTerms", "terms", title="Terms"),
        Kind("ShipMethod", "ship method", title="Ship Method"),
        Kind("PaymentMethod", "payment method", title="Payment Method"),
        Kind("CustomerType", "customer type", nested=True, title="Customer Type"),
        Kind("VendorType", "vendor type", nested=True, title="Vendor Type"),
        Kind("JobType", "job type", nested=True, title="Job Type"),
        Kind("CustomerMsg", "customer message", title="Customer Message"),
        Kind("SalesTaxCode", "sales tax code", title="Sales Tax Code"),
        Kind("SalesRep", "sales rep", title="Sales Rep"),
        Kind("Template", "template"),
        Kind("PriceLevel", "price level", title="Price Level"),
        Kind("Currency", "currency"),
        Kind("InventorySite", "inventory site", nested=True, title="Inventory Site"),
        Kind("UnitOfMeasureSet", "unit of measure set", title="Unit of Measure Set"),
    )
}

LISTS = {
    "Entity": ("Customer", *_ENTITIES),
    "Item": _ITEMS,
    "Terms": ("StandardTerms", "DateDrivenTerms"),
}
"""Queries that read a whole list of several kinds."""


@dataclass(frozen=True)
class Target:
    """What a reference element may name: a list, and the kinds of it that will do (none said: all)."""

    space: str
    title: str
    kinds: tuple[str, ...] = ()


_ACCOUNT = Target("account", "Account")
_CLASS = Target("class", "Class")
_TAX_CODE = Target("sales tax code", "Sales Tax Code")
_PAYMENT_METHOD = Target("payment method", "Payment Method")
_VENDOR = Target("entity", "Vendor", ("Vendor",))
_ANYBODY = Target("entity", "Entity")
_COMPONENT = Target(
    "item",
    "Component Item",
    ("ItemInventory", "ItemInventoryAssembly", "ItemNonInventory", "ItemService", "ItemOtherCharge"),
)
_SITE = Target("inventory site", "Inventory Site")
_UNITS = Target("unit of measure set", "Unit of Measure Set")

REFERENCES: dict[str, Target] = {
    "CustomerRef": Target("entity", "Customer", ("Customer",)),
    "PrefVendorRef": _VENDOR,
    "TaxVendorRef": _VENDOR,
    "VendorRef": _VENDOR,
    "SupervisorRef": Target("entity", "Employee", ("Employee",)),
    "SalesRepEntityRef": Target("entity", "Entity", ("Vendor", "Employee", "OtherName")),
    "PayeeEntityRef": _ANYBODY,
    "ShipToEntityRef": _ANYBODY,
    "ItemRef": Target("item", "Item"),
    "ItemInventoryRef": _COMPONENT,
    "ItemInventoryAssemblyRef": Target("item", "Inventory Assembly", ("ItemInventoryAssembly",)),
    "ItemSalesTaxRef": Target("item", "Sales Tax Item", ("ItemSalesTax",)),
    "ItemGroupRef": Target("item", "Item Group", ("ItemGroup",)),
    "AccountRef": _ACCOUNT,
    "ARAccountRef": _ACCOUNT,
    "APAccountRef": _ACCOUNT,
    "RefundFromAccountRef": _ACCOUNT,
    "IncomeAccountRef": _ACCOUNT,
    "COGSAccountRef": _ACCOUNT,
    "AssetAccountRef": _ACCOUNT,
    "ExpenseAccountRef": _ACCOUNT,
    "DepositToAccountRef": _ACCOUNT,
    "DiscountAccountRef": _ACCOUNT,
    "OverrideItemAccountRef": _ACCOUNT,
    "PrefillAccountRef": _ACCOUNT,
    "ClassRef": _CLASS,
    "DiscountClassRef": _CLASS,
    "TermsRef": Target("terms", "Terms"),
    "ShipMethodRef": Target("ship method", "Ship Method"),
    "PaymentMethodRef": _PAYMENT_METHOD,
    "PreferredPaymentMethodRef": _PAYMENT_METHOD,
    "CustomerTypeRef": Target("customer type", "Customer Type"),
    "CustomerMsgRef": Target("customer message", "Customer Message"),
    "SalesTaxCodeRef": _TAX_CODE,
    "CustomerSalesTaxCodeRef": _TAX_CODE,
    "SalesRepRef": Target("sales rep", "Sales Rep"),
    "TemplateRef": Target("template", "Template"),
    "PriceLevelRef": Target("price level", "Price Level"),
    "JobTypeRef": Target("job type", "Job Type"),
    "VendorTypeRef": Target("vendor type", "Vendor Type"),
    "BillingRateRef": Target("billing rate", "Billing Rate"),
    "PayrollItemWageRef": Target("payroll item", "Payroll Item"),
    "CurrencyRef": Target("currency", "Currency"),
    "InventorySiteRef": _SITE,
    "ParentSiteRef": _SITE,
    "FromInventorySiteRef": _SITE,
    "ToInventorySiteRef": _SITE,
    "UnitOfMeasureSetRef": _UNITS,
    "OverrideUOMSetRef": _UNITS,
}
"""Where each reference element looks. A list that nothing can be added to is simply empty."""


def name_key(full_name: str) -> str:
    """What two names of one list must not share: blanks around each part and case do not count."""
    return ":".join(part.strip().lower() for part in full_name.split(":"))
