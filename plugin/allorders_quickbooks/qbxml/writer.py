"""Messages to text: pure ASCII, deterministic to the byte, from a plan made once for each class and version.

No tree is built on the way. What the receiving parser would refuse is refused here, since one bad value makes
QuickBooks reject the whole set without saying where (0x80040400).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from allorders_quickbooks.errors import QuickBooksPluginError
from allorders_quickbooks.qbxml.messages.base import Aggregate, Element, Kind, Message, Part, attributes, parts
from allorders_quickbooks.qbxml.versions import SPOKEN, number

REQUEST_ID_LENGTH = 50
SET_ID_LENGTH = 22
"""Characters of a message-set id: sources differ about the limit, and so many fit by any of them."""

AMOUNT_LIMIT = Decimal(10) ** 13
NUMBER_LIMIT = Decimal(10) ** 10
"""Amounts have 13 digits before the point, prices and quantities 10 (section 3)."""

_CENT = Decimal("0.01")
_SMALLEST = Decimal("0.00001")
_SPECIAL = re.compile(r"[&<>\"'\r]|[^\t\n -~]")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class OnError(StrEnum):
    """What QuickBooks does with the rest of a set once a request has failed."""

    STOP = "stopOnError"
    CONTINUE = "continueOnError"


class Unwritable(QuickBooksPluginError):
    """A message holds a value that qbXML cannot express; the mapping should have refused it."""


def escape(text: str) -> str:
    """Text as it stands in qbXML: everything but printable ASCII as a numeric reference."""
    if _SPECIAL.search(text) is None:  # so are nearly all texts
        return text
    if _FORBIDDEN.search(text):
        raise Unwritable(f"{text!r} holds a character that XML cannot carry")
    return _SPECIAL.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    return _NAMED.get(found[0]) or f"&#{ord(found[0])};"


def amount(value: Decimal) -> str:
    """Money: exactly two decimals."""
    return f"{_exact(value, _CENT, AMOUNT_LIMIT):f}"


def decimal(value: Decimal) -> str:
    """A price or a quantity: at most five decimals, never an exponent."""
    exact = _exact(value, _SMALLEST, NUMBER_LIMIT)
    return f"{exact:f}".rstrip("0").rstrip(".")


def rate(value: Decimal) -> str:
    """An exchange rate: as many decimals as it has, never an exponent."""
    if not value.is_finite():
        raise Unwritable(f"{value} is no rate")
    return f"{value.normalize():f}"


def _exact(value: Decimal, grain: Decimal, limit: Decimal) -> Decimal:
    exact = value.quantize(grain) if value.is_finite() and -limit < value < limit else None
    if exact is None or exact != value:
        raise Unwritable(f"{value} does not fit: at most {limit.adjusted()} digits and a grain of {grain}")
    return exact or abs(exact)  # -0 is written as 0


def guid(value: str) -> str:
    """A GUID in braces; "0" is the owner of the custom fields that users define."""
    return value if value == "0" else f"{{{UUID(value)}}}"


def message_text(message: Message, request_id: str, version: str) -> str:
    """One request as text, without the envelope. Elements newer than `version` are left out."""
    if len(request_id) > REQUEST_ID_LENGTH:
        raise Unwritable(f"the request id {request_id!r} is too long")
    kind = type(message)
    put: list[str] = []
    _write_children(message, _plan(kind, version, kind.clears), put)
    if kind.wrapped:
        put = [f"<{kind.__name__}>", *put, f"</{kind.__name__}>"]
    name = kind.request_name()
    named = ((attribute, getattr(message, field)) for field, attribute in attributes(kind))
    more = "".join(f' {attribute}="{escape(value)}"' for attribute, value in named if value)
    return f'<{name} requestID="{escape(request_id)}"{more}>{"".join(put)}</{name}>'


def message_set(
    requests: Sequence[tuple[str, Message]],
    version: str,
    *,
    new_id: str | None = None,
    old_id: str | None = None,
    on_error: OnError = OnError.STOP,
) -> bytes:
    """A whole set, ready to leave: (request id, message) in the order in which QuickBooks works through them.

    `new_id` has QuickBooks keep the answer under that id, `old_id` lets it forget an earlier one (section 13).
    """
    texts = (message_text(message, request_id, version) for request_id, message in requests)
    attributes = f'onError="{on_error}"{_id("newMessageSetID", new_id)}{_id("oldMessageSetID", old_id)}'
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<?qbxml version="{version}"?>',
        "<QBXML>",
        f"<QBXMLMsgsRq {attributes}>",
        *texts,
        "</QBXMLMsgsRq>",
        "</QBXML>",
        "",
    )
    return "\n".join(lines).encode("ascii")


def _id(attribute: str, value: str | None) -> str:
    if value is None:
        return ""
    if not 0 < len(value) <= SET_ID_LENGTH:
        raise Unwritable(f"{attribute} {value!r} has not 1 to {SET_ID_LENGTH} characters")
    return f' {attribute}="{escape(value)}"'


Write = Callable[[Any, list[str]], None]


class _Step(NamedTuple):
    attribute: str
    write: Write


def _write_children(aggregate: Aggregate, plan: tuple[_Step, ...], put: list[str]) -> None:
    values = aggregate.__dict__
    for attribute, write in plan:
        value = values[attribute]
        if value is not None:
            write(value, put)


@cache
def _plan(aggregate: type[Aggregate], version: str, clears: bool) -> tuple[_Step, ...]:
    if version not in SPOKEN:
        raise Unwritable(f"qbXML {version} is not among the versions that this plugin writes")
    return tuple(
        _Step(part.attribute, _repeat(_writer(part, version, clears), part.repeated))
        for part in parts(aggregate)
        if not part.element.since or number(part.element.since) <= number(version)
    )


def _repeat(write: Write, repeated: bool) -> Write:
    if not repeated:
        return write

    def each(values: tuple[Any, ...], put: list[str]) -> None:
        for value in values:
            write(value, put)

    return each


def _writer(part: Part, version: str, clears: bool) -> Write:
    if part.aggregate is not None:
        return _aggregate_writer(part.element.name, _plan(part.aggregate, version, clears), part.element.length)
    return _leaf_writer(part.element, clears)


def _aggregate_writer(name: str, plan: tuple[_Step, ...], longest_name: int | None) -> Write:
    start, end = f"<{name}>", f"</{name}>"

    def write(value: Aggregate, put: list[str]) -> None:
        before = len(put)
        put.append(start)
        _write_children(value, plan, put)
        if longest_name is not None and len(value.__dict__["full_name"] or "") > longest_name:
            raise Unwritable(f"{name}/FullName takes {longest_name} characters")
        if len(put) == before + 1:
            put.pop()  # an aggregate that holds nothing is not sent
        else:
            put.append(end)

    return write


def _leaf_writer(element: Element, clears: bool) -> Write:
    start, end, length = f"<{element.name}>", f"</{element.name}>", element.length
    render = _RENDER[element.kind]

    def write(value: Any, put: list[str]) -> None:
        if value == "":
            if clears:
                put.append(start + end)
            return
        if length is not None and len(value) > length:
            raise Unwritable(f"{element.name} takes {length} characters, not {value!r}")
        put.append(f"{start}{render(value)}{end}")

    return write


def _day(value: date) -> str:
    return value.isoformat()


_RENDER: dict[Kind, Callable[[Any], str]] = {
    Kind.ID: escape,
    Kind.STR: escape,
    Kind.ENUM: escape,
    Kind.DATETIME: escape,
    Kind.BOOL: lambda value: "true" if value else "false",
    Kind.INT: str,
    Kind.AMT: amount,
    Kind.PRICE: decimal,
    Kind.QUAN: decimal,
    Kind.PERCENT: decimal,
    Kind.FLOAT: rate,
    Kind.DATE: _day,
    Kind.GUID: guid,
}
