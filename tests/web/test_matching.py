"""The matching in a real browser: from a company file that has customers to one that is in step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import CompanyFile
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from sample_host.entries import CustomerEntry
from sample_host.orders import OrderDesk
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.sample_host.browsing import CHROMIUM, browser_at, served, synchronize

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")
HERE = ("Blauer See Delikatessen", "Ernst Handel", "Königlich Essen")
THERE = ("BLAUER SEE Delikatessen", "Ernst Handl", "Piccolo und mehr")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop with three customers, and a company file with three that are named a little differently."""
    place = workplace(tmp_path, None)
    with running(place.database, place.books) as shop:
        connect_to_books(shop)
        with closing(CompanyFile.open(place.books)) as file:
            for name in THERE:
                file.bookkeeper.add_record("Customer", name)
        desk = OrderDesk(shop.host.orders)
        for name in HERE:
            desk.add_customer(CustomerEntry(name=name))
        yield shop


@pytest.fixture
def page(shop: Shop) -> Iterator[Page]:
    with served(shop) as address, browser_at(address) as page:
        yield page


def there(shop: Shop) -> list[str]:
    assert shop.books is not None
    with closing(CompanyFile.open(shop.books)) as file:
        return sorted(each.name for each in file.records("Customer"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_file_with_a_life_is_joined_in_the_browser(shop: Shop, page: Page) -> None:
    synchronize(page)
    assert there(shop) == sorted(THERE)
    page.goto("/quickbooks/matching")
    press(page, "Look for matches: Customer")
    expect(page.get_by_role("row", name="Königlich Essen")).to_contain_text("nothing alike")
    press(page, "Confirm Customer")
    expect(page.get_by_text("2 records may be one of QuickBooks'")).to_be_visible()
    press(page, "Accept them")
    expect(page.get_by_role("row", name="Blauer See Delikatessen")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Ernst Handel")).to_be_checked()
    press(page, "Bind, and rename there")
    press(page, "Confirm Customer")
    expect(page.locator("[data-list=Customer]")).to_contain_text("confirmed")
    synchronize(page)
    assert there(shop) == sorted([THERE[0], "Ernst Handel", "Königlich Essen", "Piccolo und mehr"])
    _a_twin_that_comes_later_is_a_question(shop, page)


def _a_twin_that_comes_later_is_a_question(shop: Shop, page: Page) -> None:
    assert shop.books is not None
    with closing(CompanyFile.open(shop.books)) as file:
        file.bookkeeper.add_record("Customer", "CHOP-SUEY <Chinese>")
    OrderDesk(shop.host.orders).add_customer(CustomerEntry(name="Chop-suey <Chinese>"))
    synchronize(page)
    page.goto("/quickbooks/problems")
    page.get_by_role("link", name="Open the matching").click()
    expect(page.locator("[data-list=Customer]")).to_contain_text("1 came back")
    row = page.get_by_role("row", name="Chop-suey <Chinese>")
    expect(row).to_contain_text("Its name is in QuickBooks already.")
    expect(row.get_by_role("combobox")).to_contain_text("CHOP-SUEY <Chinese>")
    page.get_by_role("checkbox", name="Chop-suey <Chinese>").check()
    press(page, "Bind, and rename here")
    expect(page.get_by_text("It is decided for 1.")).to_be_visible()
    synchronize(page)
    assert there(shop).count("CHOP-SUEY <Chinese>") == 1 and len(there(shop)) == 5
    page.goto("/customers")
    expect(page.get_by_role("link", name="CHOP-SUEY <Chinese>", exact=True)).to_be_visible()


def test_a_sheet_goes_out_and_its_decisions_come_in(shop: Shop, page: Page, tmp_path: Path) -> None:
    synchronize(page)
    page.goto("/quickbooks/matching")
    press(page, "Look for matches: Customer")
    with page.expect_download() as download:
        page.get_by_role("link", name="Customer as CSV").click()
    text = download.value.path().read_text(encoding="utf-8")
    decided = text.replace("Ernst Handel,,", "Ernst Handel,skip,")
    sheet = tmp_path / "decided.csv"
    sheet.write_text(decided, encoding="utf-8")
    page.get_by_label("A sheet with decisions").set_input_files(sheet)
    press(page, "Decide what it says")
    expect(page.get_by_text("It is decided for 1.")).to_be_visible()
    page.get_by_role("link", name="Leave out").click()
    expect(page.get_by_role("row", name="Ernst Handel")).to_be_visible()
