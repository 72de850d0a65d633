"""The policy: by the preferences of this moment, a document goes or says why not."""

from __future__ import annotations

from datetime import date

import pytest
from allorders_hooks.documents import AnyDocument
from allorders_hooks.records import AnyRecord
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.policy import decide, kinds_sent_unasked
from allorders_quickbooks.preferences import NcOnly, SyncPreferences
from allorders_quickbooks.terms import Decision, Hold, Reason, Send

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


@pytest.mark.parametrize("record", [a_customer(), an_item()])
def test_list_records_have_no_date_and_no_nc_only(record: AnyRecord) -> None:
    assert _decide(record, SyncPreferences(nc_only=NcOnly.ALL), start=AFTER, closed=AFTER) == Send()


def test_documents_go_unasked_by_two_preferences_and_list_records_always() -> None:
    assert set(kinds_sent_unasked(SyncPreferences())) == {"customer", "item"}
    documents = SyncPreferences(send_unsent_transactions=True)
    assert set(kinds_sent_unasked(documents)) == {"customer", "item", "ship_doc"}
    payments = SyncPreferences(send_unsent_payments=True)
    assert set(kinds_sent_unasked(payments)) == {"customer", "item", "so_payment"}
