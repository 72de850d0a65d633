"""The screens in a real browser: an order from its customer to its payment and into QuickBooks; the settings page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from allorders_hooks.plugins import PluginManager
from playwright.sync_api import Dialog, Page, expect

from sample_host.current import Shop
from sample_host.running import connect_to_books, running
from sample_host.services import SampleHost
from sample_host.workplace import workplace
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize
from tests.sample_host.plugins import Scribe

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with the installed plugins, set up for a simulated company file."""
    place = workplace(tmp_path, None)
    with running(place.database, place.books) as shop:
        connect_to_books(shop)
        yield shop


@pytest.fixture
def page(shop: Shop) -> Iterator[Page]:
    with served(shop) as address, browser_at(address) as page:
        yield page


@pytest.fixture
def settings(host: SampleHost, plugins: PluginManager, scribe: Scribe) -> Iterator[Page]:
    with served(Shop(host, plugins)) as address, browser_at(address) as page:
        page.goto("/settings")
        yield page


def test_an_order_goes_from_its_customer_to_quickbooks(page: Page) -> None:
    _enter_customer_and_item(page)
    _enter_order(page)
    _ship(page)
    _pay(page)
    synchronize(page)
    page.goto("/books")
    invoice = page.locator("table.books > tbody > tr")
    expect(invoice).to_have_count(1)
    expect(invoice).to_contain_text("Halifax Marina")
    expect(invoice).to_contain_text("42.78")
    page.get_by_role("link", name="Payments 1").click()
    expect(page.locator("table.books > tbody > tr")).to_contain_text("42.78")
    page.goto("/shipdocs")
    page.locator("tbody").get_by_role("link").first.click()
    expect(page.get_by_role("region", name="QuickBooks")).to_contain_text("It is in QuickBooks.")
    expect(page.get_by_text("Nothing on these pages reaches a real QuickBooks.")).to_be_visible()


def _enter_customer_and_item(page: Page) -> None:
    page.goto("/customers/new")
    page.get_by_label("Name", exact=True).first.fill("Halifax Marina")
    page.get_by_role("button", name="Save the customer").click()
    expect(page.get_by_role("status")).to_have_text("Halifax Marina is saved.")
    page.goto("/items/new")
    page.get_by_label("Name", exact=True).fill("Deck brush")
    page.get_by_label("Price").fill("24.75")
    page.get_by_label("Price").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Deck brush is saved.")


def _enter_order(page: Page) -> None:
    page.goto("/orders")
    page.get_by_role("link", name="New order").click()
    page.get_by_label("Customer", exact=True).select_option("Halifax Marina")
    page.get_by_label("Freight").fill("0.70")
    page.get_by_label("Item of line 1").select_option("Deck brush")
    page.get_by_label("Quantity of line 1").fill("2")
    page.get_by_label("Discount in per cent of line 1").fill("15")
    page.get_by_label("Quantity of line 1").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("open")
    expect(page.locator("tfoot")).to_contain_text("42.78")


def _ship(page: Page) -> None:
    page.get_by_role("link", name="Ship", exact=True).click()
    expect(page.get_by_label("Shipped")).to_be_checked()
    page.get_by_label("Memo").fill("Leave at the gate")
    page.get_by_role("button", name="Save the ship doc").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("shipped")
    expect(page.get_by_role("region", name="QuickBooks")).to_contain_text("It is not in QuickBooks yet.")
    page.get_by_role("link", name="Back to the order").click()


def _pay(page: Page) -> None:
    page.get_by_role("link", name="Take a payment").click()
    expect(page.get_by_label("Amount")).to_have_value("42.78")
    page.get_by_role("button", name="Save the payment").click()
    expect(page.get_by_role("status")).to_have_text("The payment is saved.")


def test_tabs_are_walked_with_the_arrow_keys(settings: Page) -> None:
    expect(settings.get_by_label("Note")).to_be_hidden()
    settings.get_by_role("tab", name="General").press("ArrowRight")
    expect(settings.get_by_role("tab", name="Advanced")).to_be_focused()
    expect(settings.get_by_label("Note")).to_be_visible()
    expect(settings.get_by_label("Minutes")).to_be_hidden()


