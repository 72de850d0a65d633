"""Answers: a stream of bytes to replies, one for each object that QuickBooks returned.

An answer comes from another program, over a network perhaps, so it is read as hostile: no document type
declaration in any encoding, no entities, no network, a bounded size and depth. It is read leniently all the
same: elements and attributes that nobody here knows are kept, missing ones are no error (section 2).

An answer counts only once it has been read to its end, so whoever applies replies either keeps them all, or reads it
twice. Nothing of it stays in memory but the object that is being read, and that may only grow so large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, cast

from lxml import etree

from allorders_quickbooks.errors import AnswerUnreadable
from allorders_quickbooks.qbxml.replies import NO_ATTRIBUTES, NO_CODE, Reply, Ret, Status

MAX_ANSWER = 256 * 1024 * 1024
"""Bytes: far more than any question of a run brings back."""

MAX_DEPTH = 32
"""Levels of elements; qbXML itself has ten."""

_AT_ONCE = 32 * 1024  # bytes

MAX_SILENCE = 256 * 1024
"""Bytes in which no element ends: one text, comment or tag. QuickBooks' longest texts have four thousand characters."""

MAX_ELEMENTS = 220_000
"""Elements and attributes of one object, or of all objects that are kept at once: some 30 MB. Enough for an
invoice of ten thousand lines, at twenty elements a line."""

_GROUP_LEVEL, _RESPONSE_LEVEL, _OBJECT_LEVEL = 1, 2, 3  # elements around: QBXML, the group, the response
_CHARACTERS = 32  # that weigh as much as an element
_NEW_NAME = 4  # elements that a name weighs when it first occurs
_made: Callable[[type[Ret], tuple[str, str, tuple[Ret, ...], Mapping[str, str]]], Ret] = tuple.__new__


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
        self._stream = _Capped(stream)
        self._target = _Target()

    @property
    def message_set_status(self) -> str | None:
        return self._target.group.get("messageSetStatusCode")

    @property
    def new_message_set_id(self) -> str | None:
        return self._target.group.get("newMessageSetID")

    def __iter__(self) -> Iterator[Reply]:
        parser: Any = etree.XMLParser(
            target=cast(Any, self._target), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True
        )
        chunk = None
        while chunk != b"":
            chunk = self._stream.read(_AT_ONCE)
            broken = self._feed(parser, chunk)
            yield from self._target.taken()  # what was said before it broke is good
            if broken is not None:
                raise broken

    def _feed(self, parser: Any, chunk: bytes) -> AnswerUnreadable | None:
        """Let the parser read so much more, or with an empty chunk end. Why it cannot, where it cannot."""
        weight = self._target.weight
        try:
            if chunk:
                parser.feed(chunk)
                self._target.weigh()
            else:
                parser.close()
        except etree.XMLSyntaxError as error:
            return AnswerUnreadable("QuickBooks' answer cannot be read", str(error))
        except AnswerUnreadable as error:
            return error
        if self._target.weight > weight:
            self._stream.silent = 0
        return None


