"""Items: what a line of a transaction names."""

from __future__ import annotations

from typing import Annotated

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
    Ref,
    Text,
)
from allorders_quickbooks.qbxml.messages.lists import IteratedListQuery

_REF = Kind.AGGREGATE
_Account = Ref | None


class ItemQuery(IteratedListQuery):
    """Items of every type: the names of items are one name space."""


class _InventoryFields(Aggregate):
    name: Annotated[Text, Element("Name", length=31)] = None
    is_active: IsActive = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159, "12.0")] = None
    parent_ref: Annotated[Ref | None, Element("ParentRef", _REF)] = None
    manufacturer_part_number: Annotated[Text, Element("ManufacturerPartNumber", length=31)] = None
    sales_tax_code_ref: elements.SalesTaxCodeRef = None
    sales_desc: Annotated[Text, Element("SalesDesc", length=4095)] = None
    sales_price: Annotated[Number, Element("SalesPrice", Kind.PRICE)] = None
    income_account_ref: Annotated[_Account, Element("IncomeAccountRef", _REF, 159)] = None
    purchase_desc: Annotated[Text, Element("PurchaseDesc", length=4095)] = None
    purchase_cost: Annotated[Number, Element("PurchaseCost", Kind.PRICE)] = None
    cogs_account_ref: Annotated[_Account, Element("COGSAccountRef", _REF, 159)] = None
    pref_vendor_ref: Annotated[Ref | None, Element("PrefVendorRef", _REF, 41)] = None
    asset_account_ref: Annotated[_Account, Element("AssetAccountRef", _REF, 159)] = None
    reorder_point: Annotated[Number, Element("ReorderPoint", Kind.QUAN)] = None


class ItemInventoryAdd(_InventoryFields, AddMessage):
    """Never with a quantity on hand: that would book an adjustment of its own."""

    name: Annotated[str, Element("Name", length=31)]
    external_guid: Guid = None


class ItemInventoryMod(_InventoryFields, ListIdentity, ModMessage):
    pass


class ItemInventoryQuery(IteratedListQuery):
    pass


class _AssemblyFields(Aggregate):
    """An inventory part that is built; its part number is younger than that of others, and it has no components
    here, since those stay with the host."""

    name: Annotated[Text, Element("Name", length=31)] = None
    is_active: IsActive = None
    parent_ref: Annotated[Ref | None, Element("ParentRef", _REF)] = None
    manufacturer_part_number: Annotated[Text, Element("ManufacturerPartNumber", length=31, since="12.0")] = None
    sales_tax_code_ref: elements.SalesTaxCodeRef = None
    sales_desc: Annotated[Text, Element("SalesDesc", length=4095)] = None
    sales_price: Annotated[Number, Element("SalesPrice", Kind.PRICE)] = None
    income_account_ref: Annotated[_Account, Element("IncomeAccountRef", _REF, 159)] = None
    purchase_desc: Annotated[Text, Element("PurchaseDesc", length=4095)] = None
    purchase_cost: Annotated[Number, Element("PurchaseCost", Kind.PRICE)] = None
    cogs_account_ref: Annotated[_Account, Element("COGSAccountRef", _REF, 159)] = None
    asset_account_ref: Annotated[_Account, Element("AssetAccountRef", _REF, 159)] = None


class ItemInventoryAssemblyAdd(_AssemblyFields, AddMessage):
    name: Annotated[str, Element("Name", length=31)]
    external_guid: Guid = None


class ItemInventoryAssemblyMod(_AssemblyFields, ListIdentity, ModMessage):
    pass


class ItemInventoryAssemblyQuery(IteratedListQuery):
    pass


class SalesOrPurchase(Aggregate):
    """What an item without stock costs where it is only sold or only bought."""

    desc: elements.Desc = None
    price: Annotated[Number, Element("Price", Kind.PRICE)] = None
    account_ref: Annotated[_Account, Element("AccountRef", _REF, 159)] = None


