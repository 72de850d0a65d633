"""Items: inventory parts, assemblies, non-inventory parts, services, other charges and discounts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Item, ItemType

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import FREIGHT, PROXY
from allorders_quickbooks.mapping.problems import Unmappable, price, setting
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import Message, Ref, longest
from allorders_quickbooks.qbxml.messages.items import ItemInventoryAdd, SalesAndPurchase, SalesOrPurchase
from allorders_quickbooks.terms import Binding

_NAME = longest(ItemInventoryAdd, "name")
_DESCRIPTION = longest(ItemInventoryAdd, "sales_desc")
_PART_NUMBER = longest(ItemInventoryAdd, "manufacturer_part_number")

TYPES: Mapping[ItemType, str] = {
    ItemType.INVENTORY: "ItemInventory",
    ItemType.ASSEMBLY: "ItemInventoryAssembly",
    ItemType.NON_INVENTORY: "ItemNonInventory",
    ItemType.SERVICE: "ItemService",
    ItemType.OTHER_CHARGE: "ItemOtherCharge",
    ItemType.DISCOUNT: "ItemDiscount",
}
_IN_STOCK = (ItemType.INVENTORY, ItemType.ASSEMBLY)
_BOTH = "SalesAndPurchase"


class ItemMapper:
    """An item becomes the QuickBooks item of its type, without quantities: those come from transactions. An assembly
    goes without its components, which stay with the host."""

    kind = Kind.ITEM.value
    rank = 0
    is_list = True

    def qb_type(self, source: Item, context: Context) -> str:
        return TYPES[source.item_type]

    def title(self, source: Item) -> str:
        return f"Item {source.name}"

    def needs(self, source: Item, context: Context) -> tuple[DocumentRef, ...]:
        return ()

    def wanted_name(self, source: Item) -> str:
        return names.wanted(source.name, _NAME, source.ref)

    def distinct_name(self, source: Item) -> str:
        return names.distinct(source.name, _NAME, source.ref)

    def number(self, source: Item, context: Context) -> str | None:
        return None

    def total(self, source: Item) -> Decimal | None:
        return None

    def add(self, source: Item, context: Context, guid: str) -> Message:
        bought = source.cost != 0 or source.ref.key == PROXY
        fields = self._fields(source, context, both=bought) | {"external_guid": guid}
        return message_class(f"{self.qb_type(source, context)}Add")(**fields)

    def mod(self, source: Item, context: Context, binding: Binding) -> Message:
        if binding.qb_type != self.qb_type(source, context):
            raise Unmappable(
                self.title(source),
                "type",
                f"was changed, and QuickBooks cannot make another kind of a {binding.qb_type}",
                "Change the type back, or make a new item.",
            )
        identity = {"list_id": binding.qb_id, "edit_sequence": binding.edit_sequence}
        fields = self._fields(source, context, both=_BOTH in binding.base or _BOTH in binding.seen)
        return message_class(f"{binding.qb_type}Mod")(**identity | fields)

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def _fields(self, source: Item, context: Context, *, both: bool) -> dict[str, Any]:
        """What Add and Mod share. Accounts go along in both, so that a Mod alone is no change of them. `both`: an
        item without stock is bought as well as sold; it stays what it is once QuickBooks has it."""
        fields: dict[str, Any] = {
            "name": context.names.get(source.ref) or self.wanted_name(source),
            "is_active": source.active,
        }
        if source.item_type in (*_IN_STOCK, ItemType.NON_INVENTORY):
            fields["manufacturer_part_number"] = names.fitted(source.manufacturer_part, _PART_NUMBER)
        if source.item_type in _IN_STOCK:
            return fields | self._stock(source, context)
        if source.item_type is ItemType.DISCOUNT:
            return fields | self._discount(source, context)
        if both:
            return fields | {"sales_and_purchase": self._sale_and_purchase(source, context)}
        return fields | {"sales_or_purchase": self._sale(source, context)}

    def _stock(self, source: Item, context: Context) -> dict[str, Any]:
        title, setup = self.title(source), context.setup
        description = names.fitted(source.description, _DESCRIPTION)
        return {
            "sales_desc": description,
            "sales_price": price(title, "price", source.price),
            "income_account_ref": _account(title, "Income account of items", setup.income_account),
            "purchase_desc": description,
            "purchase_cost": price(title, "cost", source.cost),
            "cogs_account_ref": _account(title, "Cost of goods sold account of items", setup.cogs_account),
            "asset_account_ref": _account(title, "Inventory asset account of items", setup.asset_account),
        }

    def _discount(self, source: Item, context: Context) -> dict[str, Any]:
        title, percent = self.title(source), source.discount * 100
        if not 0 <= percent <= 100:
            raise Unmappable(title, "discount", f"is {percent} per cent", "Correct the discount and save again.")
        return {
            "item_desc": names.fitted(source.description, _DESCRIPTION),
            "discount_rate_percent": price(title, "discount", percent),
            "account_ref": _account(title, "Account of discounts", context.setup.discount_account),
        }

    def _sale_and_purchase(self, source: Item, context: Context) -> SalesAndPurchase:
        title, setup = self.title(source), context.setup
        sold = self._sale(source, context)
        return SalesAndPurchase(
            sales_desc=sold.desc,
            sales_price=sold.price,
            income_account_ref=sold.account_ref,
            purchase_desc=sold.desc,
            purchase_cost=price(title, "cost", source.cost),
            expense_account_ref=_account(title, "Cost of goods sold account of items", setup.cogs_account),
        )

    def _sale(self, source: Item, context: Context) -> SalesOrPurchase:
        title, setup = self.title(source), context.setup
        freight = source.ref.key == FREIGHT
        caption, account = (
            ("Freight income account", setup.freight_account)
            if freight
            else ("Income account of items", setup.income_account)
        )
        return SalesOrPurchase(
            desc=names.fitted(source.description, _DESCRIPTION),
            price=price(title, "price", source.price),
            account_ref=_account(title, caption, account),
        )


def _account(title: str, caption: str, name: str) -> Ref:
    return Ref(full_name=setting(title, caption, name))
