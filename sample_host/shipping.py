"""The ship doc that an order proposes: all that is still to go, on that day, to where the order says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allorders_hooks.documents import Address

from sample_host.entries import ShipDocEntry, ShipDocLineEntry
from sample_host.errors import Refused
from sample_host.lines import still_to_ship
from sample_host.models import OrderLine, SalesOrder


def proposal(order: SalesOrder, day: date, shipped: bool = False) -> ShipDocEntry:
    """What would ship now; the order's freight goes with its first ship doc. Refused when nothing is left."""
    left = still_to_ship(order)
    lines = tuple(_line(line, left[line.id]) for line in order.lines if left[line.id] > 0)
    if not lines:
        raise Refused("Everything of this order is on its ship docs already.")
    return ShipDocEntry(
        txn_date=day,
        shipped=shipped,
        customer_po=order.customer_po,
        terms=order.terms,
        ship_method=order.ship_method,
        class_name=order.class_name,
        tax_item=order.tax_item,
        freight=Decimal(0) if order.ship_docs else order.freight,
        bill_to=order.customer.bill_to,
        ship_to=order.ship_to if order.ship_to != Address() else order.customer.ship_to,
        lines=lines,
    )


def _line(line: OrderLine, quantity: Decimal) -> ShipDocLineEntry:
    return ShipDocLineEntry(
        order_line_id=line.id,
        item_id=line.item_id,
        description=line.description,
        quantity=quantity,
        price=line.price,
        discount=line.discount,
        site=line.site,
    )
