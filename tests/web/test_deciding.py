"""What a person decides about what has changed in QuickBooks, in a real browser and then in the company file."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.web.pages import NAME
from playwright.sync_api import Locator, Page, expect

from sample_host.current import Shop
from tests.passing import Passing
from tests.plugin.shop import books, change_customer, customer_of, invoices, panel, ship, sync
from tests.sample_host.browsing import CHROMIUM
from tests.web.test_accessible import faults
from tests.web.walking import new, of, sync_until_sent, told

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is not installed")
BY_HAND = "by hand"


def memos(shop: Shop) -> Mapping[str, str]:
    """What QuickBooks has as the memo of each invoice, by its id."""
    return {each.id: each.memo for each in invoices(shop)}


def sent(shop: Shop, number: int) -> list[tuple[DocumentRef, str, str]]:
    """That many ship docs that QuickBooks has: reference, number, and the invoice's id."""
    before = memos(shop)
    made = [new(shop) for _ in range(number)]
    sync(shop)
    there = {memo: txn for txn, memo in memos(shop).items() if txn not in before}
    return [(ref, name, there[f"Ship doc {name}"]) for ref, name in made]


def look_at(page: Page, ref: DocumentRef) -> None:
    page.goto(f"/{NAME}/document?ref={ref.kind}|{ref.key}")


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def decide(page: Page, ref: DocumentRef, button: str) -> None:
    look_at(page, ref)
    press(page, button)
    expect(told(page)).to_contain_text("It is decided for 1")


def test_an_edit_is_read_field_by_field_then_kept_accepted_or_written_over(
    page: Page, shop: Shop, clock: Passing
) -> None:
    (kept, accepted, resent) = sent(shop, 3)
    clock.passes()
    with books(shop) as file:
        for _, _, txn in (kept, accepted, resent):
            file.bookkeeper.edit_transaction(txn, memo=BY_HAND)
    clock.passes()
    sync(shop)
    look_at(page, resent[0])
    field = page.get_by_role("group", name="Fields that differ").get_by_role("row", name="Memo")
    expect(field).to_contain_text(f"Ship doc {resent[1]}")
    expect(field).to_contain_text(BY_HAND)
    expect(field).to_contain_text("changed in QuickBooks")
    expect(page.get_by_role("region", name="Where it stands")).to_contain_text("Changed there")
    assert "[[" not in page.locator("main").inner_text() and faults(page) == []
    decide(page, kept[0], "Leave it as it is in QuickBooks")
    decide(page, accepted[0], "Accept what QuickBooks has")
    decide(page, resent[0], "Send this version over it")
    clock.passes()
    sync(shop)
    assert [memos(shop)[txn] for _, _, txn in (kept, accepted, resent)] == [BY_HAND, BY_HAND, f"Ship doc {resent[1]}"]
    assert "by somebody's decision" in str(panel(shop, kept[0]).lines)
    assert "Notice" not in {line.label for line in panel(shop, accepted[0]).lines}


def test_of_two_versions_of_a_customer_one_is_chosen(page: Page, shop: Shop, clock: Passing) -> None:
    ours, theirs = "Ours Marina", "Theirs Marina"
    for name in (ours, theirs):
        ship(shop, customer=name)
    sync(shop)
    clock.passes()
    with books(shop) as file:
        for each in file.records("Customer"):
            if each.name in (ours, theirs):
                file.bookkeeper.edit_record("Customer", each.id, Phone="030 1234")
    clock.passes()
    for name in (ours, theirs):
        change_customer(shop, name, phone="030 9")
    sync(shop)
    page.goto(f"/{NAME}/problems")
    _chooses(page, f"Customer {ours}", "Send this version over it")
    _chooses(page, f"Customer {theirs}", "Take QuickBooks' version")
    clock.passes()
    sync(shop)
    with books(shop) as file:
        phones = {each.name: each.fields.get("Phone") for each in file.records("Customer")}
    assert (phones[ours], phones[theirs], customer_of(shop, theirs).phone) == ("030 9", "030 1234", "030 1234")


def _chooses(page: Page, title: str, button: str) -> None:
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name=title, exact=True)).first
    line.locator("summary").click()
    field = line.get_by_role("row", name="Phone")
    expect(field).to_contain_text("changed on both sides")
    assert [cell.strip() for cell in field.get_by_role("cell").all_inner_texts()][:3] == ["", "030 9", "030 1234"]
    assert faults(page) == []
    press(line, button)
    expect(told(page)).to_contain_text("It is decided for 1")


def test_a_merge_in_quickbooks_is_followed(page: Page, shop: Shop, clock: Passing) -> None:
    loser, winner = "Loser Marina", "Winner Marina"
    for name in (loser, winner):
        ship(shop, customer=name)
    sync(shop)
    clock.passes()
    with books(shop) as file:
        ids = {each.name: each.id for each in file.records("Customer")}
        file.bookkeeper.merge("Customer", ids[loser], ids[winner])
    clock.passes()
    sync(shop)
    page.goto(f"/{NAME}/problems")
    line = page.get_by_role("row").filter(has=page.get_by_role("link", name=f"Customer {loser}", exact=True))
    press(line, "Follow the merge")
    expect(told(page)).to_contain_text("It is decided for 1")
    expect(line).to_have_count(0)


def test_one_that_waits_to_be_chosen_is_sent_now(page: Page, shop: Shop) -> None:
    ref, number = new(shop)
    look_at(page, ref)
    press(page, "Send now")
    expect(told(page)).to_contain_text("1 will go with the next run")
    sync_until_sent(shop, ref)
    assert f"Ship doc {number}" in memos(shop).values()


def test_one_that_was_given_up_is_tried_again(page: Page, shop: Shop, clock: Passing) -> None:
    ((ref, number, txn),) = sent(shop, 1)
    clock.passes()
    with books(shop) as file:
        file.bookkeeper.delete(txn)
    clock.passes()
    sync(shop)
    page.goto(f"/{NAME}/problems")
    press(of(page, number), "Retry")
    expect(told(page)).to_contain_text("1 will go with the next run")
    sync(shop)
    assert panel(shop, ref).state == "review", "it is still gone: only unlinking sends it again"


def test_several_are_taken_out_at_once(page: Page, shop: Shop) -> None:
    chosen = sent(shop, 2)
    page.goto(f"/{NAME}/undo")
    for _, number, _ in chosen:
        page.get_by_label(f"Choose Ship doc {number}", exact=True).check()
    press(page, "Look at what would happen")
    assert faults(page) == []
    press(page, "Take 2 out of QuickBooks")
    expect(told(page)).to_contain_text("2 taken out of QuickBooks")
    sync(shop)
    assert not {txn for _, _, txn in chosen} & memos(shop).keys()


def test_all_of_a_cause_are_retried_at_once(page: Page, shop: Shop) -> None:
    new(shop, shipped=False)
    sync(shop)
    page.goto(f"/{NAME}/problems")
    cause = page.get_by_role("region", name="It is not marked shipped yet.")
    cause.get_by_role("button", name=re.compile("^All [0-9]+: retry")).click()
    expect(told(page)).to_contain_text("will go with the next run")
