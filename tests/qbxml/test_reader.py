"""Answers: nothing lost, nothing trusted."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from allorders_quickbooks.errors import AnswerUnreadable
from allorders_quickbooks.qbxml import reader
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import NO_CODE, Reply, Ret
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.qbxml.reference import samples

INVOICE = (
    "<InvoiceRet><TxnID>1-1</TxnID><CustomerRef><ListID>8-1</ListID></CustomerRef>"
    "<SalesTaxPercentage>18.0%</SalesTaxPercentage><Memo> caf&#233; </Memo></InvoiceRet>"
)


def answer(inside: str, group: str = "") -> bytes:
    return f'<?xml version="1.0" ?><QBXML><QBXMLMsgsRs{group}>{inside}</QBXMLMsgsRs></QBXML>'.encode()


def read(content: bytes) -> list[Reply]:
    return list(AnswerReader(io.BytesIO(content)))


def _names(number: int) -> str:
    return "".join(f"<a{each}/>" for each in range(number))


def refused(content: bytes) -> str:
    with pytest.raises(AnswerUnreadable) as problem:
        read(content)
    return problem.value.technical


def test_each_object_is_a_reply_with_the_status_of_its_request() -> None:
    status = 'requestID="7" statusCode="0" statusSeverity="Info" statusMessage="Status OK" retCount="2"'
    first, second, empty = read(
        answer(f'<InvoiceQueryRs {status}>{INVOICE}{INVOICE}</InvoiceQueryRs><HostQueryRs statusCode="1"/>')
    )
    assert first.status == second.status
    assert (first.status.request_id, first.status.name, first.status.code) == ("7", "InvoiceQueryRs", 0)
    assert (first.status.severity, first.status.message) == ("Info", "Status OK")
    assert first.status.attributes["retCount"] == "2"
    assert (empty.status.request_id, empty.status.code, empty.ret) == (None, 1, None)


def test_plain_values_of_a_response_are_one_object() -> None:
    void = read(answer('<TxnVoidRs statusCode="0"><TxnVoidType>Invoice</TxnVoidType><TxnID>1-1</TxnID></TxnVoidRs>'))
    assert [(reply.ret.tag, reply.ret.value("TxnID")) for reply in void if reply.ret] == [("TxnVoidRs", "1-1")]


def test_an_error_recovery_is_an_object_of_its_own() -> None:
    replayed = read(
        answer('<InvoiceAddRs statusCode="0"><ErrorRecovery><TxnID>1-1</TxnID></ErrorRecovery></InvoiceAddRs>')
    )
    assert replayed[0].ret is not None and replayed[0].ret.tag == "ErrorRecovery"


def test_the_status_of_the_set_is_kept() -> None:
    found = AnswerReader(io.BytesIO(answer("", ' newMessageSetID="abc" messageSetStatusCode="600"')))
    assert list(found) == []
    assert (found.message_set_status, found.new_message_set_id) == ("600", "abc")
    plain = AnswerReader(io.BytesIO(answer("")))
    assert list(plain) == [] and plain.message_set_status is None


@pytest.mark.parametrize("code", ["", ' statusCode=""', ' statusCode="abc"', ' statusCode="-5"'])
def test_a_response_without_a_code_is_no_success(code: str) -> None:
    assert read(answer(f"<InvoiceAddRs{code}>{INVOICE}</InvoiceAddRs>"))[0].status.code == NO_CODE


def test_unknown_elements_and_attributes_are_kept() -> None:
    ret = read(answer('<XRs statusCode="0"><XRet><New a="1"><Deep>x</Deep></New></XRet></XRs>'))[0].ret
    assert ret is not None and ret.value("New/Deep") == "x"
    new = ret.find("New")
    assert new is not None and new.attributes == {"a": "1"}


@pytest.mark.parametrize("path", samples("responses"), ids=lambda path: path.stem)
def test_nothing_of_a_published_answer_is_lost(path: Path) -> None:
    with path.open("rb") as stream:
        replies = list(AnswerReader(stream))
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)
    responses = [response for group in etree.parse(path, parser).getroot() for response in group]
    wanted = Counter(leaf for response in responses for child in response for leaf in _leaves(child))
    assert Counter(leaf for reply in replies if reply.ret for leaf in _ret_leaves(reply.ret)) == wanted
    assert {reply.status.name for reply in replies} == {response.tag for response in responses}


def _leaves(element: etree._Element) -> Iterator[tuple[str, str, str]]:
    if len(element) == 0:
        yield str(element.tag), (element.text or "").strip(), str(sorted(element.attrib.items()))
    for child in element:
        yield from _leaves(child)


def _ret_leaves(ret: Ret) -> Iterator[tuple[str, str, str]]:
    if not ret.children:
        yield ret.tag, ret.text.strip(), str(sorted(ret.attributes.items()))
    for child in ret.children:
        yield from _ret_leaves(child)


DTD = '<!DOCTYPE QBXML [<!ENTITY lol "lol"><!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("doctype", [DTD, '<!DOCTYPE QBXML SYSTEM "http://example.invalid/x.dtd">', "<!DOCTYPE QBXML>"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str, doctype: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<QBXML><G><ARs>&lol;</ARs></G></QBXML>'
    assert "document type" in refused(content.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_an_answer_is_read_in_every_encoding(encoding: str) -> None:
    content = (
        f'<?xml version="1.0" encoding="{encoding}"?><QBXML><G><ARs statusCode="0"><ARet>é</ARet></ARs></G></QBXML>'
    )
    ret = read(content.encode(encoding))[0].ret
    assert ret is not None and ret.text == "é"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<html><body>busy</body></html>",
        b"<QBXML><QBXMLMsgsRs><ARs><ARet>&undeclared;</ARet></ARs></QBXMLMsgsRs></QBXML>",
        b"<QBXML></QBXML><QBXML></QBXML>",
        answer('<ARs statusCode="0"><ARet>\x00</ARet></ARs>'),
        b'<?xml version="1.0" encoding="no-such"?><QBXML/>',
        b"<QBXML><G>" + b"<a>" * 50 + b"</a>" * 50 + b"</G></QBXML>",
    ],
)
def test_what_is_not_an_answer_is_refused(content: bytes) -> None:
    assert refused(content)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_answer_that_is_cut_off_anywhere_is_refused(data: st.DataObject) -> None:
    whole = answer(f'<InvoiceAddRs requestID="1" statusCode="0">{INVOICE}</InvoiceAddRs>').rstrip()
    cut = data.draw(st.integers(0, len(whole) - 1))
    refused(whole[:cut])


def test_an_answer_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ANSWER", 1000)
    assert "1000 bytes" in refused(answer("<ARs/>" * 500))


def test_a_text_may_be_far_longer_than_quickbooks_writes_any_but_not_without_end() -> None:
    long = "x" * 200_000
    ret = read(answer(f'<ARs statusCode="0"><ARet>{long}</ARet></ARs>'))[0].ret
    assert ret is not None and ret.text == long
    assert "one part" in refused(answer(f'<ARs statusCode="0"><ARet>{long * 2}</ARet></ARs>'))


@pytest.mark.parametrize("inside", ["<a/>" * 900, '<a b="1" c="2"/>' * 400, f"<a>{'x' * 31_000}</a>", _names(250)])
def test_an_object_may_only_grow_so_large(inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ELEMENTS", 900)
    assert "900 elements" in refused(answer(f'<ARs statusCode="0"><ARet>{inside}</ARet></ARs>'))


def test_objects_are_weighed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ELEMENTS", 900)
    one = f"<ARet>{'<a/>' * 800}</ARet>"
    assert all(reply.weight > 800 for reply in read(answer(f'<ARs statusCode="0">{one * 3}</ARs>')))


BOUNDED = """
import io, resource
from allorders_quickbooks.qbxml.reader import AnswerReader

class Long(io.RawIOBase):
    def __init__(self, head, one, count, tail):
        self.pieces = (piece for piece in (head, *([one] * count), tail))
    def read(self, size=-1):
        return next(self.pieces, b"")

one = b"<InvoiceRet>" + b"<Memo>some text</Memo>" * 100 + b"</InvoiceRet>"
plain = b"<LongRs statusCode='0'>" + b"<A>1</A>" * 200 + b"</LongRs>"
def read(*parts):
    return sum(1 for _ in AnswerReader(Long(*parts)))
head, tail = b"<QBXML><G><ARs statusCode='0'>", b"</ARs></G></QBXML>"
read(head, one, 10, tail)
now = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + 12_000_000, now + 12_000_000))
assert read(head, one, 1000, tail) == 1000
assert read(b"<QBXML><G>", plain, 500, b"</G></QBXML>") == 500
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the size of a process is asked of Linux")
def test_a_long_answer_is_not_held_in_memory() -> None:
    """As trees the two answers, of 3 MB together, would need several times the 12 MB that are allowed."""
    read_within_bounds = subprocess.run([sys.executable, "-c", BOUNDED], capture_output=True, text=True)
    assert read_within_bounds.returncode == 0, read_within_bounds.stderr
