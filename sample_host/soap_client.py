"""SOAP as the Web Connector speaks it: a call to an envelope, an envelope to a result, and each kept where wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACE = "http://developer.intuit.com/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
PATIENCE = 100.0  # seconds: what the Web Connector's own client waits
_PASSWORD = re.compile(rb"(<strPassword>)[^<]*")

Post = Callable[[str, bytes], bytes]
"""The operation and the envelope to the envelope that comes back."""


class Fault(Exception):
    """The server answered with a fault, or with something that is no answer."""


def post_to(url: str) -> Post:
    """The way to a server by HTTP. A fault is an answer like any other; OSError where none came."""

    def post(operation: str, envelope: bytes) -> bytes:
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{NAMESPACE}{operation}"'}
        try:
            with urlopen(Request(url, envelope, headers), timeout=PATIENCE) as answer:  # noqa: S310 (its own server)
                content: bytes = answer.read()
        except HTTPError as error:
            content = error.read()
        return content

    return post


class SoapClient:
    """Calls by name, in document/literal style. With a directory every envelope is kept there, passwords blotted."""

    def __init__(self, post: Post, keep: Path | None = None) -> None:
        self._post = post
        self._keep = keep
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)

    def call(self, operation: str, **arguments: str) -> list[str]:
        """The strings of the result: one, or those of an array. Raises Fault, or OSError where no answer came."""
        request = _envelope(operation, arguments)
        name = self._kept(operation, request)
        answer = self._post(operation, request)
        if name is not None:
            name.with_name(f"{name.name}-response.xml").write_bytes(answer)
        return _result(operation, answer)

    def _kept(self, operation: str, request: bytes) -> Path | None:
        if self._keep is None:
            return None
        number = sum(1 for _ in self._keep.glob("*-request.xml")) + 1
        name = self._keep / f"{number:06}-{operation}"
        blotted = _PASSWORD.sub(rb"\1***", request)
        name.with_name(f"{name.name}-request.xml").write_bytes(blotted)
        return name


def _envelope(operation: str, arguments: dict[str, str]) -> bytes:
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in arguments.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{ENVELOPE}"><soap:Body>'
        f'<{operation} xmlns="{NAMESPACE}">{inner}</{operation}></soap:Body></soap:Envelope>'
    ).encode()


def _result(operation: str, envelope: bytes) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(envelope, parser)
    except etree.XMLSyntaxError as error:
        raise Fault(f"{operation}: no envelope came back") from error
    result = root.find(f".//{{{NAMESPACE}}}{operation}Result")
    if result is None:
        raise Fault(f"{operation}: {root.findtext('.//faultstring') or 'no result came back'}")
    return [child.text or "" for child in result] or [result.text or ""]
