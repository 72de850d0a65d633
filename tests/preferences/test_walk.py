"""The main job in the browser: a company is set up, an order entered, shipped and paid, and QuickBooks has it all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from sample_host.running import running
from sample_host.workplace import workplace
from tests.preferences.screens import SCREEN, put, save
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    place = workplace(tmp_path, None)
    with running(place.database, place.books) as shop:
        yield shop


@pytest.fixture
def page(shop: Shop) -> Iterator[Page]:
    with served(shop) as address, browser_at(address) as page:
        yield page


def test_from_a_new_company_to_an_invoice_that_is_paid(page: Page, shop: Shop) -> None:
    _set_up(page, shop)
    _prefer(page)
    _enter_order(page)
    _ship_and_pay(page)
    synchronize(page)
    _read(page)


def _set_up(page: Page, shop: Shop) -> None:
    page.goto("/settings")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up QuickBooks")
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_text("QuickBooks is not connected yet. Choose a connection")).to_be_visible()
    page.get_by_label("Simulated company file (no QuickBooks)").check()
    page.get_by_label("Company file", exact=True).fill(str(shop.books))
    page.get_by_label("Create one inactive Other Name in QuickBooks").check()
    page.get_by_label("Start date").fill("2020-01-01")
    page.get_by_label("Income account of items").fill("Sales")
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_role("status")).to_contain_text("QuickBooks is set up.")
    expect(page.get_by_role("link", name="Set up QuickBooks")).to_have_count(0)


def _prefer(page: Page) -> None:
    page.goto(SCREEN)
    for box in ("send_unsent_transactions", "send_unsent_payments", "ship_doc_numbers"):
        put(page, box, "on")
    save(page)


def _enter_order(page: Page) -> None:
    page.goto("/customers/new")
    page.get_by_label("Name", exact=True).first.fill("Halifax Marina")
    page.get_by_role("button", name="Save the customer").click()
    page.goto("/items/new")
    page.get_by_label("Name", exact=True).fill("Deck brush")
    page.get_by_label("Price").fill("24.75")
    page.get_by_role("button", name="Save the item").click()
    page.goto("/orders/new")
    page.get_by_label("Customer", exact=True).select_option("Halifax Marina")
    page.get_by_label("Item of line 1").select_option("Deck brush")
    page.get_by_label("Quantity of line 1").fill("2")
    page.get_by_role("button", name="Save the order").click()


def _ship_and_pay(page: Page) -> None:
    page.get_by_role("link", name="Ship", exact=True).click()
    page.get_by_label("Number", exact=True).fill("SD-77")
    page.get_by_role("button", name="Save the ship doc").click()
    expect(page.get_by_role("region", name="QuickBooks")).to_contain_text("It is not in QuickBooks yet.")
    page.get_by_role("link", name="Back to the order").click()
    page.get_by_role("link", name="Take a payment").click()
    page.get_by_role("button", name="Save the payment").click()
    expect(page.get_by_role("status")).to_have_text("The payment is saved.")


def _read(page: Page) -> None:
    """The message of the run, and what it brought about."""
    page.goto("/messages")
    expect(page.locator(".log").first).to_contain_text("sent, 0 changed, 0 held, 0 refused.")
    page.goto("/books")
    invoice = page.locator("table.books > tbody > tr")
    expect(invoice).to_have_count(1)
    expect(invoice).to_contain_text("SD-77")
    expect(invoice).to_contain_text("49.50")
    page.get_by_role("link", name="Payments 1").click()
    expect(page.locator("table.books > tbody > tr")).to_contain_text("49.50")
    page.goto("/shipdocs")
    page.locator("tbody").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="QuickBooks")).to_contain_text("It is in QuickBooks.")
