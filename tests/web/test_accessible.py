"""axe-core finds no serious fault on any page, with and without something on it; the keyboard reaches everything."""

from __future__ import annotations

import pytest
from allorders_quickbooks.web.pages import NAME, ROUTES
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from tests.plugin.shop import ship
from tests.sample_host.browsing import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")

PLAIN = [route.rule for route in ROUTES if route.methods == ("GET",) and "<" not in route.rule]
NO_PAGES = ("/progress", "/history/journal.csv", "/matching/sheet", "/lists/report.csv")  # a part of a page, and files
WITH_VALUES = ("/problems/cause?reason=not_ready&state=held", "/document?ref=ship_doc|1", "/document?ref=customer|1")
SERIOUS = ("serious", "critical")


def faults(page: Page) -> list[str]:
    """What axe-core finds serious about the page that is open, with every closed part of it opened."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {each['id']}, {each['nodes'][0]['html']}" for each in found if each["impact"] in SERIOUS]


def test_no_page_has_a_serious_fault(page: Page, shop: Shop) -> None:
    ship(shop, customer="Waiting Marina")
    found: list[str] = []
    for rule in (*(rule for rule in PLAIN if rule not in (*NO_PAGES, "/document")), *WITH_VALUES):
        page.goto(f"/{NAME}{rule}")
        found += faults(page)
    page.goto(f"/{NAME}/history/journal")
    page.locator("td a code").first.click()
    expect(page.get_by_role("heading", name="What was sent")).to_be_visible()
    found += faults(page)
    assert found == []


def test_the_keyboard_alone_reaches_and_presses_a_verb(page: Page) -> None:
    page.goto(f"/{NAME}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Synchronize now")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("A synchronization starts now.")
