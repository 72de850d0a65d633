"""The order desk: every save of the order system. Pages, imports and the demo all go through it.

Each method is one transaction: it checks the desk's own rules, writes, moves the stock, and announces what it wrote
before the commit. A rule that is broken raises Refused, and nothing has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from sample_host import guards, models, stock
from sample_host import writing_inventory as inventory
from sample_host import writing_purchasing as purchasing
from sample_host import writing_sales as sales
from sample_host.announce import Announcer, ref_of
from sample_host.contract import document_of
from sample_host.database import Database
from sample_host.entries import CustomerEntry, Entry, ItemEntry, OrderEntry, PaymentEntry, ShipDocEntry
from sample_host.errors import Refused
from sample_host.filling import current, filled
from sample_host.models import Customer, Item, Listed, Payment, PaymentShare, SalesOrder, Saved, ShipDoc, Written
from sample_host.shipping import proposal

_WRITERS: Mapping[type[Saved], Callable[[Session, Any, Any], None]] = {
    models.CustomerReturn: sales.write_return,
    models.Refund: sales.write_refund,
    models.PurchaseOrder: purchasing.write_purchase_order,
    models.Receiver: purchasing.write_receiver,
    models.VendorReturn: purchasing.write_vendor_return,
    models.Adjustment: inventory.write_adjustment,
    models.WorkOrder: inventory.write_work_order,
    models.Transfer: inventory.write_transfer,
}


class OrderDesk:
    """What a person at the order desk can do; `user` is who does it, empty for the application itself.

    Every change names the `revision` that it was made on, so that nobody overwrites somebody else's save unseen.
    What adds or changes a row answers with the row's key. Sales orders, ship docs and payments have words of their
    own, since each save of one touches others; everything else is entered, changed and deleted.
    """

    def __init__(self, database: Database, user: str = "") -> None:
        self._database = database
        self._announce = Announcer(database, user)

    def enter(self, model: type[Saved], entry: Entry) -> int:
        with self._database.saving() as session:
            return self._write(session, model(), entry)

    def enter_once(self, key: str, model: type[Saved], entry: Entry) -> int:
        """Enter it, unless that was done under this key before: then the key of the row that came of it."""
        with self._database.saving() as session:
            known = session.get(models.EnteredOnce, key)
            if known is not None:
                return known.row
            row = self._write(session, model(), entry)
            session.add(models.EnteredOnce(key=key, row=row))
            return row

    def change(self, model: type[Saved], key: int, revision: int, entry: Entry) -> int:
        with self._database.saving() as session:
            return self._write(session, current(session, model, key, revision), entry)

    def delete(self, model: type[Saved], key: int, revision: int) -> None:
        """Delete what nothing else rests on."""
        with self._database.saving() as session:
            row = current(session, model, key, revision)
            guards.refuse_used(session, row)
            self._remove(session, row)

    def keep_out(self, model: type[Written], key: int, kept_out: bool) -> None:
        """Set or clear a document's NC Only mark; nothing is saved where it stands so already."""
        with self._database.saving() as session:
            row = current(session, model, key)
            if row.nc_only != kept_out:
                row.nc_only = kept_out
                self._save(session, row)

    def add_customer(self, entry: CustomerEntry) -> int:
        return self.enter(Customer, entry)

    def change_customer(self, key: int, revision: int, entry: CustomerEntry) -> int:
        return self.change(Customer, key, revision, entry)

    def delete_customer(self, key: int, revision: int) -> None:
        self.delete(Customer, key, revision)

    def add_item(self, entry: ItemEntry) -> int:
        return self.enter(Item, entry)

    def change_item(self, key: int, revision: int, entry: ItemEntry) -> int:
        return self.change(Item, key, revision, entry)

    def delete_item(self, key: int, revision: int) -> None:
        self.delete(Item, key, revision)

    def enter_order(self, entry: OrderEntry) -> int:
        with self._database.saving() as session:
            return self._write_order(session, SalesOrder(), entry)

    def change_order(self, key: int, revision: int, entry: OrderEntry) -> int:
        """Change an order of which nothing was shipped or paid yet."""
        with self._database.saving() as session:
            return self._write_order(session, _untouched_order(session, key, revision), entry)

    def delete_order(self, key: int, revision: int) -> None:
        """Delete an order of which nothing was shipped or paid yet."""
        with self._database.saving() as session:
            self._announce.deleted(session, _untouched_order(session, key, revision))

    def close_order(self, key: int, revision: int) -> int:
        """Nothing more of that order will be shipped."""
        with self._database.saving() as session:
            order = current(session, SalesOrder, key, revision)
            order.closed = True
            return self._save(session, order)

    def ship(self, order: int, entry: ShipDocEntry) -> int:
        """Make a ship doc of an order. The order's payments are saved along: there is more they may pay for."""
        with self._database.saving() as session:
            return self._ship(session, current(session, SalesOrder, order), entry)

    def ship_rest(self, order: int, day: date, number: str = "", *, shipped: bool) -> int:
        """Make a ship doc of all that is left of an order."""
        with self._database.saving() as session:
            row = current(session, SalesOrder, order)
            return self._ship(session, row, proposal(row, day, shipped).model_copy(update={"number": number}))

    def change_ship_doc(self, key: int, revision: int, entry: ShipDocEntry) -> int:
        with self._database.saving() as session:
            return self._save_ship_doc(session, current(session, ShipDoc, key, revision), entry)

    def delete_ship_doc(self, key: int, revision: int) -> None:
        with self._database.saving() as session:
            doc = current(session, ShipDoc, key, revision)
            guards.refuse_used(session, doc)
            self._remove(session, doc)
            self._save_payments(session, doc.order)

    def pay(self, order: int, entry: PaymentEntry) -> int:
        """Take money on an order, whether or not anything of it has been shipped, and on others of its customer."""
        with self._database.saving() as session:
            share = PaymentShare(order=current(session, SalesOrder, order))
            return self._save_payment(session, Payment(lines=[] if entry.lines else [share]), entry)

    def change_payment(self, key: int, revision: int, entry: PaymentEntry) -> int:
        with self._database.saving() as session:
            return self._save_payment(session, current(session, Payment, key, revision), entry)

    def delete_payment(self, key: int, revision: int) -> None:
        self.delete(Payment, key, revision)

    def take_only_what_is_there(self, refuse: bool) -> None:
        """Whether a save that takes more than there is on the shelf is refused from now on."""
        with self._database.saving() as session:
            rules = session.get(models.DeskRules, 1) or models.DeskRules(id=1)
            rules.only_what_is_there = refuse
            session.add(rules)

    def _write(self, session: Session, row: Any, entry: Entry) -> int:
        with session.no_autoflush:
            if isinstance(row, Listed):
                filled(row, entry)
            else:
                _WRITERS[type(row)](session, row, entry)
        return self._save(session, row)

    def _write_order(self, session: Session, order: SalesOrder, entry: OrderEntry) -> int:
        with session.no_autoflush:
            sales.write_order(session, order, entry)
        return self._save(session, order)

    def _ship(self, session: Session, order: SalesOrder, entry: ShipDocEntry) -> int:
        if order.closed:
            raise Refused("This order is closed: nothing more of it is shipped.")
        key = self._save_ship_doc(session, ShipDoc(order=order), entry)
        self._save_payments(session, order)
        return key

    def _save_ship_doc(self, session: Session, doc: ShipDoc, entry: ShipDocEntry) -> int:
        with session.no_autoflush:
            sales.write_ship_doc(session, doc, entry)
        return self._save(session, doc)

    def _save_payment(self, session: Session, payment: Payment, entry: PaymentEntry) -> int:
        with session.no_autoflush:
            sales.write_payment(session, payment, entry)
        return self._save(session, payment)

    def _save_payments(self, session: Session, order: SalesOrder) -> None:
        for payment in order.payments:
            self._save(session, payment)

    def _save(self, session: Session, row: Any) -> int:
        is_new = row.id is None
        self._announce.saved(session, row)
        if isinstance(row, guards.MOVING):
            if not is_new:
                stock.take_back(session, ref_of(row))
            stock.move(session, document_of(row))
        key: int = row.id
        return key

    def _remove(self, session: Session, row: Any) -> None:
        self._announce.deleted(session, row)
        if isinstance(row, Written):
            stock.take_back(session, ref_of(row))


def _untouched_order(session: Session, key: int, revision: int) -> SalesOrder:
    """What was shipped or paid is what the customer agreed to: from then on the order stays as it is."""
    order = current(session, SalesOrder, key, revision)
    if order.ship_docs or order.payments:
        raise Refused("Something of this order has been shipped or paid. Change the ship doc or the payment.")
    return order
