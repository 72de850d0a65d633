"""What the order system offers to a plugin: HostServices, read from the database, each call a unit of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from allorders_hooks.documents import AnyDocument, DocumentRef, Kind
from allorders_hooks.host import Change, Right
from allorders_hooks.records import AnyRecord
from allorders_hooks.status import Message
from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from sample_host import contract, people
from sample_host.announce import COMPANY
from sample_host.board import NoticeBoard
from sample_host.database import Database
from sample_host.models import Customer, Item, Payment, SalesOrder, ShipDoc

AT_ONCE = 500  # keys in one statement: far below any database's limit
_ORDER_OF_SHIP_DOC = joinedload(ShipDoc.order)
_ORDER_OF_PAYMENT = joinedload(Payment.order).selectinload(SalesOrder.ship_docs)

Source = tuple[Select[Any], Callable[[Any], Any]]
DOCUMENTS: dict[str, Source] = {
    Kind.SHIP_DOC: (
        select(ShipDoc).options(_ORDER_OF_SHIP_DOC, selectinload(ShipDoc.lines)),
        contract.as_ship_doc,
    ),
    Kind.SALES_ORDER_PAYMENT: (select(Payment).options(_ORDER_OF_PAYMENT), contract.as_payment),
}
RECORDS: dict[str, Source] = {
    Kind.CUSTOMER: (select(Customer), contract.as_customer),
    Kind.ITEM: (select(Item), contract.as_item),
}


class SampleHost:
    """The order system as its plugins see it, with one company and a notice board."""

    def __init__(self, database: Database) -> None:
        self.orders = database
        self.board = NoticeBoard()

    def companies(self) -> Sequence[str]:
        return (COMPANY,)

    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        return self._newest(DOCUMENTS, refs)

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        return self._newest(RECORDS, refs)

    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        if company != COMPANY:
            return
        with self.orders.reading() as session:
            rows = session.execute(_changes(after)).all()
        for kind, key, revision, saved_at, deleted in rows:
            ref = DocumentRef(company=COMPANY, kind=kind, key=str(key))
            yield Change(ref, revision, saved_at, deleted)

    def may(self, user: str, right: Right, company: str) -> bool:
        return company == COMPANY and people.holds(user, right)

    def tell(self, message: Message) -> None:
        self.board.post(message)

    def database(self, company: str) -> str:
        return self.orders.url

    def _newest(self, sources: Mapping[str, Source], refs: Iterable[DocumentRef]) -> dict[DocumentRef, Any]:
        wanted = [ref for ref in refs if ref.company == COMPANY]
        with self.orders.reading() as session:
            return {
                found.ref: found
                for kind, source in sources.items()
                for found in _load(session, source, [ref.key for ref in wanted if ref.kind == kind])
            }


def _load(session: Session, source: Source, keys: Sequence[str]) -> Iterator[Any]:
    statement, translate = source
    model = statement.column_descriptions[0]["entity"]
    rows = [row for key in keys if (row := contract.row_id(key)) is not None]
    for start in range(0, len(rows), AT_ONCE):
        some = statement.where(model.id.in_(rows[start : start + AT_ONCE]), model.deleted.is_(False))
        yield from (translate(row) for row in session.scalars(some))


def _changes(after: datetime | None) -> Any:
    """All that was saved or deleted since, oldest first."""
    parts = [
        select(literal(model.kind.value).label("kind"), model.id, model.revision, model.saved_at, model.deleted)
        for model in (Customer, Item, ShipDoc, Payment)
    ]
    if after is not None:
        parts = [part.where(part.selected_columns.saved_at >= after) for part in parts]
    together = union_all(*parts).subquery()
    return select(together).order_by(together.c.saved_at, together.c.id)


def open_host(url: str) -> SampleHost:
    """The order system behind a database URL: what the entry point `allorders.hosts: sample` gives to workers."""
    return SampleHost(Database(url))
