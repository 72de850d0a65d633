"""Lines of orders and ship docs: written from entries, worked out, and never shipped beyond what was ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from sample_host.entries import LineEntry, ShipDocLineEntry
from sample_host.errors import Refused
from sample_host.models import Item, LineColumns, OrderLine, SalesOrder, ShipDoc, ShipDocLine
from sample_host.money import line_amount

AnyLine = TypeVar("AnyLine", bound=LineColumns)


def written(
    session: Session, old: Sequence[AnyLine], make: type[AnyLine], entries: Sequence[LineEntry]
) -> list[AnyLine]:
    """The lines as the entries want them: saved ones are changed in place and so keep their numbers."""
    known = {line.id: line for line in old}
    items = _items(session, entries)
    return [
        _write(known.pop(entry.id or 0, None) or make(), position, entry, items)
        for position, entry in enumerate(entries, start=1)
    ]


def _write(line: AnyLine, position: int, entry: LineEntry, items: Mapping[int, Item]) -> AnyLine:
    item = items.get(entry.item_id or 0)
    if entry.item_id is not None and item is None:
        raise Refused(f"The item of line {position} has been deleted meanwhile.", "lines")
    line.position = position
    line.item_id = entry.item_id
    line.description = entry.description or (item.description or item.name if item else "")
    line.quantity = entry.quantity
    line.price = entry.price if entry.price is not None else (item.price if item else Decimal(0))
    line.discount = entry.discount
    line.amount = line_amount(line.quantity, line.price, line.discount)
    if isinstance(entry, ShipDocLineEntry) and isinstance(line, ShipDocLine):
        line.order_line_id = entry.order_line_id
    return line


def _items(session: Session, entries: Sequence[LineEntry]) -> dict[int, Item]:
    named = {entry.item_id for entry in entries if entry.item_id is not None}
    found = session.scalars(select(Item).where(Item.id.in_(named), Item.deleted.is_(False)))
    return {item.id: item for item in found}


def still_to_ship(order: SalesOrder, besides: ShipDoc | None = None) -> dict[int, Decimal]:
    """By order line: what no ship doc holds yet. `besides` is a ship doc whose own lines do not count."""
    left = {line.id: line.quantity for line in order.lines}
    for doc in order.ship_docs:
        for line in doc.lines if doc is not besides else ():
            if line.order_line_id in left:
                left[line.order_line_id] -= line.quantity
    return left


def refuse_too_much(doc: ShipDoc) -> None:
    """Raise Refused where the ship doc holds more of an order line than is left, or a line of another order."""
    left = still_to_ship(doc.order, besides=doc)
    for line in doc.lines:
        if line.order_line_id is None:
            continue
        if line.order_line_id not in left:
            raise Refused(f"Line {line.position} belongs to another order.", "lines")
        left[line.order_line_id] -= line.quantity
        if left[line.order_line_id] < 0:
            raise Refused(f"Line {line.position} ships more than is left of the order.", "lines")


def uses(session: Session, item_id: int) -> bool:
    """Whether any line names that item."""
    return any(
        session.scalar(select(line.id).where(line.item_id == item_id).limit(1)) is not None
        for line in (OrderLine, ShipDocLine)
    )
