"""From the elements of a request to what is stored, and the rules for text that apply on the way.

An empty element says nothing in an Add and clears the field in a Mod (qbXML reference, sections 2 and 7).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .books import Body
from .grammar import Element, Shape, grammar
from .kinds import REFERENCES
from .markup import Node
from .references import is_blank, resolve
from .refusals import Refused
from .values import canonical
from .work import Work

LONG_TEXT = 1000
"""Fields of this many characters and more have several lines."""

_LEFT_TO_THE_OBJECT = frozenset(
    {
        "ListID",
        "TxnID",
        "EditSequence",
        "Name",
        "IsActive",
        "ParentRef",
        "ExternalGUID",
        "OpenBalance",
        "OpenBalanceDate",
    }
)


def aggregate(request: Node, shape: Shape) -> tuple[Node, Shape]:
    """The one aggregate that an Add or a Mod consists of, and its children."""
    node = request.children[0]
    below = grammar().below(shape.by_name[node.tag])
    assert below is not None  # noqa: S101 an Add or a Mod is an aggregate
    return node, below


def absorb(work: Work, node: Node, shape: Shape, place: str, skip: frozenset[str] = frozenset()) -> Body:
    """The aggregate's elements as a body; None stands for an empty element."""
    body: Body = {}
    for child in node.children:
        element = shape.by_name[child.tag]
        if child.tag in skip or child.tag in _LEFT_TO_THE_OBJECT:
            continue
        value = _absorb_one(work, child, element, place)
        if element.many:
            body.setdefault(child.tag, []).append(value)
        else:
            body[child.tag] = value
    return body


def _absorb_one(work: Work, node: Node, element: Element, place: str) -> Any:
    below = grammar().below(element)
    if node.text.strip() or node.children:
        refuse_missing(work, node.tag)
    if below is None:
        return leaf(work, node, element)
    if node.tag in REFERENCES or (node.tag.endswith("Ref") and "FullName" in below.by_name):
        return None if is_blank(node) else resolve(work, node, place).list_id
    return absorb(work, node, below, place)


def refuse_missing(work: Work, name: str) -> None:
    """Raises Refused 3250 for an element, a list or a transaction of a feature that this company file lacks."""
    missing = work.features.missing(name)
    if missing is not None:
        raise Refused(3250, f"This feature is not enabled or not available: {missing}.")


def leaf(work: Work, node: Node, element: Element) -> str | None:
    """A value as it is stored; None for an empty element."""
    if not node.text:
        return None
    if node.tag == "CreditCardNumber":
        return masked(node.text)
    if element.type == "STR":
        return text(work, node.text, long=element.length is None or element.length >= LONG_TEXT)
    return canonical(element.type, node.text) if node.text.strip() else None


def text(work: Work, given: str, *, long: bool = False) -> str:
    """Text as QuickBooks keeps it: line feeds survive at best in long fields."""
    return given if long and work.readings.line_feeds_kept else given.replace("\n", " ")


def into_code_page(work: Work, node: Node) -> None:
    """All text of a request as Windows-1252 can say it. Raises Refused 3080 where it cannot, by reading."""
    kept = node.text.encode("cp1252", "replace").decode("cp1252")
    if kept != node.text and work.readings.outside_text_refused:
        raise Refused(3080, f"The string {node.text!a} holds characters that QuickBooks cannot store.")
    node.text = kept
    for child in node.children:
        into_code_page(work, child)


def masked(card_number: str) -> str:
    """A card number of which only the last four digits are kept."""
    digits = card_number.strip()
    return "x" * (len(digits) - 4) + digits[-4:]


def without_blanks(body: Mapping[str, Any]) -> Body:
    """What an Add stores: empty elements say nothing there."""
    kept: Body = {}
    for name, value in body.items():
        if isinstance(value, dict):
            value = without_blanks(value)
        if value not in (None, {}):
            kept[name] = [without_blanks(v) if isinstance(v, dict) else v for v in value] if _many(value) else value
    return kept


def _many(value: Any) -> bool:
    return isinstance(value, list)


def merged(stored: Mapping[str, Any], changes: Mapping[str, Any]) -> Body:
    """What a Mod leaves: absent elements as they are, empty ones cleared, aggregates child by child."""
    result = dict(stored)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            result[name] = merged(stored.get(name) or {}, value)
        elif _many(value):
            result[name] = [without_blanks(v) if isinstance(v, dict) else v for v in value]
        else:
            result[name] = value
    return result


def used_by(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The list records that a body refers to, as (list, ListID)."""
    for name, value in body.items():
        for one in value if _many(value) else [value]:
            if isinstance(one, dict):
                yield from used_by(one)
            elif name in REFERENCES and isinstance(one, str):
                yield REFERENCES[name].space, one
