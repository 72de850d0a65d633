"""What preferences change on the host's own pages: the NC Only box, and sending what somebody chose in a list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from tests.plugin.shop import change_settings, invoices, ship, sync
from tests.sample_host.browsing import CHROMIUM, synchronize

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")

RECORD = "Record selected items in QuickBooks"


def test_a_document_that_is_marked_nc_only_says_that_it_will_not_be_sent(page: Page, shop: Shop) -> None:
    path = f"/shipdocs/{ship(shop, customer='Marked').key}"
    page.goto(path)
    page.get_by_label("NC Only", exact=True).check()
    page.get_by_role("button", name="Save the ship doc").click()
    expect(page.get_by_text("It will not be sent to QuickBooks.")).to_be_visible()
    panel = page.get_by_role("region", name="QuickBooks")
    expect(panel).to_contain_text("It is kept out of QuickBooks (NC Only).")
    expect(panel.get_by_role("button", name="Send now")).to_have_count(0)


def test_the_box_disappears_and_comes_back_with_its_mark(page: Page, shop: Shop) -> None:
    path = f"/shipdocs/{ship(shop, customer='Kept').key}"
    page.goto(path)
    page.get_by_label("NC Only", exact=True).check()
    page.get_by_role("button", name="Save the ship doc").click()
    change_settings(shop, "preferences", nc_only="disabled")
    page.goto(path)
    expect(page.get_by_label("NC Only", exact=True)).to_have_count(0)
    expect(page.get_by_role("region", name="QuickBooks")).to_contain_text("It is not in QuickBooks yet.")
    page.get_by_label("Memo").fill("Saved without the box")
    page.get_by_role("button", name="Save the ship doc").click()
    change_settings(shop, "preferences", nc_only="user_choice")
    page.goto(path)
    expect(page.get_by_label("NC Only", exact=True)).to_be_checked()


def test_the_box_is_forced_where_all_transactions_are_nc_only(page: Page, shop: Shop) -> None:
    path = f"/shipdocs/{ship(shop, customer='Forced').key}"
    change_settings(shop, "preferences", nc_only="all")
    page.goto(path)
    box = page.get_by_label("NC Only", exact=True)
    expect(box).to_be_checked()
    expect(box).to_be_disabled()
    expect(box).to_have_accessible_description("All transactions are NC Only: it will not be sent to QuickBooks.")
    expect(page.get_by_role("region", name="QuickBooks")).to_contain_text("The preference under Advanced")
    page.get_by_role("button", name="Save the ship doc").click()
    change_settings(shop, "preferences", nc_only="user_choice")
    page.goto(path)
    expect(page.get_by_label("NC Only", exact=True)).not_to_be_checked()


def test_what_is_chosen_in_a_list_goes_and_what_is_available_stays(page: Page, shop: Shop) -> None:
    for number in ("S-1", "S-2", "S-3"):
        ship(shop, customer=f"Chosen {number}", number=number)
    assert sync(shop).done
    before = len(invoices(shop))
    page.goto("/shipdocs")
    page.get_by_label("Select ship doc S-1").check()
    page.get_by_label("Select ship doc S-3").check()
    page.get_by_role("button", name=RECORD).click()
    expect(page.get_by_role("status").first).to_contain_text("2 will go with the next run")
    synchronize(page)
    sent = {invoice.customer for invoice in invoices(shop)[before:]}
    assert sent == {"Chosen S-1", "Chosen S-3"}


def test_without_a_choice_the_list_asks_for_one(page: Page, shop: Shop) -> None:
    ship(shop, customer="Nobody's choice")
    page.goto("/shipdocs")
    page.get_by_role("button", name=RECORD).click()
    expect(page.get_by_role("status").first).to_have_text("Choose the documents first.")
