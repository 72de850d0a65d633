"""Lines of documents: written from entries, worked out, and never shipped beyond what was ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from allorders_hooks.documents import Lot
from allorders_hooks.records import ItemType
from sqlalchemy import select
from sqlalchemy.orm import Session

from sample_host.entry_fields import ExpenseEntry, LineEntry
from sample_host.errors import Refused
from sample_host.models import (
    AdjustmentLine,
    Component,
    ExpenseColumns,
    GoodsColumns,
    Item,
    LineColumns,
    OrderLine,
    PieceColumns,
    PurchaseOrderLine,
    ReceiverLine,
    ReturnLine,
    SalesOrder,
    ShipDoc,
    ShipDocLine,
    Tracking,
    TransferLine,
    VendorReturnLine,
    WorkOrder,
)
from sample_host.money import cents, line_amount

AnyLine = TypeVar("AnyLine", bound=LineColumns)
AnyGoods = TypeVar("AnyGoods", bound=GoodsColumns)
AnyExpense = TypeVar("AnyExpense", bound=ExpenseColumns)
AnyPiece = TypeVar("AnyPiece", bound=PieceColumns)
PriceOf = Callable[[Item], Decimal]
_WITH_ITEMS = (
    OrderLine,
    ShipDocLine,
    ReturnLine,
    PurchaseOrderLine,
    ReceiverLine,
    VendorReturnLine,
    AdjustmentLine,
    Component,
    TransferLine,
)


def selling_price(item: Item) -> Decimal:
    return item.price


def buying_price(item: Item) -> Decimal:
    return item.cost


def written(
    session: Session,
    old: Sequence[AnyLine],
    make: type[AnyLine],
    entries: Sequence[LineEntry],
    price_of: PriceOf = selling_price,
    tax_item: str = "",
) -> list[AnyLine]:
    """The lines as the entries want them: saved ones are changed in place and so keep their numbers. What has no
    price is charged at `price_of` its item; where there is a tax, it is due on the lines of taxed items."""
    items = _items(session, entries)
    lines = _pieces(old, make, entries)
    above = Decimal(0)
    for line, entry in zip(lines, entries, strict=True):
        item = _item(items, entry.item_id, line)
        _fill(line, entry, item)
        line.price = entry.price if entry.price is not None else (price_of(item) if item else Decimal(0))
        line.taxed = bool(tax_item and item and item.taxed)
        line.amount = line_amount(line.quantity, line.price, line.discount)
        if item is not None and item.item_type is ItemType.DISCOUNT:
            _take_off(line, item, above)
        above = line.amount
    return lines


def goods(session: Session, old: Sequence[AnyGoods], make: type[AnyGoods], entries: Sequence[Any]) -> list[AnyGoods]:
    """Lines without a price: of adjustments and transfers."""
    items = _items(session, entries)
    lines = _pieces(old, make, entries)
    for line, entry in zip(lines, entries, strict=True):
        _fill(line, entry, _item(items, entry.item_id, line))
    return lines


def expenses(old: Sequence[AnyExpense], make: type[AnyExpense], entries: Sequence[ExpenseEntry]) -> list[AnyExpense]:
    rows = _pieces(old, make, entries)
    for row, entry in zip(rows, entries, strict=True):
        _fill(row, entry, None)
    return rows


def _pieces(old: Sequence[AnyPiece], make: type[AnyPiece], entries: Sequence[Any]) -> list[AnyPiece]:
    known = {piece.id: piece for piece in old}
    pieces = [known.pop(entry.id or 0, None) or make() for entry in entries]
    for position, piece in enumerate(pieces, start=1):
        piece.position = position
    return pieces


def _fill(row: Any, entry: Any, item: Item | None) -> None:
    for name, value in entry:
        if name not in ("id", "price"):
            setattr(row, name, value)
    if isinstance(row, GoodsColumns):
        row.lots = _numbers(row.lots, item)
        row.description = row.description or (item.description or item.name if item else "")


def _take_off(line: LineColumns, item: Item, above: Decimal) -> None:
    """A discount item takes its part off the line above it: it has an amount, and no price."""
    line.quantity, line.price, line.amount = Decimal(1), Decimal(0), -cents(above * item.discount)


def _numbers(lots: Sequence[Lot], item: Item | None) -> tuple[Lot, ...]:
    """Whether they are lots or serial numbers is the item's affair."""
    serial = item is not None and item.tracking is Tracking.SERIAL
    return tuple(lot.model_copy(update={"serial": serial}) for lot in lots)


def _item(items: Mapping[int, Item], key: int | None, line: PieceColumns) -> Item | None:
    if key is not None and key not in items:
        raise Refused(f"The item of line {line.position} has been deleted meanwhile.", "lines")
    return items.get(key or 0)


def _items(session: Session, entries: Sequence[Any]) -> dict[int, Item]:
    wanted = {entry.item_id for entry in entries if entry.item_id is not None}
    found = session.scalars(select(Item).where(Item.id.in_(wanted), Item.deleted.is_(False)))
    return {item.id: item for item in found}


def still_to_ship(order: SalesOrder, besides: ShipDoc | None = None) -> dict[int, Decimal]:
    """By order line: what no ship doc holds yet. `besides` is a ship doc whose own lines do not count."""
    left = {line.id: line.quantity for line in order.lines}
    for doc in order.ship_docs:
        for line in doc.lines if doc is not besides else ():
            if line.order_line_id in left:
                left[line.order_line_id] -= line.quantity
    return left


def set_against_order(doc: ShipDoc) -> None:
    """Note on each line what the order said and what is still to come. Raises Refused where the ship doc holds more
    of an order line than is left, or a line of another order."""
    left = still_to_ship(doc.order, besides=doc)
    ordered = {line.id: line.quantity for line in doc.order.lines}
    for line in doc.lines:
        line.ordered = line.back_ordered = None
        if line.order_line_id is None:
            continue
        if line.order_line_id not in left:
            raise Refused(f"Line {line.position} belongs to another order.", "lines")
        left[line.order_line_id] -= line.quantity
        if left[line.order_line_id] < 0:
            raise Refused(f"Line {line.position} ships more than is left of the order.", "lines")
    for line in doc.lines:
        if line.order_line_id is not None:
            line.ordered, line.back_ordered = ordered[line.order_line_id], left[line.order_line_id]


def uses(session: Session, item_id: int) -> bool:
    """Whether any document names that item."""
    return any(
        session.scalar(select(line.id).where(line.item_id == item_id).limit(1)) is not None
        for line in (*_WITH_ITEMS, WorkOrder)
    )
