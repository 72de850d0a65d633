"""Stock that moves from one inventory site to another: a transaction that exists since qbXML 10.0."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Day,
    Element,
    Flag,
    Kind,
    LineIdentity,
    ModMessage,
    Number,
    Ref,
    Text,
)
from allorders_quickbooks.qbxml.messages.transactions import ModifiedDateRange, TxnDateRange, TxnSelection

_REF = Kind.AGGREGATE
_SINCE = "10.0"


class TransferLine(Aggregate):
    item_ref: elements.ItemRef = None
    quantity_to_transfer: Annotated[Number, Element("QuantityToTransfer", Kind.QUAN)] = None
    serial_number: elements.SerialNumber = None
    lot_number: elements.LotNumber = None


class TransferLineChange(TransferLine, LineIdentity):
    pass


class _TransferFields(Aggregate):
    txn_date: Annotated[Day, Element("TxnDate", Kind.DATE, since=_SINCE)] = None
    ref_number: Annotated[Text, Element("RefNumber", length=11, since=_SINCE)] = None
    from_inventory_site_ref: Annotated[Ref, Element("FromInventorySiteRef", _REF, 31, _SINCE)]
    to_inventory_site_ref: Annotated[Ref, Element("ToInventorySiteRef", _REF, 31, _SINCE)]
    memo: Annotated[Text, Element("Memo", length=4095, since=_SINCE)] = None


class TransferInventoryAdd(_TransferFields, AddMessage):
    external_guid: Annotated[Text, Element("ExternalGUID", Kind.GUID, since=_SINCE)] = None
    lines: Annotated[tuple[TransferLine, ...], Element("TransferInventoryLineAdd", _REF, since=_SINCE)] = ()


class _TransferIdentity(Aggregate):
    txn_id: Annotated[str, Element("TxnID", Kind.ID, since=_SINCE)]
    edit_sequence: Annotated[str, Element("EditSequence", length=16, since=_SINCE)]


class TransferInventoryMod(_TransferFields, _TransferIdentity, ModMessage):
    lines: Annotated[tuple[TransferLineChange, ...], Element("TransferInventoryLineMod", _REF, since=_SINCE)] = ()


class TransferInventoryQuery(TxnSelection):
    txn_id: Annotated[tuple[str, ...], Element("TxnID", Kind.ID, since=_SINCE)] = ()
    ref_number: Annotated[tuple[str, ...], Element("RefNumber", since=_SINCE)] = ()
    max_returned: Annotated[int | None, Element("MaxReturned", Kind.INT, since=_SINCE)] = None
    modified: Annotated[ModifiedDateRange | None, Element("ModifiedDateRangeFilter", _REF, since=_SINCE)] = None
    dated: Annotated[TxnDateRange | None, Element("TxnDateRangeFilter", _REF, since=_SINCE)] = None
    include_line_items: Annotated[Flag, Element("IncludeLineItems", Kind.BOOL, since=_SINCE)] = None
    include_ret_element: Annotated[tuple[str, ...], Element("IncludeRetElement", since=_SINCE)] = ()
