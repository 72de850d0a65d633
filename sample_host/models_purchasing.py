"""The tables of what is bought: purchase orders, receivers, returns to vendors, each with lines and expenses."""

from __future__ import annotations

from datetime import date

from allorders_hooks.documents import Address, Kind
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sample_host.models_base import NO_ADDRESS, Base, Dated, ExpenseColumns, LineColumns, PurchaseColumns
from sample_host.models_lists import Vendor

_ALL = "all, delete-orphan"


class PurchaseOrderLine(LineColumns, Base):
    __tablename__ = "purchase_order_lines"

    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_orders.id"), index=True)


class PurchaseOrder(PurchaseColumns, Dated, Base):
    __tablename__ = "purchase_orders"
    kind = Kind.PURCHASE_ORDER

    expected: Mapped[date | None]
    terms: Mapped[str] = mapped_column(default="")
    ship_method: Mapped[str] = mapped_column(default="")
    closed: Mapped[bool] = mapped_column(default=False)
    ship_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)

    vendor: Mapped[Vendor] = relationship()
    lines: Mapped[list[PurchaseOrderLine]] = relationship(order_by=PurchaseOrderLine.position, cascade=_ALL)


class ReceiverLine(LineColumns, Base):
    __tablename__ = "receiver_lines"

    receiver_id: Mapped[int] = mapped_column(ForeignKey("receivers.id"), index=True)
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_order_lines.id"))


class ReceiverExpense(ExpenseColumns, Base):
    __tablename__ = "receiver_expenses"

    receiver_id: Mapped[int] = mapped_column(ForeignKey("receivers.id"), index=True)


class Receiver(PurchaseColumns, Dated, Base):
    __tablename__ = "receivers"
    kind = Kind.RECEIVER

    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_orders.id"), index=True)
    vendor_invoice: Mapped[str] = mapped_column(default="")
    due_date: Mapped[date | None]
    terms: Mapped[str] = mapped_column(default="")

    vendor: Mapped[Vendor] = relationship()
    order: Mapped[PurchaseOrder | None] = relationship()
    lines: Mapped[list[ReceiverLine]] = relationship(order_by=ReceiverLine.position, cascade=_ALL)
    expenses: Mapped[list[ReceiverExpense]] = relationship(order_by=ReceiverExpense.position, cascade=_ALL)


class VendorReturnLine(LineColumns, Base):
    __tablename__ = "vendor_return_lines"

    return_id: Mapped[int] = mapped_column(ForeignKey("vendor_returns.id"), index=True)


class VendorReturnExpense(ExpenseColumns, Base):
    __tablename__ = "vendor_return_expenses"

    return_id: Mapped[int] = mapped_column(ForeignKey("vendor_returns.id"), index=True)


class VendorReturn(PurchaseColumns, Dated, Base):
    __tablename__ = "vendor_returns"
    kind = Kind.VENDOR_RETURN

    receiver_id: Mapped[int | None] = mapped_column(ForeignKey("receivers.id"))
    vendor_reference: Mapped[str] = mapped_column(default="")

    vendor: Mapped[Vendor] = relationship()
    lines: Mapped[list[VendorReturnLine]] = relationship(order_by=VendorReturnLine.position, cascade=_ALL)
    expenses: Mapped[list[VendorReturnExpense]] = relationship(order_by=VendorReturnExpense.position, cascade=_ALL)
