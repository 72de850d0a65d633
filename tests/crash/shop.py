"""One of the processes that are killed: python -m tests.crash.shop ROLE DATABASE BOOKS SEED.

The desk saves documents through the host's own code, one after the other; the worker synchronizes without a pause. The
asking desk saves and asks for a run each time; "worker 1" and so on make them, for a queue. The desks and the worker
load the plugin by its entry point. Each says "up" once it works.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path

import allorders_quickbooks.plugin
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.runners import queue, worker

from sample_host import queries
from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.entries import LineEntry, OrderEntry, PaymentEntry, ShipDocEntry
from sample_host.orders import OrderDesk
from sample_host.running import running
from sample_host.services import open_host
from sample_host.shipping import proposal

# A dead worker's successor need not wait as long as in life; three hundred kills would take an hour.
_Ports = partial(Ports, lease=timedelta(seconds=1))
setattr(allorders_quickbooks.plugin, "Ports", _Ports)  # noqa: B010
setattr(worker, "Ports", _Ports)  # noqa: B010
worker.HEARTBEAT, worker.SWEEP, worker.LOOK, queue.DEAD_AFTER = 0.3, 0.3, 1.0, 1.0
CUSTOMERS, ITEMS = 8, 12
FIRST_DAY = date(2026, 3, 2)


def main(role: str, database: str, books: str, seed: str) -> None:
    if role.startswith("worker "):
        _serve(database)
    with running(database, Path(books)) as shop:
        if role == "worker":
            _work(shop)
        _save(shop, random.Random(seed), asking=role == "asking desk")


def _serve(database: str) -> None:
    served = worker.serve([open_host(database)])
    print("up", flush=True)
    worker.Worker(database, served, f"worker/{os.getpid()}", turn=3.0).work()


def _work(shop: Shop) -> None:
    for number in count():
        shop.plugins.sync_now(COMPANY, "", wait=True)
        if number == 0:
            print("up", flush=True)


def _save(shop: Shop, chance: random.Random, *, asking: bool) -> None:
    desk = OrderDesk(shop.host.orders)
    print("up", flush=True)
    while True:
        time.sleep(chance.uniform(0, 0.1))  # orders come one by one, not as fast as the disk takes them
        order = desk.enter_order(_order(chance))
        if chance.random() < 0.3:
            desk.pay(order, PaymentEntry(txn_date=FIRST_DAY, amount=Decimal(chance.randint(1, 50))))
        doc = _proposed(shop, order, chance)
        ship_doc = desk.ship(order, doc)
        if chance.random() < 0.4:
            desk.change_ship_doc(ship_doc, 1, _changed(doc, chance))
        if asking:
            shop.plugins.sync_now(COMPANY, "", wait=False)


def _order(chance: random.Random) -> OrderEntry:
    lines = tuple(
        LineEntry(
            item_id=chance.randint(1, ITEMS),
            quantity=Decimal(chance.randint(1, 9)),
            price=Decimal(chance.randint(100, 9999)).scaleb(-2),
        )
        for _ in range(chance.randint(1, 4))
    )
    day = FIRST_DAY + timedelta(days=chance.randint(0, 20))
    return OrderEntry(customer_id=chance.randint(1, CUSTOMERS), order_date=day, lines=lines)


def _proposed(shop: Shop, order: int, chance: random.Random) -> ShipDocEntry:
    with shop.host.orders.reading() as session:
        entered = queries.order(session, order)
        assert entered is not None
        return proposal(entered, entered.order_date, shipped=chance.random() < 0.9)


def _changed(doc: ShipDocEntry, chance: random.Random) -> ShipDocEntry:
    """One piece less of everything, and a note."""
    lines = tuple(line.model_copy(update={"quantity": max(Decimal(1), line.quantity - 1)}) for line in doc.lines)
    return doc.model_copy(update={"lines": lines, "memo": f"note {chance.random():.6f}"})


if __name__ == "__main__":
    main(*sys.argv[1:])
