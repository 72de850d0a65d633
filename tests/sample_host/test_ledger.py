"""The host's ledger: each kind of document in its accounts, balanced, and taken back without a trace."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from sample_host import models
from sample_host.entries import CustomerReturnEntry, PaymentEntry, RefundEntry, ShipDocEntry
from sample_host.entry_fields import ExpenseEntry, LineEntry
from sample_host.ledger import Ledger
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from sample_host.shipping import proposal
from tests.sample_host import entering, trading


@pytest.fixture
def goods(desk: OrderDesk) -> int:
    return entering.item(desk)


def posted(host: SampleHost) -> Ledger:
    changes = list(host.changed("main", None))
    items = {ref: each for ref, each in host.records(c.ref for c in changes).items() if each.type == "item"}
    ledger = Ledger(items)
    documents = host.documents(change.ref for change in changes)
    for change in changes:
        if change.ref in documents:
            ledger.post(documents[change.ref])
    return ledger


def balance(host: SampleHost) -> Mapping[str, str]:
    found = posted(host).trial_balance()
    assert sum(found.values()) == 0
    return {account: str(amount) for account, amount in found.items()}


def test_a_receiver_fills_the_shelves_on_credit(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    duty = ExpenseEntry(account="Customs duty", amount=Decimal("2.50"))
    trading.received(desk, goods, "10", "4", expenses=(duty,), freight=Decimal(3))
    assert balance(host) == {
        "Accounts Payable": "-45.50",
        "Customs duty": "2.50",
        "Freight and Shipping Costs": "3",
        "Inventory Asset": "40.00",
    }


def test_a_shipment_is_income_and_cost(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    trading.received(desk, goods, "10", "4")
    entering.ship(desk, host.orders, entering.order(desk, entering.line(goods, "3", "10"), freight="5"))
    found = balance(host)
    assert (found["Accounts Receivable"], found["Sales"], found["Freight Income"]) == ("35.00", "-30.00", "-5")
    assert (found["Cost of Goods Sold"], found["Inventory Asset"]) == ("12.00", "28.00")


def test_what_was_paid_on_the_spot_is_never_owed(host: SampleHost, desk: OrderDesk) -> None:
    order = entering.order(desk, entering.line(price="10"))
    doc: ShipDocEntry = proposal(entering.loaded(host.orders, order), entering.DAY, shipped=True)
    desk.ship(order, doc.model_copy(update={"paid_by": "Cash"}))
    assert balance(host) == {"Sales": "-20.00", "Undeposited Funds": "20.00"}


def test_money_comes_in_and_goes_back(host: SampleHost, desk: OrderDesk) -> None:
    payment = desk.pay(entering.order(desk), PaymentEntry(txn_date=entering.DAY, amount=Decimal(30)))
    refund = RefundEntry(txn_date=entering.DAY, customer_id=1, payment_id=payment, amount=Decimal(10))
    desk.enter(models.Refund, refund)
    assert balance(host) == {"Accounts Receivable": "-20", "Checking": "-10", "Undeposited Funds": "30"}


def test_what_comes_back_comes_back_at_the_average(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    trading.received(desk, goods, "10", "4")
    line = LineEntry(item_id=goods, quantity=Decimal(1), price=Decimal(10))
    entry = CustomerReturnEntry(txn_date=trading.DAY, customer_id=entering.customer(desk), lines=(line,))
    desk.enter(models.CustomerReturn, entry)
    found = balance(host)
    assert (found["Accounts Receivable"], found["Sales"]) == ("-10.00", "10.00")
    assert (found["Cost of Goods Sold"], found["Inventory Asset"]) == ("-4.00", "44.00")


def test_adjustments_go_to_their_account(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    trading.received(desk, goods, "10", "4")
    trading.adjusted(desk, goods, quantity="-2")
    trading.adjusted(desk, goods, value="1.50")
    assert balance(host) == {
        "Accounts Payable": "-40.00",
        "Inventory Adjustment": "6.50",
        "Inventory Asset": "33.50",
    }


def test_nobody_is_owed_anything_on_a_work_order(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    trading.received(desk, goods, "10", "4")
    wages = ExpenseEntry(account="Workshop wages", amount=Decimal(5))
    trading.work(desk, trading.assembly(desk), "2", goods, "6", expenses=(wages,))
    assert balance(host) == {"Accounts Payable": "-40.00", "Inventory Asset": "45.00", "Workshop wages": "-5"}


def test_what_is_withdrawn_leaves_no_trace(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    trading.received(desk, goods, "10", "4")
    before = posted(host).trial_balance()
    doc = entering.ship(desk, host.orders, entering.order(desk, entering.line(goods, "3")))
    ledger = posted(host)
    ledger.withdraw(trading.ref("ship_doc", doc))
    assert ledger.trial_balance() == before
    assert ledger.stock()[trading.ref("item", goods)] == (Decimal(10), Decimal("40.00"))


def test_a_memo_changes_no_entry(host: SampleHost, desk: OrderDesk, goods: int) -> None:
    trading.received(desk, goods, "10", "4")
    doc = entering.ship(desk, host.orders, entering.order(desk, entering.line(goods, "3")))
    ledger, document = posted(host), trading.told(host, "ship_doc", doc)
    trading.received(desk, goods, "10", "9")
    ledger.post(trading.told(host, "receiver", 2))
    before = ledger.trial_balance()
    ledger.post(document.model_copy(update={"memo": "Later", "revision": 9}))
    assert ledger.trial_balance() == before
