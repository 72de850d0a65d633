"""Answering a query: counting, paging and iterating over what was found (qbXML reference, sections 9.1 and 9.2)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .books import Body
from .markup import Node
from .refusals import Refused
from .render import Reply
from .work import Cursor, Work

MOST_ITERATORS = 10
"""How many iterators a session may have open. QuickBooks' own number is not known; 3390 is what it answers."""

NOTHING = "A query request did not find a matching object in QuickBooks"
INCOMPLETE = "The query request has not been fully completed. There was a required element that could not be found."


@dataclass(frozen=True)
class Found:
    """Keys of what a query found, in order. `named`: it asked by name or id. `missed`: one of those was not there."""

    keys: Sequence[Any]
    named: bool = False
    missed: bool = False


Show = Callable[[Any], tuple[str, Body] | None]
"""The object of a key as (element, body); None where it has been deleted meanwhile."""


def answer(work: Work, request: Node, find: Callable[[], Found], show: Show) -> Reply:
    """The reply to a query of any kind."""
    iterator = request.attributes.get("iterator")
    if iterator == "Stop":
        _cursor(work, request)
        del work.cursors[request.attributes["iteratorID"]]
        return Reply(attributes={"iteratorRemainingCount": "0"})
    found = Found(_cursor(work, request).keys) if iterator == "Continue" else find()
    keys, attributes = _page(work, request, found)
    shown = [one for one in map(show, keys) if one is not None]
    return _reply(work, request, found, shown, attributes)


def _page(work: Work, request: Node, found: Found) -> tuple[Sequence[Any], dict[str, str]]:
    most = int(request.value("MaxReturned") or 0)
    if "iterator" not in request.attributes:
        return found.keys[:most] if most else found.keys, {}
    if not most:
        raise Refused(3150, 'An iterator needs a "MaxReturned".')
    keys, rest = found.keys[:most], list(found.keys[most:])
    attributes = {"iteratorRemainingCount": str(len(rest))}
    if request.attributes["iterator"] == "Continue":
        return keys, attributes | {"iteratorID": _advance(work, request, rest)}
    return keys, attributes | ({"iteratorID": _open(work, request, rest)} if rest else {})


def _open(work: Work, request: Node, rest: list[Any]) -> str:
    if len(work.cursors) >= MOST_ITERATORS:
        raise Refused(3390, "There are too many open iterators.")
    name = f"{{{uuid.uuid4()}}}"
    work.cursors[name] = Cursor(request.tag, rest)
    return name


def _advance(work: Work, request: Node, rest: list[Any]) -> str:
    name = request.attributes["iteratorID"]
    if rest:
        work.cursors[name].keys = rest
    else:
        del work.cursors[name]
    return name


def _cursor(work: Work, request: Node) -> Cursor:
    """The iterator that a request goes on with. Raises Refused 3120: it dies with its session."""
    cursor = work.cursors.get(request.attributes.get("iteratorID", ""))
    if cursor is None or cursor.request != request.tag:
        raise Refused(3120, "The iterator cannot be found: it ends with the session that it was started in.")
    return cursor


def _reply(
    work: Work, request: Node, found: Found, shown: Sequence[tuple[str, Body]], attributes: dict[str, str]
) -> Reply:
    code, severity, message = _status(work, found)
    meta = request.attributes.get("metaData", "NoMetaData")
    if meta != "NoMetaData":
        attributes = {"retCount": str(len(shown)), **attributes}
    body: Body = {}
    for name, one in shown if meta != "MetaDataOnly" else ():
        body.setdefault(name, []).append(one)
    return Reply(code, severity, message, body, attributes=attributes)


def _status(work: Work, found: Found) -> tuple[int, str, str]:
    if found.keys:
        return (500, "Warn", INCOMPLETE) if found.missed else (0, "Info", "Status OK")
    if found.named and work.readings.none_of_named == "500":
        return 500, "Warn", INCOMPLETE
    return 1, "Info", NOTHING
