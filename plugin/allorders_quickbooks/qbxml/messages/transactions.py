"""What is asked of transactions: by id or by number, or those changed since a moment."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    Aggregate,
    Element,
    Flag,
    Kind,
    Message,
    OwnerIds,
    RetElements,
    Text,
)


class ModifiedDateRange(Aggregate):
    """Both ends included, in whole seconds of QuickBooks' own wall clock (qbXML reference, section 9.3)."""

    from_modified_date: Annotated[Text, Element("FromModifiedDate", Kind.DATETIME)] = None
    to_modified_date: Annotated[Text, Element("ToModifiedDate", Kind.DATETIME)] = None


class TxnDateRange(Aggregate):
    from_txn_date: Annotated[date | None, Element("FromTxnDate", Kind.DATE)] = None
    to_txn_date: Annotated[date | None, Element("ToTxnDate", Kind.DATE)] = None


class TxnSelection(Message):
    """Either ids, or numbers, or one of the two date filters."""

    txn_id: Annotated[tuple[str, ...], Element("TxnID", Kind.ID)] = ()
    ref_number: Annotated[tuple[str, ...], Element("RefNumber")] = ()
    max_returned: Annotated[int | None, Element("MaxReturned", Kind.INT)] = None
    modified: Annotated[ModifiedDateRange | None, Element("ModifiedDateRangeFilter", Kind.AGGREGATE)] = None
    dated: Annotated[TxnDateRange | None, Element("TxnDateRangeFilter", Kind.AGGREGATE)] = None


class TxnQuery(TxnSelection):
    """Without `include_line_items` no line comes back."""

    include_line_items: Annotated[Flag, Element("IncludeLineItems", Kind.BOOL)] = None
    include_ret_element: RetElements = ()
    owner_id: OwnerIds = ()


class LinkedTxnQuery(TxnSelection):
    """The same of a transaction that can be made of another: without `include_linked_txns` no link comes back."""

    include_line_items: Annotated[Flag, Element("IncludeLineItems", Kind.BOOL)] = None
    include_linked_txns: Annotated[Flag, Element("IncludeLinkedTxns", Kind.BOOL)] = None
    include_ret_element: RetElements = ()
    owner_id: OwnerIds = ()
