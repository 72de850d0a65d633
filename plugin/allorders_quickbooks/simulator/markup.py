"""XML in and out: a small tree read by expat, and the escapes that QuickBooks writes.

A document type declaration ends the reading at once, in whatever encoding it comes; without one there are no
entities, so nothing can expand and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from .refusals import Unparsable

_SPECIAL = re.compile(r"[&<>\"]|[^\t\n\r -~]")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class Node:
    """One element. `text` is all character data directly inside it."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def find(self, tag: str) -> Node | None:
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> Iterator[Node]:
        return (child for child in self.children if child.tag == tag)

    def value(self, tag: str) -> str:
        """The text of that child, blanks around it taken off; '' where there is none."""
        child = self.find(tag)
        return child.text.strip() if child is not None else ""

    def values(self, tag: str) -> list[str]:
        return [child.text.strip() for child in self.all(tag)]


class _Builder:
    """Expat's events, made into a tree."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.instructions: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, tag: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text

    def instruction(self, target: str, data: str) -> None:
        if self.root is None:
            self.instructions.append((target, data))

    def doctype(self, *declaration: object) -> None:
        raise Unparsable("document type declaration")


def read(document: bytes | str) -> tuple[Node, list[tuple[str, str]]]:
    """The tree and the processing instructions before it. Raises Unparsable.

    Text has no encoding any more, so whatever its XML declaration claims does not count.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8" if isinstance(document, str) else None)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.ProcessingInstructionHandler = builder.instruction
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(as_bytes(document), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unparsable(str(error)) from None
    if builder.root is None:
        raise Unparsable("no element")
    return builder.root, builder.instructions


def as_bytes(document: bytes | str) -> bytes:
    """A request as the bytes that are counted, compared and kept."""
    return document if isinstance(document, bytes) else document.encode("utf-8", "surrogatepass")


def _reference(match: re.Match[str]) -> str:
    character = match[0]
    return _NAMED.get(character) or f"&#{ord(character)};"


def escape(text: str) -> str:
    """Text for an element or an attribute: pure ASCII, everything else as numeric references."""
    return _SPECIAL.sub(_reference, text)
