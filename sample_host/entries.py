"""What a person, an import or the demo hands over to be saved: one checked, immutable entry a kind.

The rules are the order desk's own (a name is needed, a quantity is positive). What QuickBooks can take is not
asked here: that is the plugin's subject, and it says so with the document's name.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from allorders_hooks.documents import Address
from allorders_hooks.records import ItemType
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _printable(text: str) -> str:
    if any(character < " " and character not in "\t\n\r" for character in text):
        raise ValueError("It holds a character that cannot be printed.")
    return text


def _off_when_empty(value: Any) -> Any:
    return False if value == "" else value


def _nought_when_empty(value: Any) -> Any:
    return Decimal(0) if value == "" else value


def _or_nothing(value: Any) -> Any:
    return None if value == "" else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_printable)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_printable)
]
Flag = Annotated[bool, BeforeValidator(_off_when_empty)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=5)]
Money = Annotated[Amount, BeforeValidator(_nought_when_empty)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=5)]
Fraction = Annotated[Decimal, Field(ge=0, le=1, decimal_places=6)]
RowId = Annotated[int, Field(gt=0, lt=2**31)]
OptionalId = Annotated[RowId | None, BeforeValidator(_or_nothing)]
OptionalMoney = Annotated[Amount | None, BeforeValidator(_or_nothing)]
OptionalDate = Annotated[date | None, BeforeValidator(_or_nothing)]


class Entry(BaseModel):
    """Refuses fields that it does not know; never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CustomerEntry(Entry):
    name: Name
    company_name: Text = ""
    contact: Text = ""
    phone: Text = ""
    fax: Text = ""
    email: Text = ""
    account_number: Text = ""
    bill_to: Address = Address()
    ship_to: Address = Address()
    active: Flag = True


class ItemEntry(Entry):
    name: Name
    item_type: ItemType = ItemType.INVENTORY
    description: Text = ""
    price: Money = Decimal(0)
    cost: Money = Decimal(0)
    manufacturer_part: Text = ""
    active: Flag = True


class LineEntry(Entry):
    """A line as entered. `id` names the saved line that it changes, None makes a new one. Without a price or a
    description the item's own are taken. `discount` is a fraction."""

    id: OptionalId = None
    item_id: OptionalId = None
    description: Text = ""
    quantity: Quantity
    price: OptionalMoney = None
    discount: Fraction = Decimal(0)


class OrderEntry(Entry):
    """Without a number the next one is drawn."""

    customer_id: RowId
    order_date: date
    number: Text = ""
    customer_po: Text = ""
    memo: Text = ""
    freight: Money = Decimal(0)
    ship_to: Address = Address()
    lines: tuple[LineEntry, ...] = Field(min_length=1)


class ShipDocLineEntry(LineEntry):
    """`order_line_id` says which line of the order this one ships."""

    order_line_id: OptionalId = None


class ShipDocEntry(Entry):
    """A shipment. Once it is marked shipped it has a ship date, the document's own date where none was given."""

    txn_date: date
    number: Text = ""
    shipped: Flag = False
    ship_date: OptionalDate = None
    customer_po: Text = ""
    memo: Text = ""
    nc_only: Flag = False
    freight: Money = Decimal(0)
    bill_to: Address = Address()
    ship_to: Address = Address()
    lines: tuple[ShipDocLineEntry, ...] = Field(min_length=1)


class PaymentEntry(Entry):
    txn_date: date
    amount: Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2)]
    number: Text = ""
    method: Text = ""
    reference: Text = ""
    memo: Text = ""
    nc_only: Flag = False
