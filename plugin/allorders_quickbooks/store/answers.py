"""What QuickBooks answered, kept beside the set: for people who look into it, never for deciding anything."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection, delete, insert, select

from allorders_quickbooks.cards.masking import masked
from allorders_quickbooks.store.tables import answer

LARGEST = 1024 * 1024
"""Bytes of an answer that are kept: enough for what a set writes; of a long list, the beginning."""


@dataclass(frozen=True)
class Kept:
    """`content` is the answer, or its beginning where it is not `whole`, without the digits of cards."""

    content: bytes
    whole: bool


def taken_from(stream: BinaryIO) -> Kept:
    """The beginning of the stream, which is then where it was."""
    place = stream.tell()
    content = stream.read(LARGEST + 1)
    stream.seek(place)
    return Kept(masked(content[:LARGEST]), len(content) <= LARGEST)


def keep(connection: Connection, set_id: str, kept: Kept) -> None:
    """Keep it; of several answers to one set, the last."""
    connection.execute(delete(answer).where(answer.c.set_id == set_id))
    values = {"set_id": set_id, "content": zlib.compress(kept.content, 1), "whole": kept.whole}
    connection.execute(insert(answer).values(**values))


def load(connection: Connection, set_id: str) -> Kept | None:
    """What was kept of the answer to that set; None where nothing is."""
    row = connection.execute(select(answer).where(answer.c.set_id == set_id)).one_or_none()
    return None if row is None else Kept(zlib.decompress(row.content), row.whole)
