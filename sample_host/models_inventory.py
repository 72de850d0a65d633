"""The tables of the warehouse: adjustments, work orders, transfers, and the stock that documents have moved."""

from __future__ import annotations

from decimal import Decimal

from allorders_hooks.documents import Kind, Lot
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sample_host.models_base import Base, Dated, ExpenseColumns, GoodsColumns, LineColumns
from sample_host.models_lists import Item

_ALL = "all, delete-orphan"


class AdjustmentLine(GoodsColumns, Base):
    __tablename__ = "adjustment_lines"

    adjustment_id: Mapped[int] = mapped_column(ForeignKey("adjustments.id"), index=True)
    quantity: Mapped[Decimal | None]
    value: Mapped[Decimal | None]


class Adjustment(Dated, Base):
    __tablename__ = "adjustments"
    kind = Kind.ADJUSTMENT

    account: Mapped[str] = mapped_column(default="")
    class_name: Mapped[str] = mapped_column(default="")

    lines: Mapped[list[AdjustmentLine]] = relationship(order_by=AdjustmentLine.position, cascade=_ALL)


class Component(LineColumns, Base):
    __tablename__ = "work_order_components"

    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_orders.id"), index=True)


class WorkOrderExpense(ExpenseColumns, Base):
    __tablename__ = "work_order_expenses"

    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_orders.id"), index=True)


class WorkOrder(Dated, Base):
    """`lines` are the components, at what they cost; `amount` is what the finished goods are worth."""

    __tablename__ = "work_orders"
    kind = Kind.WORK_ORDER

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    quantity: Mapped[Decimal]
    disassembly: Mapped[bool] = mapped_column(default=False)
    finished: Mapped[bool] = mapped_column(default=False)
    class_name: Mapped[str] = mapped_column(default="")
    lots: Mapped[tuple[Lot, ...]] = mapped_column(default=())
    amount: Mapped[Decimal]

    item: Mapped[Item] = relationship()
    lines: Mapped[list[Component]] = relationship(order_by=Component.position, cascade=_ALL)
    expenses: Mapped[list[WorkOrderExpense]] = relationship(order_by=WorkOrderExpense.position, cascade=_ALL)


class TransferLine(GoodsColumns, Base):
    __tablename__ = "transfer_lines"

    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfers.id"), index=True)
    quantity: Mapped[Decimal]


class Transfer(Dated, Base):
    __tablename__ = "transfers"
    kind = Kind.TRANSFER

    from_site: Mapped[str]
    to_site: Mapped[str]
    class_name: Mapped[str] = mapped_column(default="")

    lines: Mapped[list[TransferLine]] = relationship(order_by=TransferLine.position, cascade=_ALL)


class Shelf(Base):
    """How much of an item there is, what it is worth, and what one piece was worth last."""

    __tablename__ = "shelves"

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    on_hand: Mapped[Decimal] = mapped_column(default=Decimal(0))
    worth: Mapped[Decimal] = mapped_column(default=Decimal(0))
    average: Mapped[Decimal] = mapped_column(default=Decimal(0))


class StockMove(Base):
    """What one document has moved of one item: taken back exactly where it is changed or deleted."""

    __tablename__ = "stock_moves"
    __table_args__ = (Index("ix_stock_moves_document", "kind", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    document_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    site: Mapped[str] = mapped_column(default="")
    quantity: Mapped[Decimal]
    value: Mapped[Decimal]


class EnteredOnce(Base):
    """What was entered under a key that is good for one entry: the row that came of it, deleted or not."""

    __tablename__ = "entered_once"

    key: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[int]


class DeskRules(Base):
    """What the desk itself refuses: one row."""

    __tablename__ = "desk_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    only_what_is_there: Mapped[bool] = mapped_column(default=False)
