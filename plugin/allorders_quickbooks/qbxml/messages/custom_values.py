"""Custom fields of a transaction or of one of its lines, written after it (qbXML reference, section 10).

An Add is for a field that has no value yet, a Mod for one that has, and only a Del can empty it."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import AddMessage, Aggregate, Element, Kind, Text


class _CustomField(Aggregate):
    owner_id: Annotated[str, Element("OwnerID", Kind.GUID)]
    name: Annotated[str, Element("DataExtName", length=31)]
    txn_type: Annotated[str, Element("TxnDataExtType", Kind.ENUM)]
    txn_id: Annotated[str, Element("TxnID", Kind.ID)]
    txn_line_id: Annotated[Text, Element("TxnLineID", Kind.ID)] = None


class DataExtAdd(_CustomField, AddMessage):
    value: Annotated[str, Element("DataExtValue")]


class DataExtMod(_CustomField, AddMessage):
    """It identifies its object by type and id, not by an EditSequence."""

    value: Annotated[str, Element("DataExtValue")]


class DataExtDel(_CustomField, AddMessage):
    pass
