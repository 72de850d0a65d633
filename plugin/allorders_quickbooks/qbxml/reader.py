"""Answers: a stream of bytes to replies, one for each object that QuickBooks returned.

An answer comes from another program, over a network perhaps, so it is read as hostile: no document type
declaration in any encoding, no entities, no network, a bounded size and depth. It is read leniently all the
same: elements and attributes that nobody here knows are kept, missing ones are no error (section 2).

An answer counts only once it has been read to its end, so whoever applies replies either keeps them all, or reads it
twice. Nothing of it stays in memory but the object that is being read, and that may only grow so large.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, cast

from lxml import etree

from allorders_quickbooks.errors import AnswerUnreadable

MAX_ANSWER = 256 * 1024 * 1024
"""Bytes: far more than any question of a run brings back."""

MAX_DEPTH = 32
"""Levels of elements; qbXML itself has ten."""

_AT_ONCE = 64  # parts of an element whose trees are let go together

MAX_SILENCE = 256 * 1024
"""Bytes without an element: one text, comment or tag. QuickBooks' longest texts have four thousand characters."""

MAX_ELEMENTS = 220_000
"""Elements and attributes of one object, or of all objects that are kept at once: some 30 MB. Enough for an
invoice of ten thousand lines, at twenty elements a line."""

NO_CODE = -1
"""The status code of a response that carries none."""

_GROUP_LEVEL, _RESPONSE_LEVEL, _OBJECT_LEVEL = 1, 2, 3  # elements around: QBXML, the group, the response
_CHARACTERS = 32  # that weigh as much as an element
_NEW_NAME = 4  # elements that a name weighs when it first occurs
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Status:
    """The outcome of one request. `name` is the response's element ("InvoiceAddRs"); `attributes` holds all of
    them, the rarer ones too (retCount, iteratorID, iteratorRemainingCount)."""

    request_id: str | None
    name: str
    code: int
    severity: str
    message: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class Ret(NamedTuple):
    """An element that came back, whatever it is called. Paths are relative: "CustomerRef/ListID".

    A tuple, since there is one for every element of every answer, and nothing else is made as fast."""

    tag: str
    text: str = ""
    children: tuple[Ret, ...] = ()
    attributes: Mapping[str, str] = _NONE

    def all(self, tag: str) -> tuple[Ret, ...]:
        """The children of that name."""
        return tuple(child for child in self.children if child.tag == tag)

    def find(self, path: str) -> Ret | None:
        """The first element at that path."""
        found: Ret | None = self
        for tag in path.split("/"):
            found = next((child for child in found.children if child.tag == tag), None) if found else None
        return found

    def value(self, path: str, default: str = "") -> str:
        """The trimmed text at that path."""
        found = self.find(path)
        return default if found is None else found.text.strip()

    def decimal(self, path: str) -> Decimal | None:
        """The number at that path; `18.0%` is 18.0. None where there is none."""
        try:
            number = Decimal(self.value(path).removesuffix("%"))
        except InvalidOperation:
            return None
        return number if number.is_finite() else None


@dataclass(frozen=True)
class Reply:
    """One returned object with the outcome of its request; `ret` is None where nothing was returned.

    A response whose children are plain values (a void, a deletion) gives one `Ret` named like the response. `weight`
    is what the object takes in memory, in elements.
    """

    status: Status
    ret: Ret | None
    weight: int = 0


class Budget:
    """How much may be kept in memory at once, in elements. Raises AnswerUnreadable where it is used up."""

    def __init__(self) -> None:
        self._left = MAX_ELEMENTS

    def take(self, elements: int) -> None:
        """So much more is kept."""
        self._left -= elements
        if self._left < 0:
            raise _too_long()


def _too_long() -> AnswerUnreadable:
    return AnswerUnreadable("QuickBooks' answer is too long", f"more than {MAX_ELEMENTS} elements at once")


