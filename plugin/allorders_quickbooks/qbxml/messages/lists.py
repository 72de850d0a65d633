"""What is asked of a list: its records by id or by name, or those changed since a moment."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    ActiveStatus,
    Aggregate,
    Attribute,
    Element,
    Kind,
    Message,
    OwnerIds,
    RetElements,
    Text,
)


class Iterator(StrEnum):
    """What a request does to an iterator: it lives as long as its session (qbXML reference, section 9.2)."""

    START = "Start"
    CONTINUE = "Continue"


class NameRange(Aggregate):
    """Names from that one on, without regard to case."""

    from_name: Annotated[Text, Element("FromName")] = None


class SimpleListQuery(Message):
    """Either ids, or names, or the filters; the rest says how much of each record comes back.

    Moments are QuickBooks' own wall clock as text, without an offset (qbXML reference, section 9.3).
    """

    list_id: Annotated[tuple[str, ...], Element("ListID", Kind.ID)] = ()
    full_name: Annotated[tuple[str, ...], Element("FullName")] = ()
    max_returned: Annotated[int | None, Element("MaxReturned", Kind.INT)] = None
    active_status: Annotated[ActiveStatus | None, Element("ActiveStatus", Kind.ENUM)] = None
    from_modified_date: Annotated[Text, Element("FromModifiedDate", Kind.DATETIME)] = None
    to_modified_date: Annotated[Text, Element("ToModifiedDate", Kind.DATETIME)] = None
    name_range: Annotated[NameRange | None, Element("NameRangeFilter", Kind.AGGREGATE)] = None
    include_ret_element: RetElements = ()


class ListQuery(SimpleListQuery):
    """The same of a list whose records may carry custom fields."""

    owner_id: OwnerIds = ()


class IteratedListQuery(ListQuery):
    """The same of a list that can be read in pages of `max_returned`, however long it is."""

    iterator: Annotated[Iterator | None, Attribute("iterator")] = None
    iterator_id: Annotated[Text, Attribute("iteratorID")] = None
