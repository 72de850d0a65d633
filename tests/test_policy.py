"""The policy: by the preferences of this moment, a document goes or says why not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from allorders_hooks.documents import AnyDocument
from allorders_hooks.records import AnyRecord
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.internal import internal_record, proxy_item
from allorders_quickbooks.mapping.registry import PAYMENT_KINDS, RECORD_KINDS
from allorders_quickbooks.policy import decide, kinds_sent_unasked
from allorders_quickbooks.preferences import ItemSync, NcOnly, SyncPreferences
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Decision, Hold, Send

from tests.mapping.purchases import adjustment, purchase_order, receiver, transfer, work_order
from tests.world import a_customer, a_payment, a_ship_doc, an_item

DAY = date(2026, 3, 2)  # the date of the documents that the world makes
AFTER, BEFORE = date(2026, 3, 3), date(2026, 3, 1)


def _decide(
    source: AnyDocument | AnyRecord,
    preferences: SyncPreferences | None = None,
    *,
    start: date | None = None,
    closed: date | None = None,
) -> Decision:
    return decide(
        source, preferences or SyncPreferences(), CompanySetup(start_date=start), CompanyFacts(closing_date=closed)
    )


@pytest.mark.parametrize("source", [a_ship_doc(), a_payment(), a_customer(), an_item()])
def test_what_is_ready_goes(source: AnyDocument | AnyRecord) -> None:
    assert _decide(source) == Send()


def test_a_ship_doc_goes_when_it_is_shipped() -> None:
    assert _decide(a_ship_doc(shipped=False)) == Hold(Reason.NOT_READY)


@pytest.mark.parametrize(
    ("preference", "marked", "goes"),
    [
        (NcOnly.USER_CHOICE, True, False),
        (NcOnly.USER_CHOICE, False, True),
        (NcOnly.DISABLED, True, True),
        (NcOnly.ALL, False, False),
    ],
)
def test_the_preference_decides_what_a_documents_nc_only_box_is_worth(
    preference: NcOnly, marked: bool, goes: bool
) -> None:
    decision = _decide(a_ship_doc(nc_only=marked), SyncPreferences(nc_only=preference))
    assert isinstance(decision, Send) is goes
    assert goes or (isinstance(decision, Hold) and decision.reason is Reason.NC_ONLY)


def test_a_hold_by_the_preference_says_that_it_is_the_preference() -> None:
    decision = _decide(a_payment(), SyncPreferences(nc_only=NcOnly.ALL))
    assert isinstance(decision, Hold)
    assert "preference under Advanced" in decision.detail


@pytest.mark.parametrize("source", [a_ship_doc(), a_payment()])
def test_nothing_dated_before_the_start_date_goes(source: AnyDocument) -> None:
    decision = _decide(source, start=AFTER)
    assert isinstance(decision, Hold)
    assert (decision.reason, "2026-03-02" in decision.detail, "2026-03-03" in decision.detail) == (
        Reason.BEFORE_START_DATE,
        True,
        True,
    )
    assert _decide(source, start=DAY) == Send()


@pytest.mark.parametrize("source", [a_ship_doc(), a_payment()])
def test_a_period_is_closed_up_to_and_including_its_closing_date(source: AnyDocument) -> None:
    decision = _decide(source, closed=DAY)
    assert isinstance(decision, Hold)
    assert decision.reason is Reason.CLOSED_PERIOD
    assert _decide(source, closed=BEFORE) == Send()


ORDERS = CompanySetup(send_sales_orders=True)


@pytest.mark.parametrize("record", [a_customer(), an_item()])
def test_list_records_have_no_date_and_no_nc_only(record: AnyRecord) -> None:
    assert _decide(record, SyncPreferences(nc_only=NcOnly.ALL), start=AFTER, closed=AFTER) == Send()


def test_documents_go_unasked_by_two_preferences_and_list_records_always() -> None:
    records = {*RECORD_KINDS}
    assert {"customer", "item", "vendor", "class", "terms"} <= records
    assert set(kinds_sent_unasked(SyncPreferences(), ORDERS)) == records
    documents = set(kinds_sent_unasked(SyncPreferences(send_unsent_transactions=True), ORDERS))
    assert {"ship_doc", "receiver", "work_order"} <= documents and documents > records
    assert not documents & PAYMENT_KINDS
    payments = SyncPreferences(send_unsent_payments=True)
    assert set(kinds_sent_unasked(payments, ORDERS)) == records | PAYMENT_KINDS
    assert "so_payment" in PAYMENT_KINDS


def test_sales_orders_stay_by_themselves_where_the_company_does_not_send_them() -> None:
    everything = SyncPreferences(send_unsent_transactions=True, send_unsent_payments=True)
    assert "sales_order" in kinds_sent_unasked(everything, ORDERS)
    assert "sales_order" not in kinds_sent_unasked(everything, CompanySetup())


def _reason(source: AnyDocument | AnyRecord, preferences: SyncPreferences, **options: Any) -> Reason | None:
    decision = _decide(source, preferences, **options)
    return decision.reason if isinstance(decision, Hold) else None


def test_purchase_orders_stay_while_they_are_blocked() -> None:
    assert _reason(purchase_order(), SyncPreferences()) is Reason.PO_BLOCKED
    assert _decide(purchase_order(), SyncPreferences(block_purchase_orders=False)) == Send()


def test_a_work_order_goes_once_it_is_finished() -> None:
    assert _reason(work_order(finished=False), SyncPreferences()) is Reason.NOT_FINISHED
    assert _decide(work_order(), SyncPreferences()) == Send()


def test_a_transfer_goes_only_to_a_file_with_sites() -> None:
    assert _reason(transfer(), SyncPreferences()) is Reason.NOT_IN_EDITION
    with_sites = CompanyFacts(sites=True)
    assert decide(transfer(), SyncPreferences(), CompanySetup(), with_sites) == Send()


def test_with_one_proxy_item_the_hosts_items_and_their_stock_stay_here() -> None:
    proxy = SyncPreferences(items=ItemSync.PROXY_ITEM)
    assert _reason(an_item(), proxy) is _reason(adjustment(), proxy) is _reason(transfer(), proxy) is Reason.ITEMS_STAY
    own = internal_record(proxy_item("main"), CompanySetup())
    assert own is not None and _decide(own, proxy) == Send()
    assert _decide(a_customer(), proxy) == _decide(receiver(), proxy) == _decide(work_order(), proxy) == Send()
    assert _decide(an_item()) == _decide(adjustment()) == Send()
