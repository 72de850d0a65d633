"""What the company file says of itself: the program, the company, its preferences, accounts, custom fields."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import Element, Kind, Message, OwnerIds, RetElements
from allorders_quickbooks.qbxml.messages.lists import ListQuery, SimpleListQuery


class HostQuery(Message):
    include_ret_element: RetElements = ()


class CompanyQuery(Message):
    include_ret_element: RetElements = ()
    owner_id: OwnerIds = ()


class CompanyActivityQuery(Message):
    include_ret_element: RetElements = ()


class PreferencesQuery(Message):
    include_ret_element: RetElements = ()


class UnitOfMeasureSetQuery(SimpleListQuery):
    pass


class AccountQuery(ListQuery):
    pass


class DataExtDefQuery(Message):
    """Which custom fields there are: by owner ("0": those that users define), or by the object they are on."""

    owner_id: OwnerIds = ()
    assign_to_object: Annotated[tuple[str, ...], Element("AssignToObject", Kind.ENUM)] = ()
