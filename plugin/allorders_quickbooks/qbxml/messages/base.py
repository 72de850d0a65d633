"""What every qbXML message is made of: elements, aggregates, and the three shapes of a request.

A message is a frozen model whose fields stand in the order that QuickBooks demands; the metadata of a field
says how its element is called, what kind of text it holds, how long that may be, and since which version of
qbXML it exists (qbXML reference, sections 3 and 4). A value of None is an element that is not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo


class Kind(StrEnum):
    """The data types of qbXML; the values are their names in Intuit's schema."""

    ID = "IDTYPE"
    STR = "STRTYPE"
    BOOL = "BOOLTYPE"
    AMT = "AMTTYPE"
    PRICE = "PRICETYPE"
    QUAN = "QUANTYPE"
    PERCENT = "PERCENTTYPE"
    FLOAT = "FLOATTYPE"
    INT = "INTTYPE"
    DATE = "DATETYPE"
    DATETIME = "DATETIMETYPE"
    GUID = "GUIDTYPE"
    ENUM = "ENUMTYPE"
    AGGREGATE = "AGGREGATE"


@dataclass(frozen=True)
class Element:
    """How one field is written.

    `length` counts characters; for a `Ref` it bounds its FullName. `since` is given only where the element is
    newer than the oldest version that is spoken (see versions).
    """

    name: str
    kind: Kind = Kind.STR
    length: int | None = None
    since: str = ""


@dataclass(frozen=True)
class Attribute:
    """A field that is written as an attribute of its request."""

    name: str


class Aggregate(BaseModel):
    """An element that holds others."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Part(NamedTuple):
    """One field of an aggregate, as the writer and the comparison walk it."""

    attribute: str
    element: Element
    aggregate: type[Aggregate] | None
    repeated: bool
    required: bool


@cache
def parts(aggregate: type[Aggregate]) -> tuple[Part, ...]:
    """The elements of an aggregate in qbXML order."""
    fields = aggregate.model_fields.items()
    return tuple(_part(name, info) for name, info in fields if _attribute(info) is None)


@cache
def attributes(message: type[Aggregate]) -> tuple[tuple[str, str], ...]:
    """The fields that are attributes: (field, name in qbXML)."""
    named = ((field, _attribute(info)) for field, info in message.model_fields.items())
    return tuple((field, attribute.name) for field, attribute in named if attribute is not None)


def _attribute(info: FieldInfo) -> Attribute | None:
    return next((entry for entry in info.metadata if isinstance(entry, Attribute)), None)


def _part(attribute: str, info: FieldInfo) -> Part:
    element = next(entry for entry in info.metadata if isinstance(entry, Element))
    types = _flat(info.annotation)
    nested = next((t for t in types if isinstance(t, type) and issubclass(t, Aggregate)), None)
    return Part(attribute, element, nested, Ellipsis in types, info.is_required())


def _flat(annotation: Any) -> list[Any]:
    """The types that an annotation names, `X | None` and `tuple[X, ...]` taken apart."""
    inner = get_args(annotation)
    return [t for arg in inner for t in _flat(arg)] if inner else [annotation]


def longest(aggregate: type[Aggregate], attribute: str) -> int:
    """The greatest number of characters that a text field takes: the one place where lengths are kept."""
    length = next(part.element.length for part in parts(aggregate) if part.attribute == attribute)
    if length is None:
        raise ValueError(f"{aggregate.__name__}.{attribute} has no greatest length")
    return length


class Message(Aggregate):
    """A request whose fields stand directly in its element: queries, voids, deletions."""

    wrapped: ClassVar[bool] = False
    clears: ClassVar[bool] = False

    @property
    def linked_to(self) -> frozenset[str]:
        """The TxnIDs of what it takes lines over from: where there is any, it says less than the object will hold."""
        return frozenset()

    @classmethod
    def request_name(cls) -> str:
        return f"{cls.__name__}Rq"


class AddMessage(Message):
    """A request that makes an object: its fields stand in an aggregate of the same name. "" is not sent."""

    wrapped: ClassVar[bool] = True


class ModMessage(Message):
    """A request that changes an object. None leaves an element as it is, "" clears it (section 7)."""

    wrapped: ClassVar[bool] = True
    clears: ClassVar[bool] = True


class Ref(Aggregate):
    """Names a list record: by ListID where it is known, else by FullName, compared without regard to case."""

    list_id: Annotated[str | None, Element("ListID", Kind.ID)] = None
    full_name: Annotated[str | None, Element("FullName")] = None


class PostalAddress(Aggregate):
    """An address; QuickBooks prints five lines at most, the one with city, state and code included."""

    addr1: Annotated[str | None, Element("Addr1", length=41)] = None
    addr2: Annotated[str | None, Element("Addr2", length=41)] = None
    addr3: Annotated[str | None, Element("Addr3", length=41)] = None
    addr4: Annotated[str | None, Element("Addr4", length=41)] = None
    addr5: Annotated[str | None, Element("Addr5", length=41)] = None
    city: Annotated[str | None, Element("City", length=31)] = None
    state: Annotated[str | None, Element("State", length=21)] = None
    postal_code: Annotated[str | None, Element("PostalCode", length=13)] = None
    country: Annotated[str | None, Element("Country", length=31)] = None
    note: Annotated[str | None, Element("Note", length=41)] = None


PUBLIC = "0"
"""The owner of the custom fields that users have defined (section 10)."""


class CustomValue(Aggregate):
    """The value of a custom field in a new line."""

    owner_id: Annotated[str, Element("OwnerID", Kind.GUID)]
    name: Annotated[str, Element("DataExtName", length=31)]
    value: Annotated[str, Element("DataExtValue")]


class LinkedLine(Aggregate):
    """The line of another transaction that a new line takes over. It names no item then (section 6)."""

    txn_id: Annotated[str, Element("TxnID", Kind.ID)]
    txn_line_id: Annotated[str, Element("TxnLineID", Kind.ID)]


class LineIdentity(Aggregate):
    """What a line of a Mod begins with: its TxnLineID, or `NEW_LINE`. Lines that a Mod does not list are deleted."""

    txn_line_id: Annotated[str, Element("TxnLineID", Kind.ID)]


class ListIdentity(Aggregate):
    """What a Mod of a list record begins with."""

    list_id: Annotated[str, Element("ListID", Kind.ID)]
    edit_sequence: Annotated[str, Element("EditSequence", length=16)]


class TxnIdentity(Aggregate):
    """What a Mod of a transaction begins with."""

    txn_id: Annotated[str, Element("TxnID", Kind.ID)]
    edit_sequence: Annotated[str, Element("EditSequence", length=16)]


NEW_LINE = "-1"
"""The TxnLineID of a line that a Mod adds."""


class ActiveStatus(StrEnum):
    """Which list records a query returns; without it QuickBooks hides the inactive ones."""

    ACTIVE_ONLY = "ActiveOnly"
    INACTIVE_ONLY = "InactiveOnly"
    ALL = "All"


# Spelled once, since they stand in most messages. The aliases are annotations, not fields.
Flag = bool | None
Text = str | None
Day = date | None
Number = Decimal | None
Guid = Annotated[str | None, Element("ExternalGUID", Kind.GUID)]
IsActive = Annotated[bool | None, Element("IsActive", Kind.BOOL)]
RetElements = Annotated[tuple[str, ...], Element("IncludeRetElement", length=50)]
OwnerIds = Annotated[tuple[str, ...], Element("OwnerID", Kind.GUID)]
