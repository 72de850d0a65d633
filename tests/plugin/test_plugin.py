"""The plugin in a real host: loaded by its entry point, heard through signals, with its thread at work."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_hooks.events import TransactionSaved, transaction_saved
from allorders_quickbooks.simulator import CompanyFile

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.orders import OrderDesk
from sample_host.running import PLUGIN, connect_to_books, running, use_ship_doc_numbers
from tests.plugin.conftest import BOOKS
from tests.plugin.shop import (
    DAY,
    act,
    books,
    change_settings,
    enter_order,
    invoices,
    panel,
    priced,
    row,
    ship,
    status,
    sync,
    url_of,
)
from tests.waiting import until

THREAD = f"quickbooks-{COMPANY}"


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == THREAD]


def test_a_run_that_is_waited_for_says_what_it_did(shop: Shop) -> None:
    ship(shop)
    result = sync(shop)
    assert (result.done, result.sentence) == (True, "3 sent, 0 changed, 0 held, 0 refused.")
    assert [invoice.total for invoice in invoices(shop)] == [Decimal("37.80")]
    assert [message.sentence for message in shop.host.board.after(0)] == [result.sentence]


def test_suppressed_messages_are_not_told(shop: Shop) -> None:
    change_settings(shop, "preferences", suppress_messages="on")
    assert sync(shop).done
    assert shop.host.board.after(0) == []


def test_a_run_that_nobody_waits_for_is_made_by_the_thread(shop: Shop) -> None:
    ship(shop)
    assert shop.plugins.sync_now(COMPANY, "", wait=False).sentence == "A synchronization starts now."
    until(lambda: len(invoices(shop)) == 1, "the thread has sent the invoice")


def test_without_a_connection_nothing_starts_and_the_remedy_is_told(unconnected: Shop) -> None:
    ship(unconnected)
    for wait in (True, False):
        result = unconnected.plugins.sync_now(COMPANY, "", wait=wait)
        assert (result.done, result.sentence) == (False, "QuickBooks is not connected yet.")
        assert result.remedy == "Choose a connection on the company screen."
    assert not status(unconnected).ready
    assert not row(unconnected).wake


def test_a_company_file_without_a_place_is_a_setting_that_is_missing(unconnected: Shop) -> None:
    change_settings(unconnected, "company", connection="simulator", location="", fence_consent="on")
    result = unconnected.plugins.sync_now(COMPANY, "", wait=True)
    assert (result.done, result.remedy) == (False, "Enter its file name on the company screen.")
    assert not unconnected.plugins.failures


def test_what_was_asked_for_before_the_connection_goes_once_its_settings_are_saved(unconnected: Shop) -> None:
    ref = ship(unconnected)
    assert act(unconnected, "send", ref).done
    connect_to_books(unconnected)
    until(lambda: len(invoices(unconnected)) == 1, "the thread has sent what was chosen before")


def test_what_was_saved_while_the_plugin_was_off_goes_at_startup(place: Path) -> None:
    with running(url_of(place), place / BOOKS) as shop:
        connect_to_books(shop)
        ship(shop)
        assert invoices(shop) == []
    with running(url_of(place), place / BOOKS) as shop:
        until(lambda: len(invoices(shop)) == 1, "the run at startup has sent the invoice")


def test_without_the_preference_nothing_runs_at_startup(place: Path) -> None:
    with running(url_of(place), place / BOOKS) as shop:
        connect_to_books(shop)
        change_settings(shop, "preferences", synchronize_on_startup="")
    with running(url_of(place), place / BOOKS) as shop:
        assert not row(shop).wake
        assert status(shop).next_run is None


def test_an_interval_that_is_saved_counts_from_now_and_ends_when_it_is_switched_off(shop: Shop) -> None:
    assert row(shop).next_at is None
    before = datetime.now(UTC)
    change_settings(shop, "preferences", frequency="auto", interval_minutes="5")
    due = row(shop).next_at
    assert due is not None
    assert before - timedelta(seconds=1) <= due - timedelta(minutes=5) <= datetime.now(UTC) + timedelta(seconds=1)
    assert status(shop).next_run == due
    change_settings(shop, "preferences", frequency="manual")
    assert row(shop).next_at is None


def test_a_screen_that_somebody_saved_meanwhile_is_not_overwritten(shop: Shop) -> None:
    shown = {screen.name: screen for screen in shop.plugins.settings_screens(COMPANY)[PLUGIN]}["preferences"]
    assert change_settings(shop, "preferences", ship_doc_numbers="on").done
    late = shop.plugins.save_settings(
        PLUGIN, COMPANY, "preferences", {"no_duplicate_warning": "on"}, shown.version, "Ada"
    )
    assert (late.done, late.sentence) == (False, "Somebody else has saved these settings since you opened them.")
    assert not row(shop).preferences.no_duplicate_warning


def test_a_company_with_documents_in_other_books_is_not_pointed_at_simulated_ones(shop: Shop) -> None:
    ship(shop)
    sync(shop)
    change_settings(shop, "company", connection="none")
    refused = change_settings(shop, "company", connection="simulator")
    assert not refused.done
    assert refused.errors["connection"] == refused.sentence
    assert row(shop).setup.connection == "none"


def test_the_panel_tells_where_a_document_stands(shop: Shop) -> None:
    order = enter_order(shop)
    desk, entry = OrderDesk(shop.host.orders), priced(shop, order, "2.50")
    key = desk.ship_rest(order, DAY, shipped=False)
    ref = DocumentRef(company=COMPANY, kind="ship_doc", key=str(key))
    for _ in range(2):
        assert panel(shop, ref).sentence == "It is not marked shipped yet."
        assert [action for action, _ in panel(shop, ref).actions] == ["nc_only"]
        sync(shop)
    desk.change_ship_doc(key, 1, entry)
    assert panel(shop, ref).sentence == "It is not in QuickBooks yet."
    assert [action for action, _ in panel(shop, ref).actions] == ["send", "nc_only"]
    sync(shop)
    assert panel(shop, ref).sentence == "It is in QuickBooks."
    assert ("Total there", "5.00") in [(line.label, line.value) for line in panel(shop, ref).lines]
    desk.change_ship_doc(key, 2, entry.model_copy(update={"memo": "by post"}))
    assert panel(shop, ref).sentence == "Changed here; the change is not in QuickBooks yet."


def test_a_document_that_the_plugin_does_not_know_has_no_panel(shop: Shop) -> None:
    assert shop.plugins.document_panel(DocumentRef(company=COMPANY, kind="ship_doc", key="999")) == []


def test_a_document_that_no_preference_sends_goes_when_it_is_chosen(shop: Shop) -> None:
    change_settings(shop, "preferences", send_unsent_transactions="")
    ref = ship(shop)
    sync(shop)
    assert invoices(shop) == []
    assert (status(shop).available, status(shop).waiting) == (1, 0)
    assert act(shop, "send", ref).done
    until(lambda: len(invoices(shop)) == 1, "the chosen document is in QuickBooks")


def test_a_number_that_is_taken_is_used_all_the_same_when_a_person_says_so(shop: Shop) -> None:
    use_ship_doc_numbers(shop, True)
    ship(shop)
    sync(shop)
    with books(shop) as file:
        file.bookkeeper.add_invoice_by_hand("Kiel Marina", Decimal(5), number="4711")
    ref = ship(shop, customer="Laboe Sails", number="4711")
    sync(shop)
    assert ("send_anyway", "Send all the same") in panel(shop, ref).actions
    assert "4711 of Kiel Marina" in panel(shop, ref).sentence
    assert status(shop).held == {"duplicate_number": 1}
    assert act(shop, "send_anyway", ref).done
    until(lambda: [txn.number for txn in invoices(shop)].count("4711") == 2, "both have the number")


def test_retry_looks_at_what_the_bookkeeper_has_done_and_asks_again_where_that_was_nothing(shop: Shop) -> None:
    ref = ship(shop)
    sync(shop)
    with books(shop) as file:
        file.bookkeeper.delete(invoices(shop)[0].id)
    sync(shop)
    gone = panel(shop, ref)
    assert gone.sentence.startswith("It was deleted in QuickBooks.")
    assert ("retry", "Retry") in gone.actions
    assert act(shop, "retry", ref).done
    until(lambda: panel(shop, ref) == gone, "the document is back in review")
    assert status(shop).review == {"gone": 1}
    assert invoices(shop) == []


def test_an_action_that_nobody_knows_is_refused(shop: Shop) -> None:
    assert act(shop, "burn", ship(shop)).sentence == "There is no action 'burn'."


def test_a_save_of_a_kind_that_does_not_go_to_quickbooks_is_ignored(shop: Shop) -> None:
    ref = DocumentRef(company=COMPANY, kind="quote", key="1")
    _announce(shop, ref)
    assert shop.plugins.document_panel(ref) == []
    assert not shop.plugins.failures


def test_a_save_outside_any_transaction_is_noted_in_one_of_our_own(shop: Shop) -> None:
    ref = DocumentRef(company=COMPANY, kind="ship_doc", key="77")
    _announce(shop, ref)
    assert panel(shop, ref).sentence == "It is not in QuickBooks yet."


def _announce(shop: Shop, ref: DocumentRef) -> None:
    event = TransactionSaved(at=datetime.now(UTC), user="", ref=ref, revision=1, number="1", txn_date=DAY)
    transaction_saved.send(shop.host.orders, event=event)


def test_a_closed_company_has_no_thread_any_more(place: Path) -> None:
    with running(url_of(place), place / BOOKS):
        assert _threads() == [THREAD]
    assert _threads() == []


def test_a_host_that_never_stops_saving_is_never_locked_out_and_nothing_is_lost(
    database_url: str, tmp_path: Path
) -> None:
    CompanyFile.create(tmp_path / BOOKS).close()
    with running(database_url, tmp_path / BOOKS) as shop, ThreadPoolExecutor(1) as desk:
        connect_to_books(shop)
        saving = desk.submit(_save_many, shop, 40)
        while not saving.done():
            assert sync(shop).done
        assert saving.result() == 40
        assert sync(shop).done
        assert not shop.plugins.failures
        assert len(invoices(shop)) == 40
        assert {invoice.total for invoice in invoices(shop)} == {Decimal("21.00")}


def _save_many(shop: Shop, number: int) -> int:
    """Ship docs that are each saved twice, the second time with another price."""
    desk = OrderDesk(shop.host.orders)
    for _ in range(number):
        order = enter_order(shop)
        cheaper = priced(shop, order, "10.50")
        desk.change_ship_doc(desk.ship_rest(order, DAY, shipped=True), 1, cheaper)
    return number