def test_a_field_can_be_used_only_while_the_other_one_has_its_value(settings: Page) -> None:
    expect(settings.get_by_label("Minutes")).to_be_disabled()
    settings.get_by_label("By itself").check()
    expect(settings.get_by_label("Minutes")).to_be_enabled()


def test_leaving_with_unsaved_changes_is_warned_about(settings: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    settings.on("dialog", stay)
    settings.get_by_label("By itself").check()
    with settings.expect_event("dialog"):
        settings.get_by_role("link", name="Sales", exact=True).click(no_wait_after=True)
    assert asked == ["beforeunload"]
    settings.get_by_role("button", name="Save these settings").click()
    expect(settings.get_by_role("status")).to_have_text("The settings are saved.")
    assert asked == ["beforeunload"]


def _enter_lists(page: Page) -> None:
    for path, name, more in (
        ("customers", "Halifax Marina", {}),
        ("vendors", "Rope Works", {}),
        ("items", "Shackle", {"Cost": "2.10", "Price": "4.20"}),
    ):
        page.goto(f"/{path}/new")
        page.get_by_label("Name", exact=True).first.fill(name)
        for label, text in more.items():
            page.get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="Save the").click()
        expect(page.get_by_role("status")).to_have_text(f"{name} is saved.")
    page.goto("/items/new")
    page.get_by_label("Name", exact=True).fill("Mooring kit")
    page.get_by_label("Type", exact=True).select_option("Assembly")
    page.get_by_label("Name", exact=True).press("Enter")


def test_a_document_of_each_family_is_entered_and_shows_its_panel(page: Page) -> None:
    _enter_lists(page)
    _order_and_receive(page)
    _make(page)
    _take_back(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Inventory").click()
    expect(page.get_by_role("row", name="Shackle")).to_contain_text("6")
    expect(page.get_by_role("row", name="Mooring kit")).to_contain_text("8.40")


def _order_and_receive(page: Page) -> None:
    page.get_by_role("link", name="Purchasing").click()
    page.get_by_role("link", name="New purchase order").click()
    page.get_by_label("Vendor", exact=True).select_option("Rope Works")
    page.get_by_label("Item of line 1").select_option("Shackle")
    page.get_by_label("Quantity of line 1").fill("10")
    page.get_by_label("Quantity of line 1").press("Enter")
    expect(page.get_by_role("status")).to_have_text("The purchase order is saved.")
    page.get_by_role("link", name="Receive", exact=True).click()
    expect(page.get_by_label("Quantity of line 1")).to_have_value("10")
    page.get_by_label("Vendor's bill").fill("R-77")
    page.get_by_role("button", name="Save the receiver").click()
    expect(page.get_by_role("status")).to_have_text("The receiver is saved.")
    expect(page.get_by_role("region", name="QuickBooks")).to_be_visible()


def _make(page: Page) -> None:
    page.goto("/work-orders/new")
    page.get_by_label("Assembly", exact=True).select_option("Mooring kit")
    page.get_by_label("Quantity made").fill("1")
    page.get_by_label("Finished").check()
    page.get_by_label("Item of component 1").select_option("Shackle")
    page.get_by_label("Quantity of component 1").fill("4")
    page.get_by_label("Quantity of component 1").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("finished")
    expect(page.get_by_role("region", name="QuickBooks")).to_be_visible()


def _take_back(page: Page) -> None:
    page.goto("/returns/new")
    page.get_by_label("Customer", exact=True).select_option("Halifax Marina")
    page.get_by_label("Description of line 1").fill("Rope, one end cut")
    page.get_by_label("Quantity of line 1").fill("1")
    page.get_by_label("Price of line 1").fill("12.50")
    page.get_by_role("button", name="Save the customer return").click()
    page.get_by_role("link", name="Refund it").click()
    expect(page.get_by_label("Amount")).to_have_value("12.50")
    page.get_by_role("button", name="Save the refund").click()
    expect(page.get_by_role("region", name="QuickBooks")).to_be_visible()
