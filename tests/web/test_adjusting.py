"""Adjusting the stock in a real browser, from the comparison to the adjustment that is taken back; and for whom."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from io import StringIO

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from sample_host.current import Shop
from tests.plugin.shop import books, sync
from tests.sample_host.browsing import CHROMIUM
from tests.sample_host.plugins import HOSTILE
from tests.web.test_accessible import faults
from tests.web.walking import told

LISTS = "/quickbooks/lists"
Client = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def item(shop: Shop) -> str:
    """An item of which QuickBooks has, by a count of its own, three more than it had."""
    compare(shop)
    with books(shop) as file:
        name = next(record.name for record in file.records("ItemInventory") if record.active)
        file.bookkeeper.adjust_stock(name, Decimal(3))
    compare(shop)
    return name


def compare(shop: Shop) -> None:
    shop.plugins.do_action("quickbooks", "main", "reconcile", [], "Ada")
    assert sync(shop).done


def on_hand(shop: Shop, name: str) -> Decimal:
    with books(shop) as file:
        (record,) = [record for record in file.records("ItemInventory") if record.name == name]
    return Decimal(record.fields["QuantityOnHand"])


def propose(page: Page, side: str) -> None:
    page.goto(LISTS)
    page.get_by_label(side).check()
    page.get_by_role("button", name="Propose, and do nothing yet").click()


@pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")
def test_a_difference_is_proposed_looked_at_dismissed_accepted_and_taken_back(
    page: Page, shop: Shop, item: str
) -> None:
    before = on_hand(shop, item)
    page.goto(LISTS)
    expect(page.get_by_role("img", name="Differences over time")).to_be_visible()
    page.get_by_role("combobox", name="Account").fill("No such account")
    page.get_by_label("QuickBooks gets the quantities").check()
    page.get_by_role("button", name="Propose, and do nothing yet").click()
    expect(told(page)).to_contain_text("no account “No such account”")
    propose(page, "The order system gets the quantities")
    expect(told(page)).to_contain_text("One adjustment is proposed.")
    page.get_by_role("button", name="Look at the lines").click()
    page.get_by_role("button", name="Dismiss 1").click()
    expect(told(page)).to_have_text("One proposal is dismissed; nothing is adjusted by it.")
    propose(page, "QuickBooks gets the quantities")
    found = faults(page)
    page.get_by_role("button", name="Look at the lines").press("Enter")
    line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=item, exact=True))
    expect(line).to_contain_text("-3")
    found += faults(page)
    page.get_by_role("button", name="Accept 1").press("Enter")
    expect(told(page)).to_contain_text("One adjustment goes with the next run")
    sync(shop)
    assert on_hand(shop, item) == before - 3
    page.goto(LISTS)
    page.get_by_role("link", name="Adjustment 2", exact=True).click()
    page.get_by_role("button", name="Take adjustment 2 back").click()
    expect(told(page)).to_contain_text("1 taken back")
    sync(shop)
    assert on_hand(shop, item) == before
    assert found == []


@pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")
def test_records_are_chosen_by_their_names_and_pulled(page: Page, shop: Shop, item: str) -> None:
    page.goto(LISTS)
    page.get_by_label("Kind").select_option("Item")
    page.get_by_label("Name begins with").fill(item[:4].upper())
    page.get_by_role("button", name="Look for records").click()
    page.get_by_label(f"Choose {item}", exact=True).check()
    page.get_by_role("button", name="Pull the chosen records").click()
    expect(told(page)).to_have_text("1 records are pulled in the next run, which starts now.")


def test_the_report_is_a_file_for_a_spreadsheet(client_of: Client, shop: Shop, item: str) -> None:
    compare(shop)
    answer = client_of("Vera").get(f"{LISTS}/report.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stock.csv"'
    rows = {row["Item"]: row for row in csv.DictReader(StringIO(answer.text))}
    assert (rows[item]["Unexplained"], rows[item]["Outcome"]) == ("3", "unexplained")


def test_buttons_are_there_for_those_alone_who_may_press_them(client_of: Client, item: str) -> None:
    assert "Propose adjustments" in client_of("Olga").get(LISTS).text
    assert "Propose adjustments" not in client_of("Vera").get(LISTS).text
    proposed = {"csrf_token": "token", "direction": "quickbooks", "account": "Inventory Adjustment"}
    said = client_of("Olga").post(f"{LISTS}/adjustments/propose", data=proposed, follow_redirects=True).text
    assert "One adjustment is proposed" in said
    looked_at = f"{LISTS}/adjustments/look?number=1&number=2&number=3&number=4"
    assert "Accept 1" in client_of("Olga").get(looked_at).text
    assert "Accept 1" not in client_of("Vera").get(looked_at).text


def test_what_makes_no_sense_is_refused_with_a_sentence(client_of: Client, item: str) -> None:
    def pressed(verb: str, **form: str) -> str:
        data = {"csrf_token": "token", **form}
        return client_of("Ada").post(f"{LISTS}/adjustments/{verb}", data=data, follow_redirects=True).text

    assert "Choose the side that is adjusted." in pressed("propose", direction="both")
    assert "Choose an adjustment." in pressed("accept")
    assert "That is not proposed any more." in pressed("accept", number="9999")
    assert "There is no such adjustment." in pressed("accept", number=HOSTILE)
    refused = pressed("propose", direction="quickbooks", account=HOSTILE)
    assert "&lt;script&gt;" in refused and HOSTILE not in refused
    assert client_of("Ada").get(f"{LISTS}/records?kind=journal").status_code == 404
    assert HOSTILE not in client_of("Ada").get(f"{LISTS}/records", query_string={"begins": HOSTILE}).text
