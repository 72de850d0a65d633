"""The order desk: what is saved, refused and announced."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from allorders_hooks import events
from allorders_hooks.documents import DocumentRef
from sqlalchemy import text

from sample_host import queries
from sample_host.entries import CustomerEntry, PaymentEntry, ShipDocEntry
from sample_host.errors import Refused, SavedMeanwhile
from sample_host.models import Customer
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost, open_host
from sample_host.shipping import proposal
from tests.sample_host import entering
from tests.sample_host.plugins import Scribe


def heard(host: SampleHost) -> int:
    with host.orders.reading() as session:
        return session.scalar(text("SELECT count(*) FROM heard")) or 0


def test_each_save_is_announced_with_the_revision_and_the_user(
    host: SampleHost, desk: OrderDesk, scribe: Scribe
) -> None:
    key = desk.add_customer(CustomerEntry(name="Oban Salvage"))
    desk.change_customer(key, 1, CustomerEntry(name="Oban Salvage Ltd"))
    ref = DocumentRef(company="main", kind="customer", key=str(key))
    told = [(type(e), e.ref, e.revision, e.name, e.user) for e in scribe.heard if isinstance(e, events.RecordSaved)]
    assert told == [
        (events.RecordSaved, ref, 1, "Oban Salvage", "Olga"),
        (events.RecordSaved, ref, 2, "Oban Salvage Ltd", "Olga"),
    ]


def test_what_a_plugin_notes_is_committed_with_the_save(host: SampleHost, desk: OrderDesk, scribe: Scribe) -> None:
    entering.customer(desk)
    assert heard(host) == 1
    assert scribe.woken == 1


def test_what_a_plugin_notes_is_gone_when_the_save_is_rolled_back(
    host: SampleHost, desk: OrderDesk, scribe: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = entering.order(desk)
    entering.ship(desk, host.orders, key)
    before, woken = heard(host), scribe.woken
    monkeypatch.setattr(OrderDesk, "_save_payments", lambda *_: (_ for _ in ()).throw(Refused("no")))
    with pytest.raises(Refused):
        desk.delete_ship_doc(1, 1)
    assert type(scribe.heard[-1]) is events.TransactionDeleted
    assert (heard(host), scribe.woken) == (before, woken)
    assert host.documents([DocumentRef(company="main", kind="ship_doc", key="1")])


def test_a_sales_order_is_announced_like_any_other_document(desk: OrderDesk, scribe: Scribe) -> None:
    key = entering.order(desk)
    told = scribe.heard[-1]
    assert isinstance(told, events.TransactionSaved)
    assert (told.ref.kind, told.ref.key, told.txn_date) == ("sales_order", str(key), entering.DAY)


def test_a_line_comes_to_half_a_cent_rounded_up(desk: OrderDesk, host: SampleHost) -> None:
    key = entering.order(
        desk,
        entering.line(quantity="1", price="0.145"),
        entering.line(quantity="3", price="1.15", discount="0.5"),
        freight="0.10",
    )
    order = entering.loaded(host.orders, key)
    assert [str(line.amount) for line in order.lines] == ["0.15", "1.73"]
    assert order.total == Decimal("1.98")


def test_a_line_without_a_price_takes_the_items_own(desk: OrderDesk, host: SampleHost) -> None:
    goods = entering.item(desk, "Compass", "276.15")
    order = entering.loaded(host.orders, entering.order(desk, entering.line(goods, price=None)))
    assert (order.lines[0].price, order.lines[0].description) == (Decimal("276.15"), "Compass")


def test_a_shipment_takes_what_is_left_and_never_more(desk: OrderDesk, host: SampleHost) -> None:
    key = entering.order(desk, entering.line(quantity="5"), freight="9.50")
    first = proposal(entering.loaded(host.orders, key), entering.DAY)
    part = first.model_copy(update={"lines": (first.lines[0].model_copy(update={"quantity": Decimal(2)}),)})
    desk.ship(key, part)
    rest = proposal(entering.loaded(host.orders, key), entering.DAY)
    assert (rest.lines[0].quantity, rest.freight) == (Decimal(3), Decimal(0))
    with pytest.raises(Refused, match="more than is left"):
        desk.ship(key, first)
    desk.ship(key, rest)
    with pytest.raises(Refused, match="Everything"):
        proposal(entering.loaded(host.orders, key), entering.DAY)


def test_a_ship_doc_cannot_take_a_line_of_another_order(desk: OrderDesk, host: SampleHost) -> None:
    one, other = entering.order(desk), entering.order(desk)
    with pytest.raises(Refused, match="another order"):
        desk.ship(one, proposal(entering.loaded(host.orders, other), entering.DAY))


def test_a_shipped_document_has_a_ship_date(desk: OrderDesk, host: SampleHost) -> None:
    key = entering.ship(desk, host.orders, entering.order(desk))
    [doc] = host.documents([DocumentRef(company="main", kind="ship_doc", key=str(key))]).values()
    assert (doc.type, doc.txn_date) == ("ship_doc", entering.DAY)
    assert doc.type == "ship_doc" and doc.ship_date == entering.DAY


def test_lines_keep_their_keys_when_a_ship_doc_is_changed(desk: OrderDesk, host: SampleHost) -> None:
    order = entering.order(desk, entering.line(price="1"), entering.line(price="2"), entering.line(price="3"))
    key = entering.ship(desk, host.orders, order)
    ref = DocumentRef(company="main", kind="ship_doc", key=str(key))
    before = host.documents([ref])[ref]
    assert before.type == "ship_doc"
    with host.orders.reading() as session:
        entry = ShipDocEntry.model_validate(queries.ship_doc(session, key), from_attributes=True)
    desk.change_ship_doc(key, 1, entry.model_copy(update={"lines": (entry.lines[2], entry.lines[0])}))
    after = host.documents([ref])[ref]
    assert after.type == "ship_doc"
    assert [line.key for line in after.lines] == [before.lines[2].key, before.lines[0].key]
    assert (after.total, after.revision) == (Decimal(8), 2)


def test_a_ship_doc_saves_the_payments_that_it_may_be_paid_by(
    desk: OrderDesk, host: SampleHost, scribe: Scribe
) -> None:
    order = entering.order(desk)
    key = desk.pay(order, PaymentEntry(txn_date=entering.DAY, amount=Decimal(5)))
    doc = entering.ship(desk, host.orders, order)
    told = scribe.heard[-1]
    assert isinstance(told, events.PaymentRecorded) and told.revision == 2
    payment = host.documents([told.ref])[told.ref]
    assert told.ref.key == str(key)
    assert payment.type == "so_payment" and [ref.key for ref in payment.ship_docs] == [str(doc)]


def test_a_change_made_on_an_older_revision_is_refused(desk: OrderDesk) -> None:
    key = entering.customer(desk)
    desk.change_customer(key, 1, CustomerEntry(name="First"))
    with pytest.raises(SavedMeanwhile):
        desk.change_customer(key, 1, CustomerEntry(name="Second"))


def test_an_order_stays_as_it_is_once_something_of_it_was_paid(desk: OrderDesk) -> None:
    order = entering.order(desk)
    desk.pay(order, PaymentEntry(txn_date=entering.DAY, amount=Decimal(5)))
    with pytest.raises(Refused, match="shipped or paid"):
        desk.delete_order(order, 1)


def test_customers_and_items_that_are_in_use_are_not_deleted(desk: OrderDesk) -> None:
    entering.order(desk)
    with pytest.raises(Refused, match="has orders"):
        desk.delete_customer(1, 1)
    with pytest.raises(Refused, match="on orders"):
        desk.delete_item(1, 1)


def test_numbers_are_drawn_one_after_the_other_by_people_at_the_same_time(database_url: str) -> None:
    host = open_host(database_url)
    desk = OrderDesk(host.orders)
    order = entering.order(desk)

    def pay() -> None:
        for _ in range(5):
            desk.pay(order, PaymentEntry(txn_date=entering.DAY, amount=Decimal(1)))

    people = [threading.Thread(target=pay) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    numbers = [payment.number for payment in entering.loaded(host.orders, order).payments]
    assert sorted(numbers) == [str(number) for number in range(1000, 1020)]
    with host.orders.reading() as session:
        assert session.get(Customer, 1) is not None
    host.orders.close()
