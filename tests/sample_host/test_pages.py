"""The pages: forms refuse forgeries, escape what people enter, and say what is at fault beside the field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allorders_hooks.plugins import PluginManager
from allorders_hooks.status import Level, Message
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sample_host.entries import CustomerEntry
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from tests.sample_host import entering
from tests.sample_host.plugins import HOSTILE, Broken, Scribe


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/customers/new").text)
    assert found
    return found[1]


def post(client: FlaskClient, path: str, **values: Any) -> TestResponse:
    named = {name.replace("__", "."): value for name, value in values.items()}
    return client.post(path, data={"csrf_token": token(client), **named})


def test_every_page_opens(client: FlaskClient, desk: OrderDesk, host: SampleHost, scribe: Scribe) -> None:
    order = entering.order(desk)
    entering.ship(desk, host.orders, order)
    for path in (
        "/orders", "/orders/new", "/orders/1", "/orders/1/edit", "/orders/1/pay", "/shipdocs", "/shipdocs/1",
        "/payments", "/customers", "/customers/1", "/items", "/items/1", "/items/new", "/messages", "/books",
        "/settings/scribe/notes",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert client.get("/orders/2").status_code == 404
    assert client.get(f"/shipdocs/{'9' * 30}").status_code == 404


@pytest.mark.parametrize("given", [{}, {"csrf_token": ""}, {"csrf_token": "forged"}])
def test_a_form_without_the_sessions_token_is_refused(
    client: FlaskClient, host: SampleHost, given: dict[str, str]
) -> None:
    assert client.post("/customers/new", data={"name": "Forged", **given}).status_code == 400
    client.get("/customers/new")
    assert client.post("/customers/new", data={"name": "Forged", **given}).status_code == 400
    assert list(host.changed("main", None)) == []


def test_only_our_own_scripts_and_styles_may_run(client: FlaskClient) -> None:
    answer = client.get("/orders")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    assert "<script>" not in answer.text and " style=" not in answer.text and " onclick" not in answer.text


def test_a_foreign_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/orders", headers={"Host": "evil.example"}).status_code == 400


def test_what_people_enter_is_shown_as_text(client: FlaskClient, desk: OrderDesk, scribe: Scribe) -> None:
    desk.add_customer(CustomerEntry(name=HOSTILE, contact=HOSTILE))
    for path in ("/customers", "/customers/1", "/orders/new"):
        page = client.get(path).text
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page, path


def test_an_order_is_entered_shipped_and_paid(client: FlaskClient, host: SampleHost, scribe: Scribe) -> None:
    post(client, "/customers/new", name="Cork Marina", bill_to__city="Cork", active="on")
    post(client, "/items/new", name="Tar", item_type="inventory", price="21.05", cost="", active="on")
    answer = post(
        client,
        "/orders/new",
        customer_id="1",
        order_date="2026-03-02",
        lines__0__item_id="1",
        lines__0__quantity="2",
        lines__0__discount="12.5",
        lines__3__description="Delivery",
        lines__3__quantity="1",
        lines__3__price="5",
    )
    assert answer.headers["Location"] == "/orders/1"
    assert [str(line.amount) for line in entering.loaded(host.orders, 1).lines] == ["36.84", "5.00"]
    shipping = client.get("/orders/1/ship").text
    fields = dict(re.findall(r'name="(lines[^"]+)"[^>]*value="([^"]*)"', shipping))
    shipped = {**fields, "lines.0.item_id": "1", "txn_date": "2026-03-03", "shipped": "on"}
    assert post(client, "/orders/1/ship", **shipped).headers["Location"] == "/shipdocs/1"
    assert post(client, "/orders/1/pay", txn_date="2026-03-04", amount="41.84").headers["Location"] == "/payments/1"
    assert "shipped" in client.get("/orders").text
    assert [type(event).__name__ for event in scribe.heard] == [
        "RecordSaved",
        "RecordSaved",
        "TransactionSaved",
        "TransactionSaved",
        "PaymentRecorded",
    ]


def test_a_ship_doc_is_changed_and_its_boxes_cleared(client: FlaskClient, desk: OrderDesk, host: SampleHost) -> None:
    entering.ship(desk, host.orders, entering.order(desk, entering.line(discount="0.15")))
    page = client.get("/shipdocs/1").text
    fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page))
    assert fields["lines.0.discount"] == "15"
    del fields["more"]
    answer = post(client, "/shipdocs/1", **{**fields, "shipped": "", "nc_only": "on", "memo": "Later"})
    assert answer.headers["Location"] == "/shipdocs/1"
    changes = host.changed("main", None)
    [doc] = host.documents(change.ref for change in changes if change.ref.kind == "ship_doc").values()
    assert doc.type == "ship_doc"
    assert (doc.shipped, doc.nc_only, doc.memo, str(doc.lines[0].amount)) == (False, True, "Later", "17.00")


def test_faults_stand_beside_their_fields_and_nothing_is_lost(client: FlaskClient, desk: OrderDesk) -> None:
    entering.customer(desk)
    answer = post(
        client,
        "/orders/new",
        customer_id="1",
        order_date="soon",
        memo="Keep me",
        lines__0__quantity="-1",
        lines__1__quantity="x",
        lines__1__discount="a lot",
    )
    assert answer.status_code == 422
    for sentence in ("Enter a date", "This must be more than 0.", "This is not a number.", "Keep me", "a lot"):
        assert sentence in answer.text
    assert 'id="lines.0.quantity-fault"' in answer.text


def test_more_lines_are_offered_without_losing_any(client: FlaskClient, desk: OrderDesk) -> None:
    entering.customer(desk)
    answer = post(client, "/orders/new", lines__0__description="Rope", lines__0__quantity="", more="on")
    assert 'value="Rope"' in answer.text and 'name="lines.9.quantity"' in answer.text
    assert 'class="fault"' not in answer.text


def test_somebody_elses_save_is_not_overwritten(client: FlaskClient, desk: OrderDesk, host: SampleHost) -> None:
    key = entering.customer(desk)
    desk.change_customer(key, 1, CustomerEntry(name="Theirs"))
    answer = post(client, f"/customers/{key}", name="Mine", revision="1")
    assert answer.status_code == 422 and "Somebody saved it" in answer.text and 'value="Mine"' in answer.text
    assert "Theirs" in client.get("/customers").text


def test_a_customer_with_orders_is_not_deleted(client: FlaskClient, desk: OrderDesk) -> None:
    entering.order(desk)
    post(client, "/customers/1/delete", revision="1")
    assert "Make it inactive instead" in client.get("/customers/1").text


def test_lists_are_searched_and_paged(client: FlaskClient, desk: OrderDesk) -> None:
    for number in range(60):
        entering.customer(desk, f"Customer {number:02}%")
    page = client.get("/customers").text
    assert "Customer 59%" in page and "Customer 09%" not in page and "Page 1 of 2" in page
    assert "Customer 09%" in client.get("/customers?page=2").text
    found = client.get("/customers?search=09%25").text
    assert "Customer 09%" in found and "1 found" in found
    assert client.get("/customers?page=-4").status_code == client.get("/customers?page=x").status_code == 200


def test_the_banner_says_that_quickbooks_is_simulated(client: FlaskClient, scribe: Scribe) -> None:
    for path in ("/orders", "/settings/scribe/notes", "/nowhere"):
        assert "Simulated company file. Nothing on these pages reaches a real QuickBooks." in client.get(path).text


def test_a_message_of_a_plugin_is_shown_once(client: FlaskClient, host: SampleHost) -> None:
    host.tell(Message(company="main", level=Level.WARNING, sentence="The books are closed."))
    assert "The books are closed." in client.get("/orders").text
    assert "The books are closed." not in client.get("/orders").text


def test_a_button_of_a_panel_reaches_its_plugin(client: FlaskClient, desk: OrderDesk, scribe: Scribe) -> None:
    key = entering.customer(desk)
    page = client.get(f"/customers/{key}").text
    assert "It waits." in page and "Send now" in page
    answer = post(client, "/plugins/scribe/act", action="send", kind="customer", key=str(key))
    assert answer.headers["Location"] == f"/customers/{key}"
    [(action, [ref], user)] = scribe.done
    assert (action, ref.kind, ref.key, user) == ("send", "customer", str(key), "Ada")


def test_a_visitor_may_look_but_not_press(client: FlaskClient, desk: OrderDesk, scribe: Scribe) -> None:
    post(client, "/work-as", user="Vera")
    post(client, "/plugins/scribe/act", action="send", kind="customer", key="1")
    assert scribe.done == []
    assert "You have no right to do that." in client.get("/orders").text


def test_a_broken_plugin_leaves_every_page_standing(
    client: FlaskClient, desk: OrderDesk, host: SampleHost, plugins: PluginManager, scribe: Scribe
) -> None:
    plugins.register(Broken(), "broken")
    entering.ship(desk, host.orders, entering.order(desk))
    page = client.get("/shipdocs/1").text
    assert "The plugin broken failed." in page and "It waits." in page
    failures = client.get("/messages").text
    assert "Failures of plugins" in failures and "no panel" in failures