class _Target:
    """What the parser tells, put together from the inside out, without recursion and without a tree.

    `start`, `end` and `data` are called for every element of every answer, so they do as little as they can: what an
    element weighs is counted when the one around it ends.
    """

    def __init__(self) -> None:
        self.group: Mapping[str, str] = NO_ATTRIBUTES
        self._counted = 0  # elements of all that has been read, but for the finished children of open ones
        self._heaviest = MAX_ELEMENTS  # that `weight` may become before the next object is whole
        # The finished children of all open elements, and where those of each open element begin.
        self._finished: list[Ret] = []
        self._open: list[int] = []
        self._attributes: dict[int, Mapping[str, str]] = {}  # of open elements, by how many are open
        self._text: list[str] = []
        self._tags: dict[str, str] = {}
        self._status: Status | None = None
        self._answered = False
        self._replies: list[Reply] = []
        self.data = self._text.append

    @property
    def weight(self) -> int:
        """Of all that has been read, in elements."""
        return self._counted + len(self._finished)

    def taken(self) -> list[Reply]:
        """The replies that are whole since the last call."""
        replies, self._replies = self._replies, []
        return replies

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """The parser has decoded it by now, whatever its encoding, and nothing behind it has been read."""
        raise AnswerUnreadable("QuickBooks' answer is not trusted", "it holds a document type declaration")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        around = self._open
        level = len(around)
        if level < _OBJECT_LEVEL:
            self._enter(level, tag, self._weighed(attributes))
        elif attributes:
            self._attributes[level] = self._weighed(attributes)
        around.append(len(self._finished))
        self._text.clear()

    def end(self, tag: str) -> None:
        around, finished = self._open, self._finished
        first = around.pop()
        level = len(around)
        try:
            name = self._tags[tag]
        except KeyError:
            name = self._new_name(tag)
        attributes = self._attributes.pop(level, NO_ATTRIBUTES) if self._attributes else NO_ATTRIBUTES
        if len(finished) == first:
            text = "".join(self._text)
            if len(text) >= _CHARACTERS:
                self._counted += len(text) // _CHARACTERS
            ret = _made(Ret, (name, text, (), attributes))
        else:
            ret = _made(Ret, (name, "", self._children(level, first), attributes))
        if level > _OBJECT_LEVEL:
            finished.append(ret)
        else:
            self._leave(level, ret)

    def close(self) -> None:
        """The end of the document."""

    def weigh(self) -> None:
        """Raises AnswerUnreadable where the object that is being read has grown too large."""
        if self.weight > self._heaviest:
            raise _too_long()

    def _children(self, level: int, first: int) -> tuple[Ret, ...]:
        """Those of the element that ends, which are counted with it."""
        if level >= MAX_DEPTH:
            raise AnswerUnreadable("QuickBooks' answer cannot be read", f"deeper than {MAX_DEPTH} elements")
        children = tuple(self._finished[first:])
        del self._finished[first:]
        self._counted += len(children)
        self.weigh()
        return children

    def _weighed(self, attributes: Mapping[str, str]) -> Mapping[str, str]:
        self._counted += sum(1 + len(value) // _CHARACTERS for value in attributes.values())
        return dict(attributes)

    def _new_name(self, tag: str) -> str:
        """Few names occur, so each is kept once."""
        self._counted += _NEW_NAME
        return self._tags.setdefault(tag, tag)

    def _enter(self, level: int, tag: str, attributes: Mapping[str, str]) -> None:
        if level == _RESPONSE_LEVEL:
            self._status, self._answered = _status(tag, attributes), False
        elif level == _GROUP_LEVEL:
            self.group = {**self.group, **attributes}
        elif tag != "QBXML":
            raise AnswerUnreadable("The answer is not QuickBooks'", f"its root is {tag!r}")

    def _leave(self, level: int, ret: Ret) -> None:
        """A finished element is a reply, or one more value of the response around it."""
        self._text.clear()
        if self._status is None or level < _RESPONSE_LEVEL:
            return
        if level == _RESPONSE_LEVEL:
            self._leave_response(self._status, ret)
        elif _stands_alone(ret):
            self._answered = True
            self._reply(self._status, ret)
        else:
            self._finished.append(ret)

    def _leave_response(self, status: Status, ret: Ret) -> None:
        """What a response says in plain values, or that it says nothing."""
        if ret.children or ret.text.strip():
            self._reply(status, ret._replace(attributes=status.attributes))
        elif not self._answered:
            self._reply(status, None)

    def _reply(self, status: Status, ret: Ret | None) -> None:
        """What was read is whoever's it is given to: the next object begins with nothing."""
        before = self._heaviest - MAX_ELEMENTS
        self._counted += 1
        self._replies.append(Reply(status, ret, self.weight - before))
        self._heaviest = self.weight + MAX_ELEMENTS


def _status(tag: str, attributes: Mapping[str, str]) -> Status:
    code = attributes.get("statusCode", "").strip()
    return Status(
        attributes.get("requestID"),
        tag,
        int(code) if code.isascii() and code.isdigit() else NO_CODE,
        attributes.get("statusSeverity", ""),
        attributes.get("statusMessage", ""),
        attributes,
    )


def _stands_alone(ret: Ret) -> bool:
    """Whether a child of a response is an object of its own rather than one value of it."""
    return bool(ret.children) or ret.tag.endswith("Ret")
