"""The sync centre in a browser that runs no script: every page opens, its forms work, and progress shows itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allorders_quickbooks.web.pages import NAME, ROUTES
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from tests.plugin.shop import invoices, panel, sync
from tests.sample_host.browsing import CHROMIUM, browser_at, served
from tests.web.test_accessible import NO_PAGES
from tests.web.walking import new, of, sync_until_sent, told

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")
PLAIN = [route.rule for route in ROUTES if route.methods == ("GET",) and "<" not in route.rule]


@pytest.fixture(scope="module")
def page(shop: Shop) -> Iterator[Page]:
    """Ada's browser, which runs no script."""
    with served(shop) as address, browser_at(address, script=False) as page:
        yield page


def test_every_page_opens_and_says_what_it_is(page: Page, shop: Shop) -> None:
    ref, _ = new(shop)
    for rule in PLAIN:
        if rule not in NO_PAGES:
            about = f"?ref={ref.kind}|{ref.key}" if rule == "/document" else ""
            answer = page.goto(f"/{NAME}{rule}{about}")
            assert answer is not None and answer.ok, rule
            expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_run_is_asked_for_and_the_page_loads_itself_until_it_is_over(page: Page, shop: Shop) -> None:
    ref, _ = new(shop)
    page.goto(f"/{NAME}/")
    before = page.locator("[data-run]").get_attribute("data-run")
    page.get_by_role("button", name="Synchronize now").click()
    page.locator(f"[data-run]:not([data-run='{before}']):not([data-running])").wait_for()
    assert "in QuickBooks" in panel(shop, ref).sentence
    expect(page).to_have_url(re.compile(f"/{NAME}/$"))  # it has come to its end, and loads itself no more


def test_a_document_is_chosen_read_and_postponed(page: Page, shop: Shop) -> None:
    _, number = new(shop)
    page.goto(f"/{NAME}/preview")
    of(page, number).locator("summary", has_text="qbXML").click()
    expect(of(page, number).locator("pre")).to_contain_text("<InvoiceAdd")
    page.get_by_label(f"Choose Ship doc {number}", exact=True).check()
    page.get_by_role("button", name="Postpone by a day").click()
    expect(told(page)).to_have_text("1 postponed to this time tomorrow.")
    sync(shop)
    assert f"Ship doc {number}" not in [each.memo for each in invoices(shop)]


def test_a_problem_is_found_by_its_cause_and_dismissed(page: Page, shop: Shop) -> None:
    _, number = new(shop, shipped=False)
    sync(shop)
    page.goto(f"/{NAME}/problems")
    cause = page.get_by_role("region", name="It is not marked shipped yet.")
    cause.get_by_text("For support").click()
    expect(cause.get_by_text("not_ready:")).to_be_visible()
    cause.get_by_role("link", name="of them").click()
    of(page, number).get_by_role("button", name="Do not send").click()
    expect(told(page)).to_contain_text("Nothing is sent of 1")
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_text("The figures of failures by cause").click()
    page.get_by_role("link", name="The journal, line by line").click()
    page.get_by_label("Number or name").fill(number)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("rowheader", name=f"Ship doc {number}").first).to_be_visible()


def test_a_document_is_taken_out_from_its_box_after_a_second_question(page: Page, shop: Shop) -> None:
    ref, _ = new(shop)
    sync_until_sent(shop, ref)
    before = len(invoices(shop))
    page.goto(f"/shipdocs/{ref.key}")
    page.get_by_role("button", name="Take out of QuickBooks").click()
    page.get_by_role("button", name="Yes: take out of quickbooks").click()
    expect(told(page)).to_contain_text("1 taken out of QuickBooks")
    sync(shop)
    assert len(invoices(shop)) == before - 1
