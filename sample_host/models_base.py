"""What the tables have in common: revisions and deletion marks, heads of documents, lines, expenses."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from allorders_hooks.documents import Address, Kind, Lot
from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from sample_host.columns import Exact, Lots, Moment, PostalAddress

_CONSTRAINTS = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
NO_ADDRESS = Address()


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_CONSTRAINTS)
    type_annotation_map = {  # noqa: RUF012
        Decimal: Exact,
        datetime: Moment,
        Address: PostalAddress,
        tuple[Lot, ...]: Lots,
    }


class Saved:
    """What every row that a plugin may hear of has: `revision` grows by each save, `saved_at` is its moment."""

    kind: ClassVar[Kind]

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(index=True)
    deleted: Mapped[bool] = mapped_column(default=False)


class Listed(Saved):
    """An entry of a list."""

    name: Mapped[str] = mapped_column(index=True)
    active: Mapped[bool] = mapped_column(default=True)


class Written(Saved):
    """A document."""

    number: Mapped[str] = mapped_column(index=True)
    memo: Mapped[str] = mapped_column(default="")
    nc_only: Mapped[bool] = mapped_column(default=False)


class Dated(Written):
    txn_date: Mapped[date]


class SaleColumns:
    """What all documents to a customer share."""

    customer_po: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")
    ship_method: Mapped[str] = mapped_column(default="")
    class_name: Mapped[str] = mapped_column(default="")
    freight: Mapped[Decimal] = mapped_column(default=Decimal(0))
    tax_item: Mapped[str] = mapped_column(default="")
    tax: Mapped[Decimal] = mapped_column(default=Decimal(0))
    ship_to: Mapped[Address] = mapped_column(default=NO_ADDRESS)
    total: Mapped[Decimal]


class PurchaseColumns:
    """What all documents to or from a vendor share."""

    class_name: Mapped[str] = mapped_column(default="")
    freight: Mapped[Decimal] = mapped_column(default=Decimal(0))
    total: Mapped[Decimal]

    @declared_attr
    def vendor_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("vendors.id"), index=True)


class PieceColumns:
    """A row that belongs to a document. A number is never given to a second one: plugins remember lines by it."""

    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    description: Mapped[str] = mapped_column(default="")


class GoodsColumns(PieceColumns):
    """A line about an item: which, how much, from or to which warehouse, and which lots."""

    site: Mapped[str] = mapped_column(default="")
    lots: Mapped[tuple[Lot, ...]] = mapped_column(default=())

    @declared_attr
    def item_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("items.id"))


class LineColumns(GoodsColumns):
    """A line with a price. `amount` is worked out when the line is saved."""

    quantity: Mapped[Decimal]
    price: Mapped[Decimal]
    discount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    amount: Mapped[Decimal]
    taxed: Mapped[bool] = mapped_column(default=False)


class ExpenseColumns(PieceColumns):
    """A cost that is no item, by the account that bears it."""

    account: Mapped[str]
    amount: Mapped[Decimal]
