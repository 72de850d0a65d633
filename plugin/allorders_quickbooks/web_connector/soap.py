"""The SOAP 1.1 envelopes of the Web Connector: bytes to a call, a result to bytes. No network, no database.

A body comes from anywhere on the internet, so it is read as a stream, piece by piece and without a tree: no document
type declaration in any encoding, no entities, few elements, short arguments. Only the two arguments that carry qbXML
may be long; they go to a file of their own once they outgrow memory. Names are matched without their namespace, since
document and RPC style, prefixes and defaults all occur (Web Connector reference, section 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from xml.sax.saxutils import escape

from lxml import etree

from allorders_quickbooks.web_connector.operations import NAMESPACE, OPERATIONS

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
LONG = frozenset({"strHCPResponse", "response"})
"""The arguments that carry qbXML."""

MAX_ARGUMENT = 64 * 1024  # characters of any other argument
MAX_ELEMENTS = 64
MAX_SILENCE = 256 * 1024  # bytes of which the parser makes nothing yet: a name, an attribute, a comment
IN_MEMORY = 1024 * 1024  # bytes of a long argument

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_ENVELOPE_LEVEL, _PART_LEVEL, _OPERATION_LEVEL, _ARGUMENT_LEVEL = range(4)
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Result = str | int | tuple[str, ...]


class Refused(Exception):
    """A body that is no call of ours. The text may be shown to whoever sent it; it quotes nothing of the body."""


@dataclass
class Call:
    """One operation with its arguments. A missing argument is '', as an empty one is. `rpc`: it came in RPC style."""

    operation: str
    rpc: bool = False
    short: dict[str, str] = field(default_factory=dict)
    long: dict[str, IO[bytes]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A short argument."""
        return self.short.get(name, "").strip()

    def document(self, name: str) -> IO[bytes] | None:
        """A long argument in UTF-8, at its first element, where it is more than blanks."""
        stream = self.long.get(name)
        return stream if stream is not None and _to_first_element(stream) else None

    def close(self) -> None:
        """Let go of what the long arguments lie in."""
        for stream in self.long.values():
            stream.close()


def read(chunks: Iterable[bytes]) -> Call:
    """The call in a body. Raises Refused."""
    target = _Target()
    try:
        parser: Any = etree.XMLParser(
            target=cast(Any, target), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
        )
        silent = 0
        for chunk in chunks:
            target.heard = False
            parser.feed(chunk)
            silent = 0 if target.heard else silent + len(chunk)
            if silent > MAX_SILENCE:
                raise Refused("The body is not a call: one part of it has no end.")
        parser.close()
        return target.finished()
    except etree.XMLSyntaxError as error:
        target.abandon()
        raise Refused("The body is not well-formed XML.") from error
    except Refused:
        target.abandon()
        raise