class _Capped:
    """Counts what is read, and refuses what is too long, as a whole or in one part."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = MAX_ANSWER
        self.silent = 0
        """Bytes that were read since the parser last made something of them."""

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        self.silent += len(chunk)
        if self._left < 0:
            raise AnswerUnreadable("QuickBooks' answer is too long", f"more than {MAX_ANSWER} bytes")
        if self.silent > MAX_SILENCE:
            raise AnswerUnreadable("QuickBooks' answer cannot be read", f"one part has more than {MAX_SILENCE} bytes")
        return chunk


class AnswerReader:
    """The replies of one answer, in the order of its requests. Read once; raises AnswerUnreadable.

    `message_set_status` and `new_message_set_id` are those of the message group, known once the first reply
    (or the end) has been reached; both are None unless the set carried ids.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.message_set_status: str | None = None
        self.new_message_set_id: str | None = None
        self._stream = _Capped(stream)
        # The finished children of each element that is open. Put together from the inside out, without recursion.
        self._open: list[list[Ret]] = []
        self._status: Status | None = None
        self._answered = False
        self._tags: dict[str, str] = {}
        self._weight = 0

    def __iter__(self) -> Iterator[Reply]:
        try:
            yield from self._replies()
        except etree.XMLSyntaxError as error:
            raise AnswerUnreadable("QuickBooks' answer cannot be read", str(error)) from error

    def _replies(self) -> Iterator[Reply]:
        events = etree.iterparse(
            self._stream,
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            huge_tree=True,
        )
        for event, element in events:
            self._stream.silent = 0
            if event == "start":
                self._enter(element)
                continue
            reply = self._leave(element)
            if reply is not None:
                yield reply

    def _enter(self, element: etree._Element) -> None:
        level = len(self._open)
        if level > MAX_DEPTH:
            raise AnswerUnreadable("QuickBooks' answer cannot be read", f"deeper than {MAX_DEPTH} elements")
        if level == _RESPONSE_LEVEL:
            self._status, self._answered = _status(element), False
        elif level == _GROUP_LEVEL:
            self.message_set_status = element.get("messageSetStatusCode", self.message_set_status)
            self.new_message_set_id = element.get("newMessageSetID", self.new_message_set_id)
        elif level == 0:
            _check_root(element)
        self._open.append([])

    def _leave(self, element: etree._Element) -> Reply | None:
        """A finished element is a reply, or one more child of the element around it."""
        ret = self._ret(element, self._open.pop())
        level = len(self._open)
        if level > _OBJECT_LEVEL:
            self._keep(ret, element)
            return None
        _forget_siblings(element)
        if self._status is None or level < _RESPONSE_LEVEL:
            return None
        if level == _RESPONSE_LEVEL:
            return self._leave_response(self._status, ret)
        if level == _OBJECT_LEVEL and _stands_alone(ret):
            self._answered = True
            return self._reply(self._status, ret)
        self._open[-1].append(ret)
        return None

    def _keep(self, ret: Ret, element: etree._Element) -> None:
        """A part of an object. Its own tree is let go, and so are its siblings, some at a time: letting each go alone
        would cost as much as reading it."""
        siblings = self._open[-1]
        siblings.append(ret)
        if ret.children:
            del element[:]
        if len(siblings) % _AT_ONCE == 0:
            _forget_siblings(element)

    def _ret(self, element: etree._Element, children: list[Ret]) -> Ret:
        """The element without its tree, weighed. Few names occur, so each is kept once."""
        text = "" if children else element.text or ""
        weight = 1 + len(text) // _CHARACTERS
        name = cast(str, element.tag)
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name
            weight += _NEW_NAME
        attributes = _NONE
        if found := element.items():
            attributes = {str(key): str(value) for key, value in found}
            weight += sum(1 + len(value) // _CHARACTERS for value in attributes.values())
        self._weight += weight
        if self._weight > MAX_ELEMENTS:
            raise _too_long()
        return Ret(tag, text, tuple(children), attributes)

    def _reply(self, status: Status, ret: Ret | None) -> Reply:
        """What was read is whoever's it is given to: the next object begins with nothing."""
        weight, self._weight = self._weight, 0
        return Reply(status, ret, weight)

    def _leave_response(self, status: Status, ret: Ret) -> Reply | None:
        """What a response says in plain values, or that it says nothing."""
        if ret.children or ret.text.strip():
            return self._reply(status, ret)
        return None if self._answered else self._reply(status, None)


def _check_root(root: etree._Element) -> None:
    """The parser has read the prolog by now, in whatever encoding it is, and nothing behind it."""
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise AnswerUnreadable("QuickBooks' answer is not trusted", "it holds a document type declaration")
    if root.tag != "QBXML":
        raise AnswerUnreadable("The answer is not QuickBooks'", f"its root is {root.tag!r}")


def _status(element: etree._Element) -> Status:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    code = attributes.get("statusCode", "").strip()
    return Status(
        attributes.get("requestID"),
        str(element.tag),
        int(code) if code.isascii() and code.isdigit() else NO_CODE,
        attributes.get("statusSeverity", ""),
        attributes.get("statusMessage", ""),
        attributes,
    )


def _stands_alone(ret: Ret) -> bool:
    """Whether a child of a response is an object of its own rather than one value of it."""
    return bool(ret.children) or ret.tag.endswith("Ret")


def _forget_siblings(element: etree._Element) -> None:
    """An answer may hold a hundred thousand objects, and an object as many lines: what has been read is let go."""
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
