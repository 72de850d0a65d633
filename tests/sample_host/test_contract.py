"""Documents of every kind as plugins get them: what belongs to them, what they name, what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from allorders_hooks.documents import Expense, PaidOnTheSpot

from sample_host import models
from sample_host.contract import DOCUMENTS, RECORDS
from sample_host.entries import (
    AccountEntry,
    ChoiceEntry,
    CustomerReturnEntry,
    ItemEntry,
    OrderEntry,
    PaidOrderEntry,
    PaymentEntry,
    RefundEntry,
    VendorEntry,
)
from sample_host.entries_purchasing import PurchaseOrderEntry, ReceiverEntry
from sample_host.entry_fields import ExpenseEntry, LineEntry
from sample_host.models import Tracking
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost, open_host
from sample_host.shipping import proposal
from tests.sample_host import entering, trading
from tests.sample_host.trading import ref, told


@pytest.fixture
def host(database_url: str) -> Iterator[SampleHost]:
    host = open_host(database_url)
    yield host
    host.orders.close()


def test_every_kind_of_the_contract_is_told_of() -> None:
    kinds = {model.kind for model in (*RECORDS, *DOCUMENTS)}
    assert len(kinds) == len(RECORDS) + len(DOCUMENTS) == 20


def test_a_taxed_sale_comes_to_lines_freight_and_tax(host: SampleHost, desk: OrderDesk) -> None:
    taxed = desk.add_item(ItemEntry(name="Rope", price=Decimal("9.99"), taxed=True))
    lines = (LineEntry(item_id=taxed, quantity=Decimal(3)), LineEntry(quantity=Decimal(1), price=Decimal(5)))
    entry = OrderEntry(
        customer_id=entering.customer(desk),
        order_date=entering.DAY,
        tax_item="Sales Tax",
        freight=Decimal("2.50"),
        terms="Net 30",
        lines=lines,
    )
    order = told(host, "sales_order", desk.enter_order(entry))
    assert [line.taxed for line in order.lines] == [True, False]
    assert (order.tax, order.total, order.tax_item) == (Decimal("2.47"), Decimal("39.94"), "Sales Tax")
    doc = told(host, "ship_doc", entering.ship(desk, host.orders, int(order.ref.key)))
    assert (doc.tax, doc.total, doc.terms, doc.order) == (order.tax, order.total, "Net 30", order.ref)


def test_a_shipment_tells_what_was_ordered_and_what_is_to_come(host: SampleHost, desk: OrderDesk) -> None:
    order = entering.order(desk, entering.line(quantity="5"))
    whole = proposal(entering.loaded(host.orders, order), entering.DAY, shipped=True)
    ahead = whole.lines[0].model_copy(update={"quantity": Decimal(2)})
    sent = whole.model_copy(update={"lines": (ahead,), "tracking": "1Z1\n\n1Z2", "paid_by": "Cash"})
    first = told(host, "ship_doc", desk.ship(order, sent))
    rest = told(host, "ship_doc", desk.ship_rest(order, entering.DAY, shipped=True))
    assert [(doc.lines[0].ordered, doc.lines[0].back_ordered) for doc in (first, rest)] == [(5, 3), (5, 0)]
    assert first.lines[0].order_line == rest.lines[0].order_line == told(host, "sales_order", order).lines[0].key
    assert (first.tracking, first.paid) == (("1Z1", "1Z2"), PaidOnTheSpot(method="Cash"))


def test_a_payment_may_be_for_several_orders(host: SampleHost, desk: OrderDesk) -> None:
    line = (entering.line(),)
    buyer = entering.customer(desk)
    one, two = (desk.enter_order(OrderEntry(customer_id=buyer, order_date=entering.DAY, lines=line)) for _ in range(2))
    doc = entering.ship(desk, host.orders, two)
    orders = (PaidOrderEntry(order_id=one, amount=Decimal(5)), PaidOrderEntry(order_id=two))
    key = desk.pay(one, PaymentEntry(txn_date=entering.DAY, amount=Decimal(30), lines=orders))
    payment = told(host, "so_payment", key)
    assert [(order.number, order.amount, order.ship_docs) for order in payment.orders] == [
        ("1000", Decimal(5), ()),
        ("1001", None, (ref("ship_doc", doc),)),
    ]


def test_what_was_paid_on_the_spot_needs_no_payment(host: SampleHost, desk: OrderDesk) -> None:
    order = entering.order(desk)
    key = desk.pay(order, PaymentEntry(txn_date=entering.DAY, amount=Decimal(5)))
    doc = proposal(entering.loaded(host.orders, order), entering.DAY, shipped=True)
    desk.ship(order, doc.model_copy(update={"paid_by": "Cash"}))
    assert told(host, "so_payment", key).ship_docs == ()


def test_a_receiver_tells_of_its_order_its_lots_and_its_expenses(host: SampleHost, desk: OrderDesk) -> None:
    goods = desk.add_item(ItemEntry(name="Life jacket", cost=Decimal(80), tracking=Tracking.SERIAL))
    seller = trading.vendor(desk)
    line = LineEntry(item_id=goods, quantity=Decimal(2))
    ordered = PurchaseOrderEntry(txn_date=trading.DAY, vendor_id=seller, lines=(line,), expected=date(2026, 3, 9))
    order = told(host, "purchase_order", desk.enter(models.PurchaseOrder, ordered))
    assert (order.total, order.expected, order.vendor) == (Decimal("160.00"), date(2026, 3, 9), ref("vendor", seller))
    entry = ReceiverEntry.model_validate(
        {
            "txn_date": trading.DAY,
            "vendor_id": seller,
            "order_id": order.ref.key,
            "lines": [{"item_id": goods, "quantity": 2, "order_line_id": order.lines[0].key, "lots": "S1, S2"}],
            "expenses": [ExpenseEntry(account="Customs duty", amount=Decimal("1.25"))],
        }
    )
    receiver = told(host, "receiver", desk.enter(models.Receiver, entry))
    assert (receiver.order, receiver.order_number) == (order.ref, order.number)
    assert receiver.lines[0].order_line == order.lines[0].key
    assert [(lot.number, lot.serial) for lot in receiver.lines[0].lots] == [("S1", True), ("S2", True)]
    assert receiver.expenses == (Expense(key="1", account="Customs duty", amount=Decimal("1.25")),)
    assert receiver.total == Decimal("161.25")


def test_a_refund_names_what_it_is_of(host: SampleHost, desk: OrderDesk) -> None:
    buyer = entering.customer(desk)
    line = LineEntry(quantity=Decimal(1), price=Decimal(5))
    returned = CustomerReturnEntry(txn_date=entering.DAY, customer_id=buyer, lines=(line,))
    key = desk.enter(models.CustomerReturn, returned)
    entry = RefundEntry(txn_date=entering.DAY, customer_id=buyer, return_id=key, amount=Decimal(5), method="Check")
    assert told(host, "refund", desk.enter(models.Refund, entry)).of == ref("customer_return", key)


def test_a_work_order_tells_what_went_in_and_what_it_is_worth(host: SampleHost, desk: OrderDesk) -> None:
    part, made = entering.item(desk, "Shackle"), trading.assembly(desk)
    trading.received(desk, part, "10", "4")
    wages = ExpenseEntry(account="Workshop wages", amount=Decimal(7))
    work = told(host, "work_order", trading.work(desk, made, "2", part, "6", expenses=(wages,)))
    assert (work.item, work.quantity, work.finished) == (ref("item", made), Decimal(2), True)
    assert ([line.amount for line in work.components], work.amount) == ([Decimal("24.00")], Decimal("31.00"))


def test_an_adjustment_is_a_difference(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    found = told(host, "adjustment", trading.adjusted(desk, goods, quantity="-2"))
    written_down = told(host, "adjustment", trading.adjusted(desk, goods, value="-3.75"))
    assert [(line.quantity, line.value) for line in (*found.lines, *written_down.lines)] == [
        (Decimal(-2), None),
        (None, Decimal("-3.75")),
    ]


def test_records_of_all_lists_are_told_of(host: SampleHost, desk: OrderDesk) -> None:
    desk.enter(models.Vendor, VendorEntry(name="Rope Works", vendor_type="Importer"))
    desk.enter(models.Account, AccountEntry(name="Customs duty", account_type="CostOfGoodsSold"))
    choices = (
        models.ClassName,
        models.CustomerType,
        models.VendorType,
        models.ShipMethod,
        models.PaymentMethod,
    )
    for model in choices:
        desk.enter(model, ChoiceEntry(name=f"One {model.__tablename__}"))
    records = host.records(change.ref for change in host.changed("main", None))
    assert [(ref.kind, record.name) for ref, record in records.items() if record.type == "choice"] == [
        ("class", "One classes"),
        ("customer_type", "One customer_types"),
        ("vendor_type", "One vendor_types"),
        ("ship_method", "One ship_methods"),
        ("payment_method", "One payment_methods"),
    ]
    vendor, account = records[ref("vendor", 1)], records[ref("account", 1)]
    assert vendor.type == "vendor" and vendor.vendor_type == "Importer"
    assert account.type == "account" and account.account_type == "CostOfGoodsSold"


def test_a_discount_item_takes_its_part_off_the_line_above(host: SampleHost, desk: OrderDesk) -> None:
    off = desk.add_item(ItemEntry.model_validate({"name": "Friends", "item_type": "discount", "discount": "0.05"}))
    order = entering.order(desk, entering.line(price="10"), LineEntry(item_id=off, quantity=Decimal(1)))
    document = told(host, "sales_order", order)
    assert ([str(line.amount) for line in document.lines], document.total) == (["20.00", "-1.00"], Decimal(19))
