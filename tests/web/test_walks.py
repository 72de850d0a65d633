"""Each page walked in a real browser, each verb pressed once, and seen in the company file or on the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.database import Database
from playwright.sync_api import Page, expect

from sample_host.announce import COMPANY
from sample_host.current import Shop
from tests.plugin.shop import act, books, change_settings, invoices, panel, sync
from tests.sample_host.browsing import CHROMIUM
from tests.web.test_accessible import faults
from tests.web.walking import a_customer, new, of, sync_until_sent, told

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")


@contextmanager
def under_way(shop: Shop) -> Iterator[Database]:
    """A run that stands at the third of nine documents."""
    database = Database(shop.host.orders.url)
    now = datetime.now(UTC)
    with database.write() as connection:
        number = runs.begin(connection, COMPANY, now, "push")
        runs.change(connection, COMPANY, number, done=3, total=9)
        token = companies.take_lease(connection, COMPANY, "somebody", now, timedelta(minutes=5))
    assert token is not None
    try:
        yield database
    finally:
        with database.write() as connection:
            companies.release_lease(connection, COMPANY, token)
            runs.change(connection, COMPANY, number, ended=now, complete=True)
        database.close()


def test_now_shows_a_run_under_way_and_ends_it_early(page: Page, shop: Shop) -> None:
    with under_way(shop) as database:
        page.goto("/quickbooks/")
        expect(page.get_by_label("Push: 3 of 9")).to_have_attribute("value", "3")
        page.get_by_role("button", name="End it early").click()
        expect(told(page)).to_have_text("It ends once QuickBooks has answered what is under way.")
        with database.read() as connection:
            assert companies.is_cancelled(connection, COMPANY)
    expect(page.get_by_label("Push: 3 of 9")).to_have_count(0)


def test_the_preview_sends_only_what_is_chosen(page: Page, shop: Shop) -> None:
    (chosen, number), (left, _) = new(shop), new(shop)
    page.goto("/quickbooks/preview")
    expect(of(page, number)).to_contain_text("goes as a new one")
    of(page, number).locator("summary", has_text="qbXML").click()
    expect(of(page, number).locator("pre")).to_contain_text("<InvoiceAdd")
    page.get_by_label(f"Choose Ship doc {number}", exact=True).check()
    page.get_by_role("button", name="Send only this").click()
    expect(told(page)).to_contain_text("sends nothing else")
    sync_until_sent(shop, chosen)
    page.goto("/quickbooks/preview")
    expect(of(page, number)).to_have_count(0)
    sync_until_sent(shop, left)


def test_the_preview_postpones_and_removes(page: Page, shop: Shop) -> None:
    (later, number), (never, unwanted) = new(shop), new(shop)
    page.goto("/quickbooks/preview")
    page.get_by_label(f"Choose Ship doc {number}", exact=True).check()
    page.get_by_role("button", name="Postpone by a day").click()
    expect(told(page)).to_have_text("1 postponed to this time tomorrow.")
    page.get_by_label(f"Choose Ship doc {unwanted}", exact=True).check()
    page.get_by_role("button", name="Do not send").click()
    expect(told(page)).to_contain_text("Nothing is sent of 1")
    expect(of(page, number)).to_have_count(0)
    expect(of(page, unwanted)).to_have_count(0)
    before = len(invoices(shop))
    sync(shop)
    assert len(invoices(shop)) == before
    assert panel(shop, later).state != panel(shop, never).state


def test_a_number_that_exists_is_sent_all_the_same(page: Page, shop: Shop) -> None:
    change_settings(shop, "preferences", ship_doc_numbers="on")
    ref, number = new(shop)
    with books(shop) as file:
        file.bookkeeper.add_invoice_by_hand(a_customer(file), Decimal(9), number=number)
    sync(shop)
    page.goto("/quickbooks/problems")
    cause = page.get_by_role("region", name="QuickBooks already has a document of that number.")
    expect(cause.get_by_role("link", name="Open the setting")).to_have_attribute("href", "/settings/preferences")
    of(page, number).get_by_role("button", name="Send all the same").click()
    expect(told(page)).to_contain_text("1 will go with the next run")
    sync_until_sent(shop, ref)
    change_settings(shop, "preferences", ship_doc_numbers="")


def test_all_of_a_cause_are_dismissed_at_once(page: Page, shop: Shop) -> None:
    for _ in range(2):
        new(shop, shipped=False)
    sync(shop)
    page.goto("/quickbooks/problems")
    cause = page.get_by_role("region", name="It is not marked shipped yet.")
    cause.get_by_role("link", name="of them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("It is not marked shipped yet.")
    page.get_by_role("link", name="All problems").click()
    cause.get_by_role("button", name=re.compile("^All [0-9]+: do not send")).click()
    expect(told(page)).to_contain_text("until it is saved again")
    expect(cause).to_have_count(0)


def test_a_document_is_linked_to_the_one_in_quickbooks(page: Page, shop: Shop) -> None:
    change_settings(shop, "preferences", ship_doc_numbers="on")
    ref, number = new(shop)
    with books(shop) as file:
        theirs = file.bookkeeper.add_invoice_by_hand(a_customer(file), Decimal(9), number=number)
    sync(shop)
    page.goto("/quickbooks/problems")
    of(page, number).get_by_role("link", name="Link to a record in QuickBooks").click()
    page.get_by_label("Its id in QuickBooks").fill(theirs)
    page.get_by_role("button", name="Link to that id").click()
    expect(told(page)).to_contain_text("It is linked")
    sync(shop)
    page.reload()
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text(f"Invoice {number}")
    assert "9.00" in str(panel(shop, ref).lines)
    change_settings(shop, "preferences", ship_doc_numbers="")


def test_what_was_deleted_in_quickbooks_is_unlinked_and_sent_again(page: Page, shop: Shop) -> None:
    ref, number = new(shop)
    sync_until_sent(shop, ref)
    _deleted(shop, number)
    sync(shop)
    page.goto("/quickbooks/problems")
    of(page, number).get_by_role("button", name="Unlink and send again").click()
    expect(told(page)).to_contain_text("It is decided for 1")
    sync_until_sent(shop, ref)


def _deleted(shop: Shop, number: str) -> None:
    with books(shop) as file:
        (invoice,) = [txn for txn in file.transactions("Invoice") if number in (txn.memo, txn.number)]
        file.bookkeeper.delete(invoice.id)


def test_a_document_is_taken_out_after_a_second_look(page: Page, shop: Shop) -> None:
    ref, number = new(shop)
    sync_until_sent(shop, ref)
    before = len(invoices(shop))
    page.goto("/quickbooks/undo")
    page.get_by_label(f"Choose Ship doc {number}", exact=True).check()
    page.get_by_role("button", name="Look at what would happen").click()
    expect(of(page, number)).to_contain_text("Customers, vendors and items that went along stay.")
    page.get_by_role("button", name="Take 1 out of QuickBooks").click()
    expect(told(page)).to_contain_text("1 taken out of QuickBooks")
    sync(shop)
    assert len(invoices(shop)) == before - 1
    assert "not in QuickBooks any more" in panel(shop, ref).sentence


def test_nc_only_is_marked_in_the_preview_and_cleared_in_the_box(page: Page, shop: Shop) -> None:
    ref, number = new(shop)
    page.goto("/quickbooks/preview")
    page.get_by_label(f"Choose Ship doc {number}", exact=True).check()
    page.get_by_role("button", name="NC Only").click()
    expect(told(page)).to_have_text("1 kept out of QuickBooks.")
    expect(of(page, number)).to_contain_text("It is kept out of QuickBooks (NC Only).")
    sync(shop)
    assert panel(shop, ref).state == "held"
    page.goto(f"/shipdocs/{ref.key}")
    page.get_by_role("button", name="Clear NC Only").click()
    expect(told(page)).to_have_text("1 no longer NC Only.")
    sync_until_sent(shop, ref)


def test_the_box_on_the_document_asks_a_second_time_before_it_is_taken_out(page: Page, shop: Shop) -> None:
    (ref, _), (other, _) = new(shop), new(shop)
    sync_until_sent(shop, ref)
    before = len(invoices(shop))
    page.goto(f"/shipdocs/{ref.key}")
    for answer in ("No", "Yes: take out of quickbooks"):
        page.get_by_role("button", name="Take out of QuickBooks").click()
        expect(page.get_by_text("Customers, vendors and items that went along stay.")).to_be_visible()
        assert faults(page) == []
        page.get_by_role("link" if answer == "No" else "button", name=answer, exact=True).click()
    expect(told(page)).to_contain_text("1 taken out of QuickBooks")
    page.goto(f"/quickbooks/document?ref=ship_doc|{other.key}")
    page.get_by_role("button", name="Take out of QuickBooks").click()
    page.get_by_role("button", name="Take 1 out of QuickBooks").click()
    expect(told(page)).to_contain_text("1 taken out of QuickBooks")
    sync(shop)
    assert len(invoices(shop)) == before - 2


def test_the_history_shows_what_was_sent_and_gives_it_as_a_file(page: Page, shop: Shop) -> None:
    ref, number = new(shop)
    sync_until_sent(shop, ref)
    page.goto("/quickbooks/history")
    expect(page.get_by_role("img", name="Documents a day")).to_be_visible()
    page.get_by_role("link", name="The journal, line by line").click()
    page.get_by_label("Kind").select_option("Ship doc")
    page.get_by_label("Number or name").fill(number)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("rowheader", name=f"Ship doc {number}").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="As CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) > 1 and all(f",ship_doc,{ref.key}," in line for line in lines[1:])
    page.locator("td a code").first.click()
    expect(page.get_by_role("region", name="What was sent").locator("pre")).to_contain_text("<InvoiceAdd")
    expect(page.get_by_role("region", name="What QuickBooks answered").locator("pre")).to_contain_text("<InvoiceRet>")


def test_lists_are_pulled_and_the_stock_is_compared(page: Page, shop: Shop) -> None:
    page.goto("/quickbooks/lists")
    for button in ("What was changed since the last time", "Everything, regardless of date"):
        page.get_by_role("button", name=button).click()
        expect(told(page)).to_have_text("They are pulled in the next run, which starts now.")
    page.get_by_label("Vendor", exact=True).check()
    page.get_by_label("Changed since").fill("2026-01-31")
    page.get_by_role("button", name="Pull the chosen lists").click()
    expect(told(page)).to_have_text("They are pulled in the next run, which starts now.")
    page.get_by_role("button", name="Compare the stock now").click()
    expect(told(page)).to_have_text("The stock is compared in the next run, which starts now.")
    sync(shop)
    page.reload()
    page.get_by_role("link", name="The whole report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stock here and in QuickBooks")
    assert page.locator("h1").evaluate("h => getComputedStyle(h).fontFamily") == "sans-serif"


def test_the_custom_fields_are_read_anew_from_the_preferences(page: Page, shop: Shop) -> None:
    with books(shop) as file:
        file.bookkeeper.define_field("Ordered", ["Item"])
    page.goto("/settings/quickbooks/preferences")
    page.get_by_role("tab", name="SO/Shipping").click()
    page.get_by_role("button", name="Refresh the custom fields from QuickBooks").click()
    expect(told(page)).to_have_text("Custom fields of items and customers in QuickBooks: 1.")
    page.get_by_role("tab", name="SO/Shipping").click()
    expect(page.get_by_label("Original Order Quantity").get_by_role("option", name="Ordered")).to_have_count(1)


def test_the_box_on_the_document_leads_to_its_history(page: Page, shop: Shop) -> None:
    ref, _ = new(shop)
    act(shop, "send", ref)
    sync_until_sent(shop, ref)
    page.goto(f"/shipdocs/{ref.key}")
    expect(page.get_by_role("region", name="QuickBooks", exact=True)).to_contain_text("In QuickBooks as")
