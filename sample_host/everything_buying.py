"""What the demonstration buys, makes and stores: orders, receivers, returns, adjustments, work orders, transfers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sample_host import models
from sample_host.entries_inventory import (
    AdjustmentEntry,
    AdjustmentLineEntry,
    TransferEntry,
    TransferLineEntry,
    WorkOrderEntry,
)
from sample_host.entries_purchasing import PurchaseOrderEntry, ReceiverEntry, ReceiverLineEntry, VendorReturnEntry
from sample_host.entry_fields import ExpenseEntry, LineEntry
from sample_host.everything_lists import DUTY, SCRAP, WAGES
from sample_host.everything_trade import OPENING, Trade
from sample_host.money import cents
from sample_host.warehouses import WAREHOUSES


def buy(trade: Trade) -> None:
    """A purchase order, and what comes in of it: all, or some of it; now and then something else besides."""
    chance, lists = trade.chance, trade.lists
    vendor = chance.choice(lists.vendors)
    goods = chance.sample(lists.goods, 5 if trade.rounds < OPENING else chance.randint(1, 3))
    lines = tuple(LineEntry(item_id=item, quantity=_bought(trade)) for item in goods)
    expected = trade.day + timedelta(days=7)
    entry = PurchaseOrderEntry(
        **trade.head(vendor_id=vendor, expected=expected, terms=chance.choice(("", "Net 30")), lines=lines)
    )
    order = trade.loaded(models.PurchaseOrder, trade.desk.enter(models.PurchaseOrder, entry))
    trade.receivers.append(trade.desk.enter(models.Receiver, _receiver(trade, order)))


def _bought(trade: Trade) -> Decimal:
    return Decimal(trade.chance.randint(60, 200) if trade.rounds < OPENING else trade.chance.randint(5, 40))


def _receiver(trade: Trade, order: Any) -> ReceiverEntry:
    chance = trade.chance
    duty = ExpenseEntry(account=DUTY, description="Customs duty", amount=Decimal(chance.randint(100, 4000)) / 100)
    return ReceiverEntry(
        **trade.head(
            vendor_id=order.vendor_id,
            order_id=order.id,
            vendor_invoice=f"R{trade.rounds:05}" if chance.random() < 0.7 else "",
            due_date=trade.day + timedelta(days=30),
            freight=Decimal(chance.choice(("0", "0", "18.40"))),
            lines=tuple(_received(trade, line) for line in order.lines),
            expenses=(duty,) if chance.random() < 0.2 else (),
        )
    )


def _received(trade: Trade, line: Any) -> ReceiverLineEntry:
    """At a price that has moved since it was ordered; a tracked item with its numbers."""
    chance = trade.chance
    quantity = line.quantity if chance.random() < 0.8 else line.quantity - 1
    price = cents(line.price * Decimal(chance.randint(90, 115)) / 100)
    lots = trade.lists.numbers(line.item_id, quantity, f"{trade.rounds:04}", chance)
    return ReceiverLineEntry(item_id=line.item_id, quantity=quantity, price=price, order_line_id=line.id, lots=lots)


def send_back(trade: Trade) -> None:
    """Two pieces of a receiver go back at what was paid for them."""
    receiver = trade.one_of(models.Receiver, trade.receivers)
    line = trade.chance.choice(receiver.lines)
    back = LineEntry(item_id=line.item_id, quantity=Decimal(2), price=line.price, lots=line.lots[:2])
    fields = {"vendor_id": receiver.vendor_id, "receiver_id": receiver.id, "lines": (back,)}
    trade.desk.enter(models.VendorReturn, VendorReturnEntry(**trade.head(**fields)))


def adjust(trade: Trade) -> None:
    """Something was found, lost or written down."""
    chance = trade.chance
    by_value, account = chance.random() < 0.25, chance.choice(("", SCRAP))
    lines = tuple(
        AdjustmentLineEntry(item_id=item, value=Decimal(chance.choice(("-3.75", "2.10"))))
        if by_value
        else AdjustmentLineEntry(item_id=item, quantity=Decimal(chance.choice((-2, -1, 1, 3))))
        for item in chance.sample(trade.lists.goods, chance.randint(1, 3))
    )
    trade.desk.enter(models.Adjustment, AdjustmentEntry(**trade.head(account=account, lines=lines)))


def make(trade: Trade) -> None:
    """An assembly is made of its parts, with wages; now and then one is taken apart again, or not finished yet."""
    chance = trade.chance
    assembly, parts = chance.choice(trade.lists.assemblies)
    apart = trade.rounds > OPENING and chance.random() < 0.1
    quantity = Decimal(1 if apart else chance.randint(2, 5))
    lines = tuple(LineEntry(item_id=part, quantity=each * quantity) for part, each in parts)
    wages = ExpenseEntry(account=WAGES, description="Workshop", amount=Decimal(chance.randint(500, 4000)) / 100)
    entry = WorkOrderEntry(
        **trade.head(
            item_id=assembly,
            quantity=quantity,
            disassembly=apart,
            finished=chance.random() < 0.93,
            lines=lines,
            expenses=() if apart or chance.random() < 0.5 else (wages,),
        )
    )
    trade.desk.enter(models.WorkOrder, entry)


def transfer(trade: Trade) -> None:
    chance = trade.chance
    here, there = chance.sample(WAREHOUSES, 2)
    chosen = chance.sample(trade.lists.goods, chance.randint(1, 3))
    lines = tuple(TransferLineEntry(item_id=item, quantity=Decimal(chance.randint(1, 3))) for item in chosen)
    trade.desk.enter(models.Transfer, TransferEntry(**trade.head(from_site=here, to_site=there, lines=lines)))
