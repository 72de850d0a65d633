"""What the order system offers to a plugin: HostServices, read from the database, each call a unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.host import Change, Right
from allorders_hooks.pulled import ListChange, Taken
from allorders_hooks.records import AnyRecord
from allorders_hooks.status import Message
from allorders_hooks.stock import OnHand, StockAdjustment
from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from sample_host import contract, models, people, pulled, reconciled
from sample_host.announce import COMPANY
from sample_host.board import NoticeBoard
from sample_host.database import Database
from sample_host.errors import Refused
from sample_host.orders import OrderDesk

AT_ONCE = 500  # keys in one statement: far below any database's limit
BELONGING: Mapping[type[models.Saved], tuple[ORMOption, ...]] = {
    models.SalesOrder: (joinedload(models.SalesOrder.customer), selectinload(models.SalesOrder.lines)),
    models.ShipDoc: (joinedload(models.ShipDoc.order), selectinload(models.ShipDoc.lines)),
    models.CustomerReturn: (
        joinedload(models.CustomerReturn.customer),
        joinedload(models.CustomerReturn.ship_doc).joinedload(models.ShipDoc.order),
        selectinload(models.CustomerReturn.lines),
    ),
    models.Payment: (
        selectinload(models.Payment.lines)
        .joinedload(models.PaymentShare.order)
        .selectinload(models.SalesOrder.ship_docs),
    ),
    models.PurchaseOrder: (selectinload(models.PurchaseOrder.lines),),
    models.Receiver: (
        joinedload(models.Receiver.order),
        selectinload(models.Receiver.lines),
        selectinload(models.Receiver.expenses),
    ),
    models.VendorReturn: (selectinload(models.VendorReturn.lines), selectinload(models.VendorReturn.expenses)),
    models.Adjustment: (selectinload(models.Adjustment.lines),),
    models.WorkOrder: (selectinload(models.WorkOrder.lines), selectinload(models.WorkOrder.expenses)),
    models.Transfer: (selectinload(models.Transfer.lines),),
}
"""What is loaded along with a row, for the contract to tell of: few statements, however many rows."""


class SampleHost:
    """The order system as its plugins see it, with one company and a notice board."""

    def __init__(self, database: Database) -> None:
        self.orders = database
        self.board = NoticeBoard()

    def companies(self) -> Sequence[str]:
        return (COMPANY,)

    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        return self._newest(contract.DOCUMENTS, refs)

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        return self._newest(contract.RECORDS, refs)

    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        if company != COMPANY:
            return
        with self.orders.reading() as session:
            rows = session.execute(_changes(after)).all()
        for kind, key, revision, saved_at, deleted in rows:
            ref = DocumentRef(company=COMPANY, kind=kind, key=str(key))
            yield Change(ref, revision, saved_at, deleted)

    def stock(self, company: str, items: Iterable[DocumentRef]) -> Mapping[DocumentRef, OnHand]:
        with self.orders.reading() as session:
            return reconciled.on_hand(session, [ref for ref in items if ref.company == company == COMPANY])

    def adjust(self, company: str, adjustment: StockAdjustment) -> DocumentRef:
        if company != COMPANY:
            raise ValueError(f"There is no company {company}.")
        return reconciled.adjust(self.orders, adjustment)

    def apply(self, company: str, changes: Sequence[ListChange]) -> Sequence[Taken]:
        return pulled.apply(self.orders, changes)

    def keep_out(self, ref: DocumentRef, kept_out: bool, user: str) -> str:
        model = next((each for each in contract.DOCUMENTS if each.kind == ref.kind), None)
        key = contract.row_id(ref.key)
        if ref.company != COMPANY or model is None or key is None:
            return "That is no document of this order system."
        try:
            OrderDesk(self.orders, user).keep_out(model, key, kept_out)
        except Refused as refused:
            return refused.sentence
        return ""

    def may(self, user: str, right: Right, company: str) -> bool:
        return company == COMPANY and people.holds(user, right)

    def tell(self, message: Message) -> None:
        self.board.post(message)

    def database(self, company: str) -> str:
        return self.orders.url

    def _newest(self, translations: Mapping[Any, Any], refs: Iterable[DocumentRef]) -> dict[DocumentRef, Any]:
        wanted = [ref for ref in refs if ref.company == COMPANY]
        with self.orders.reading() as session:
            return {
                found.ref: found
                for model, translate in translations.items()
                for row in _load(session, model, [ref.key for ref in wanted if ref.kind == model.kind])
                for found in (translate(row),)
            }


def _load(session: Session, model: type[models.Saved], keys: Sequence[str]) -> Iterator[Any]:
    statement = select(model).options(*BELONGING.get(model, ()))
    rows = [row for key in keys if (row := contract.row_id(key)) is not None]
    for start in range(0, len(rows), AT_ONCE):
        some = statement.where(model.id.in_(rows[start : start + AT_ONCE]), model.deleted.is_(False))
        yield from session.scalars(some)


def _changes(after: datetime | None) -> Any:
    """All that was saved or deleted since, oldest first."""
    parts = [
        select(literal(model.kind.value).label("kind"), model.id, model.revision, model.saved_at, model.deleted)
        for model in contract.MODELS
    ]
    if after is not None:
        parts = [part.where(part.selected_columns.saved_at >= after) for part in parts]
    together = union_all(*parts).subquery()
    return select(together).order_by(together.c.saved_at, together.c.id)


def open_host(url: str) -> SampleHost:
    """The order system behind a database URL: what the entry point `allorders.hosts: sample` gives to workers."""
    return SampleHost(Database(url))
