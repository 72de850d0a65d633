"""The stock as the host keeps it: moved by each save, taken back exactly, refused where it is not there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sample_host import models, stock
from sample_host.entries_inventory import TransferEntry, TransferLineEntry
from sample_host.entries_purchasing import ReceiverEntry
from sample_host.errors import Refused
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from tests.sample_host import entering, trading
from tests.sample_host.trading import shelf


def test_what_came_in_is_there_at_what_was_paid(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    trading.received(desk, goods, "10", "4")
    trading.received(desk, goods, "5", "7")
    assert shelf(host, goods) == (Decimal(15), Decimal("75.00"))


def test_a_shipment_takes_from_the_shelf_and_its_deletion_puts_back(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    trading.received(desk, goods, "10", "4")
    doc = entering.ship(desk, host.orders, entering.order(desk, entering.line(goods, "3")))
    assert shelf(host, goods) == (Decimal(7), Decimal("28.00"))
    desk.delete_ship_doc(doc, 1)
    assert shelf(host, goods) == (Decimal(10), Decimal("40.00"))


def test_what_is_not_shipped_is_still_there(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    trading.received(desk, goods)
    entering.ship(desk, host.orders, entering.order(desk, entering.line(goods)), shipped=False)
    assert shelf(host, goods)[0] == 10


def test_a_changed_receiver_counts_as_it_is_now(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    key = trading.received(desk, goods, "10", "4")
    with host.orders.reading() as session:
        entry = ReceiverEntry.model_validate(session.get(models.Receiver, key), from_attributes=True)
    line = entry.lines[0].model_copy(update={"quantity": Decimal(6)})
    desk.change(models.Receiver, key, 1, entry.model_copy(update={"lines": (line,)}))
    assert shelf(host, goods) == (Decimal(6), Decimal("24.00"))


def test_a_work_order_turns_parts_into_an_assembly_of_the_same_worth(host: SampleHost, desk: OrderDesk) -> None:
    part, made = entering.item(desk, "Shackle"), trading.assembly(desk)
    trading.received(desk, part, "10", "4")
    trading.work(desk, made, "2", part, "6")
    assert shelf(host, part) == (Decimal(4), Decimal("16.00"))
    assert shelf(host, made) == (Decimal(2), Decimal("24.00"))
    trading.work(desk, made, "1", part, "3", disassembly=True)
    assert shelf(host, part) == (Decimal(7), Decimal("28.00"))
    assert shelf(host, made) == (Decimal(1), Decimal("12.00"))


def test_services_are_never_counted(host: SampleHost, desk: OrderDesk) -> None:
    with host.orders.reading() as session:
        assert session.query(models.StockMove).count() == 0
    entering.ship(desk, host.orders, entering.order(desk, entering.line()))
    with host.orders.reading() as session:
        assert session.query(models.StockMove).count() == 0


def test_a_transfer_moves_pieces_and_no_worth(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    trading.received(desk, goods)
    lines = (TransferLineEntry(item_id=goods, quantity=Decimal(3)),)
    entry = TransferEntry(txn_date=trading.DAY, from_site="Main store", to_site="Boat shed", lines=lines)
    desk.enter(models.Transfer, entry)
    with host.orders.reading() as session:
        places = stock.by_site(session)
    assert {site: str(quantity) for (_, site), quantity in places.items()} == {
        "": "10",
        "Main store": "-3",
        "Boat shed": "3",
    }
    assert shelf(host, goods) == (Decimal(10), Decimal("40.00"))


def test_more_than_is_there_is_refused_where_the_desk_says_so(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk, "Fender")
    trading.received(desk, goods, "2")
    desk.take_only_what_is_there(True)
    order = entering.order(desk, entering.line(goods, "5"))
    with pytest.raises(Refused, match="not enough of Fender: 3 are missing"):
        entering.ship(desk, host.orders, order)
    assert shelf(host, goods)[0] == 2
    desk.take_only_what_is_there(False)
    entering.ship(desk, host.orders, order)
    assert shelf(host, goods)[0] == -3
