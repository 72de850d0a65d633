"""What happens to documents after they have been synchronized: some are changed, some deleted, some too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from sample_host import models
from sample_host.entries import CustomerReturnEntry, PaymentEntry, RefundEntry, ShipDocEntry
from sample_host.entries_inventory import AdjustmentEntry, TransferEntry, WorkOrderEntry
from sample_host.entries_purchasing import PurchaseOrderEntry, ReceiverEntry, VendorReturnEntry
from sample_host.errors import Refused
from sample_host.everything_trade import Trade
from sample_host.orders import OrderDesk

ENTRIES: Mapping[type[models.Written], type[Any]] = {
    models.PurchaseOrder: PurchaseOrderEntry,
    models.Receiver: ReceiverEntry,
    models.VendorReturn: VendorReturnEntry,
    models.Adjustment: AdjustmentEntry,
    models.Transfer: TransferEntry,
    models.WorkOrder: WorkOrderEntry,
    models.ShipDoc: ShipDocEntry,
    models.CustomerReturn: CustomerReturnEntry,
    models.Payment: PaymentEntry,
    models.Refund: RefundEntry,
}
"""Sales orders are left as they are once something of them was shipped."""

_SOME = 12  # one in so many


def finish_all(trade: Trade) -> None:
    """What was prepared has gone now, and the work is done."""
    for model, field in ((models.WorkOrder, "finished"), (models.ShipDoc, "shipped")):
        with trade.database.reading() as session:
            waiting = select(model.id).where(getattr(model, field).is_(False), model.deleted.is_(False))
            keys = list(session.scalars(waiting.order_by(model.id)))
        for key in keys:
            _save(trade, trade.loaded(model, key), {field: True})


def change_some(trade: Trade) -> None:
    """Correct some documents of every kind: an amount, a quantity, a charge."""
    for model in ENTRIES:
        for row in _some(trade, model):
            _save(trade, row, _CHANGES[model](row))


def delete_some(trade: Trade) -> None:
    """Delete some of every kind; the desk refuses what others rest on, and then they stay."""
    for model in ENTRIES:
        for row in _some(trade, model):
            _attempt(partial(_delete, trade.desk, row))


def touch_closed(trade: Trade, closed_up_to: date) -> None:
    """Change the memo of what lies in a period that has been closed meanwhile."""
    for model in (models.Receiver, models.ShipDoc, models.Adjustment):
        with trade.database.reading() as session:
            old = select(model.id).where(model.txn_date <= closed_up_to, model.deleted.is_(False)).limit(2)
            keys = list(session.scalars(old))
        for key in keys:
            _save(trade, trade.loaded(model, key), {"memo": "Too late"})


def _some(trade: Trade, model: type[Any]) -> Iterator[Any]:
    with trade.database.reading() as session:
        keys = list(session.scalars(select(model.id).where(model.deleted.is_(False)).order_by(model.id)))
    for key in sorted(trade.chance.sample(keys, -(-len(keys) // _SOME))):
        yield trade.loaded(model, key)


def _save(trade: Trade, row: Any, changes: Mapping[str, Any]) -> None:
    entry = ENTRIES[type(row)].model_validate(row, from_attributes=True).model_copy(update=dict(changes))
    _attempt(partial(_change, trade.desk, row, entry))


def _change(desk: OrderDesk, row: Any, entry: Any) -> None:
    if isinstance(row, models.ShipDoc):
        desk.change_ship_doc(row.id, row.revision, entry)
    elif isinstance(row, models.Payment):
        desk.change_payment(row.id, row.revision, entry)
    else:
        desk.change(type(row), row.id, row.revision, entry)


def _delete(desk: OrderDesk, row: Any) -> None:
    if isinstance(row, models.ShipDoc):
        desk.delete_ship_doc(row.id, row.revision)
    else:
        desk.delete(type(row), row.id, row.revision)


def _attempt(save: Callable[[], None]) -> None:
    try:
        save()
    except Refused:
        return


def _first_line(row: Any, **changes: Any) -> dict[str, Any]:
    """The first line changed, the others as they are."""
    lines = ENTRIES[type(row)].model_validate(row, from_attributes=True).lines
    return {"lines": (lines[0].model_copy(update=changes), *lines[1:])}


def _dearer(row: Any) -> dict[str, Any]:
    return _first_line(row, price=row.lines[0].price + Decimal("0.50"))


def _fewer(row: Any) -> dict[str, Any]:
    quantity = row.lines[0].quantity
    return _first_line(row, quantity=quantity - 1 if quantity > 1 else quantity, lots=())


def _more_money(row: Any) -> dict[str, Any]:
    return {"amount": row.amount + 1}


def _freight_too(row: Any) -> dict[str, Any]:
    return {"freight": row.freight + Decimal("2.25")}


def _told(row: Any) -> dict[str, Any]:
    return {"memo": "Checked by the foreman"}


def _more_found(row: Any) -> dict[str, Any]:
    line = row.lines[0]
    if line.quantity is None:
        return _first_line(row, value=line.value + 1)
    return _first_line(row, quantity=line.quantity + (1 if line.quantity != -1 else 2))


_CHANGES: Mapping[type[models.Written], Callable[[Any], dict[str, Any]]] = {
    models.PurchaseOrder: _dearer,
    models.Receiver: _dearer,
    models.VendorReturn: _fewer,
    models.Adjustment: _more_found,
    models.Transfer: _fewer,
    models.WorkOrder: _told,
    models.ShipDoc: _freight_too,
    models.CustomerReturn: _dearer,
    models.Payment: _more_money,
    models.Refund: _more_money,
}
