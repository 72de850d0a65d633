"""The demo's figures tell what is there: duplicates, losses, amounts and payments that pay for nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from allorders_quickbooks.simulator import CompanyFile

from sample_host.current import Shop
from sample_host.entries import PaymentEntry
from sample_host.orders import OrderDesk
from sample_host.report import Report, duplicates, report
from sample_host.services import SampleHost
from tests.sample_host import entering
from tests.sample_host.booking import invoice
from tests.sample_host.plugins import Scribe


@pytest.fixture
def shipped(desk: OrderDesk, host: SampleHost) -> int:
    """An order of 20.00 that has been shipped as ship doc 1000."""
    order = entering.order(desk)
    entering.ship(desk, host.orders, order)
    return order


def measured(shop: Shop, file: CompanyFile) -> Report:
    return report(shop, file, 0.0, 0.0)


def test_a_document_that_is_there_once_is_sent(shop: Shop, file: CompanyFile, shipped: int) -> None:
    invoice(file, memo="Ship doc 1000: with a memo")
    figures = measured(shop, file)
    assert (figures.documents, figures.ready, figures.sent) == (1, 1, 1)
    assert (figures.lost, figures.duplicates, figures.sound) == (0, 0, True)
    assert figures.quickbooks == {"Invoice": 1}


def test_a_document_that_is_there_twice_is_a_duplicate(shop: Shop, file: CompanyFile, shipped: int) -> None:
    invoice(file)
    second = invoice(file)
    assert (measured(shop, file).duplicates, measured(shop, file).sound) == (1, False)
    file.bookkeeper.void(second)
    assert measured(shop, file).sound


def test_two_transactions_of_one_guid_are_a_duplicate_whatever_they_say(shop: Shop, file: CompanyFile) -> None:
    for memo in ("Somebody's", "Nobody's"):
        invoice(file, memo=memo)
    one, other = (replace(txn, external_guid="the same") for txn in file.transactions())
    assert duplicates([], [one, other]) == 1
    assert duplicates([], [one, replace(other, external_guid="another")]) == 0


def test_a_document_of_a_similar_number_is_another_one(shop: Shop, file: CompanyFile, shipped: int) -> None:
    invoice(file, memo="Ship doc 10001")
    assert (measured(shop, file).sent, measured(shop, file).lost) == (0, 1)


def test_a_ready_document_that_is_nowhere_is_lost(shop: Shop, file: CompanyFile, shipped: int) -> None:
    assert (measured(shop, file).lost, measured(shop, file).sound) == (1, False)


def test_a_document_with_a_reason_is_not_lost(
    shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost, scribe: Scribe
) -> None:
    entering.ship(desk, host.orders, entering.order(desk))
    assert (measured(shop, file).sent, measured(shop, file).lost) == (0, 0)
    assert measured(shop, file).held == {"not_ready": 1}


def test_what_is_not_shipped_is_not_ready(shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost) -> None:
    entering.ship(desk, host.orders, entering.order(desk), shipped=False)
    assert (measured(shop, file).documents, measured(shop, file).ready, measured(shop, file).lost) == (1, 0, 0)


def test_amounts_are_compared_as_they_are(shop: Shop, file: CompanyFile, shipped: int) -> None:
    invoice(file, "19.99")
    assert (measured(shop, file).total_host, measured(shop, file).total_quickbooks) == ("20.00", "19.99")


def test_a_payment_that_pays_for_nothing_is_counted(
    shop: Shop, file: CompanyFile, shipped: int, desk: OrderDesk
) -> None:
    desk.pay(shipped, PaymentEntry(txn_date=entering.DAY, amount=Decimal(5)))
    key, paid = invoice(file), file.bookkeeper.receive_payment("Kiel Marina", Decimal(5))
    file.bookkeeper.edit_transaction(paid, memo="Payment 1000 on order 1000")
    assert (measured(shop, file).sent, measured(shop, file).unapplied) == (2, 1)
    file.bookkeeper.delete(paid)
    paid = file.bookkeeper.receive_payment("Kiel Marina", Decimal(5), [key])
    file.bookkeeper.edit_transaction(paid, memo="Payment 1000 on order 1000")
    assert (measured(shop, file).sent, measured(shop, file).unapplied) == (2, 0)