class SalesAndPurchase(Aggregate):
    """What an item without stock costs where it is both bought and sold."""

    sales_desc: Annotated[Text, Element("SalesDesc", length=4095)] = None
    sales_price: Annotated[Number, Element("SalesPrice", Kind.PRICE)] = None
    income_account_ref: Annotated[_Account, Element("IncomeAccountRef", _REF, 159)] = None
    purchase_desc: Annotated[Text, Element("PurchaseDesc", length=4095)] = None
    purchase_cost: Annotated[Number, Element("PurchaseCost", Kind.PRICE)] = None
    expense_account_ref: Annotated[_Account, Element("ExpenseAccountRef", _REF, 159)] = None
    pref_vendor_ref: Annotated[Ref | None, Element("PrefVendorRef", _REF, 41)] = None


class _AddPrices(Aggregate):
    sales_or_purchase: Annotated[SalesOrPurchase | None, Element("SalesOrPurchase", Kind.AGGREGATE)] = None
    sales_and_purchase: Annotated[SalesAndPurchase | None, Element("SalesAndPurchase", Kind.AGGREGATE)] = None
    external_guid: Guid = None


class _ModPrices(Aggregate):
    sales_or_purchase: Annotated[SalesOrPurchase | None, Element("SalesOrPurchaseMod", Kind.AGGREGATE)] = None
    sales_and_purchase: Annotated[SalesAndPurchase | None, Element("SalesAndPurchaseMod", Kind.AGGREGATE)] = None


class _ItemFields(Aggregate):
    """Add and Mod of a non-inventory item disagree about the place of ClassRef, so there is none here."""

    name: Annotated[Text, Element("Name", length=31)] = None
    is_active: IsActive = None
    parent_ref: Annotated[Ref | None, Element("ParentRef", _REF)] = None


class _PartNumber(Aggregate):
    manufacturer_part_number: Annotated[Text, Element("ManufacturerPartNumber", length=31)] = None


class _SalesTax(Aggregate):
    sales_tax_code_ref: elements.SalesTaxCodeRef = None


class ItemNonInventoryAdd(_AddPrices, _SalesTax, _PartNumber, _ItemFields, AddMessage):
    name: Annotated[str, Element("Name", length=31)]


class ItemNonInventoryMod(_ModPrices, _SalesTax, _PartNumber, _ItemFields, ListIdentity, ModMessage):
    pass


class ItemNonInventoryQuery(IteratedListQuery):
    pass


class ItemServiceAdd(_AddPrices, _SalesTax, _ItemFields, AddMessage):
    name: Annotated[str, Element("Name", length=31)]


class ItemServiceMod(_ModPrices, _SalesTax, _ItemFields, ListIdentity, ModMessage):
    pass


class ItemServiceQuery(IteratedListQuery):
    pass


class ItemOtherChargeAdd(_AddPrices, _SalesTax, _ItemFields, AddMessage):
    name: Annotated[str, Element("Name", length=31)]


class ItemOtherChargeMod(_ModPrices, _SalesTax, _ItemFields, ListIdentity, ModMessage):
    pass


class ItemOtherChargeQuery(IteratedListQuery):
    pass


class _DiscountFields(_ItemFields):
    item_desc: Annotated[Text, Element("ItemDesc", length=4095)] = None
    sales_tax_code_ref: elements.SalesTaxCodeRef = None
    discount_rate_percent: Annotated[Number, Element("DiscountRatePercent", Kind.PERCENT)] = None
    account_ref: Annotated[_Account, Element("AccountRef", _REF, 159)] = None


class ItemDiscountAdd(_DiscountFields, AddMessage):
    name: Annotated[str, Element("Name", length=31)]
    external_guid: Guid = None


class ItemDiscountMod(_DiscountFields, ListIdentity, ModMessage):
    pass


class ItemDiscountQuery(IteratedListQuery):
    pass


class ItemSalesTaxQuery(IteratedListQuery):
    """Sales tax items are only read."""
