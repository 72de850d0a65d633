"""The page of the stock, and the desk's rule about what is not there."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from sample_host.orders import OrderDesk
from tests.sample_host import entering, trading
from tests.sample_host.test_pages import post


def test_what_there_is_is_shown_by_warehouse_with_its_worth(client: FlaskClient, desk: OrderDesk) -> None:
    goods = entering.item(desk, "Fender")
    trading.received(desk, goods, "10", "4")
    moved = {"from_site": "Main store", "to_site": "Boat shed", "lines.0.item_id": str(goods), "lines.0.quantity": "3"}
    post(client, "/transfers/new", txn_date="2026-03-02", **moved)
    page = client.get("/stock").text
    row = page[page.index(">Fender<") :].partition("</tr>")[0]
    assert re.findall(r'class="number">([^<]*)<', row) == ["7", "0", "3", "10", "4.00", "40.00"]


def test_the_rule_is_kept_and_refuses_what_is_not_there(client: FlaskClient, desk: OrderDesk) -> None:
    part, made = entering.item(desk, "Fender"), trading.assembly(desk)
    post(client, "/stock/rule", only_what_is_there="on")
    assert "checked" in client.get("/stock").text
    fields = {"item_id": str(made), "quantity": "1", "finished": "on", "txn_date": "2026-03-02"}
    lines = {"lines.0.item_id": str(part), "lines.0.quantity": "11"}
    refused = post(client, "/work-orders/new", **fields, **lines)
    assert refused.status_code == 422 and "There is not enough of Fender" in refused.text
    post(client, "/stock/rule", only_what_is_there="")
    assert post(client, "/work-orders/new", **fields, **lines).status_code == 302
