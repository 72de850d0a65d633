"""The grammar of qbXML: which element may stand where, since which version, how long.

Order is strict at every level (qbXML reference, section 4). The children of each aggregate are judged by one
regular expression over their names; types, versions and enumerations are judged element by element. A single
mistake makes the whole message set unparsable, and nobody is told where it is.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from .markup import Node
from .refusals import Unparsable
from .values import fits

Version = tuple[int, ...]

ATTRIBUTE_SINCE = {"metaData": (4, 0), "iterator": (5, 0), "iteratorID": (5, 0)}
ATTRIBUTE_VALUES = {
    "metaData": ("NoMetaData", "MetaDataOnly", "MetaDataAndResponseData"),
    "iterator": ("Start", "Continue", "Stop"),
}


def version_of(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))


@dataclass(frozen=True)
class Element:
    """One row of an aggregate. `choice` is its path through the alternatives, '' where it stands by itself."""

    name: str
    type: str
    occurs: str
    length: int | None
    since: Version
    choice: str
    enum: tuple[str, ...]
    shape: int | None
    note: str

    @property
    def many(self) -> bool:
        return self.occurs in "*+"

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The least and the greatest integer, where there are any."""
        found = dict(re.findall(r"(min|maxval) (\d+)", self.note))
        return (int(found.get("min", 0)), int(found.get("maxval", 2**31 - 1))) if found else None


class Shape:
    """The children of an aggregate, in their order."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = tuple(elements)
        self.by_name = {element.name: element for element in elements}

    @functools.cached_property
    def order(self) -> re.Pattern[str]:
        """Matches the children's names, each followed by a blank."""
        rows = [(element, element.choice.split("/") if element.choice else []) for element in self.elements]
        return re.compile(_sequence(rows))


_Row = tuple[Element, list[str]]


def _sequence(rows: Sequence[_Row]) -> str:
    """The pattern of elements and groups of alternatives that follow one another."""
    parts: list[str] = []
    at = 0
    while at < len(rows):
        element, path = rows[at]
        if not path:
            parts.append(f"(?:{re.escape(element.name)} ){element.occurs if element.occurs != '1' else ''}")
            at += 1
            continue
        group = path[0].partition(":")[0]
        end = at
        while end < len(rows) and rows[end][1] and rows[end][1][0].partition(":")[0] == group:
            end += 1
        parts.append(_alternatives(group, rows[at:end]))
        at = end
    return "".join(parts)


def _alternatives(group: str, rows: Sequence[_Row]) -> str:
    """The pattern of one group: `c1` exactly one branch, `c1?` at most one, `c1*` and `c1+` any mix."""
    branches: dict[str, list[_Row]] = {}
    for element, path in rows:
        branches.setdefault(path[0], []).append((element, path[1:]))
    often = group.lstrip("c0123456789")
    return f"(?:{'|'.join(_sequence(branch) for branch in branches.values())}){often}"


@dataclass(frozen=True)
class Message:
    """One request or reply: when it came, its own attributes, its children."""

    name: str
    since: Version
    attributes: tuple[str, ...]
    shape: Shape


class Grammar:
    """Every message that is known."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._facts = facts
        self._shapes: dict[tuple[int, Version], Shape] = {}

    @functools.cache  # noqa: B019 there is one grammar for the life of the process
    def message(self, name: str) -> Message | None:
        facts = self._facts["messages"].get(name)
        if facts is None:
            return None
        since = version_of(facts[0]) if facts[0] else (1, 0)
        return Message(name, since, tuple(facts[1]), self.shape(facts[2], since))

    def shape(self, number: int, since: Version) -> Shape:
        """The aggregate of that number; elements that say nothing of their age are as old as `since`."""
        key = (number, since)
        if key not in self._shapes:
            self._shapes[key] = Shape([self._element(row, since) for row in self._facts["shapes"][number]])
        return self._shapes[key]

    def _element(self, row: list[Any], since: Version) -> Element:
        name, kind, occurs, length, own, choice, enum, shape, note = row + [None] * (9 - len(row))
        values = tuple(self._facts["enums"][enum]) if enum is not None else ()
        age = version_of(own) if own else since
        return Element(name, kind, occurs, length, age, choice or "", values, shape, note or "")

    def below(self, element: Element) -> Shape | None:
        """The children of an aggregate, None for a leaf."""
        return None if element.shape is None else self.shape(element.shape, element.since)


@functools.cache
def grammar() -> Grammar:
    """The grammar that is packaged with the simulator."""
    text = resources.files(__package__).joinpath("grammar.json").read_text(encoding="utf-8")
    return Grammar(json.loads(text))


def check_request(node: Node, version: Version) -> Message:
    """The message that the node is. Raises Unparsable."""
    message = grammar().message(node.tag) if node.tag.endswith("Rq") else None
    if message is None or message.since > version:
        raise Unparsable(node.tag)
    _check_attributes(node, message, version)
    _check_children(node, message.shape, version)
    return message


def _check_attributes(node: Node, message: Message, version: Version) -> None:
    for name, value in node.attributes.items():
        known = name == "requestID" or (name in message.attributes and ATTRIBUTE_SINCE[name] <= version)
        if not known or value not in ATTRIBUTE_VALUES.get(name, (value,)):
            raise Unparsable(f"{node.tag} {name}={value}")


def _check_children(node: Node, shape: Shape, version: Version) -> None:
    if node.text.strip():
        raise Unparsable(f"text in {node.tag}")
    for child in node.children:
        element = shape.by_name.get(child.tag)
        if element is None or element.since > version:
            raise Unparsable(f"{child.tag} in {node.tag}")
        below = grammar().below(element)
        if below is None:
            _check_leaf(child, element)
        else:
            _check_macro(child, element, "defMacro")
            _check_children(child, below, version)
    if shape.order.fullmatch("".join(f"{child.tag} " for child in node.children)) is None:
        raise Unparsable(f"order, number or choice of the children of {node.tag}")


def _check_macro(node: Node, element: Element, allowed: str) -> None:
    noted = {"defMacro": "defMacro", "useMacro": "macro ok"}[allowed]
    for name in node.attributes:
        if name != allowed or noted not in element.note:
            raise Unparsable(f"attribute {name} of {node.tag}")


def _check_leaf(node: Node, element: Element) -> None:
    _check_macro(node, element, "useMacro")
    text = node.text.strip()
    if node.children or not fits(element.type, node.text):
        raise Unparsable(f"{node.tag}: {text}")
    if element.enum and text not in element.enum:
        raise Unparsable(f"{node.tag}: {text}")
    if element.bounds and not element.bounds[0] <= int(text) <= element.bounds[1]:
        raise Unparsable(f"{node.tag}: {text}")


def too_long(node: Node, shape: Shape) -> Iterator[tuple[Element, str]]:
    """The leaves that hold more characters than they may: status 3070 for their request, not a parse error."""
    for child in node.children:
        element = shape.by_name[child.tag]
        below = grammar().below(element)
        if below is not None:
            yield from too_long(child, below)
        elif element.length is not None and len(child.text) > element.length:
            yield element, child.text
