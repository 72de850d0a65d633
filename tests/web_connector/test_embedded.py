"""In the host: a company that is polled is never run by the plugin's own thread, and its endpoint is served beside
the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import CompanyFile
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.web_connector.enrolment import enrol
from werkzeug.test import Client

from sample_host.announce import COMPANY
from sample_host.app import served
from sample_host.connector import NO_WORK
from sample_host.current import Shop
from sample_host.running import connect_web_connector, running
from sample_host.soap_client import SoapClient


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    books = tmp_path / "company.qbsim"
    CompanyFile.create(books).close()
    with running(f"sqlite:///{(tmp_path / 'orders.sqlite3').as_posix()}", books) as shop:
        connect_web_connector(shop)
        yield shop


@pytest.mark.parametrize("wait", [True, False])
def test_sync_now_is_for_the_next_poll(shop: Shop, wait: bool) -> None:
    result = shop.plugins.sync_now(COMPANY, "", wait=wait)
    assert result.done
    assert "Web Connector" in result.sentence
    (status,) = shop.plugins.sync_status(COMPANY).values()
    assert (status.last_run, status.ready, status.simulated) == (None, True, False)


def test_the_endpoint_is_served_beside_the_pages_and_without_their_tokens(shop: Shop) -> None:
    database = Database(shop.host.orders.url)
    password = enrol(database, COMPANY, "http://localhost/qbwc", "olga").password
    database.close()
    client = Client(served(shop))
    assert client.get("/orders", headers={"Host": "localhost"}).status_code == 200

    def post(_operation: str, envelope: bytes) -> bytes:
        return bytes(client.post("/qbwc", data=envelope, content_type="text/xml").data)

    shop.plugins.sync_now(COMPANY, "", wait=False)
    ticket, answer = SoapClient(post).call("authenticate", strUserName="olga", strPassword=password)
    assert ticket
    assert answer not in NO_WORK
    assert client.get("/qbwc?wsdl").status_code == 200
