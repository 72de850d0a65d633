"""Hostile bodies get a fault or a polite end: never a failure of ours, never a trace, never much memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from allorders_quickbooks.web_connector import soap
from allorders_quickbooks.web_connector.operations import OPERATIONS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.web_connector.hostile import MEGABYTE, answers, bodies, floods, memory, open_to_answers
from tests.web_connector.house import House
from tests.web_connector.test_soap import envelope
from tests.world import a_ship_doc

LEAKS = (b"Traceback", b"File ", b"root:", b"site-packages", b"sqlite", b"ENTITY")
PIECE = 64 * 1024


def _polite(house: House, body: bytes) -> bool:
    answer = house.http.post("/", data=body, content_type="text/xml; charset=utf-8")
    root = etree.fromstring(answer.data)
    is_fault = root.find(".//faultstring") is not None
    return is_fault == (answer.status_code == 400) and answer.status_code in (200, 400) and not _leaks(answer.data)


def _leaks(content: bytes) -> bool:
    return any(leak in content for leak in LEAKS)


def test_every_body_of_the_corpus_gets_a_fault_or_a_polite_end(house: House) -> None:
    corpus = dict(bodies())
    assert len(corpus) > 250
    assert [name for name, body in corpus.items() if not _polite(house, body)] == []


def test_no_document_type_gets_through(house: House) -> None:
    refused = [house.http.post("/", data=body).status_code for name, body in bodies() if " in " in name]
    assert set(refused) == {400}


def test_a_ticket_does_not_open_the_door_to_harm(house: House) -> None:
    house.world.save(a_ship_doc())
    ticket, _ = house.authenticate()
    request = house.send(ticket)
    for name, body in bodies():
        if name.startswith(("sendRequestXML", "getLastError", "deep")):
            assert _polite(house, body.replace(b"<ticket>", f"<ticket>{ticket}".encode())), name
    assert house.send(ticket) == request
    assert house.receive(ticket, house.deliver(request)) >= 0


def _pieces(body: bytes) -> Iterator[bytes]:
    return (body[start : start + PIECE] for start in range(0, len(body), PIECE))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory there is in use")
@pytest.mark.parametrize("number", range(12))
def test_a_flood_takes_little_memory(number: int) -> None:
    name, body = next(islice(floods(12 * MEGABYTE), number, None))
    before = memory("self", "VmRSS")
    try:
        call = soap.read(_pieces(body))
        call.close()
    except soap.Refused:
        pass
    assert memory("self", "VmRSS") - before < 16 * MEGABYTE, name


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory there is in use")
def test_an_answer_with_a_valid_ticket_takes_little_memory(tmp_path: Path) -> None:
    with open_to_answers(tmp_path) as (give, process):
        for name, answer in answers(12 * MEGABYTE):
            before = memory(process, "VmHWM")
            give(answer)
            assert memory(process, "VmHWM") - before < 50 * MEGABYTE, name


some_text = st.text(max_size=200)
calls = st.builds(
    lambda operation, values: (operation, values),
    st.sampled_from(sorted(OPERATIONS)),
    st.dictionaries(st.sampled_from(["ticket", "response", "hresult", "strUserName", "wcTicket", "x"]), some_text),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(max_size=400), calls.map(lambda call: _written(*call))))
def test_whatever_comes_is_answered_politely(house: House, body: bytes) -> None:
    assert _polite(house, body)


def _written(operation: str, values: dict[str, str]) -> bytes:
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in values.items() if operation != "authenticate")
    return envelope(f"<{operation}>{inner}</{operation}>".encode(errors="replace").decode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 400), put=st.binary(max_size=20), cut=st.integers(0, 40))
def test_a_damaged_envelope_is_answered_politely(house: House, place: int, put: bytes, cut: int) -> None:
    whole = envelope("<receiveResponseXML><ticket>t</ticket><response>&lt;a/&gt;</response></receiveResponseXML>")
    assert _polite(house, whole[:place] + put + whole[place + cut :])
