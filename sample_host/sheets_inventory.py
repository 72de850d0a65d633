"""The sheets of the warehouse: adjustments, work orders, transfers."""

from __future__ import annotations

from typing import Any

from sample_host.entries_inventory import AdjustmentEntry, TransferEntry, WorkOrderEntry
from sample_host.models import Adjustment, Item, Transfer, WorkOrder
from sample_host.sheets import (
    CLASS,
    EXPENSES,
    LOTS,
    MEMO,
    NC_ONLY,
    NUMBER,
    SITE,
    Column,
    Field,
    Rows,
    Sheet,
    box,
    choice,
    day,
    money,
    number,
    plain,
    standing,
)

_DATE = day("txn_date", "Date")
_ITEM = choice("item_id", "Item", "items", "(no item)")
_DESCRIPTION = Field("description", "Description")
_DATED = Column("Date", lambda row: row.txn_date.isoformat())


def _progress(row: Any) -> tuple[str, ...]:
    return (*standing(row), "finished" if row.finished else "not finished")


ADJUSTMENTS = Sheet(
    "adjustments",
    "Adjustment",
    "Adjustments",
    Adjustment,
    AdjustmentEntry,
    (Adjustment.number, Adjustment.account, Adjustment.memo),
    (
        _DATED,
        Column("Account", lambda row: row.account),
        Column("Lines", lambda row: str(len(row.lines)), number=True),
        Column("Memo", lambda row: row.memo),
    ),
    (_DATE, choice("account", "Account", "accounts", "(the usual one)"), NUMBER, CLASS, NC_ONLY, MEMO),
    (
        Rows(
            "lines",
            "Lines",
            "line",
            (_ITEM, number("quantity", "Quantity found or lost"), number("value", "Value gained or lost"), SITE, LOTS),
            help="Differences: -2 where two are missing. All lines change the quantity, or all the value.",
        ),
    ),
    tags=standing,
)
WORK_ORDERS = Sheet(
    "work-orders",
    "Work order",
    "Work orders",
    WorkOrder,
    WorkOrderEntry,
    (WorkOrder.number, Item.name),
    (
        _DATED,
        Column("Assembly", lambda row: row.item.name),
        Column("Work", lambda row: "taken apart" if row.disassembly else "made"),
        Column("Quantity", lambda row: plain(row.quantity), number=True),
        Column("Worth", lambda row: money(row.amount), number=True),
    ),
    (
        choice("item_id", "Assembly", "assemblies", "(choose)"),
        number("quantity", "Quantity made"),
        _DATE,
        NUMBER,
        box("finished", "Finished", "The work is done."),
        box("disassembly", "Taken apart", "The assembly is taken apart into its components."),
        CLASS,
        Field("lots", "Lots made"),
        NC_ONLY,
        MEMO,
    ),
    (
        Rows(
            "lines",
            "Components",
            "component",
            (
                _ITEM,
                Field("description", "Description"),
                number("quantity", "Quantity"),
                number("price", "Cost"),
                SITE,
                LOTS,
            ),
            hidden=("id", "discount"),
            help="A component without a cost is worth what it is on average. Quantity 0 leaves one out.",
        ),
        EXPENSES,
    ),
    tags=_progress,
)
TRANSFERS = Sheet(
    "transfers",
    "Transfer",
    "Transfers",
    Transfer,
    TransferEntry,
    (Transfer.number, Transfer.memo),
    (
        _DATED,
        Column("From", lambda row: row.from_site),
        Column("To", lambda row: row.to_site),
        Column("Lines", lambda row: str(len(row.lines)), number=True),
    ),
    (
        choice("from_site", "From", "warehouses", "(choose)"),
        choice("to_site", "To", "warehouses", "(choose)"),
        _DATE,
        NUMBER,
        CLASS,
        NC_ONLY,
        MEMO,
    ),
    (Rows("lines", "Lines", "line", (_ITEM, number("quantity", "Quantity"), LOTS)),),
    tags=standing,
)
SHEETS = (ADJUSTMENTS, WORK_ORDERS, TRANSFERS)
