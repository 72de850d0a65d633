"""What the screens read: one document with all that belongs to it, or one page of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from sample_host.models import (
    Adjustment,
    Customer,
    CustomerReturn,
    Payment,
    PaymentShare,
    PurchaseOrder,
    Receiver,
    Refund,
    SalesOrder,
    Saved,
    ShipDoc,
    Transfer,
    VendorReturn,
    WorkOrder,
)

Row = TypeVar("Row", bound=Saved)
ON_A_PAGE = 50

_OF_AN_ORDER: tuple[ORMOption, ...] = (
    joinedload(SalesOrder.customer),
    selectinload(SalesOrder.ship_docs).selectinload(ShipDoc.lines),
    selectinload(SalesOrder.payments),
)
_OF_A_SHIP_DOC = joinedload(ShipDoc.order)
_PAID_ORDERS = selectinload(Payment.lines).joinedload(PaymentShare.order)
WHOLE: Mapping[type[Saved], tuple[ORMOption, ...]] = {
    SalesOrder: (*_OF_AN_ORDER, selectinload(SalesOrder.lines)),
    ShipDoc: (
        selectinload(ShipDoc.lines),
        _OF_A_SHIP_DOC.joinedload(SalesOrder.customer),
        _OF_A_SHIP_DOC.selectinload(SalesOrder.lines),
    ),
    Payment: (
        joinedload(Payment.customer),
        _PAID_ORDERS.joinedload(SalesOrder.customer),
        _PAID_ORDERS.selectinload(SalesOrder.ship_docs),
    ),
    CustomerReturn: (joinedload(CustomerReturn.customer), selectinload(CustomerReturn.lines)),
    Refund: (joinedload(Refund.customer),),
    PurchaseOrder: (joinedload(PurchaseOrder.vendor), selectinload(PurchaseOrder.lines)),
    Receiver: (joinedload(Receiver.vendor), selectinload(Receiver.lines), selectinload(Receiver.expenses)),
    VendorReturn: (
        joinedload(VendorReturn.vendor),
        selectinload(VendorReturn.lines),
        selectinload(VendorReturn.expenses),
    ),
    Adjustment: (selectinload(Adjustment.lines),),
    WorkOrder: (joinedload(WorkOrder.item), selectinload(WorkOrder.lines), selectinload(WorkOrder.expenses)),
    Transfer: (selectinload(Transfer.lines),),
}
"""All that a page shows of a row."""


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


def one(session: Session, model: type[Row], key: int) -> Row | None:
    """One row with all that belongs to it; None where it is not there, or deleted."""
    statement = select(model).where(model.id == key, model.deleted.is_(False))
    return session.scalar(statement.options(*WHOLE.get(model, ())))


def order(session: Session, key: int) -> SalesOrder | None:
    return one(session, SalesOrder, key)


def ship_doc(session: Session, key: int) -> ShipDoc | None:
    return one(session, ShipDoc, key)


def payment(session: Session, key: int) -> Payment | None:
    return one(session, Payment, key)


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
    found = found.join(Payment.customer).options(joinedload(Payment.customer), _PAID_ORDERS)
    return _page(session, Payment, found, search, number)


def listed(session: Session, model: type[Row], searched: Sequence[Any], search: str, number: int) -> ListPage[Row]:
    """One page of any list. What is searched may be a column of whoever a document is with."""
    found = _matching(model, search, *searched).options(*WHOLE.get(model, ()))
    for other in {column.class_ for column in searched} - {model}:
        found = found.join(other)
    return _page(session, model, found, search, number)


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
