"""The set-up in a real browser, from a fresh database to a company file that had a life and is joined."""

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
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize
from tests.two_sides import two_sides
from tests.web.test_accessible import faults
from tests.web.walking import told

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    place = two_sides(tmp_path)
    with running(place.database, place.books) as shop:
        yield shop


@pytest.fixture
def page(shop: Shop) -> Iterator[Page]:
    with served(shop) as address, browser_at(address) as page:
        yield page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_fresh_database_is_joined_to_a_file_by_the_pages_alone(page: Page, shop: Shop) -> None:
    page.goto("/quickbooks/setup")
    expect(page.get_by_role("listitem").filter(has_text="Connect the company file")).to_contain_text("to do")
    _connects(page, shop)
    page.goto("/quickbooks/setup")
    press(page, "Test the connection")
    expect(page.get_by_role("row", name="Company file fine")).to_contain_text("is open.")
    expect(page.get_by_role("row", name="Features")).to_contain_text("Switched on in this file")
    assert faults(page) == []
    synchronize(page)
    _takes_what_is_suggested(page)
    for listed in ("Customer", "Vendor", "Item"):
        page.goto(f"/quickbooks/matching?list={listed}")
        press(page, f"Look for matches: {listed}")
        press(page, "Accept them")
        press(page, f"Confirm {listed}")
        expect(page.locator(f"[data-list={listed}]")).to_contain_text("confirmed")
    synchronize(page)
    _settles_the_stock(page)
    synchronize(page)
    page.goto("/quickbooks/lists")
    press(page, "Compare the stock now")
    synchronize(page)
    page.goto("/quickbooks/setup")
    expect(page.locator(".qb-steps").get_by_text("to do")).to_have_count(0)
    assert shop.books is not None
    with closing(CompanyFile.open(shop.books)) as file:
        assert [each.name for each in file.records("Customer")] == ["BLAUER SEE"]
        (item,) = file.records("ItemInventory")
        assert Decimal(item.fields["QuantityOnHand"]) == 0


def _connects(page: Page, shop: Shop) -> None:
    page.get_by_role("navigation", name="QuickBooks").get_by_role("link", name="Settings").click()
    page.get_by_label("Simulated company file (no QuickBooks)").check()
    page.get_by_label("Company file", exact=True).fill(str(shop.books))
    page.get_by_label("Create one inactive Other Name in QuickBooks").check()
    page.get_by_label("Start date").fill("2026-01-01")
    press(page, "Save these settings")
    expect(page.get_by_role("status")).to_contain_text("QuickBooks is set up.")


def _takes_what_is_suggested(page: Page) -> None:
    page.goto("/quickbooks/setup")
    vendor = page.get_by_role("row").filter(has_text="Vendor of work order bills")
    expect(vendor).to_contain_text("suggested")
    expect(page.get_by_label("Vendor of work order bills")).to_have_value("Internal")
    press(page, "Save these names")
    expect(told(page)).to_have_text("The settings are saved.")
    expect(vendor).to_contain_text("is there")


def _settles_the_stock(page: Page) -> None:
    page.goto("/quickbooks/lists")
    press(page, "Compare the stock now")
    synchronize(page)
    page.goto("/quickbooks/lists")
    page.get_by_label("QuickBooks gets the quantities").check()
    press(page, "Propose, and do nothing yet")
    press(page, "Look at the lines")
    press(page, "Accept 1")
    expect(told(page)).to_contain_text("One adjustment goes with the next run")
