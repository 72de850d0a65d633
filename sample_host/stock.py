"""The stock as the host keeps it: shelves with quantity and worth, moved by each save inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.records import ItemType
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sample_host.costing import Movement, Stock, movements
from sample_host.errors import Refused
from sample_host.models import DeskRules, Item, Shelf, StockMove

STOCKED = (ItemType.INVENTORY, ItemType.ASSEMBLY)


def take_back(session: Session, ref: DocumentRef) -> None:
    """Whatever the document has moved goes back to where it came from."""
    mine = (StockMove.kind == ref.kind, StockMove.document_id == int(ref.key))
    moved = session.scalars(select(StockMove).where(*mine)).all()
    shelves = _shelves(session, {move.item_id for move in moved})
    for move in moved:
        stock = _stock(shelves[move.item_id])
        stock.shift(-move.quantity, -move.value)
        _put(shelves[move.item_id], stock)
    if moved:
        session.execute(delete(StockMove).where(*mine))


def move(session: Session, document: AnyDocument) -> None:
    """Move what the document moves. Raises Refused where it takes what is not there and the desk forbids that."""
    wanted = list(movements(document))
    shelves = _shelves(session, _stocked(session, {int(each.item.key) for each in wanted}))
    for movement in wanted:
        shelf = shelves.get(int(movement.item.key))
        if shelf is not None:
            _move(session, document.ref, shelf, movement)
    if any(shelf.on_hand < 0 for shelf in shelves.values()) and only_what_is_there(session):
        _refuse_short(session, shelves.values())


def worth_each(session: Session, item_id: int) -> Decimal | None:
    """What one piece is worth on average; None where none has ever been there."""
    shelf = session.get(Shelf, item_id)
    return shelf.average if shelf is not None and shelf.average else None


def by_site(session: Session) -> dict[tuple[int, str], Decimal]:
    """How much of each item there is in each warehouse; '' is the main one."""
    together: dict[tuple[int, str], Decimal] = {}
    for item_id, site, quantity in session.execute(select(StockMove.item_id, StockMove.site, StockMove.quantity)):
        together[item_id, site] = together.get((item_id, site), Decimal(0)) + quantity
    return together


def only_what_is_there(session: Session) -> bool:
    """Whether the desk refuses to take what is not on the shelf."""
    rules = session.get(DeskRules, 1)
    return rules is not None and rules.only_what_is_there


def _move(session: Session, ref: DocumentRef, shelf: Shelf, movement: Movement) -> None:
    stock = _stock(shelf)
    value, _ = stock.move(movement)
    _put(shelf, stock)
    moved = StockMove(kind=ref.kind, document_id=int(ref.key), item_id=shelf.item_id, site=movement.site)
    moved.quantity, moved.value = movement.quantity, value
    session.add(moved)


def _refuse_short(session: Session, shelves: Iterable[Shelf]) -> None:
    item_id, on_hand = next((shelf.item_id, shelf.on_hand) for shelf in shelves if shelf.on_hand < 0)
    name = session.scalar(select(Item.name).where(Item.id == item_id))
    raise Refused(f"There is not enough of {name}: {format(-on_hand.normalize(), 'f')} are missing.", "lines")


def _stocked(session: Session, items: set[int]) -> set[int]:
    """Those of them that stock is kept of."""
    if not items:
        return set()
    return set(session.scalars(select(Item.id).where(Item.id.in_(items), Item.item_type.in_(STOCKED))))


def _shelves(session: Session, items: set[int]) -> dict[int, Shelf]:
    if not items:
        return {}
    found = {shelf.item_id: shelf for shelf in session.scalars(select(Shelf).where(Shelf.item_id.in_(items)))}
    for item_id in items - found.keys():
        found[item_id] = Shelf(item_id=item_id, on_hand=Decimal(0), worth=Decimal(0), average=Decimal(0))
        session.add(found[item_id])
    return found


def _stock(shelf: Shelf) -> Stock:
    return Stock(shelf.on_hand, shelf.worth, shelf.average)


def _put(shelf: Shelf, stock: Stock) -> None:
    shelf.on_hand, shelf.worth, shelf.average = stock.on_hand, stock.worth, stock.average
