"""The envelope of a message set (qbXML reference, section 1): the version line, the group, its attributes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .grammar import Message, Version, check_request, version_of
from .markup import Node, as_bytes, read
from .readings import Readings
from .refusals import NO_ROLLBACK, OUT_OF_MEMORY, PARSE_ERROR, UNKNOWN_VERSION, RequestProcessorError, Unparsable

LARGEST = 64 * 1024 * 1024
"""Bytes of one message set. QuickBooks' own limit is not known; beyond this one memory is said to be short."""

_VERSION = re.compile(r"\s*version\s*=\s*([\"'])([A-Z]{2})?(\d{1,3}\.\d{1,3})\1\s*")
_ATTRIBUTES = {
    "onError": ("stopOnError", "continueOnError", "rollbackOnError"),
    "responseData": ("includeAll", "includeNone"),
    "newMessageSetID": None,
    "oldMessageSetID": None,
}


@dataclass(frozen=True)
class Request:
    """One request of a set, in order, with what the grammar says of it."""

    node: Node
    message: Message

    @property
    def name(self) -> str:
        return self.node.tag

    @property
    def request_id(self) -> str | None:
        return self.node.attributes.get("requestID")


@dataclass(frozen=True)
class MessageSet:
    """One document as QuickBooks understands it. `content` is the checksum that tells two sets apart."""

    version: Version
    stop_on_error: bool
    include_data: bool
    new_id: str | None
    old_id: str | None
    requests: tuple[Request, ...]
    content: str


def read_set(document: bytes | str, supported: Sequence[str], readings: Readings) -> MessageSet:
    """The set. Raises RequestProcessorError; before it returns nothing has been executed."""
    if len(as_bytes(document)) > LARGEST:
        raise RequestProcessorError(OUT_OF_MEMORY)
    try:
        return _read(document, supported, readings)
    except Unparsable:
        raise RequestProcessorError(PARSE_ERROR) from None


def _read(document: bytes | str, supported: Sequence[str], readings: Readings) -> MessageSet:
    if readings.raw_accents_refused and not document.isascii():
        raise Unparsable("bytes outside ASCII")
    root, instructions = read(document)
    version = _version(instructions, supported)
    group = _group(root)
    if group.attributes["onError"] == "rollbackOnError":
        raise RequestProcessorError(NO_ROLLBACK)
    return MessageSet(
        version=version,
        stop_on_error=group.attributes["onError"] == "stopOnError",
        include_data=group.attributes.get("responseData") != "includeNone",
        new_id=group.attributes.get("newMessageSetID"),
        old_id=group.attributes.get("oldMessageSetID"),
        requests=tuple(Request(node, check_request(node, version)) for node in group.children),
        content=hashlib.sha256(as_bytes(document)).hexdigest(),
    )


def _version(instructions: Sequence[tuple[str, str]], supported: Sequence[str]) -> Version:
    lines = [data for target, data in instructions if target == "qbxml"]
    match = _VERSION.fullmatch(lines[0]) if len(lines) == 1 else None
    if match is None:
        raise Unparsable("version line")
    if match[2] not in (None, "US") or match[3] not in supported:
        raise RequestProcessorError(UNKNOWN_VERSION)
    return version_of(match[3])


def _group(root: Node) -> Node:
    if root.tag != "QBXML" or root.attributes or root.text.strip() or len(root.children) != 1:
        raise Unparsable("QBXML")
    group = root.children[0]
    if group.tag != "QBXMLMsgsRq" or group.text.strip() or "onError" not in group.attributes:
        raise Unparsable("QBXMLMsgsRq")
    for name, value in group.attributes.items():
        allowed = _ATTRIBUTES.get(name, ())
        if allowed is not None and value not in allowed:
            raise Unparsable(f"{name}={value}")
    return group
