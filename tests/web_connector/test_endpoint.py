"""The endpoint over HTTP: what a GET shows, what is refused, and that a failure of ours says nothing of itself."""

from __future__ import annotations

import pytest
from allorders_quickbooks.plugin import QuickBooksPlugin
from allorders_quickbooks.web_connector import endpoint, soap
from allorders_quickbooks.web_connector.service import Service
from flask import Flask
from lxml import etree

from tests.web_connector.house import House
from tests.web_connector.test_soap import envelope


def _fault(content: bytes) -> str:
    return etree.fromstring(content).findtext(".//faultstring") or ""


@pytest.mark.parametrize("address", ["/", "/?wsdl", "/?WSDL"])
def test_a_get_shows_the_description(house: House, address: str) -> None:
    answer = house.http.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    assert etree.QName(etree.fromstring(answer.data)).localname == "definitions"


def test_a_result_comes_with_200_and_compactly(house: House) -> None:
    answer = house.http.post("/", data=envelope("<serverVersion/>"), content_type="text/xml")
    assert answer.status_code == 200
    assert b"\n" not in answer.data


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(house: House, method: str) -> None:
    assert house.http.open("/", method=method).status_code == 405


def test_an_unreadable_body_gets_a_fault_of_the_client(house: House) -> None:
    answer = house.http.post("/", data=b"<<<")
    assert answer.status_code == 400
    assert _fault(answer.data) == "The body is not well-formed XML."


def test_a_body_beyond_the_limit_is_not_even_read(house: House) -> None:
    answer = house.http.post("/", data=b"x", environ_overrides={"CONTENT_LENGTH": str(endpoint.MAX_BODY + 1)})
    assert answer.status_code == 413
    assert _fault(answer.data) == "The body is too long."


def test_a_body_of_no_stated_length_is_read_up_to_the_limit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MAX_BODY", 1000)
    body = envelope("<serverVersion/>" + " " * 2000)
    environment = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = house.http.post("/", data=body, environ_overrides={**environment, "CONTENT_LENGTH": ""})
    assert answer.status_code == 413


def test_a_compressed_body_is_not_taken(house: House) -> None:
    answer = house.http.post("/", data=b"x", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 400


def test_a_failure_of_ours_is_one_sentence_without_a_trace() -> None:
    def broken() -> Service:
        raise RuntimeError("/secret/path and password")

    answer = endpoint.application(broken).test_client().post("/", data=envelope("<serverVersion/>"))
    assert answer.status_code == 500
    assert _fault(answer.data).startswith("The server could not do that now.")
    assert b"secret" not in answer.data


def test_a_host_may_mount_the_blueprint_where_it_likes(house: House) -> None:
    app = Flask(__name__)
    app.register_blueprint(endpoint.blueprint(lambda: Service({})), url_prefix="/books/qbwc", name="qbwc")
    app.url_map.strict_slashes = False
    answer = app.test_client().get("/books/qbwc/")
    assert b'location="http://localhost/books/qbwc/"' in answer.data


def test_the_plugin_offers_it_to_hosts(house: House) -> None:
    mounted = QuickBooksPlugin().endpoints(house.world.books)
    assert list(mounted) == [endpoint.PATH]


def test_rpc_style_is_answered_in_kind(house: House) -> None:
    xsi = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    body = '<n:authenticate xmlns:n="http://developer.intuit.com/"><strUserName xsi:type="xsd:string">u</strUserName>'
    answer = house.post("authenticate", envelope(f"{body}<strPassword/></n:authenticate>", attributes=xsi))
    root = etree.fromstring(answer)
    assert [element.text for element in root.iter("string")] == [None, "nvu"]
    assert root.get(f"{{{soap.ENVELOPE}}}encodingStyle")
