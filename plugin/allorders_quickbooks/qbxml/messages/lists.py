"""What is asked of a list: its records by id or by name, or those changed since a moment."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    ActiveStatus,
    Element,
    Kind,
    Message,
    OwnerIds,
    RetElements,
    Text,
)


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
    include_ret_element: RetElements = ()


class ListQuery(SimpleListQuery):
    """The same of a list whose records may carry custom fields."""

    owner_id: OwnerIds = ()
