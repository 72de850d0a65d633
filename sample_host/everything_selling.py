"""What the demonstration sells: orders, shipments, returns, payments, refunds, in all the ways there are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from sample_host import models
from sample_host.entries import (
    CustomerReturnEntry,
    LineEntry,
    OrderEntry,
    PaidOrderEntry,
    PaymentEntry,
    RefundEntry,
    ShipDocEntry,
)
from sample_host.everything_lists import TAX
from sample_host.everything_trade import Trade
from sample_host.money import cents
from sample_host.shipping import proposal


def sell(trade: Trade) -> None:
    """A sales order, and a shipment of one of those that are open: what is on it, or a piece of it ahead."""
    chance, lists = trade.chance, trade.lists
    lines = tuple(_sold(trade, item) for item in chance.sample(lists.sold, chance.randint(1, 4)))
    if chance.random() < 0.1:
        lines = (*lines, LineEntry(item_id=lists.discount, quantity=Decimal(1)))
    trade.open_orders.append(trade.desk.enter_order(_order(trade, lines)))
    key = chance.choice(trade.open_orders[-4:])
    order = trade.loaded(models.SalesOrder, key)
    part = chance.random() < 0.25 and order.lines[0].quantity > 1
    entry = _part(trade, order) if part else _all(trade, order)
    doc = trade.desk.ship(key, entry)
    if not part:
        trade.open_orders.remove(key)
    if entry.shipped:
        trade.shipped.append(doc)


def _order(trade: Trade, lines: tuple[LineEntry, ...]) -> OrderEntry:
    chance, head = trade.chance, trade.head()
    return OrderEntry(
        order_date=head.pop("txn_date"),
        **head,
        customer_id=chance.choice(trade.lists.customers),
        customer_po=chance.choice(("", f"PO-{trade.rounds}")),
        terms=chance.choice(("", "Net 15", "Net 30")),
        ship_method=chance.choice(("", "UPS", "Coastal barge")),
        class_name=chance.choice(("", "Retail", "Fleet")),
        tax_item=chance.choice(("", TAX)),
        freight=Decimal(chance.choice(("0", "9.50", "14.90"))),
        lines=lines,
    )


def _sold(trade: Trade, item: int) -> LineEntry:
    discount = Decimal(trade.chance.choice(("0", "0", "0.05", "0.125")))
    return LineEntry(item_id=item, quantity=Decimal(trade.chance.randint(1, 6)), discount=discount)


def _all(trade: Trade, order: Any) -> ShipDocEntry:
    chance = trade.chance
    ready, paid = chance.random() < 0.94, chance.random() < 0.08
    doc = proposal(order, trade.day, shipped=ready)
    changes = trade.head() | {
        "tracking": f"1Z{trade.rounds:08}" if chance.random() < 0.5 else "",
        "paid_by": chance.choice(("Cash", "Check")) if paid else "",
        "lines": tuple(_with_numbers(trade, line) for line in doc.lines),
    }
    return doc.model_copy(update=changes)


def _part(trade: Trade, order: Any) -> ShipDocEntry:
    """One piece of the first line goes ahead; the rest is on back order."""
    doc = proposal(order, trade.day, shipped=True)
    ahead = doc.lines[0].model_copy(update={"quantity": min(Decimal(1), doc.lines[0].quantity)})
    return doc.model_copy(update=trade.head(lines=(_with_numbers(trade, ahead),)))


def _with_numbers(trade: Trade, line: Any) -> Any:
    numbers = trade.lists.numbers(line.item_id, line.quantity, f"{trade.rounds // 9:04}", trade.chance)
    return line.model_copy(update={"lots": numbers})


def take_back(trade: Trade) -> None:
    """A piece of a shipment comes back."""
    if not trade.shipped:
        trade.shipped.append(trade.desk.ship_rest(trade.open_orders.pop(), trade.day, shipped=True))
    doc = trade.one_of(models.ShipDoc, trade.shipped)
    line = trade.chance.choice([line for line in doc.lines if line.amount > 0])
    back = LineEntry(item_id=line.item_id, quantity=Decimal(1), price=line.price, discount=line.discount)
    fields = {
        "customer_id": doc.order.customer_id,
        "ship_doc_id": doc.id,
        "tax_item": doc.tax_item,
        "lines": (back,),
    }
    entry = CustomerReturnEntry(**trade.head(**fields))
    trade.returns.append(trade.desk.enter(models.CustomerReturn, entry))


def be_paid(trade: Trade) -> None:
    """Money on one order or on several of one customer: a part, all, or more than there is to pay."""
    chance = trade.chance
    order = trade.loaded(models.SalesOrder, chance.choice(_recent(trade)))
    share = cents(order.total * Decimal(chance.choice(("0.3", "1", "1", "1.25")))) + Decimal("0.01")
    orders: tuple[PaidOrderEntry, ...] = (PaidOrderEntry(order_id=order.id),)
    amount = share
    others = _others(trade, order) if chance.random() < 0.2 else []
    if others:
        orders = (
            PaidOrderEntry(order_id=order.id, amount=share),
            *(PaidOrderEntry(order_id=other.id) for other in others),
        )
        amount = share + sum((other.total for other in others), Decimal(0))
    method, reference = chance.choice((("Check", str(chance.randint(1000, 9999))), ("Cash", ""), ("Visa", "")))
    entry = PaymentEntry(**trade.head(amount=amount, method=method, reference=reference, lines=orders))
    trade.payments.append(trade.desk.pay(order.id, entry))


def _recent(trade: Trade) -> list[int]:
    with trade.database.reading() as session:
        newest = select(models.SalesOrder.id).where(models.SalesOrder.deleted.is_(False))
        return list(session.scalars(newest.order_by(models.SalesOrder.id.desc()).limit(30)))


def _others(trade: Trade, order: Any) -> list[Any]:
    """Two further orders of the same customer, if there are."""
    with trade.database.reading() as session:
        same = select(models.SalesOrder).where(
            models.SalesOrder.customer_id == order.customer_id,
            models.SalesOrder.id != order.id,
            models.SalesOrder.deleted.is_(False),
        )
        return list(session.scalars(same.order_by(models.SalesOrder.id.desc()).limit(2)))


def pay_back(trade: Trade) -> None:
    """Money that goes back: for a return, or of a payment that was too much."""
    chance = trade.chance
    if chance.random() < 0.5:
        row = trade.one_of(models.CustomerReturn, trade.returns)
        fields, amount = {"return_id": row.id}, row.total
    else:
        row = trade.one_of(models.Payment, trade.payments)
        fields, amount = {"payment_id": row.id}, cents(row.amount / 10)
    amount = max(amount, Decimal("0.01"))
    entry = RefundEntry(**trade.head(customer_id=row.customer_id, amount=amount, method="Check", **fields))
    trade.desk.enter(models.Refund, entry)
