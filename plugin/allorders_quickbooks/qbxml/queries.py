"""The questions and the small writes that the protocol itself needs, each made into a message.

Object names are those of `objects` ("Invoice", "Customer"), and "Item" for items of every type.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import ActiveStatus, Message
from allorders_quickbooks.qbxml.messages.deletion import (
    DeletedDateRange,
    ListDel,
    ListDeletedQuery,
    TxnDel,
    TxnDeletedQuery,
    TxnVoid,
)
from allorders_quickbooks.qbxml.messages.entities import OtherNameAdd, OtherNameMod
from allorders_quickbooks.qbxml.messages.lists import IteratedListQuery, Iterator, NameRange, SimpleListQuery
from allorders_quickbooks.qbxml.messages.sales import InvoiceQuery
from allorders_quickbooks.qbxml.messages.simple_lists import InventorySiteQuery
from allorders_quickbooks.qbxml.messages.transactions import (
    LinkedTxnQuery,
    ModifiedDateRange,
    TxnDateRange,
    TxnSelection,
)
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Reply, Ret
from allorders_quickbooks.terms import WallTime


def by_ids(object_name: str, ids: Iterable[str], *, lines: bool, links: bool = False) -> Message:
    """Objects by ListID or TxnID, inactive and voided ones too. With `links` an invoice, bill or item receipt names
    what it was made of. Missing ones: status 500, or 1 where all are."""
    query = _query(object_name)
    if issubclass(query, TxnSelection):
        linked = {"include_linked_txns": True} if links and issubclass(query, LinkedTxnQuery) else {}
        return query(txn_id=tuple(ids), **_asked(query, lines), **linked)
    return query(list_id=tuple(ids))


def figures(object_name: str, ids: Iterable[str], only: Sequence[str]) -> Message:
    """List records by ListID, inactive ones too, of each no more than those elements."""
    query = _query(object_name)
    if not issubclass(query, SimpleListQuery):
        raise ValueError(f"{object_name} is not such a list")
    return query(list_id=tuple(ids), include_ret_element=tuple(only))


def by_numbers(object_name: str, numbers: Iterable[str], *, lines: bool) -> Message:
    """Transactions by RefNumber, without regard to case; a number may belong to several."""
    query = _query(object_name)
    if not issubclass(query, TxnSelection):
        raise ValueError(f"{object_name} has no number")
    return query(ref_number=tuple(numbers), **_asked(query, lines))


def by_name(object_name: str, names: Iterable[str]) -> Message:
    """List records by FullName, without regard to case, inactive ones too."""
    query = _query(object_name)
    if issubclass(query, TxnSelection):
        raise ValueError(f"{object_name} has no name")
    return query(full_name=tuple(names))


def modified_since(object_name: str, wall: WallTime, *, lines: bool, only: Sequence[str] = ()) -> Message:
    """Objects changed in that second or later, by QuickBooks' own clock; deletions never show here.

    `only` limits what comes back of each to those elements. Balances count as changes of a list record.
    """
    query = _query(object_name)
    if issubclass(query, TxnSelection):
        changed = ModifiedDateRange(from_modified_date=str(wall))
        asked: dict[str, Any] = {"include_ret_element": tuple(only), **_asked(query, lines)}
        return query(modified=changed, **asked)
    return query(active_status=ActiveStatus.ALL, from_modified_date=str(wall), include_ret_element=tuple(only))


def list_page(
    object_name: str, since: WallTime | None, most: int, after: str = "", only: Sequence[str] = ()
) -> Message:
    """A page of at most `most` records of a list, inactive ones too: of all, or of those changed since. `after` is the
    iterator that the page before has named, or, for a list that has none, the last name of that page, which then comes
    once more. No limit where `most` is 0. `only` limits what comes back of each to those elements."""
    query = _query(object_name)
    if not issubclass(query, SimpleListQuery):
        raise ValueError(f"{object_name} is not such a list")
    asked: dict[str, Any] = {
        "max_returned": most or None,
        "active_status": ActiveStatus.ALL,
        "from_modified_date": None if since is None else str(since),
        "include_ret_element": tuple(only),
    }
    if issubclass(query, IteratedListQuery):
        return query(**asked, iterator=Iterator.CONTINUE if after else Iterator.START, iterator_id=after or None)
    return query(**asked, name_range=NameRange(from_name=after) if after else None)


def any_of(object_name: str) -> Message:
    """One record of a list, active or not, or one transaction of a type: whether there is any at all."""
    query = _query(object_name)
    if issubclass(query, SimpleListQuery):
        return query(max_returned=1, active_status=ActiveStatus.ALL)
    if issubclass(query, TxnSelection):
        return query(max_returned=1)
    raise ValueError(f"{object_name} cannot be asked for one")


def invoices_page(since: date, most: int, after: str, only: Sequence[str]) -> Message:
    """A page of at most `most` invoices of that day or later, of each those elements; `after` is the iterator that the
    page before has named."""
    iterator = Iterator.CONTINUE if after else Iterator.START
    asked: dict[str, Any] = {"dated": TxnDateRange(from_txn_date=since), "include_ret_element": tuple(only)}
    return InvoiceQuery(max_returned=most, iterator=iterator, iterator_id=after or None, **asked)


REMEMBERED = timedelta(days=89)
"""For how long a deletion is surely told: QuickBooks itself says 90 days (qbXML reference, section 9.4)."""


def records_deleted_since(types: Sequence[str], wall: WallTime | None) -> Message:
    """List records deleted in that second or later, every type named; QuickBooks remembers 90 days."""
    since = None if wall is None else DeletedDateRange(from_deleted_date=str(wall))
    return ListDeletedQuery(list_del_type=tuple(types), deleted=since)


def txns_deleted_since(types: Sequence[str], wall: WallTime) -> Message:
    """Transactions deleted in that second or later, every type named; QuickBooks remembers 90 days."""
    return TxnDeletedQuery(txn_del_type=tuple(types), deleted=DeletedDateRange(from_deleted_date=str(wall)))


_FACTS = ("Host", "Company", "CompanyActivity", "Preferences")


def facts() -> list[tuple[str, Message]]:
    """What a run asks first, with request ids of its own ("facts-Host"); see `read_facts`."""
    return [(f"facts-{name}", message_class(f"{name}Query")()) for name in _FACTS]


def company() -> Message:
    """Which company is open: the only identity of a file that holds no record of ours."""
    return message_class("CompanyQuery")()


@dataclass(frozen=True)
class ReadFacts:
    """Facts as QuickBooks gave them; an empty value is one that it did not give.

    `versions` are the qbXML versions on offer; `restored_at` is a text of QuickBooks' own clock, which only
    ever matters by being another one than last time. No answer names the company file: the processor knows it.
    """

    product: str = ""
    versions: tuple[str, ...] = ()
    file_mode: str = ""
    company_name: str = ""
    restored_at: str = ""
    closing_date: date | None = None
    sales_tax: bool = False
    multi_currency: bool = False


def read_facts(replies: Iterable[Reply]) -> ReadFacts:
    """Put together the replies to `facts`, in any order and among others."""
    found = {reply.ret.tag: reply.ret for reply in replies if reply.ret is not None}
    host, preferences, company, activity = (
        found.get(tag, Ret(tag)) for tag in ("HostRet", "PreferencesRet", "CompanyRet", "CompanyActivityRet")
    )
    return ReadFacts(
        product=host.value("ProductName"),
        versions=tuple(version.text.strip() for version in host.all("SupportedQBXMLVersion")),
        file_mode=host.value("QBFileMode"),
        company_name=company.value("CompanyName"),
        restored_at=activity.value("LastRestoreTime"),
        closing_date=_day(preferences.value("AccountingPreferences/ClosingDate")),
        sales_tax=preferences.find("SalesTaxPreferences") is not None,
        multi_currency=preferences.value("MultiCurrencyPreferences/IsMultiCurrencyOn") == "true",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def fence_add(name: str, guid: str) -> Message:
    """Make the fence record: an inactive other name that nothing else ever touches (exactly-once)."""
    return OtherNameAdd(name=name, is_active=False, external_guid=guid)


def fence_mod(list_id: str, edit_sequence: str, mark: str) -> Message:
    """Move the fence: it succeeds only from the value that is known, and keeps the mark of the set that did it."""
    return OtherNameMod(list_id=list_id, edit_sequence=edit_sequence, company_name=mark)


def fence_read(list_id: str) -> Message:
    """The fence as it stands."""
    return by_ids("OtherName", [list_id], lines=False)


def void(object_name: str, txn_id: str) -> Message:
    """Void a transaction; ValueError where QuickBooks cannot void that type."""
    if not OBJECTS[object_name].voidable:
        raise ValueError(f"{object_name} cannot be voided")
    return TxnVoid(txn_void_type=object_name, txn_id=txn_id)


def delete(object_name: str, qb_id: str) -> Message:
    """Delete a transaction or a list record; what is gone already is answered 3120. ValueError for a list that is
    only read."""
    if OBJECTS[object_name].only_read:
        raise ValueError(f"{object_name} is only read")
    if OBJECTS[object_name].is_list:
        return ListDel(list_del_type=object_name, list_id=qb_id)
    return TxnDel(txn_del_type=object_name, txn_id=qb_id)


def _query(object_name: str) -> type[SimpleListQuery] | type[InventorySiteQuery] | type[TxnSelection]:
    query = message_class(f"{object_name}Query")
    if not issubclass(query, SimpleListQuery | InventorySiteQuery | TxnSelection):
        raise ValueError(f"{object_name} is not a list and not a transaction")
    return query


def _asked(query: type[TxnSelection], lines: bool) -> dict[str, bool]:
    """Lines are asked for or not mentioned: without the element there are none, and builds have none to ask for."""
    return {"include_line_items": True} if lines and "include_line_items" in query.model_fields else {}
