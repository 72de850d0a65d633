"""The preferences screen behaves: spinner, refresh button, conflicts, two people, and a QuickBooks that is away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from sample_host.current import Shop
from tests.plugin.shop import books, change_settings
from tests.preferences.screens import SCREEN, control, expect_value, open_tab, put, save
from tests.sample_host.browsing import CHROMIUM, PATIENCE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")

REFRESH = "Refresh the custom fields from QuickBooks"


@pytest.fixture(autouse=True)
def opened(page: Page) -> Iterator[None]:
    page.goto(SCREEN)
    yield
    page.goto("about:blank")


def test_the_spinner_is_typed_into_and_stepped_under_auto_synchronize_only(page: Page) -> None:
    minutes = control(page, "interval_minutes", "")
    put(page, "frequency", "manual")
    expect(minutes).to_be_disabled()
    put(page, "frequency", "auto")
    expect(minutes).to_be_enabled()
    minutes.fill("12")
    minutes.press("ArrowUp")
    expect(minutes).to_have_value("13")
    minutes.press("ArrowDown")
    minutes.press("ArrowDown")
    save(page)
    expect_value(page, "interval_minutes", "11")


def test_an_interval_of_nothing_is_not_sent_and_its_tab_is_shown(page: Page) -> None:
    put(page, "frequency", "auto")
    put(page, "interval_minutes", "0")
    open_tab(page, "items")
    page.get_by_role("button", name="Save these settings").click()
    expect(control(page, "interval_minutes", "")).to_be_focused()
    assert control(page, "interval_minutes", "").evaluate("field => field.validity.rangeUnderflow")


def test_the_refresh_button_brings_the_fields_of_this_moment_and_keeps_what_is_not_saved(
    page: Page, shop: Shop
) -> None:
    with books(shop) as file:
        file.bookkeeper.define_field("Colour", ["Item"])
    put(page, "suppress_messages", "on")
    open_tab(page, "original_quantity_field")
    chosen = control(page, "original_quantity_field", "")
    assert "Colour" not in chosen.locator("option").all_text_contents()
    page.get_by_role("button", name=REFRESH).click()
    expect(page.get_by_role("status")).to_contain_text("Custom fields of items and customers in QuickBooks")
    put(page, "original_quantity_field", "Colour")
    expect_value(page, "suppress_messages", "on")
    save(page)
    expect_value(page, "original_quantity_field", "Colour")
    expect_value(page, "suppress_messages", "on")


def test_the_refresh_button_says_when_quickbooks_cannot_be_reached(page: Page, shop: Shop) -> None:
    assert shop.books is not None
    change_settings(shop, "company", location=f"{shop.books}.elsewhere")
    try:
        open_tab(page, "original_quantity_field")
        page.get_by_role("button", name=REFRESH).click()
        expect(page.get_by_role("status")).to_contain_text("QuickBooks cannot be reached.")
        open_tab(page, "back_order_quantity_field")
        put(page, "back_order_quantity_field", "To come")
    finally:
        change_settings(shop, "company", location=str(shop.books))


def test_two_that_contradict_each_other_are_named_counted_and_marked_beside_their_fields(page: Page) -> None:
    put(page, "sales_order_number_field", "SO #")
    put(page, "tracking_number_field", "SO #")
    put(page, "lots_on_invoices", "")
    page.get_by_role("button", name="Save these settings").click()
    sentence = "Sales Order # and Tracking # cannot use the same custom field."
    expect(page.get_by_role("alert")).to_have_text(sentence)
    expect(page.get_by_role("tab", name="SO/Shipping")).to_have_accessible_name("SO/Shipping 2 to correct")
    expect(control(page, "tracking_number_field", "")).to_have_accessible_description(
        f"Written to that custom field of invoices and sales orders. {sentence}"
    )
    expect(control(page, "tracking_number_field", "")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("tab", name="General")).to_have_accessible_name("General")


def test_a_second_person_who_saves_is_told_and_overwrites_nothing(page: Page, shop: Shop) -> None:
    browser: Browser | None = page.context.browser
    assert browser is not None
    other = browser.new_page(base_url=page.url.removesuffix(SCREEN))
    other.set_default_timeout(PATIENCE)
    other.goto(SCREEN)
    put(other, "ship_doc_numbers", "on")
    save(other)
    other.close()
    put(page, "lots_on_bills", "on")
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_role("status")).to_contain_text("Somebody else has saved these settings since you opened them.")
    expect_value(page, "lots_on_bills", "on")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Load what is saved now").click()
    expect_value(page, "ship_doc_numbers", "on")
    expect_value(page, "lots_on_bills", "")


def test_every_control_has_its_help_read_with_it(page: Page) -> None:
    expect(control(page, "suppress_messages", "")).to_have_accessible_description(
        "Problems stay in the problem list all the same."
    )


def test_what_is_entered_and_not_saved_is_warned_about(page: Page) -> None:
    asked: list[str] = []
    put(page, "receive_as_item_receipts", "on")

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", leave)
    page.get_by_role("link", name="QuickBooks Company File").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("QuickBooks Company File")
    assert asked == ["beforeunload"]
