"""The tables of what is sold: orders, ship docs, returns, payments, refunds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allorders_hooks.documents import Address, Kind
from sqlalchemy import ForeignKey
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sample_host.models_base import NO_ADDRESS, Base, Dated, LineColumns, SaleColumns, Written
from sample_host.models_lists import Customer

_ALL = "all, delete-orphan"


class OrderLine(LineColumns, Base):
    __tablename__ = "sales_order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("sales_orders.id"), index=True)


class SalesOrder(SaleColumns, Written, Base):
    __tablename__ = "sales_orders"
    kind = Kind.SALES_ORDER

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    order_date: Mapped[date]
    closed: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[Customer] = relationship()
    lines: Mapped[list[OrderLine]] = relationship(order_by=OrderLine.position, cascade=_ALL)
    ship_docs: Mapped[list[ShipDoc]] = relationship(
        back_populates="order",
        order_by="ShipDoc.id",
        primaryjoin="and_(SalesOrder.id == ShipDoc.order_id, ShipDoc.deleted.is_(False))",
    )
    payments: Mapped[list[Payment]] = relationship(
        secondary="payment_shares",
        secondaryjoin="and_(PaymentShare.payment_id == Payment.id, Payment.deleted.is_(False))",
        order_by="Payment.id",
        viewonly=True,
    )

    @property
    def txn_date(self) -> date:
        """An order's own word for it is its order date."""
        return self.order_date


class ShipDocLine(LineColumns, Base):
    """`ordered` and `back_ordered`: what the order said when this was saved, and what was still to come of it."""

    __tablename__ = "ship_doc_lines"

    ship_doc_id: Mapped[int] = mapped_column(ForeignKey("ship_docs.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order_lines.id"))
    ordered: Mapped[Decimal | None]
    back_ordered: Mapped[Decimal | None]


class ShipDoc(SaleColumns, Dated, Base):
    """`tracking` has one number a line; `paid_by` is the method where it was paid in full on the spot."""

    __tablename__ = "ship_docs"
    kind = Kind.SHIP_DOC

    order_id: Mapped[int] = mapped_column(ForeignKey("sales_orders.id"), index=True)
    shipped: Mapped[bool] = mapped_column(default=False)
    ship_date: Mapped[date | None]
    tracking: Mapped[str] = mapped_column(default="")
    paid_by: Mapped[str] = mapped_column(default="")
    bill_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)

    order: Mapped[SalesOrder] = relationship(back_populates="ship_docs")
    lines: Mapped[list[ShipDocLine]] = relationship(order_by=ShipDocLine.position, cascade=_ALL)


class ReturnLine(LineColumns, Base):
    __tablename__ = "customer_return_lines"

    return_id: Mapped[int] = mapped_column(ForeignKey("customer_returns.id"), index=True)


class CustomerReturn(SaleColumns, Dated, Base):
    __tablename__ = "customer_returns"
    kind = Kind.CUSTOMER_RETURN

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    ship_doc_id: Mapped[int | None] = mapped_column(ForeignKey("ship_docs.id"))

    customer: Mapped[Customer] = relationship()
    ship_doc: Mapped[ShipDoc | None] = relationship()
    lines: Mapped[list[ReturnLine]] = relationship(order_by=ReturnLine.position, cascade=_ALL)


class PaymentShare(Base):
    """A sales order that a payment is for; without an amount it gets whatever it needs."""

    __tablename__ = "payment_shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("sales_orders.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal | None]

    order: Mapped[SalesOrder] = relationship()


class Payment(Dated, Base):
    __tablename__ = "payments"
    kind = Kind.SALES_ORDER_PAYMENT

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    amount: Mapped[Decimal]
    method: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")

    customer: Mapped[Customer] = relationship()
    lines: Mapped[list[PaymentShare]] = relationship(
        order_by=PaymentShare.position, collection_class=ordering_list("position"), cascade=_ALL
    )

    @property
    def order(self) -> SalesOrder:
        """The order on whose page it was taken: the first of those it is for."""
        return self.lines[0].order


class Refund(Dated, Base):
    """Money given back: of a payment, or for a return."""

    __tablename__ = "refunds"
    kind = Kind.REFUND

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    return_id: Mapped[int | None] = mapped_column(ForeignKey("customer_returns.id"))
    amount: Mapped[Decimal]
    method: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")

    customer: Mapped[Customer] = relationship()
