"""Making the two files diverge, by a seed, in every way there is; and what the comparison must say of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import Adjustment, AdjustmentLine, DocumentRef, Receiver, ShipDoc
from allorders_hooks.records import Vendor
from allorders_quickbooks.mapping.differences import Why

from tests.reconcile.shelves import Shelves, shelved
from tests.world import World, a_customer, a_line, a_ref, a_ship_doc, an_item

ITEMS = ("I1", "I2", "I3", "I4", "I5")
NAMES = {"I1": "Chai", "I2": "Chang", "I3": "Aniseed Syrup", "I4": "Ikura", "I5": "Tofu"}
VENDOR = a_ref("vendor", "V1")


@dataclass
class Expected:
    """What must come of an item: by reason, and what nothing explains."""

    explained: dict[str, Decimal] = field(default_factory=dict)
    unexplained: Decimal = Decimal(0)

    def add(self, why: Why, quantity: Decimal) -> None:
        self.explained[why.value] = self.explained.get(why.value, Decimal(0)) + quantity

    def settled(self, *, doubted: bool) -> Expected:
        """With what cannot be told apart from a doubt put down to it."""
        explained, rest = dict(self.explained), self.unexplained
        if doubted:
            explained[Why.IN_DOUBT.value] = explained.get(Why.IN_DOUBT.value, Decimal(0)) + rest
            rest = Decimal(0)
        return Expected({why: quantity for why, quantity in explained.items() if quantity}, rest)


class Planting:
    """A world in which both sides agree, and what a seed then does to it."""

    def __init__(self, path: Path, seed: int, *, url: str = "") -> None:
        self.random = random.Random(seed)
        self.world, self.shelves = shelved(path, seed=seed, url=url)
        self.expected = {item: Expected() for item in ITEMS}
        self.doubted: set[str] = set()
        self.planted: list[str] = []
        self._sent: list[ShipDoc] = []
        self._next = 100
        _agree(self)

    def everything(self, at_most: int = 8) -> None:
        """Some of the ways in which two files come apart, in any order."""
        for way in self.random.sample(WAYS, k=self.random.randint(1, at_most)):
            way(self)
            self.planted.append(way.__name__.strip("_"))

    def must_be(self) -> dict[str, Expected]:
        return {key: each.settled(doubted=key in self.doubted) for key, each in self.expected.items()}

    def item(self) -> str:
        return self.random.choice(ITEMS)

    def quantity(self) -> Decimal:
        return Decimal(self.random.randint(1, 9))

    def key(self) -> str:
        self._next += 1
        return f"S{self._next}"

    def sent(self) -> ShipDoc:
        """A ship doc that both sides have, and that nobody has touched."""
        return self._sent.pop(self.random.randrange(len(self._sent)))

    def ship(self, item: str, quantity: Decimal, **more: object) -> ShipDoc:
        document = a_ship_doc(self.key(), a_line(item, f"{quantity}"), **more)  # type: ignore[arg-type]
        return document.model_copy(update={"revision": 0})


def _agree(planting: Planting) -> None:
    world = planting.world
    world.save(a_customer())
    world.save(Vendor(ref=VENDOR, name="Exotic Liquids", revision=0))
    for key in ITEMS:
        world.save(an_item(key, NAMES[key]))
    lines = tuple(a_line(key, "500", "2.00", key=key) for key in ITEMS)
    total = sum((line.amount for line in lines), Decimal(0))
    head = {"ref": a_ref("receiver", "R1"), "number": "R1", "txn_date": date(2026, 3, 2), "revision": 0}
    world.save(Receiver(**head, vendor=VENDOR, lines=lines, total=total))
    for _ in range(9):
        document = planting.ship(planting.item(), planting.quantity())
        world.save(document)
        planting._sent.append(document)
    world.settle()
    world.prefer(send_unsent_transactions=False, send_unsent_payments=False)
    world.set_up(start_date=date(2026, 1, 1))


# --- the ways ------------------------------------------------------------------------------------------------


def _not_sent(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    planting.world.save(planting.ship(item, quantity))
    planting.expected[item].add(Why.NOT_SENT, quantity)


def _change_not_sent(planting: Planting) -> None:
    document, quantity = planting.sent(), planting.quantity()
    (line,) = document.lines
    more = a_line(line.item.key if line.item else "", f"{line.quantity + quantity}")
    planting.world.save(document.model_copy(update={"lines": (more,), "total": more.amount}))
    planting.expected[_item_of(document)].add(Why.NOT_SENT, quantity)


def _deletion_not_sent(planting: Planting) -> None:
    document = planting.sent()
    planting.world.delete(document.ref)
    planting.expected[_item_of(document)].add(Why.NOT_SENT, -document.lines[0].quantity)


def _held(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    planting.world.save(planting.ship(item, quantity, txn_date=date(2025, 12, 31)))
    planting.expected[item].add(Why.HELD, quantity)


def _nc_only(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    planting.world.save(planting.ship(item, quantity, nc_only=True))
    planting.expected[item].add(Why.NC_ONLY, quantity)


def _nc_only_count(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    lines = (AdjustmentLine(key="1", item=a_ref("item", item), quantity=-quantity),)
    head = {"ref": a_ref("adjustment", planting.key()), "number": "C1", "txn_date": date(2026, 3, 2), "revision": 0}
    planting.world.save(Adjustment(**head, nc_only=True, lines=lines))
    planting.expected[item].add(Why.NC_ONLY, quantity)


def _in_doubt(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    ref = planting.world.save(planting.ship(item, quantity))
    planting.world.set_back(ref, look_first=True)
    planting.expected[item].add(Why.IN_DOUBT, quantity)
    planting.doubted.add(item)


def _unavailable(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    aside = planting.shelves.unavailable
    aside[a_ref("item", item)] = aside.get(a_ref("item", item), Decimal(0)) + quantity
    planting.expected[item].add(Why.UNAVAILABLE, quantity)


def _changed_there(planting: Planting) -> None:
    document, quantity = planting.sent(), planting.quantity()
    change_there(planting.world, document.ref, document.lines[0].quantity + quantity)
    planting.expected[_item_of(document)].add(Why.CHANGED_THERE, -quantity)


def _voided_there(planting: Planting) -> None:
    document = planting.sent()
    planting.world.file.bookkeeper.void(_txn(planting.world, document.ref))
    planting.expected[_item_of(document)].add(Why.GONE_THERE, document.lines[0].quantity)


def _deleted_there(planting: Planting) -> None:
    document = planting.sent()
    planting.world.file.bookkeeper.delete(_txn(planting.world, document.ref))
    planting.expected[_item_of(document)].add(Why.GONE_THERE, document.lines[0].quantity)


def _memo_there(planting: Planting) -> None:
    """An edit that moves nothing explains nothing."""
    planting.world.file.bookkeeper.edit_transaction(_txn(planting.world, planting.sent().ref), memo="by hand")


def _counted_there(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    planting.world.file.bookkeeper.adjust_stock(NAMES[item], quantity)
    planting.expected[item].unexplained += quantity


def _lost_here(planting: Planting) -> None:
    item, quantity = planting.item(), planting.quantity()
    lost = planting.shelves.lost
    lost[a_ref("item", item)] = lost.get(a_ref("item", item), Decimal(0)) + quantity
    planting.expected[item].unexplained += quantity


WAYS: tuple[Callable[[Planting], None], ...] = (
    _not_sent,
    _change_not_sent,
    _deletion_not_sent,
    _held,
    _nc_only,
    _nc_only_count,
    _in_doubt,
    _unavailable,
    _changed_there,
    _voided_there,
    _deleted_there,
    _memo_there,
    _counted_there,
    _lost_here,
)


def change_there(world: World, ref: DocumentRef, quantity: Decimal) -> None:
    """A person changes the quantity of an invoice's only line, in QuickBooks."""
    txn_id = _txn(world, ref)
    txn = next(txn for txn in world.file.transactions("Invoice") if txn.id == txn_id)
    content = (
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        f'<InvoiceModRq requestID="1"><InvoiceMod><TxnID>{txn_id}</TxnID>'
        f"<EditSequence>{txn.edit_sequence}</EditSequence><InvoiceLineMod><TxnLineID>{txn.lines[0].id}</TxnLineID>"
        f"<Quantity>{quantity}</Quantity></InvoiceLineMod></InvoiceMod></InvoiceModRq></QBXMLMsgsRq></QBXML>"
    )
    world.clock.sleep(2)
    assert b'statusCode="0"' in world.deliver(content.encode())


def _txn(world: World, ref: DocumentRef) -> str:
    binding = world.binding(ref)
    assert binding is not None
    return binding.qb_id


def _item_of(document: ShipDoc) -> str:
    item = document.lines[0].item
    assert item is not None
    return item.key


__all__ = ["ITEMS", "NAMES", "Expected", "Planting", "Shelves", "change_there"]
