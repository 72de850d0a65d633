"""Envelopes: what is read out of them in either style, what is refused, and that a result arrives as it was."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pytest
from allorders_quickbooks.exchange import answer as answers
from allorders_quickbooks.web_connector import soap
from allorders_quickbooks.web_connector.operations import NAMESPACE
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import SHARED

SAMPLES = SHARED / "samples" / "soap"


def envelope(inner: str, *, encoding: str = "utf-8", prolog: str = "", attributes: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{prolog}<s:Envelope xmlns:s="{soap.ENVELOPE}"{attributes}>'
        f"<s:Body>{inner}</s:Body></s:Envelope>"
    ).encode(encoding)


def document(call: soap.Call, name: str) -> bytes:
    found = call.document(name)
    return found.read() if found is not None else b""


def test_arguments_are_found_whatever_their_prefix() -> None:
    spelt = (
        f'<closeConnection xmlns="{NAMESPACE}"><ticket>t&amp;1</ticket></closeConnection>',
        f'<q1:closeConnection xmlns:q1="{NAMESPACE}"><q1:ticket>t&amp;1</q1:ticket></q1:closeConnection>',
        f'<n:closeConnection xmlns:n="{NAMESPACE}"><ticket>t&amp;1</ticket></n:closeConnection>',
    )
    for body in spelt:
        call = soap.read([envelope(body)])
        assert (call.operation, call.text("ticket"), call.rpc) == ("closeConnection", "t&1", False)


def test_rpc_style_is_known_by_its_types() -> None:
    xsi = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    body = f'<n:closeConnection xmlns:n="{NAMESPACE}"><ticket xsi:type="xsd:string">t</ticket></n:closeConnection>'
    call = soap.read([envelope(body, attributes=xsi)])
    assert call.rpc
    answered = etree.fromstring(soap.answer(call, "fine"))
    result = answered.find(f".//{{{NAMESPACE}}}closeConnectionResponse/closeConnectionResult")
    assert result is not None
    assert result.text == "fine"


@pytest.mark.parametrize("empty", ["", "<response/>", "<response></response>", "<response>  \r\n </response>"])
def test_missing_empty_and_blank_are_the_same(empty: str) -> None:
    call = soap.read([envelope(f"<receiveResponseXML>{empty}</receiveResponseXML>")])
    assert call.document("response") is None
    assert call.text("hresult") == ""


@pytest.mark.parametrize(
    "declaration", ["", '<?xml version="1.0" ?>', '\r\n<?xml version="1.0" encoding="utf-16"?>\r\n', "﻿"]
)
def test_a_document_begins_behind_its_declaration(declaration: str) -> None:
    text = f"{declaration}<QBXML>ä</QBXML>".replace("<", "&lt;")
    call = soap.read([envelope(f"<receiveResponseXML><response>{text}</response></receiveResponseXML>")])
    assert document(call, "response").strip() == "<QBXML>ä</QBXML>".encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
@pytest.mark.parametrize(
    "prolog", ['<!DOCTYPE a [<!ENTITY e "x">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!DOCTYPE a>"]
)
def test_a_document_type_is_refused_in_every_encoding(encoding: str, prolog: str) -> None:
    call = "<closeConnection><ticket>é</ticket></closeConnection>"
    assert soap.read([envelope(call, encoding=encoding)]).text("ticket") == "é"
    with pytest.raises(soap.Refused, match="document type"):
        soap.read([envelope(call, encoding=encoding, prolog=prolog)])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<a/>",
        envelope(""),
        envelope("<unheardOf/>"),
        envelope("<serverVersion/><serverVersion/>"),
        envelope("<closeConnection><ticket>a</ticket><ticket>b</ticket></closeConnection>"),
        envelope("<closeConnection><ticket><deep/></ticket></closeConnection>"),
        envelope("<closeConnection>" + "<a/>" * 100 + "</closeConnection>"),
        envelope("<closeConnection><ticket>" + "t" * 70_000 + "</ticket></closeConnection>"),
        envelope("<closeConnection><ticket>&unknown;</ticket></closeConnection>"),
        envelope("<serverVersion/>").replace(b"schemas.xmlsoap.org/soap", b"www.w3.org/2003/05/soap"),
        envelope("<serverVersion/>")[:-5],
    ],
)
def test_what_is_no_call_is_refused(body: bytes) -> None:
    with pytest.raises(soap.Refused):
        soap.read([body])


def test_a_body_may_come_in_any_pieces() -> None:
    body = envelope("<receiveResponseXML><response>&lt;é&gt;</response><hresult>0x8</hresult></receiveResponseXML>")
    call = soap.read(bytes([byte]) for byte in body)
    assert (document(call, "response"), call.text("hresult")) == ("<é>".encode(), "0x8")


xml_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])).filter(
    lambda text: all(char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") for char in text)
)


@given(text=xml_text)
def test_a_text_arrives_as_it_was(text: str) -> None:
    call = soap.Call("sendRequestXML")
    found = etree.fromstring(soap.answer(call, text)).findtext(f".//{{{NAMESPACE}}}sendRequestXMLResult")
    assert found == text


@given(text=xml_text, cuts=st.lists(st.integers(0, 400), max_size=5))
def test_an_argument_is_read_as_it_was_written(text: str, cuts: list[int]) -> None:
    body = soap.answer(soap.Call("x"), text).replace(b"<xResult>", b"<response>").replace(b"</xResult>", b"</response>")
    body = body.replace(b"<xResponse", b"<receiveResponseXML").replace(b"</xResponse", b"</receiveResponseXML")
    call = soap.read(_pieces(body, cuts))
    stream = call.long["response"]
    stream.seek(0)
    assert stream.read().decode() == text


def _pieces(body: bytes, cuts: list[int]) -> Iterator[bytes]:
    for start, end in pairwise(sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})):
        yield body[start:end]


def test_the_strings_of_authenticate_are_in_the_services_namespace() -> None:
    root = etree.fromstring(soap.answer(soap.Call("authenticate"), ("ticket", "")))
    result = root.find(f".//{{{NAMESPACE}}}authenticateResult")
    assert result is not None
    assert [(child.tag, child.text or "") for child in result] == [
        (f"{{{NAMESPACE}}}string", "ticket"),
        (f"{{{NAMESPACE}}}string", ""),
    ]


def test_a_fault_says_a_sentence() -> None:
    root = etree.fromstring(soap.fault("Client", "Not <this>."))
    assert root.findtext(".//faultstring") == "Not <this>."


def test_published_requests_are_read() -> None:
    if not SAMPLES.exists():
        pytest.skip(f"no sample data: {SAMPLES} is absent")
    requests = list(SAMPLES.glob("*req_*.xml"))
    assert len(requests) > 8
    for path in requests:
        call = soap.read([path.read_bytes()])
        assert call.operation in path.name
        if (told := call.document("strHCPResponse")) is not None:
            assert answers.read(BytesIO(told.read())).first("0") is not None


def test_published_results_look_like_ours() -> None:
    if not SAMPLES.exists():
        pytest.skip(f"no sample data: {SAMPLES} is absent")
    theirs = etree.fromstring((SAMPLES / "res_authenticate_nvu.xml").read_bytes())
    ours = etree.fromstring(soap.answer(soap.Call("authenticate"), ("", "nvu")))
    assert [element.tag for element in ours.iter()] == [element.tag for element in theirs.iter()]
