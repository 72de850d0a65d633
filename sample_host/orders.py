"""The order desk: every save of the order system, one method each. Pages, imports and the demo all go through it.

Each method is one transaction: it checks the desk's own rules, writes, and announces what it wrote before the
commit. A rule that is broken raises Refused, and nothing has happened.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from sample_host import lines
from sample_host.announce import Announced, Announcer, stamp
from sample_host.database import Database
from sample_host.entries import CustomerEntry, Entry, ItemEntry, OrderEntry, PaymentEntry, ShipDocEntry
from sample_host.errors import Refused, SavedMeanwhile
from sample_host.models import Base, Customer, Item, OrderLine, Payment, SalesOrder, Saved, ShipDoc, ShipDocLine
from sample_host.money import document_total
from sample_host.shipping import proposal

Row = TypeVar("Row", bound=Saved)
Filled = TypeVar("Filled", bound=Base)
Numbered = TypeVar("Numbered", SalesOrder, ShipDoc, Payment)
FIRST_NUMBER = 1000


class OrderDesk:
    """What a person at the order desk can do; `user` is who does it, empty for the application itself.

    Every change names the `revision` that it was made on, so that nobody overwrites somebody else's save unseen.
    What adds or changes a row answers with the row's key.
    """

    def __init__(self, database: Database, user: str = "") -> None:
        self._database = database
        self._announce = Announcer(database, user)

    def add_customer(self, entry: CustomerEntry) -> int:
        with self._database.saving() as session:
            return self._save(session, _filled(Customer(), entry))

    def change_customer(self, key: int, revision: int, entry: CustomerEntry) -> int:
        with self._database.saving() as session:
            return self._save(session, _filled(_current(session, Customer, key, revision), entry))

    def delete_customer(self, key: int, revision: int) -> None:
        with self._database.saving() as session:
            customer = _current(session, Customer, key, revision)
            orders = select(SalesOrder.id).where(SalesOrder.customer_id == key, SalesOrder.deleted.is_(False))
            if session.scalar(orders.limit(1)) is not None:
                raise Refused(f"{customer.name} has orders. Make it inactive instead.")
            self._announce.deleted(session, customer)

    def add_item(self, entry: ItemEntry) -> int:
        with self._database.saving() as session:
            return self._save(session, _filled(Item(), entry))

    def change_item(self, key: int, revision: int, entry: ItemEntry) -> int:
        with self._database.saving() as session:
            return self._save(session, _filled(_current(session, Item, key, revision), entry))

    def delete_item(self, key: int, revision: int) -> None:
        with self._database.saving() as session:
            item = _current(session, Item, key, revision)
            if lines.uses(session, key):
                raise Refused(f"{item.name} is on orders. Make it inactive instead.")
            self._announce.deleted(session, item)

    def enter_order(self, entry: OrderEntry) -> int:
        with self._database.saving() as session:
            return _write_order(session, SalesOrder(), entry)

    def change_order(self, key: int, revision: int, entry: OrderEntry) -> int:
        """Change an order of which nothing was shipped or paid yet."""
        with self._database.saving() as session:
            return _write_order(session, _untouched_order(session, key, revision), entry)

    def delete_order(self, key: int, revision: int) -> None:
        """Delete an order of which nothing was shipped or paid yet."""
        with self._database.saving() as session:
            order = _untouched_order(session, key, revision)
            order.deleted = True
            stamp(session, order)

    def ship(self, order: int, entry: ShipDocEntry) -> int:
        """Make a ship doc of an order. The order's payments are saved along: there is more they may pay for."""
        with self._database.saving() as session:
            return self._ship(session, _current(session, SalesOrder, order), entry)

    def ship_rest(self, order: int, day: date, number: str = "", *, shipped: bool) -> int:
        """Make a ship doc of all that is left of an order."""
        with self._database.saving() as session:
            row = _current(session, SalesOrder, order)
            return self._ship(session, row, proposal(row, day, shipped).model_copy(update={"number": number}))

    def change_ship_doc(self, key: int, revision: int, entry: ShipDocEntry) -> int:
        with self._database.saving() as session:
            return self._save_ship_doc(session, _current(session, ShipDoc, key, revision), entry)

    def delete_ship_doc(self, key: int, revision: int) -> None:
        with self._database.saving() as session:
            doc = _current(session, ShipDoc, key, revision)
            self._announce.deleted(session, doc)
            self._save_payments(session, doc.order)

    def pay(self, order: int, entry: PaymentEntry) -> int:
        """Take money on an order, whether or not anything of it has been shipped."""
        with self._database.saving() as session:
            payment = Payment(order_id=_current(session, SalesOrder, order).id)
            return self._save(session, _numbered(session, _filled(payment, entry)))

    def change_payment(self, key: int, revision: int, entry: PaymentEntry) -> int:
        with self._database.saving() as session:
            payment = _filled(_current(session, Payment, key, revision), entry)
            return self._save(session, _numbered(session, payment))

    def delete_payment(self, key: int, revision: int) -> None:
        with self._database.saving() as session:
            self._announce.deleted(session, _current(session, Payment, key, revision))

    def _ship(self, session: Session, order: SalesOrder, entry: ShipDocEntry) -> int:
        key = self._save_ship_doc(session, ShipDoc(order=order), entry)
        self._save_payments(session, order)
        return key

    def _save_ship_doc(self, session: Session, doc: ShipDoc, entry: ShipDocEntry) -> int:
        with session.no_autoflush:
            _numbered(session, _filled(doc, entry))
            if doc.shipped:
                doc.ship_date = doc.ship_date or doc.txn_date
            doc.lines = lines.written(session, doc.lines, ShipDocLine, entry.lines)
            doc.total = document_total((line.amount for line in doc.lines), doc.freight)
            lines.refuse_too_much(doc)
        return self._save(session, doc)

    def _save_payments(self, session: Session, order: SalesOrder) -> None:
        for payment in order.payments:
            self._save(session, payment)

    def _save(self, session: Session, row: Announced) -> int:
        self._announce.saved(session, row)
        return row.id


