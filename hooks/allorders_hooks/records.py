"""What a host lists: customers, items ... as pure data. Like documents, records carry what the host holds."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from allorders_hooks.documents import Address, DocumentRef
from allorders_hooks.frozen import Frozen


class Record(Frozen):
    """What all list records share. `revision` grows by each save of this record."""

    ref: DocumentRef
    name: str
    revision: int
    active: bool = True


class Customer(Record):
    type: Literal["customer"] = "customer"
    company_name: str = ""
    contact: str = ""
    bill_to: Address = Address()
    ship_to: Address = Address()
    phone: str = ""
    fax: str = ""
    email: str = ""
    account_number: str = ""


class ItemType(StrEnum):
    INVENTORY = "inventory"
    NON_INVENTORY = "non_inventory"
    SERVICE = "service"
    OTHER_CHARGE = "other_charge"


class Item(Record):
    """Something that a line may name. `price` and `cost` are per unit; `manufacturer_part` may be empty."""

    type: Literal["item"] = "item"
    item_type: ItemType = ItemType.INVENTORY
    description: str = ""
    price: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    manufacturer_part: str = ""


AnyRecord = Customer | Item
