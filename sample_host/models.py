"""The tables: customers, items, sales orders, ship docs, payments. Deleted rows stay, for the sweep to tell of."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from allorders_hooks.documents import Address, Kind
from allorders_hooks.records import ItemType
from sqlalchemy import Enum, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from sample_host.columns import Exact, Moment, PostalAddress

_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
NO_ADDRESS = Address()


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_CONSTRAINTS)
    type_annotation_map = {Decimal: Exact, datetime: Moment, Address: PostalAddress}  # noqa: RUF012


class Saved:
    """What every row that a plugin may hear of has: `revision` grows by each save, `saved_at` is its moment."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(index=True)
    deleted: Mapped[bool] = mapped_column(default=False)


class Customer(Saved, Base):
    __tablename__ = "customers"
    kind = Kind.CUSTOMER

    name: Mapped[str] = mapped_column(index=True)
    company_name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    fax: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    account_number: Mapped[str] = mapped_column(default="")
    bill_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    ship_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    active: Mapped[bool] = mapped_column(default=True)


class Item(Saved, Base):
    __tablename__ = "items"
    kind = Kind.ITEM

    name: Mapped[str] = mapped_column(index=True)
    item_type: Mapped[ItemType] = mapped_column(
        Enum(ItemType, native_enum=False, length=20, values_callable=lambda types: [t.value for t in types])
    )
    description: Mapped[str] = mapped_column(default="")
    price: Mapped[Decimal] = mapped_column(default=Decimal(0))
    cost: Mapped[Decimal] = mapped_column(default=Decimal(0))
    manufacturer_part: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class LineColumns:
    """What the lines of orders and of ship docs share. `amount` is worked out when the line is saved.

    A number is never given to a second line: plugins remember lines by it.
    """

    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    description: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal]
    price: Mapped[Decimal]
    discount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    amount: Mapped[Decimal]

    @declared_attr
    def item_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("items.id"))


class OrderLine(LineColumns, Base):
    __tablename__ = "sales_order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("sales_orders.id"), index=True)


class SalesOrder(Saved, Base):
    __tablename__ = "sales_orders"

    number: Mapped[str] = mapped_column(index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    order_date: Mapped[date]
    customer_po: Mapped[str] = mapped_column(default="")
    memo: Mapped[str] = mapped_column(default="")
    freight: Mapped[Decimal] = mapped_column(default=Decimal(0))
    ship_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    total: Mapped[Decimal]

    customer: Mapped[Customer] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(order_by=OrderLine.position, cascade="all, delete-orphan")
    ship_docs: Mapped[list[ShipDoc]] = relationship(
        back_populates="order",
        order_by="ShipDoc.id",
        primaryjoin="and_(SalesOrder.id == ShipDoc.order_id, ShipDoc.deleted.is_(False))",
    )
    payments: Mapped[list[Payment]] = relationship(
        back_populates="order",
        order_by="Payment.id",
        primaryjoin="and_(SalesOrder.id == Payment.order_id, Payment.deleted.is_(False))",
    )


class ShipDocLine(LineColumns, Base):
    __tablename__ = "ship_doc_lines"

    ship_doc_id: Mapped[int] = mapped_column(ForeignKey("ship_docs.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order_lines.id"))


class ShipDoc(Saved, Base):
    __tablename__ = "ship_docs"
    kind = Kind.SHIP_DOC

    number: Mapped[str] = mapped_column(index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_orders.id"), index=True)
    txn_date: Mapped[date]
    shipped: Mapped[bool] = mapped_column(default=False)
    ship_date: Mapped[date | None]
    customer_po: Mapped[str] = mapped_column(default="")
    memo: Mapped[str] = mapped_column(default="")
    nc_only: Mapped[bool] = mapped_column(default=False)
    freight: Mapped[Decimal] = mapped_column(default=Decimal(0))
    bill_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    ship_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    total: Mapped[Decimal]

    order: Mapped[SalesOrder] = relationship(back_populates="ship_docs")
    lines: Mapped[list[ShipDocLine]] = relationship(order_by=ShipDocLine.position, cascade="all, delete-orphan")


class Payment(Saved, Base):
    __tablename__ = "payments"
    kind = Kind.SALES_ORDER_PAYMENT

    number: Mapped[str] = mapped_column(index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_orders.id"), index=True)
    txn_date: Mapped[date]
    amount: Mapped[Decimal]
    method: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    memo: Mapped[str] = mapped_column(default="")
    nc_only: Mapped[bool] = mapped_column(default=False)

    order: Mapped[SalesOrder] = relationship(back_populates="payments")
