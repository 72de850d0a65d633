"""Bodies that mean harm, made rather than collected: each with a name, and as an iterator where it is long.

`python -m tests.web_connector.hostile` sends them to a server of its own and prints how much memory it took.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory

from allorders_quickbooks.simulator import CompanyFile
from allorders_quickbooks.web_connector.operations import NAMESPACE, OPERATIONS
from allorders_quickbooks.web_connector.soap import ENVELOPE
from lxml import etree

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.demonstration import populate
from sample_host.running import connect_web_connector, running
from sample_host.soap_client import SoapClient, post_to
from tests.web_connector.serving import command, served

MEGABYTE = 1024 * 1024
FLOOD = 48 * MEGABYTE
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "iso-8859-1", "us-ascii")
LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
DOCUMENT_TYPES = {
    "empty": "<!DOCTYPE a>",
    "entity": '<!DOCTYPE a [<!ENTITY e1 "x">]>',
    "laughs": f'<!DOCTYPE a [<!ENTITY e0 "ha">{LAUGHS}]>',
    "file": '<!DOCTYPE a [<!ENTITY e1 SYSTEM "file:///etc/passwd">]>',
    "network": '<!DOCTYPE a [<!ENTITY e1 SYSTEM "http://127.0.0.1:1/x">]>',
    "outside": '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd">',
    "parameter": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hosts">%p;]>',
    "public": '<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:1/y.dtd">',
    "attributes": '<!DOCTYPE a [<!ATTLIST ticket a CDATA "x">]>',
}
VALUES = {
    "nothing": "",
    "blanks": " \r\n\t ",
    "quotes": "'\"; DROP TABLE qb_ticket; --",
    "paths": "../../../../etc/passwd\\..\\..\\windows",
    "format": "%s%n{0}{ticket}${jndi:ldap://x}",
    "references": "&amp;lt;&#x1F41F;&#65533;&#9;",
    "accents": "é" * 2000,
    "long": "x" * 60_000,
    "too long": "x" * 70_000,
    "qbXML": "&lt;!DOCTYPE a [&lt;!ENTITY e SYSTEM 'file:///etc/passwd'&gt;]&gt;&lt;QBXML&gt;&amp;e;&lt;/QBXML&gt;",
    "entity": "&e1;&e9;",
    "null": "&#0;",
    "elements": "<b/>" * 50,
    "section": "<![CDATA[<QBXML>]]>",
}


def bodies() -> Iterator[tuple[str, bytes]]:
    """Some 300 bodies with their names."""
    for (name, prolog), encoding in product(DOCUMENT_TYPES.items(), ENCODINGS):
        yield (
            f"{name} in {encoding}",
            _envelope("<closeConnection><ticket>&e1;</ticket></closeConnection>", encoding, prolog),
        )
    for operation, (name, value) in product(OPERATIONS, VALUES.items()):
        arguments = "".join(f"<{argument}>{value}</{argument}>" for argument in OPERATIONS[operation].arguments)
        yield f"{operation} with {name}", _envelope(f"<{operation} xmlns='{NAMESPACE}'>{arguments}</{operation}>")
    yield from _broken()


def _broken() -> Iterator[tuple[str, bytes]]:
    whole = _envelope("<sendRequestXML><ticket>t</ticket><strHCPResponse>&lt;a/></strHCPResponse></sendRequestXML>")
    for cut in range(0, len(whole), 16):
        yield f"cut after {cut} bytes", whole[:cut]
    for position in range(40, len(whole), 24):
        yield f"zero byte at {position}", whole[:position] + b"\0" + whole[position:]
    yield "two envelopes", whole + whole
    yield "wrong declaration", whole.replace(b"utf-8", b"utf-16")
    yield "unknown encoding", whole.replace(b"utf-8", b"x-none")
    yield "bad utf-8", whole.replace(b"<ticket>t", b"<ticket>\xff\xfe")
    yield "soap 1.2", whole.replace(ENVELOPE.encode(), b"http://www.w3.org/2003/05/soap-envelope")
    yield "no namespace", whole.replace(ENVELOPE.encode(), b"")
    yield "form", b"a=1&b=2"
    yield "json", b'{"ticket": "x"}'
    yield "multipart", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"
    yield "deep", b"<a>" * 100_000
    yield "deep in the body", _envelope("<closeConnection>" + "<ticket>" * 10_000)
    yield "many headers", whole.replace(b"<s:Body>", b"<s:Header>" + b"<h/>" * 100_000 + b"</s:Header><s:Body>")
    yield (
        "many attributes",
        whole.replace(b"<ticket>", b"<ticket " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b">"),
    )
    yield "stylesheet", b'<?xml-stylesheet href="file:///etc/passwd"?>' + whole.partition(b"?>")[2]
    yield "inclusion", _envelope('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')


def floods(size: int) -> Iterator[tuple[str, bytes]]:
    """Bodies of about that many bytes."""
    yield "one attribute", b'<a b="' + b"x" * size
    yield "one name", b"<" + b"x" * size
    yield "one comment", b"<!--" + b"x" * size
    yield "one instruction", b"<?x " + b"y" * size
    yield "blanks", b" " * size
    yield "zeros", b"\0" * size
    yield "open elements", b"<a>" * (size // 3)
    yield "one short argument", _envelope("<closeConnection><ticket>")[:-60] + b"x" * size
    yield "one section", _long("<![CDATA[" + "x" * size + "]]>")
    yield "one document", _long("x" * size)
    yield "escaped markup", _long("&lt;a&gt;" * (size // 9))
    yield "references", _long("&#120;" * (size // 6))


def answers(size: int) -> Iterator[tuple[str, str]]:
    """Answers of about that many bytes, as somebody with a valid ticket could send them."""
    ret, response = "<InvoiceRet>{}</InvoiceRet>", '<InvoiceAddRs requestID="1" statusCode="0">{}</InvoiceAddRs>'
    yield "empty elements", _answer(response, ret.format("<a/>" * (size // 4)))
    yield "lines", _answer(response, ret.format("<Memo>some text of it</Memo>" * (size // 28)))
    yield "names", _answer(response, ret.format("".join(f"<a{n}/>" for n in range(size // 10))))
    many = " ".join(f"a{n}=''" for n in range(size // 11))
    yield "attributes", _answer(response, ret.format(f"<a {many}/>"))
    yield "one text", _answer(response, ret.format(f"<Memo>{'x' * size}</Memo>"))
    yield "texts", _answer(response, ret.format(f"<Memo>{'€' * 4000}</Memo>" * (size // 12_000)))
    yield "objects", _answer(response, ret.format("<TxnID>1-1</TxnID>") * (size // 44))
    yield "responses", _answer("{}", response.format("") * (size // 59))
    yield "sightings", _answer("{}", response.format(ret.format("<TxnID>1-1</TxnID>")) * (size // 103))
    yield "one comment", _answer(response, f"<!--{'x' * size}-->")


def _answer(response: str, inside: str) -> str:
    return f"<QBXML><QBXMLMsgsRs>{response.format(inside)}</QBXMLMsgsRs></QBXML>"


def _long(value: str) -> bytes:
    return _envelope(f"<receiveResponseXML><ticket>t</ticket><response>{value}</response></receiveResponseXML>")


def _envelope(inner: str, encoding: str = "utf-8", prolog: str = "") -> bytes:
    declared = "utf-16" if encoding.startswith("utf-16") else encoding
    text = f'<?xml version="1.0" encoding="{declared}"?>{prolog}<s:Envelope xmlns:s="{ENVELOPE}"><s:Body>'
    return f"{text}{inner}</s:Body></s:Envelope>".encode(encoding, "replace")


def main() -> None:
    with TemporaryDirectory() as directory:
        database = f"sqlite:///{(Path(directory) / 'orders.sqlite3').as_posix()}"
        with served(database) as [(url, process)]:
            post = post_to(url)
            for name, made in (("corpus", bodies()), ("floods", floods(FLOOD))):
                before, slowest, count = memory(process.pid, "VmHWM"), 0.0, 0
                for _name, body in made:
                    began = time.monotonic()
                    etree.fromstring(post("", body))
                    slowest, count = max(slowest, time.monotonic() - began), count + 1
                grown = (memory(process.pid, "VmHWM") - before) / MEGABYTE
                print(f"{name}: {count} bodies, at most {grown:.1f} MB more and {slowest:.1f} s")
    with TemporaryDirectory() as directory, open_to_answers(Path(directory)) as (give, process):
        took, peaks = [], [memory(process, "VmHWM")]
        for _name, answer in answers(FLOOD // 3):
            took.append(give(answer))
            peaks.append(memory(process, "VmHWM"))
        grown = max(after - before for before, after in pairwise(peaks)) / MEGABYTE
        print(f"answers with a ticket: {len(took)}, at most {grown:.1f} MB more for one and {max(took):.1f} s")


@contextmanager
def open_to_answers(directory: Path) -> Iterator[tuple[Callable[[str], float], int]]:
    """A server process with work to do: how to give it an answer to the first set (the seconds that it took are
    returned), and the process."""
    database, books = f"sqlite:///{(directory / 'orders.sqlite3').as_posix()}", directory / "company.qbsim"
    CompanyFile.create(books).close()
    with running(database, books) as shop, served(database) as [(url, process)]:
        connect_web_connector(shop)
        populate(shop.host.orders, 5, 1, lambda *_: None)
        told = command("qwc", "--order-system", database, "--company", COMPANY, "--url", url,
                       "--output", str(directory / "company.qwc"), "--json")  # fmt: skip
        soap, account = SoapClient(post_to(url)), json.loads(told.stdout)
        yield lambda answer: _give(soap, shop, account, answer), process.pid


def _give(soap: SoapClient, shop: Shop, account: dict[str, str], answer: str) -> float:
    shop.plugins.sync_now(COMPANY, user="", wait=False)
    ticket, _file = soap.call("authenticate", strUserName=account["user"], strPassword=account["password"])
    asked = {"strHCPResponse": "", "strCompanyFileName": "", "qbXMLCountry": "US"}
    versions = {"qbXMLMajorVers": "16", "qbXMLMinorVers": "0"}
    assert soap.call("sendRequestXML", ticket=ticket, **asked, **versions) != [""]
    began = time.monotonic()
    soap.call("receiveResponseXML", ticket=ticket, response=answer, hresult="", message="")
    took = time.monotonic() - began
    soap.call("closeConnection", ticket=ticket)
    return took


def memory(process: int | str, which: str) -> int:
    """Bytes that a process has in memory now (VmRSS), or has had at the most (VmHWM). Linux tells."""
    status = Path(f"/proc/{process}/status").read_text()
    return 1024 * int(status.partition(f"{which}:")[2].split()[0])


if __name__ == "__main__":
    main()
