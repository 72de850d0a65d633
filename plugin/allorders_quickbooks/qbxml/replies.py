"""What an answer is read into: one reply for each object that QuickBooks returned, and its elements as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import NamedTuple

NO_CODE = -1
"""The status code of a response that carries none."""

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


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
    attributes: Mapping[str, str] = NO_ATTRIBUTES

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
