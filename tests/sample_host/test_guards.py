"""What the desk refuses: deleting what others rest on, and documents that do not belong together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sample_host import models
from sample_host.entries import (
    CustomerReturnEntry,
    OrderEntry,
    PaidOrderEntry,
    PaymentEntry,
    RefundEntry,
)
from sample_host.entries_inventory import AdjustmentEntry, TransferEntry
from sample_host.entries_purchasing import PurchaseOrderEntry, ReceiverEntry, ReceiverLineEntry, VendorReturnEntry
from sample_host.entry_fields import LineEntry
from sample_host.errors import Refused
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from tests.sample_host import entering, trading

PIECE = LineEntry(quantity=Decimal(1), price=Decimal(5))


def test_a_vendor_with_receivers_is_not_deleted(desk: OrderDesk) -> None:
    trading.received(desk, entering.item(desk))
    with pytest.raises(Refused, match=r"Rope Works has receivers\. Make it inactive instead"):
        desk.delete(models.Vendor, 1, 1)


def test_a_receiver_is_deleted_only_without_its_returns(host: SampleHost, desk: OrderDesk) -> None:
    key = trading.received(desk, entering.item(desk))
    entry = VendorReturnEntry(txn_date=trading.DAY, vendor_id=1, receiver_id=key, lines=(PIECE,))
    back = desk.enter(models.VendorReturn, entry)
    with pytest.raises(Refused, match="has returns"):
        desk.delete(models.Receiver, key, 1)
    desk.delete(models.VendorReturn, back, 1)
    desk.delete(models.Receiver, key, 1)
    assert host.documents([trading.ref("receiver", key), trading.ref("vendor_return", back)]) == {}


def test_an_item_that_a_transfer_names_is_not_deleted(desk: OrderDesk) -> None:
    goods = entering.item(desk)
    lines = [{"item_id": goods, "quantity": "1"}]
    entry = TransferEntry.model_validate({"txn_date": trading.DAY, "from_site": "A", "to_site": "B", "lines": lines})
    desk.enter(models.Transfer, entry)
    with pytest.raises(Refused, match="on orders"):
        desk.delete_item(goods, 1)


def test_a_receiver_is_of_its_vendors_own_order(desk: OrderDesk) -> None:
    seller, other = trading.vendor(desk), trading.vendor(desk, "Another")
    order = desk.enter(models.PurchaseOrder, PurchaseOrderEntry(txn_date=trading.DAY, vendor_id=seller, lines=(PIECE,)))
    line = ReceiverLineEntry(quantity=Decimal(1), price=Decimal(5))
    entry = ReceiverEntry(txn_date=trading.DAY, vendor_id=other, order_id=order, lines=(line,))
    with pytest.raises(Refused, match="another vendor's"):
        desk.enter(models.Receiver, entry)
    strange = entry.model_copy(update={"vendor_id": seller, "lines": (line.model_copy(update={"order_line_id": 99}),)})
    with pytest.raises(Refused, match="another purchase order"):
        desk.enter(models.Receiver, strange)


def test_a_payment_is_for_the_orders_of_one_customer(desk: OrderDesk) -> None:
    orders = []
    for name in ("Kiel Marina", "Cork Marina"):
        entry = OrderEntry(customer_id=entering.customer(desk, name), order_date=entering.DAY, lines=(PIECE,))
        orders.append(desk.enter_order(entry))
    lines = tuple(PaidOrderEntry(order_id=order) for order in orders)
    with pytest.raises(Refused, match="one customer"):
        desk.pay(orders[0], PaymentEntry(txn_date=entering.DAY, amount=Decimal(10), lines=lines))
    greedy = (PaidOrderEntry(order_id=orders[0], amount=Decimal(11)),)
    with pytest.raises(Refused, match="more than was paid"):
        desk.pay(orders[0], PaymentEntry(txn_date=entering.DAY, amount=Decimal(10), lines=greedy))


def test_what_is_another_customers_is_not_taken_back_or_paid_back(host: SampleHost, desk: OrderDesk) -> None:
    order = entering.order(desk)
    doc = entering.ship(desk, host.orders, order)
    payment = desk.pay(order, PaymentEntry(txn_date=entering.DAY, amount=Decimal(5)))
    other = entering.customer(desk, "Cork Marina")
    entry = CustomerReturnEntry(txn_date=entering.DAY, customer_id=other, ship_doc_id=doc, lines=(PIECE,))
    with pytest.raises(Refused, match="another customer's"):
        desk.enter(models.CustomerReturn, entry)
    refund = RefundEntry(txn_date=entering.DAY, customer_id=other, payment_id=payment, amount=Decimal(5))
    with pytest.raises(Refused, match="another customer's"):
        desk.enter(models.Refund, refund)


def test_only_an_assembly_is_made(desk: OrderDesk) -> None:
    goods = entering.item(desk)
    with pytest.raises(Refused, match="Only an assembly"):
        trading.work(desk, goods, "1", goods, "1")


@pytest.mark.parametrize(
    "lines",
    [
        [{"item_id": 1, "quantity": "1", "value": "1"}],
        [{"item_id": 1}],
        [{"item_id": 1, "quantity": "1"}, {"item_id": 1, "value": "1"}],
    ],
)
def test_an_adjustment_changes_quantities_or_values(lines: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match="All lines change the quantity, or all the value"):
        AdjustmentEntry.model_validate({"txn_date": trading.DAY, "lines": lines})
