"""How documents of the warehouse are written; the components of a work order are worth what they are on average."""

from __future__ import annotations

from decimal import Decimal

from allorders_hooks.records import ItemType
from sqlalchemy.orm import Session

from sample_host import lines, stock
from sample_host.entries_inventory import AdjustmentEntry, TransferEntry, WorkOrderEntry
from sample_host.errors import Refused
from sample_host.filling import filled, named, numbered
from sample_host.models import (
    Adjustment,
    AdjustmentLine,
    Component,
    Item,
    Transfer,
    TransferLine,
    WorkOrder,
    WorkOrderExpense,
)


def write_adjustment(session: Session, row: Adjustment, entry: AdjustmentEntry) -> None:
    numbered(session, filled(row, entry))
    row.lines = lines.goods(session, row.lines, AdjustmentLine, entry.lines)


def write_work_order(session: Session, row: WorkOrder, entry: WorkOrderEntry) -> None:
    item = named(session, Item, entry.item_id, "item", "item_id")
    if item is None or item.item_type is not ItemType.ASSEMBLY:
        raise Refused("Only an assembly is made or taken apart.", "item_id")
    numbered(session, filled(row, entry))
    row.lines = lines.written(session, row.lines, Component, entry.lines, lambda each: _worth(session, each))
    row.expenses = lines.expenses(row.expenses, WorkOrderExpense, entry.expenses)
    amounts = (*(line.amount for line in row.lines), *(expense.amount for expense in row.expenses))
    row.amount = sum(amounts, Decimal(0))


def write_transfer(session: Session, row: Transfer, entry: TransferEntry) -> None:
    numbered(session, filled(row, entry))
    row.lines = lines.goods(session, row.lines, TransferLine, entry.lines)


def _worth(session: Session, item: Item) -> Decimal:
    average = stock.worth_each(session, item.id)
    return item.cost if average is None else average
