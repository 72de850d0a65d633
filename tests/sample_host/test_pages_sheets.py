"""The pages of lists and documents that have a sheet: every one of them opens, saves, refuses and deletes."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from sample_host.entries import PaymentEntry
from sample_host.errors import Refused
from sample_host.orders import OrderDesk
from sample_host.pages_sheets import SHEETS
from sample_host.services import SampleHost
from tests.sample_host import entering, trading
from tests.sample_host.plugins import HOSTILE, Scribe
from tests.sample_host.test_pages import post

NEW = {
    "customers": {"name": "Kiel Marina"},
    "vendors": {"name": "Rope Works"},
    "items": {"name": "Tar", "item_type": "inventory", "tracking": "lot"},
    "accounts": {"name": "Customs duty", "account_type": "Expense"},
    "classes": {"name": "Fleet"},
    "customer-types": {"name": "Trade"},
    "vendor-types": {"name": "Importer"},
    "ship-methods": {"name": "Barge"},
    "payment-methods": {"name": "Cheque"},
    "returns": {"customer_id": "1", "lines.0.quantity": "1", "lines.0.price": "5", "lines.0.description": "Rope"},
    "refunds": {"customer_id": "1", "amount": "5"},
    "purchase-orders": {"vendor_id": "1", "lines.0.item_id": "1", "lines.0.quantity": "3"},
    "receivers": {"vendor_id": "1", "expenses.0.account": "Customs duty", "expenses.0.amount": "4.50"},
    "vendor-returns": {"vendor_id": "1", "lines.0.item_id": "1", "lines.0.quantity": "1", "lines.0.lots": "A1"},
    "adjustments": {"lines.0.item_id": "1", "lines.0.quantity": "-2"},
    "work-orders": {"item_id": "2", "quantity": "1", "finished": "on", "lines.0.item_id": "1", "lines.0.quantity": "2"},
    "transfers": {
        "from_site": "Main store",
        "to_site": "Boat shed",
        "lines.0.item_id": "1",
        "lines.0.quantity": "2",
    },
}


@pytest.fixture
def stocked(desk: OrderDesk, scribe: Scribe) -> None:
    """A customer, a vendor, an item and an assembly to name."""
    entering.customer(desk)
    trading.vendor(desk)
    entering.item(desk)
    trading.assembly(desk)


def test_each_sheet_has_a_test() -> None:
    assert set(NEW) == set(SHEETS)


@pytest.mark.parametrize("path", list(NEW))
def test_one_is_entered_changed_and_deleted(client: FlaskClient, host: SampleHost, stocked: None, path: str) -> None:
    entered = NEW[path] | ({} if "name" in NEW[path] else {"txn_date": "2026-03-02"})
    assert client.get(f"/{path}").status_code == client.get(f"/{path}/new").status_code == 200
    there = post(client, f"/{path}/new", **entered).headers["Location"]
    page = client.get(there).text
    assert "is saved." in page and "It waits." in page
    fields = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page.partition("data-watch")[2]))
    fields.pop("more", None)
    memo = "name" if "name" in entered else "memo"
    changed = post(client, there, **{**fields, **entered, memo: "Changed", "revision": "1"})
    assert changed.headers.get("Location") == there, changed.text
    assert "Changed" in client.get(there).text
    assert post(client, f"{there}/delete", revision="2").headers["Location"] == f"/{path}"
    assert client.get(there).status_code == 404
    kind = SHEETS[path].model.kind
    assert [(c.revision, c.deleted) for c in host.changed("main", None) if c.ref.kind == kind][-1] == (3, True)


def test_faults_stand_beside_fields_and_cells(client: FlaskClient, stocked: None) -> None:
    answer = post(
        client,
        "/receivers/new",
        vendor_id="",
        txn_date="soon",
        **{"lines.0.quantity": "x", "lines.0.lots": "A * x", "expenses.0.amount": "1"},
    )
    assert answer.status_code == 422
    for path in ("vendor_id", "txn_date", "lines.0.quantity", "lines.0.lots", "expenses.0.account"):
        assert f'id="{path}-fault"' in answer.text, path


def test_a_rule_of_the_whole_form_stands_above_it(client: FlaskClient, stocked: None) -> None:
    answer = post(client, "/receivers/new", vendor_id="1", txn_date="2026-03-02")
    assert answer.status_code == 422 and "At least one line or expense is needed." in answer.text
    mixed = {"lines.0.item_id": "1", "lines.0.quantity": "1", "lines.1.item_id": "1", "lines.1.value": "2"}
    answer = post(client, "/adjustments/new", txn_date="2026-03-02", **mixed)
    assert "All lines change the quantity, or all the value." in answer.text


def test_what_follows_is_filled_in(client: FlaskClient, desk: OrderDesk, host: SampleHost, stocked: None) -> None:
    post(client, "/purchase-orders/new", txn_date="2026-03-02", **NEW["purchase-orders"])
    page = client.get("/receivers/new?of=1").text
    assert 'name="lines.0.order_line_id" value="1"' in page and 'name="lines.0.quantity" value="3' in page
    doc = entering.ship(desk, host.orders, entering.order(desk))
    assert f'<option value="{doc}" selected>' in client.get(f"/returns/new?of={doc}").text
    assert "There is no such ship doc." in client.get("/returns/new?of=99").text


def test_hostile_text_is_shown_as_text(client: FlaskClient, desk: OrderDesk, stocked: None) -> None:
    trading.vendor(desk, HOSTILE)
    for path in ("/vendors", "/vendors/2", "/purchase-orders/new"):
        page = client.get(path).text
        assert HOSTILE not in page and "&lt;script&gt;" in page, path


def test_documents_are_found_by_their_vendor(client: FlaskClient, desk: OrderDesk, stocked: None) -> None:
    trading.received(desk, 1, vendor_id=trading.vendor(desk, "Lübeck Lines"))
    trading.received(desk, 1, vendor_id=1)
    page = client.get("/receivers?search=bec").text
    assert "Lübeck Lines" in page and "1 found" in page


def test_a_payment_page_takes_several_orders(client: FlaskClient, desk: OrderDesk, host: SampleHost) -> None:
    order = entering.order(desk)
    key = desk.pay(order, PaymentEntry.model_validate({"txn_date": "2026-03-02", "amount": "5"}))
    page = client.get(f"/payments/{key}").text
    assert re.search(rf'name="lines.0.order_id".*?<option value="{order}" selected>', page, re.DOTALL)
    fields = {"txn_date": "2026-03-02", "amount": "6", "revision": "1", "lines.0.order_id": str(order)}
    post(client, f"/payments/{key}", **fields, **{"lines.0.amount": "2"})
    [paid] = trading.told(host, "so_payment", key).orders
    assert str(paid.amount) == "2"


def test_an_order_is_closed(client: FlaskClient, desk: OrderDesk, host: SampleHost) -> None:
    order = entering.order(desk)
    post(client, f"/orders/{order}/close", revision="1")
    assert trading.told(host, "sales_order", order).closed
    assert "closed" in client.get("/orders").text
    with pytest.raises(Refused, match="This order is closed"):
        entering.ship(desk, host.orders, order)