def _write_order(session: Session, order: SalesOrder, entry: OrderEntry) -> int:
    with session.no_autoflush:
        if session.get(Customer, entry.customer_id) is None:
            raise Refused("There is no such customer.", "customer_id")
        _numbered(session, _filled(order, entry))
        order.lines = lines.written(session, order.lines, OrderLine, entry.lines)
        order.total = document_total((line.amount for line in order.lines), order.freight)
    stamp(session, order)
    return order.id


def _filled(row: Filled, entry: Entry) -> Filled:
    """The row with the entry's values; lines are written apart, since they are rows themselves."""
    for name, value in entry:
        if name != "lines":
            setattr(row, name, value)
    return row


def _numbered(session: Session, row: Numbered) -> Numbered:
    """The row with a number: the one after the youngest row's, or the first free one behind that."""
    if row.number:
        return row
    model = type(row)
    youngest = session.scalar(select(model.number).order_by(model.id.desc()).limit(1)) or ""
    number = int(youngest) + 1 if youngest.isdecimal() else FIRST_NUMBER
    while session.scalar(select(model.id).where(model.number == str(number)).limit(1)) is not None:
        number += 1
    row.number = str(number)
    return row


def _current(session: Session, model: type[Row], key: int, revision: int | None = None) -> Row:
    """The row to change, if it is there and still the one that the change was made on."""
    row = session.get(model, key)
    if row is None or row.deleted:
        raise Refused("It has been deleted meanwhile.")
    if revision is not None and row.revision != revision:
        raise SavedMeanwhile("Somebody saved it since you opened it. Look at it again, then enter your change.")
    return row


def _untouched_order(session: Session, key: int, revision: int) -> SalesOrder:
    """What was shipped or paid is what the customer agreed to: from then on the order stays as it is."""
    order = _current(session, SalesOrder, key, revision)
    if order.ship_docs or order.payments:
        raise Refused("Something of this order has been shipped or paid. Change the ship doc or the payment.")
    return order
