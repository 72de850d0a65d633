"""What a person, an import or the demo hands over to be saved: one checked, immutable entry a kind.

The rules are the order desk's own (a name is needed, a quantity is positive). What QuickBooks can take is not
asked here: that is the plugin's subject, and it says so with the document's name. Here are lists and sales.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allorders_hooks.documents import Address
from allorders_hooks.records import ItemType
from pydantic import Field

from sample_host.entry_fields import (
    Charge,
    DocumentEntry,
    Entry,
    Flag,
    Fraction,
    LineEntry,
    Money,
    Name,
    OptionalCharge,
    OptionalDate,
    OptionalId,
    RowId,
    Text,
)
from sample_host.models_lists import Tracking

__all__ = [
    "AccountEntry",
    "ChoiceEntry",
    "CustomerEntry",
    "CustomerReturnEntry",
    "Entry",
    "ItemEntry",
    "LineEntry",
    "OrderEntry",
    "PaidOrderEntry",
    "PaymentEntry",
    "RefundEntry",
    "ShipDocEntry",
    "ShipDocLineEntry",
    "VendorEntry",
]


class CustomerEntry(Entry):
    name: Name
    company_name: Text = ""
    contact: Text = ""
    phone: Text = ""
    fax: Text = ""
    email: Text = ""
    account_number: Text = ""
    customer_type: Text = ""
    terms: Text = ""
    bill_to: Address = Address()
    ship_to: Address = Address()
    active: Flag = True


class VendorEntry(Entry):
    name: Name
    company_name: Text = ""
    contact: Text = ""
    phone: Text = ""
    fax: Text = ""
    email: Text = ""
    account_number: Text = ""
    vendor_type: Text = ""
    terms: Text = ""
    address: Address = Address()
    active: Flag = True


class ItemEntry(Entry):
    """`discount` is a fraction, for an item of that type."""

    name: Name
    item_type: ItemType = ItemType.INVENTORY
    tracking: Tracking = Tracking.NONE
    description: Text = ""
    price: Money = Decimal(0)
    cost: Money = Decimal(0)
    discount: Fraction = Decimal(0)
    manufacturer_part: Text = ""
    taxed: Flag = False
    active: Flag = True


class ChoiceEntry(Entry):
    """An entry of a simple list."""

    name: Name
    active: Flag = True


class AccountEntry(Entry):
    name: Name
    account_type: Name
    number: Text = ""
    description: Text = ""
    active: Flag = True


class OrderEntry(Entry):
    """Without a number the next one is drawn."""

    customer_id: RowId
    order_date: date
    number: Text = ""
    customer_po: Text = ""
    terms: Text = ""
    ship_method: Text = ""
    class_name: Text = ""
    tax_item: Text = ""
    memo: Text = ""
    nc_only: Flag = False
    closed: Flag = False
    freight: Money = Decimal(0)
    ship_to: Address = Address()
    lines: tuple[LineEntry, ...] = Field(min_length=1)


class ShipDocLineEntry(LineEntry):
    """`order_line_id` says which line of the order this one ships."""

    order_line_id: OptionalId = None


class ShipDocEntry(DocumentEntry):
    """A shipment. Once it is marked shipped it has a ship date, the document's own date where none was given.
    `tracking` has one number a line; `paid_by` is the method where it was paid in full on the spot."""

    shipped: Flag = False
    ship_date: OptionalDate = None
    customer_po: Text = ""
    terms: Text = ""
    ship_method: Text = ""
    class_name: Text = ""
    tax_item: Text = ""
    tracking: Text = ""
    paid_by: Text = ""
    freight: Money = Decimal(0)
    bill_to: Address = Address()
    ship_to: Address = Address()
    lines: tuple[ShipDocLineEntry, ...] = Field(min_length=1)


class CustomerReturnEntry(DocumentEntry):
    """Goods that came back, at positive quantities; of which shipment, where that is known."""

    customer_id: RowId
    ship_doc_id: OptionalId = None
    customer_po: Text = ""
    class_name: Text = ""
    tax_item: Text = ""
    freight: Money = Decimal(0)
    lines: tuple[LineEntry, ...] = Field(min_length=1)


class PaidOrderEntry(Entry):
    """An order that a payment is for; without an amount it gets whatever it needs."""

    order_id: RowId
    amount: OptionalCharge = None


class PaymentEntry(DocumentEntry):
    """`lines` are the orders that it is for; without any, it is for the order on whose page it is taken."""

    amount: Charge
    method: Text = ""
    reference: Text = ""
    lines: tuple[PaidOrderEntry, ...] = ()


class RefundEntry(DocumentEntry):
    """Money given back, of a payment or for a return."""

    customer_id: RowId
    payment_id: OptionalId = None
    return_id: OptionalId = None
    amount: Charge
    method: Text = ""
    reference: Text = ""