class _Target:
    """What the parser tells, put together."""

    def __init__(self) -> None:
        self.heard = False
        self._level = 0
        self._elements = 0
        self._in_body = False
        self._call: Call | None = None
        self._argument = ""
        self._pieces: list[str] = []
        self._length = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Refused("A document type declaration is not allowed.")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.heard = True
        self._elements += 1
        if self._elements > MAX_ELEMENTS or self._level > _ARGUMENT_LEVEL:
            raise Refused("The body is not a call: too many elements.")
        name = tag.rpartition("}")[2]
        if self._level == _ENVELOPE_LEVEL:
            _require_envelope(tag)
        elif self._level == _PART_LEVEL:
            self._in_body = name == "Body"
        elif self._in_body and self._level == _OPERATION_LEVEL:
            self._begin_call(name, attributes)
        elif self._in_body:
            self._begin_argument(name, attributes)
        self._level += 1

    def end(self, tag: str) -> None:
        self._level -= 1
        if self._in_body and self._level == _ARGUMENT_LEVEL:
            self._end_argument()

    def data(self, text: str) -> None:
        """Called for every few characters of an escaped text, so it does as little as it can."""
        self.heard = True
        self._pieces.append(text)
        self._length += len(text)
        if self._length > MAX_ARGUMENT:
            self._pass_on()

    def comment(self, text: str) -> None:
        """Comments say nothing."""

    def pi(self, target: str, data: str | None) -> None:
        """Neither do processing instructions."""

    def close(self) -> None:
        """The end of the document."""

    def finished(self) -> Call:
        if self._call is None:
            raise Refused("The body holds no call.")
        return self._call

    def abandon(self) -> None:
        if self._call is not None:
            self._call.close()

    @property
    def _current(self) -> Call:
        return cast(Call, self._call)

    def _pass_on(self) -> None:
        """What has come together goes on to where it belongs; blanks between elements belong nowhere."""
        if self._argument in LONG:
            self._current.long[self._argument].write("".join(self._pieces).encode())
        elif self._argument:
            raise Refused("An argument is too long.")
        self._pieces, self._length = [], 0

    def _begin_call(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._call is not None or name not in OPERATIONS:
            raise Refused("There is no such operation.")
        self._call = Call(name, rpc=f"{{{ENVELOPE}}}encodingStyle" in attributes)

    def _begin_argument(self, name: str, attributes: Mapping[str, str]) -> None:
        known = self._current
        if name in known.short or name in known.long:
            raise Refused("An argument is given twice.")
        known.rpc = known.rpc or f"{_XSI}type" in attributes
        self._argument, self._pieces, self._length = name, [], 0
        if name in LONG:
            known.long[name] = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 (Call.close)

    def _end_argument(self) -> None:
        if self._argument in LONG:
            self._pass_on()
        else:
            self._current.short[self._argument] = "".join(self._pieces)
        self._argument, self._pieces, self._length = "", [], 0


def _require_envelope(tag: str) -> None:
    if tag != f"{{{ENVELOPE}}}Envelope":
        raise Refused("The body is not a SOAP 1.1 envelope.")


def _to_first_element(stream: IO[bytes]) -> bool:
    """Stand behind blanks and the XML declaration: the encoding that it names is that of another time. False where
    there is nothing else."""
    stream.seek(0)
    head = stream.read(1024)
    start = len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip())
    if re.match(rb"<\?xml\s", head[start:]):
        end = head.find(b"?>", start)
        start = end + 2 if end >= 0 else start
    stream.seek(start)
    return bool(head[start:].strip() or stream.read(1))


def answer(call: Call, result: Result) -> bytes:
    """The envelope of a result, in the style of its call and without a superfluous blank."""
    name = call.operation
    inner = _rpc(name, result) if call.rpc else f"<{name}Result>{_plain(result)}</{name}Result>"
    if call.rpc:
        return _envelope(f'<m:{name}Response xmlns:m="{NAMESPACE}">{inner}</m:{name}Response>', _ENCODED)
    return _envelope(f'<{name}Response xmlns="{NAMESPACE}">{inner}</{name}Response>')


def fault(code: str, sentence: str) -> bytes:
    """The envelope of a fault; `code` is Client or Server."""
    inner = f"<faultcode>soap:{code}</faultcode><faultstring>{_text(sentence)}</faultstring>"
    return _envelope(f"<soap:Fault>{inner}</soap:Fault>")


_ENCODED = (
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/"'
    ' soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"'
)


def _envelope(body: str, attributes: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="{ENVELOPE}"{attributes}>'
        f"<soap:Body>{body}</soap:Body></soap:Envelope>"
    ).encode()


def _plain(result: Result) -> str:
    if isinstance(result, tuple):
        return "".join(f"<string>{_text(each)}</string>" for each in result)
    return _text(str(result))


def _rpc(name: str, result: Result) -> str:
    if isinstance(result, tuple):
        many = "".join(f'<string xsi:type="xsd:string">{_text(each)}</string>' for each in result)
        array = f'xsi:type="soapenc:Array" soapenc:arrayType="xsd:string[{len(result)}]"'
        return f"<{name}Result {array}>{many}</{name}Result>"
    kind = "int" if isinstance(result, int) else "string"
    return f'<{name}Result xsi:type="xsd:{kind}">{_text(str(result))}</{name}Result>'


def _text(text: str) -> str:
    """Escaped so that the very same characters arrive: a bare carriage return would arrive as a line feed."""
    return escape(_UNFIT.sub("�", text), _RETURN)


_RETURN: dict[str, Any] = {"\r": "&#13;"}
