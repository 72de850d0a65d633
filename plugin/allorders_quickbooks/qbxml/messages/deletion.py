"""Voiding, deleting, and asking what has been deleted (the last 90 days)."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import Aggregate, Element, Kind, Message, Text


class TxnVoid(Message):
    txn_void_type: Annotated[str, Element("TxnVoidType", Kind.ENUM)]
    txn_id: Annotated[str, Element("TxnID", Kind.ID)]


class TxnDel(Message):
    txn_del_type: Annotated[str, Element("TxnDelType", Kind.ENUM)]
    txn_id: Annotated[str, Element("TxnID", Kind.ID)]


class ListDel(Message):
    """Of a record that is in use it is refused (3160), or in multi-user mode it only makes it inactive."""

    list_del_type: Annotated[str, Element("ListDelType", Kind.ENUM)]
    list_id: Annotated[str, Element("ListID", Kind.ID)]


class DeletedDateRange(Aggregate):
    from_deleted_date: Annotated[Text, Element("FromDeletedDate", Kind.DATETIME)] = None
    to_deleted_date: Annotated[Text, Element("ToDeletedDate", Kind.DATETIME)] = None


class TxnDeletedQuery(Message):
    txn_del_type: Annotated[tuple[str, ...], Element("TxnDelType", Kind.ENUM)]
    deleted: Annotated[DeletedDateRange | None, Element("DeletedDateRangeFilter", Kind.AGGREGATE)] = None


class ListDeletedQuery(Message):
    list_del_type: Annotated[tuple[str, ...], Element("ListDelType", Kind.ENUM)]
    deleted: Annotated[DeletedDateRange | None, Element("DeletedDateRangeFilter", Kind.AGGREGATE)] = None
