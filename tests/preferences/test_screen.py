"""Each preference is set on the screen by its caption in a real browser, and is there again after a reload."""

from __future__ import annotations

import pytest
from allorders_quickbooks.preferences import SyncPreferences
from playwright.sync_api import Page

from tests.preferences.screens import FIELDS, SCREEN, expect_value, put, save
from tests.sample_host.browsing import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")

ENTERED = (
    ("frequency", "auto"),
    ("interval_minutes", "45"),
    ("synchronize_on_startup", ""),
    ("send_unsent_transactions", "on"),
    ("send_unsent_payments", "on"),
    ("suppress_messages", "on"),
    ("reconciliation", "to_all_orders"),
    ("reconciliation", "to_quickbooks"),
    ("nc_only", "disabled"),
    ("nc_only", "all"),
    ("update_shipping_contact", "on"),
    ("credit_cards", "on"),
    ("no_duplicate_warning", "on"),
    ("items", "proxy_item"),
    ("block_purchase_orders", ""),
    ("receive_as_item_receipts", "on"),
    ("original_quantity_field", "Ordered"),
    ("back_order_quantity_field", "To come"),
    ("sales_order_number_field", "SO #"),
    ("tracking_number_field", "Parcel"),
    ("ship_doc_numbers", "on"),
    ("lots_on_invoices", "on"),
    ("lots_on_bills", "on"),
    ("lots_with_expiration", "on"),
)
BEFORE_THEM = {
    "interval_minutes": ("frequency", "auto"),
    "lots_with_expiration": ("lots_on_invoices", "on"),
    "items": ("reconciliation", "none"),
}


def test_every_preference_is_entered_once() -> None:
    assert {preference for preference, _ in ENTERED} == set(SyncPreferences.model_fields)


@pytest.mark.parametrize(("preference", "value"), ENTERED)
def test_a_preference_is_set_by_its_caption_and_kept(page: Page, preference: str, value: str) -> None:
    page.goto(SCREEN)
    if preference in BEFORE_THEM:
        put(page, *BEFORE_THEM[preference])
    put(page, preference, value)
    save(page)
    page.goto("/orders")
    page.goto(SCREEN)
    expect_value(page, preference, value)
    assert FIELDS[preference].value != value
