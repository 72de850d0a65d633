"""The stock as plugins may ask for it and adjust it: the contract's KeepsStock, on the shelves of this order system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.stock import OnHand, StockAdjustment
from sqlalchemy import select
from sqlalchemy.orm import Session

from sample_host import contract
from sample_host.announce import COMPANY
from sample_host.database import Database
from sample_host.entries_inventory import AdjustmentEntry, AdjustmentLineEntry
from sample_host.errors import Refused
from sample_host.models import Adjustment, Item, Shelf
from sample_host.orders import OrderDesk
from sample_host.stock import STOCKED

AT_ONCE = 500  # keys in one statement


def on_hand(session: Session, items: Iterable[DocumentRef]) -> dict[DocumentRef, OnHand]:
    """What there is of these items. Every warehouse counts; one that was never moved has nothing on its shelf."""
    wanted = [row for ref in items if ref.kind == Kind.ITEM and (row := contract.row_id(ref.key)) is not None]
    return {
        _ref(row): have
        for start in range(0, len(wanted), AT_ONCE)
        for row, have in _shelves(session, wanted[start : start + AT_ONCE])
    }


def _shelves(session: Session, items: Sequence[int]) -> Iterator[tuple[int, OnHand]]:
    """Of the items that stock is kept of, and that were not deleted."""
    statement = (
        select(Item.id, Shelf.on_hand, Shelf.worth)
        .outerjoin(Shelf, Shelf.item_id == Item.id)
        .where(Item.id.in_(items), Item.item_type.in_(STOCKED), Item.deleted.is_(False))
    )
    for row, quantity, worth in session.execute(statement):
        yield row, OnHand(quantity=quantity or 0, value=worth or 0)


def adjust(database: Database, adjustment: StockAdjustment) -> DocumentRef:
    """Enter the adjustment, kept out of the books, once for its key. Raises ValueError where the desk refuses it."""
    lines = []
    for line in adjustment.lines:
        item = contract.row_id(line.item.key) if line.item.kind == Kind.ITEM else None
        if item is None:
            raise ValueError(f"There is no {line.item}.")
        lines.append(AdjustmentLineEntry(item_id=item, quantity=line.quantity))
    entry = AdjustmentEntry(
        txn_date=adjustment.txn_date,
        memo=adjustment.memo,
        nc_only=True,
        account=adjustment.account,
        class_name=adjustment.class_name,
        lines=tuple(lines),
    )
    try:
        key = OrderDesk(database).enter_once(adjustment.key, Adjustment, entry)
    except Refused as refused:
        raise ValueError(str(refused)) from refused
    return DocumentRef(company=COMPANY, kind=Adjustment.kind, key=str(key))


def _ref(row: int) -> DocumentRef:
    return DocumentRef(company=COMPANY, kind=Kind.ITEM.value, key=str(row))
