"""What a host lists: customers, vendors, items ... as pure data. Like documents, records carry what the host holds."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field, SecretStr

from allorders_hooks.documents import Address, DocumentRef
from allorders_hooks.frozen import Frozen


class Record(Frozen):
    """What all list records share. `revision` grows by each save of this record."""

    ref: DocumentRef
    name: str
    revision: int
    active: bool = True


class CreditCard(Frozen):
    """A customer's card on file. There is no security code: nobody may keep one. The number shows in no text."""

    number: SecretStr
    expiration_month: int = Field(ge=1, le=12)
    expiration_year: int = Field(ge=2000, le=2099)
    name: str = ""
    address: str = ""
    postal_code: str = ""


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
    customer_type: str = ""
    terms: str = ""
    currency: str = ""
    credit_card: CreditCard | None = None


class Vendor(Record):
    """`account_number` is ours with the vendor."""

    type: Literal["vendor"] = "vendor"
    company_name: str = ""
    contact: str = ""
    address: Address = Address()
    phone: str = ""
    fax: str = ""
    email: str = ""
    account_number: str = ""
    vendor_type: str = ""
    terms: str = ""
    currency: str = ""


class ItemType(StrEnum):
    INVENTORY = "inventory"
    ASSEMBLY = "assembly"
    NON_INVENTORY = "non_inventory"
    SERVICE = "service"
    OTHER_CHARGE = "other_charge"
    DISCOUNT = "discount"


class Item(Record):
    """Something that a line may name. `price` and `cost` are per unit; `manufacturer_part` may be empty.

    `discount` is what an item of that type takes off, a fraction. An assembly's components stay with the host."""

    type: Literal["item"] = "item"
    item_type: ItemType = ItemType.INVENTORY
    description: str = ""
    price: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    manufacturer_part: str = ""
    taxed: bool = False


class Account(Record):
    """An account that somebody added from here; others are only named. `account_type` is the accounting system's own
    word ("Expense", "Income", "OtherCurrentAsset" ...)."""

    type: Literal["account"] = "account"
    number: str = ""
    account_type: str
    description: str = ""


class Choice(Record):
    """An entry of a simple list; its kind says which: customer and vendor types, ship and payment methods, classes."""

    type: Literal["choice"] = "choice"


AnyRecord = Customer | Vendor | Item | Account | Choice
