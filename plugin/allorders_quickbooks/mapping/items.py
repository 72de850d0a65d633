"""Items: inventory parts, non-inventory parts, services and other charges."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Item, ItemType

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import FREIGHT
from allorders_quickbooks.mapping.problems import Unmappable, price, setting
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import Message, Ref, longest
from allorders_quickbooks.qbxml.messages.items import ItemInventoryAdd, SalesOrPurchase
from allorders_quickbooks.terms import Binding

_NAME = longest(ItemInventoryAdd, "name")
_DESCRIPTION = longest(ItemInventoryAdd, "sales_desc")
_PART_NUMBER = longest(ItemInventoryAdd, "manufacturer_part_number")

TYPES: Mapping[ItemType, str] = {
    ItemType.INVENTORY: "ItemInventory",
    ItemType.NON_INVENTORY: "ItemNonInventory",
    ItemType.SERVICE: "ItemService",
    ItemType.OTHER_CHARGE: "ItemOtherCharge",
}


class ItemMapper:
    """An item becomes the QuickBooks item of its type, without quantities: those come from transactions."""

    kind = Kind.ITEM.value
    rank = 0
    is_list = True

    def qb_type(self, source: Item) -> str:
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
        fields = self._fields(source, context) | {"external_guid": guid}
        return message_class(f"{self.qb_type(source)}Add")(**fields)

    def mod(self, source: Item, context: Context, binding: Binding) -> Message:
        if binding.qb_type != self.qb_type(source):
            raise Unmappable(
                self.title(source),
                "type",
                f"was changed, and QuickBooks cannot make another kind of a {binding.qb_type}",
                "Change the type back, or make a new item.",
            )
        identity = {"list_id": binding.qb_id, "edit_sequence": binding.edit_sequence}
        return message_class(f"{binding.qb_type}Mod")(**identity | self._fields(source, context))

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def _fields(self, source: Item, context: Context) -> dict[str, Any]:
        """What Add and Mod share. Accounts go along in both, so that a Mod alone is no change of them."""
        fields: dict[str, Any] = {
            "name": context.names.get(source.ref) or self.wanted_name(source),
            "is_active": source.active,
        }
        if source.item_type in (ItemType.INVENTORY, ItemType.NON_INVENTORY):
            fields["manufacturer_part_number"] = names.fitted(source.manufacturer_part, _PART_NUMBER)
        if source.item_type is ItemType.INVENTORY:
            return fields | self._stock(source, context)
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
