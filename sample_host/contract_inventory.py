"""What happens in the warehouse, in the contract's words."""

from __future__ import annotations

from allorders_hooks import documents
from allorders_hooks.documents import Kind

from sample_host.contract_parts import expenses, head, line, ref
from sample_host.models import Adjustment, AdjustmentLine, Transfer, TransferLine, WorkOrder


def as_adjustment(row: Adjustment) -> documents.Adjustment:
    return documents.Adjustment(**head(row), account=row.account, lines=tuple(_adjusted(each) for each in row.lines))


def _adjusted(row: AdjustmentLine) -> documents.AdjustmentLine:
    return documents.AdjustmentLine(
        key=str(row.id),
        item=ref(Kind.ITEM, row.item_id),
        quantity=row.quantity,
        value=row.value,
        lots=row.lots,
        site=row.site,
    )


def as_work_order(row: WorkOrder) -> documents.WorkOrder:
    return documents.WorkOrder(
        **head(row),
        item=ref(Kind.ITEM, row.item_id),
        quantity=row.quantity,
        disassembly=row.disassembly,
        finished=row.finished,
        components=tuple(line(each) for each in row.lines),
        expenses=expenses(row.expenses),
        lots=row.lots,
        amount=row.amount,
    )


def as_transfer(row: Transfer) -> documents.Transfer:
    return documents.Transfer(
        **head(row),
        from_site=row.from_site,
        to_site=row.to_site,
        lines=tuple(_moved(each) for each in row.lines),
    )


def _moved(row: TransferLine) -> documents.TransferLine:
    return documents.TransferLine(
        key=str(row.id), item=ref(Kind.ITEM, row.item_id), quantity=row.quantity, lots=row.lots
    )
