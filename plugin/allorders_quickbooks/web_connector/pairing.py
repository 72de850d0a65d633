"""Which set an answer belongs to. The Web Connector does not say, so the answer has to: a writing set's answer bears
the set's id, and every answer responds to the requests of its set, the first of them first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

from allorders_quickbooks.cards.sealing import opened
from allorders_quickbooks.errors import AnswerUnreadable
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.qbxml.reader import AnswerReader

_FIRST_REQUEST = re.compile(rb"<(\w+)Rq requestID=")


@dataclass(frozen=True)
class Bearing:
    """How an answer begins: the id of its set where it bears one, and the element of its first response."""

    set_id: str | None
    first: str


def bearing(stream: BinaryIO) -> Bearing | None:
    """Read the beginning of an answer, and stand where it was. None where it cannot be read that far."""
    place = stream.tell()
    reader = AnswerReader(stream)
    try:
        first = next(iter(reader), None)
    except AnswerUnreadable:
        return None
    finally:
        stream.seek(place)
    return Bearing(reader.new_message_set_id, first.status.name if first is not None else "")


def fits(answer: Bearing, handed_out: MessageSet) -> bool:
    """Whether an answer without an id can be that of the set which was handed out."""
    asked = _FIRST_REQUEST.search(opened(handed_out.content))
    return asked is None or answer.first in ("", f"{asked[1].decode()}Rs")
