"""What the order system offers to plugins, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from allorders_hooks.documents import Address, DocumentRef
from allorders_hooks.host import HostServices, Right
from allorders_hooks.status import Level, Message

from sample_host.board import KEPT, NoticeBoard
from sample_host.database import Database
from sample_host.entries import CustomerEntry
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost, open_host
from tests.sample_host import entering


@pytest.fixture
def host(database_url: str) -> Iterator[SampleHost]:
    host = open_host(database_url)
    yield host
    host.orders.close()


def ref(kind: str, key: object) -> DocumentRef:
    return DocumentRef(company="main", kind=kind, key=str(key))


def test_a_ship_doc_is_told_with_all_that_belongs_to_it(host: SampleHost) -> None:
    desk = OrderDesk(host.orders)
    goods = entering.item(desk)
    order = entering.order(desk, entering.line(goods, "3", "9.99", "0.125"), freight="4.50")
    doc = host.documents([named := ref("ship_doc", entering.ship(desk, host.orders, order))])[named]
    assert doc.type == "ship_doc"
    assert (doc.customer, doc.shipped, doc.freight) == (ref("customer", 1), True, Decimal("4.50"))
    [line] = doc.lines
    assert (line.item, line.quantity, line.price) == (ref("item", goods), Decimal(3), Decimal("9.99"))
    assert (line.discount, line.amount, doc.total) == (Decimal("0.125"), Decimal("26.22"), Decimal("30.72"))


def test_addresses_and_letters_of_all_scripts_come_back(host: SampleHost) -> None:
    address = Address(name="横浜マリン", street="Żurawia 7", city="Gdańsk ⚓")
    key = OrderDesk(host.orders).add_customer(CustomerEntry(name="Łosoś 🐟", bill_to=address))
    record = host.records([ref("customer", key)])[ref("customer", key)]
    assert record.type == "customer"
    assert (record.name, record.bill_to) == ("Łosoś 🐟", address)


def test_unknown_keys_kinds_and_companies_are_absent(host: SampleHost) -> None:
    entering.customer(OrderDesk(host.orders))
    foreign = DocumentRef(company="other", kind="customer", key="1")
    strange = [ref("customer", key) for key in ("2", "0", "-1", "x", "1 ", "٣", "9" * 30)]
    assert host.records([*strange, foreign, ref("vendor", 1), ref("ship_doc", 1)]) == {}
    assert host.documents(strange) == {}


def test_more_documents_are_loaded_than_fit_into_one_statement(host: SampleHost) -> None:
    desk = OrderDesk(host.orders)
    keys = [entering.customer(desk) for _ in range(3)]
    asked = [ref("customer", key) for key in (*keys, *range(1000, 3000))]
    assert set(host.records(asked)) == {ref("customer", key) for key in keys}


def test_the_sweep_finds_saved_and_deleted_ones_oldest_first(host: SampleHost) -> None:
    desk = OrderDesk(host.orders)
    order = entering.order(desk)
    doc = entering.ship(desk, host.orders, order)
    desk.delete_ship_doc(doc, 1)
    changes = list(host.changed("main", None))
    assert [(c.ref.kind, c.revision, c.deleted) for c in changes] == [
        ("customer", 1, False),
        ("item", 1, False),
        ("sales_order", 1, False),
        ("ship_doc", 2, True),
    ]
    assert changes[-1].saved_at.utcoffset() == timedelta(0)
    assert host.documents([changes[-1].ref]) == {}


def test_the_sweep_starts_at_the_moment_itself(host: SampleHost) -> None:
    desk = OrderDesk(host.orders)
    entering.customer(desk)
    entering.customer(desk)
    first, second = host.changed("main", None)
    assert list(host.changed("main", second.saved_at)) == [second]
    assert list(host.changed("main", first.saved_at)) == [first, second]
    assert list(host.changed("main", second.saved_at + timedelta(microseconds=1))) == []
    assert list(host.changed("other", None)) == []


@pytest.mark.parametrize(
    ("user", "right", "allowed"),
    [
        ("", Right.CONFIGURE, True),
        ("Ada", Right.CONFIGURE, True),
        ("Ben", Right.UNDO, True),
        ("Ben", Right.CONFIGURE, False),
        ("Olga", Right.UNDO, False),
        ("Vera", Right.OPERATE, False),
        ("nobody", Right.VIEW, False),
    ],
)
def test_people_hold_the_rights_of_their_role(sqlite_url: str, user: str, right: Right, allowed: bool) -> None:
    host: HostServices = open_host(sqlite_url)
    assert host.may(user, right, "main") is allowed
    assert not host.may(user, right, "other")


def test_the_board_keeps_the_newest_messages() -> None:
    board = NoticeBoard()
    for number in range(KEPT + 10):
        board.post(Message(company="main", level=Level.INFO, sentence=str(number)))
    assert [message.sentence for message in board.after(KEPT + 8)] == [str(KEPT + 8), str(KEPT + 9)]
    assert len(board.after(0)) == KEPT


def test_plugins_get_an_address_that_they_can_connect_to(host: SampleHost, database_url: str) -> None:
    again = Database(host.database("main"))
    assert again.url == host.database("main")
    again.close()


def test_a_database_without_a_file_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database("sqlite://")
