"""The tables of the lists: customers, vendors, items, accounts, and the simple lists of names."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from allorders_hooks.documents import Address, Kind
from allorders_hooks.records import ItemType
from sqlalchemy import Enum
from sqlalchemy.orm import Mapped, mapped_column

from sample_host.models_base import NO_ADDRESS, Base, Listed


class Tracking(StrEnum):
    """Whether an item's pieces bear numbers: one for each batch, or one for each piece."""

    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


def _texts(members: type[StrEnum], length: int = 20) -> Enum:
    return Enum(members, native_enum=False, length=length, values_callable=lambda types: [t.value for t in types])


class Partner(Listed):
    """Whom one trades with, on either side."""

    company_name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    fax: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")


class Customer(Partner, Base):
    __tablename__ = "customers"
    kind = Kind.CUSTOMER

    customer_type: Mapped[str] = mapped_column(default="")
    bill_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    ship_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)


class Vendor(Partner, Base):
    __tablename__ = "vendors"
    kind = Kind.VENDOR

    vendor_type: Mapped[str] = mapped_column(default="")
    address: Mapped[Address] = mapped_column(default=NO_ADDRESS)


class Item(Listed, Base):
    __tablename__ = "items"
    kind = Kind.ITEM

    item_type: Mapped[ItemType] = mapped_column(_texts(ItemType))
    tracking: Mapped[Tracking] = mapped_column(_texts(Tracking), default=Tracking.NONE)
    description: Mapped[str] = mapped_column(default="")
    price: Mapped[Decimal] = mapped_column(default=Decimal(0))
    cost: Mapped[Decimal] = mapped_column(default=Decimal(0))
    discount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    manufacturer_part: Mapped[str] = mapped_column(default="")
    taxed: Mapped[bool] = mapped_column(default=False)


class Account(Listed, Base):
    __tablename__ = "accounts"
    kind = Kind.ACCOUNT

    number: Mapped[str] = mapped_column(default="")
    account_type: Mapped[str]
    description: Mapped[str] = mapped_column(default="")


class ClassName(Listed, Base):
    __tablename__ = "classes"
    kind = Kind.CLASS


class CustomerType(Listed, Base):
    __tablename__ = "customer_types"
    kind = Kind.CUSTOMER_TYPE


class VendorType(Listed, Base):
    __tablename__ = "vendor_types"
    kind = Kind.VENDOR_TYPE


class ShipMethod(Listed, Base):
    __tablename__ = "ship_methods"
    kind = Kind.SHIP_METHOD


class PaymentMethod(Listed, Base):
    __tablename__ = "payment_methods"
    kind = Kind.PAYMENT_METHOD


class TakenOnce(Base):
    """What was taken over from the books under a key that is good for one change, and what came of it."""

    __tablename__ = "taken_once"

    key: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[int]
    revision: Mapped[int]
    was_there: Mapped[bool] = mapped_column(default=False)
