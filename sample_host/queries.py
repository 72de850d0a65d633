"""What the screens read: one document with all that belongs to it, or one page of a list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from sample_host.models import Customer, Item, Payment, SalesOrder, Saved, ShipDoc

Row = TypeVar("Row", bound=Saved)
ON_A_PAGE = 50

_OF_AN_ORDER: tuple[ORMOption, ...] = (
    joinedload(SalesOrder.customer),
    selectinload(SalesOrder.ship_docs).selectinload(ShipDoc.lines),
    selectinload(SalesOrder.payments),
)


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    """One page of a list, newest first; `number` counts from 1."""

    rows: Sequence[Row]
    number: int
    total: int
    search: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


def order(session: Session, key: int) -> SalesOrder | None:
    return _one(session, SalesOrder, key, *_OF_AN_ORDER, selectinload(SalesOrder.lines))


def ship_doc(session: Session, key: int) -> ShipDoc | None:
    with_order = joinedload(ShipDoc.order)
    return _one(
        session,
        ShipDoc,
        key,
        selectinload(ShipDoc.lines),
        with_order.joinedload(SalesOrder.customer),
        with_order.selectinload(SalesOrder.lines),
    )


def payment(session: Session, key: int) -> Payment | None:
    with_order = joinedload(Payment.order)
    of_order = with_order.joinedload(SalesOrder.customer), with_order.selectinload(SalesOrder.ship_docs)
    return _one(session, Payment, key, *of_order)


def customer(session: Session, key: int) -> Customer | None:
    return _one(session, Customer, key)


def item(session: Session, key: int) -> Item | None:
    return _one(session, Item, key)


def orders(session: Session, search: str, number: int) -> ListPage[SalesOrder]:
    found = _matching(SalesOrder, search, SalesOrder.number, Customer.name).join(SalesOrder.customer)
    return _page(session, SalesOrder, found.options(*_OF_AN_ORDER, selectinload(SalesOrder.lines)), search, number)


def ship_docs(session: Session, search: str, number: int) -> ListPage[ShipDoc]:
    found = _matching(ShipDoc, search, ShipDoc.number, Customer.name)
    found = found.join(ShipDoc.order).join(SalesOrder.customer)
    found = found.options(joinedload(ShipDoc.order).joinedload(SalesOrder.customer))
    return _page(session, ShipDoc, found, search, number)


def payments(session: Session, search: str, number: int) -> ListPage[Payment]:
    found = _matching(Payment, search, Payment.number, Payment.reference, Customer.name)
    found = found.join(Payment.order).join(SalesOrder.customer)
    found = found.options(joinedload(Payment.order).joinedload(SalesOrder.customer))
    return _page(session, Payment, found, search, number)


def customers(session: Session, search: str, number: int) -> ListPage[Customer]:
    found = _matching(Customer, search, Customer.name, Customer.account_number, Customer.contact)
    return _page(session, Customer, found, search, number)


def items(session: Session, search: str, number: int) -> ListPage[Item]:
    return _page(session, Item, _matching(Item, search, Item.name, Item.description), search, number)


def to_choose(
    session: Session, model: type[Customer] | type[Item], also: Collection[int | None] = ()
) -> Sequence[tuple[int, str]]:
    """The active customers or items by name, for a drop-down, and those that the document names already."""
    choice = select(model.id, model.name).where(model.deleted.is_(False), or_(model.active, model.id.in_(also)))
    return [(row[0], row[1]) for row in session.execute(choice.order_by(func.lower(model.name), model.id))]


def _one(session: Session, model: type[Row], key: int, *options: ORMOption) -> Row | None:
    return session.scalar(select(model).where(model.id == key, model.deleted.is_(False)).options(*options))


def _matching(model: type[Row], search: str, *columns: Any) -> Select[Any]:
    found = select(model).where(model.deleted.is_(False))
    if not search:
        return found
    contains: list[ColumnElement[bool]] = [column.icontains(search, autoescape=True) for column in columns]
    return found.where(or_(*contains))


def _page(session: Session, model: type[Row], found: Select[Any], search: str, number: int) -> ListPage[Row]:
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(model.id).subquery())) or 0
    last = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, number), last)
    some = found.order_by(model.id.desc()).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    return ListPage(session.scalars(some).all(), number, total, search)
