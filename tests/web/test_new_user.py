"""A new user, from an empty database to a failed invoice that he understood and repaired, by the pages alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import CompanyFile
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from sample_host.running import running
from sample_host.workplace import workplace
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Nothing is set up."""
    place = workplace(tmp_path, None)
    with running(place.database, place.books) as shop:
        yield shop


@pytest.fixture
def page(shop: Shop) -> Iterator[Page]:
    with served(shop) as address, browser_at(address) as page:
        yield page


def test_a_failed_invoice_is_understood_and_repaired(page: Page, shop: Shop) -> None:
    _is_told_what_is_missing(page)
    _sets_up(page, shop)
    synchronize(page)
    _writes_an_invoice_by_hand(shop, "1042")
    _ships(page, "1042")
    synchronize(page)
    _matches(page)
    synchronize(page)
    _understands(page)
    _repairs(page, "1043")
    synchronize(page)
    _sees_that_it_is_there(page)


def _is_told_what_is_missing(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="QuickBooks", exact=True).click()
    expect(page.get_by_text("not set up")).to_be_visible()
    page.get_by_role("button", name="Synchronize now").click()
    expect(page.get_by_role("status").first).to_contain_text("QuickBooks is not connected yet.")
    page.get_by_role("navigation", name="QuickBooks").get_by_role("link", name="Settings").click()


def _sets_up(page: Page, shop: Shop) -> None:
    page.get_by_label("Simulated company file (no QuickBooks)").check()
    page.get_by_label("Company file", exact=True).fill(str(shop.books))
    page.get_by_label("Create one inactive Other Name in QuickBooks").check()
    page.get_by_label("Send unsent transactions").check()
    page.get_by_label("Income account of items").fill("Sales")
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_role("status")).to_contain_text("QuickBooks is set up.")
    page.get_by_role("link", name="QuickBooks Synchronization").click()
    page.get_by_role("tab", name="SO/Shipping").click()
    page.get_by_label("Use Ship Doc #s as Invoice #s").check()
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_role("status")).to_have_text("The settings are saved.")


def _writes_an_invoice_by_hand(shop: Shop, number: str) -> None:
    assert shop.books is not None
    with closing(CompanyFile.open(shop.books)) as file:
        file.bookkeeper.add_record("Customer", "Somebody else")
        file.bookkeeper.add_invoice_by_hand("Somebody else", Decimal(20), number=number)


def _ships(page: Page, number: str) -> None:
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
    page.get_by_role("link", name="Ship", exact=True).click()
    page.get_by_label("Number", exact=True).fill(number)
    page.get_by_role("button", name="Save the ship doc").click()


def _matches(page: Page) -> None:
    """QuickBooks has customers already, so it is asked first which of them is which of ours."""
    page.goto("/quickbooks/matching?list=Customer")
    page.get_by_role("button", name="Look for matches: Customer").click()
    page.get_by_role("button", name="Confirm Customer").click()
    expect(page.locator("[data-list=Customer]")).to_contain_text("confirmed")


def _understands(page: Page) -> None:
    page.get_by_role("link", name="reason").click()
    problem = page.get_by_role("region", name="QuickBooks already has a document of that number.")
    expect(problem).to_contain_text("What to do: Compare the two; mark this one NC Only, change its number")
    problem.get_by_role("link", name="Ship doc 1042", exact=True).click()
    expect(page.get_by_role("region", name="QuickBooks", exact=True)).to_contain_text("document of that number")


def _repairs(page: Page, number: str) -> None:
    page.get_by_label("Number", exact=True).fill(number)
    page.get_by_role("button", name="Save the ship doc").click()
    expect(page.get_by_role("region", name="QuickBooks", exact=True)).to_contain_text("not in QuickBooks yet")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="QuickBooks").click()
    page.get_by_role("link", name="next run").click()
    expect(page.get_by_role("row", name=f"Ship doc {number}")).to_contain_text("goes as a new one")


def _sees_that_it_is_there(page: Page) -> None:
    page.get_by_role("link", name="Problems", exact=True).click()
    expect(page.get_by_text("There are none.")).to_be_visible()
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_role("link", name="The journal, line by line").click()
    page.get_by_label("Number or name").fill("1043")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Ship doc 1043").first.click()
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text("Invoice 1043")
