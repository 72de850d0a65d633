"""Reading the lists of QuickBooks: what to ask next, and how far an answer brings each of them. Pure.

All lists that have more to give are asked in one set, a page each: by iterator where the query has one, by name where
it has none (qbXML reference, section 9.2). A reading in the usual way asks for what was modified since the last one,
by QuickBooks' own wall clock and with an overlap, for that clock goes back an hour once a year. Once our own clock says
that those hours are over, nothing can come to be dated before the watermark any more, and the overlap is left out: an
import of a hundred thousand records is not read in every run for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import FoundInvoice
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import Batch, Phase, Planned
from allorders_quickbooks.listed import DELETED, INVOICES, Asked, ListRecord, Position, Step
from allorders_quickbooks.mapping import taken
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.preferences import ItemSync, SyncPreferences
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.codes import Next, judge_status
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Reply, Ret
from allorders_quickbooks.terms import Action, WallTime

PAGE = 250
OVERLAP = timedelta(hours=2)
_OVER = OVERLAP + timedelta(hours=1)  # at the autumn change an hour comes twice (qbXML reference, section 9.3)
ITERATED = ("Customer", "Vendor", "Item")
_PAGED_BY_NAME = ("Account", "Class", "Terms", "SalesRep", "SalesTaxCode", "ShipMethod", "PaymentMethod",
                  "CustomerType", "VendorType", "Currency", "Employee", "OtherName")  # fmt: skip
_NAMES_ALONE = ("Employee", "OtherName")
"""Lists of which nothing is taken over: they share their names with customers and vendors. Nothing else of a person who
works there is any business of ours, so nothing else is asked for."""

_OF_NAMES = ("ListID", "TimeModified", "EditSequence", "Name", "IsActive")
LISTS = (*ITERATED, *_PAGED_BY_NAME)
_ITEMS = ("ItemInventory", "ItemInventoryAssembly", "ItemNonInventory", "ItemService", "ItemOtherCharge",
          "ItemDiscount")  # fmt: skip
_DELETED_AS = {"Item": _ITEMS, "Terms": ("StandardTerms", "DateDrivenTerms")}
_OF_INVOICES = ("TxnID", "TimeModified", "RefNumber", "CustomerRef", "TxnDate", "Subtotal", "SalesTaxTotal", "Memo")
_LIST, _IDS = "list ", "ids "


@dataclass(frozen=True)
class Gone:
    """A record that was deleted from its list, or merged into another of it: QuickBooks tells the two apart nowhere."""

    listed: str
    qb_id: str
    full_name: str
    at: str


def lists_of(preferences: SyncPreferences, facts: CompanyFacts) -> tuple[str, ...]:
    """The lists that this company file has, and that synchronize."""
    left_out = {
        "Item": preferences.items is ItemSync.PROXY_ITEM,
        "Currency": not facts.multi_currency,
        "SalesTaxCode": not facts.sales_tax,
    }
    return tuple(listed for listed in LISTS if not left_out.get(listed))


def types_of(listed: str) -> tuple[str, ...]:
    """The types of object that a list holds, by the names of `objects`."""
    return _ITEMS if listed == "Item" else (listed,)


def list_of(qb_type: str) -> str:
    """The list that objects of that type are in."""
    return "Item" if qb_type.startswith("Item") else "Terms" if qb_type.endswith("Terms") else qb_type


def begin(known: Position, run: int, now: datetime) -> Position:
    """A reading of that list in that run: of all, where it was never read, too long ago, or somebody asked for it; and
    of no less than one that was broken off was to be of. With it begins what was asked for: who asks now asks for the
    next one."""
    if known.listed == INVOICES:
        since = known.asked_from or known.since
        again = replace(known, run=run, step=Step.READING, cursor="", left=0, high="", since=since)
        return replace(again, asked=Asked.NO, asked_from="")
    broken = known.step is Step.READING
    long_ago = known.read_at is not None and now - known.read_at > queries.REMEMBERED
    anew = not known.seen_to or long_ago or known.asked is Asked.ALL or (broken and known.is_full)
    is_full = known.listed != DELETED and anew
    bounds = [_since(known), *filter(None, (known.asked_from, known.since if broken else ""))]
    return replace(
        known,
        run=run,
        step=Step.READING,
        cursor="",
        left=0,
        is_whole=False,
        is_full=is_full,
        is_thorough=is_full or bool(known.asked_from) or (broken and known.is_thorough),
        since="" if is_full else min(bounds),
        high="",
        asked=Asked.NO,
        asked_from="",
    )


def _since(known: Position) -> str:
    if not known.seen_to:
        return ""
    seen = WallTime.parse(known.seen_to)
    return str(WallTime(seen.at + timedelta(seconds=1)) if known.is_passed else seen.back(OVERLAP))


def plan(reading: Sequence[Position]) -> Batch | None:
    """The next page of each of these lists; None where there is none to read."""
    planned = [_query(position) for position in reading if position.step is Step.READING]
    return Batch(Phase.PULL, tuple(planned)) if planned else None


def _query(position: Position) -> Planned:
    listed, since = position.listed, WallTime.parse(position.since) if position.since else None
    if listed == INVOICES:
        message = queries.invoices_page(date.fromisoformat(position.since), PAGE, position.cursor, _OF_INVOICES)
    elif listed == DELETED:
        message = queries.records_deleted_since(deleted_types(), since)
    else:
        only = _OF_NAMES if listed in _NAMES_ALONE else ()
        message = queries.list_page(listed, since, 0 if position.is_whole else PAGE, position.cursor, only)
    return Planned(Request(_LIST + listed, Action.QUERY, listed), message)


def deleted_types() -> tuple[str, ...]:
    """The types of which deletions are asked for, all in one question."""
    return tuple(each for listed in LISTS for each in _DELETED_AS.get(listed, (listed,)))


def plan_ids(wanted: Iterable[tuple[str, str]], phase: Phase) -> Batch | None:
    """Read these records (list and id) whatever has happened to them; None where there are none."""
    by_list: dict[str, list[str]] = {}
    for listed, qb_id in wanted:
        by_list.setdefault(listed, []).append(qb_id)
    planned = tuple(
        Planned(Request(_IDS + listed, Action.QUERY, listed), queries.by_ids(listed, ids, lines=False))
        for listed, ids in by_list.items()
    )
    return Batch(phase, planned) if planned else None


def is_of(position: Position, request: Request) -> bool:
    """Whether that request has asked for a page of that list."""
    return request.id == _LIST + position.listed


def rets(answer: Answer, request: Request) -> list[Ret]:
    """The objects that a request has brought."""
    return [reply.ret for reply in answer.replies.get(request.id, ()) if reply.ret is not None]


def advance(position: Position, answer: Answer, request: Request, now: datetime) -> Position:
    """Where the list stands after that page. A question that was passed over is asked again; one that was refused is
    left for the next run, and an iterator that QuickBooks has forgotten begins anew."""
    reply = answer.first(request.id)
    judged = judge_status(reply.status.code, reply.status.message) if reply is not None else None
    if reply is None or judged is None or judged.next is Next.SKIPPED:
        return position
    if judged.next not in (Next.DONE, Next.EMPTY):
        return replace(position, step=Step.READING if position.cursor else Step.SKIPPED, cursor="", left=0)
    found = rets(answer, request)
    walls = [wall for wall in map(_modified, found) if wall]
    met = replace(position, high=max([position.high, *walls]))
    if position.listed == DELETED:
        return _finished(replace(met, high=max(met.high, answer.wall_seen)), now)
    if position.listed in (*ITERATED, INVOICES):
        return _iterated(met, reply, now)
    return _by_name(met, [taken.full_name(ret) for ret in found], now)


def _iterated(position: Position, reply: Reply, now: datetime) -> Position:
    """A page that was asked for twice has moved the iterator twice: what it skipped is missed, so all begins anew."""
    left = int(reply.status.attributes.get("iteratorRemainingCount") or 0)
    if position.cursor and left != max(0, position.left - PAGE):
        return replace(position, cursor="", left=0)
    name = reply.status.attributes.get("iteratorID", "")
    return replace(position, cursor=name, left=left) if left and name else _finished(position, now)


def _by_name(position: Position, names: Sequence[str], now: datetime) -> Position:
    """The last name of a page begins the next one; a list that has another order is read at once."""
    if position.is_whole or len(names) < PAGE:
        return _finished(position, now)
    folded = [name.casefold() for name in names]
    in_order = folded == sorted(folded) and names[-1] != position.cursor
    return replace(position, cursor=names[-1] if in_order else "", is_whole=not in_order)


def _finished(position: Position, now: datetime) -> Position:
    seen_to = max(position.high, position.seen_to)
    rises = seen_to > position.seen_to
    over = position.risen_at is not None and now - position.risen_at >= _OVER
    return replace(
        position,
        step=Step.DONE,
        cursor="",
        left=0,
        seen_to=seen_to,
        risen_at=now if rises else position.risen_at,
        is_passed=not rises and (position.is_passed or over) and position.listed != DELETED,
        read_at=now,
    )


def record(ret: Ret) -> ListRecord:
    """What is kept of a list record."""
    kind = objects.object_type(ret)
    qb_type = kind.name if kind is not None else ret.tag.removesuffix("Ret")
    return ListRecord(
        listed=list_of(qb_type),
        qb_id=ret.value("ListID"),
        qb_type=qb_type,
        name=ret.value("Name") or ret.value("Initial"),
        full_name=taken.full_name(ret),
        edit_sequence=ret.value("EditSequence"),
        modified=_modified(ret),
        active=ret.value("IsActive") != "false",
        account_number=ret.value("AccountNumber"),
        email=ret.value("Email"),
        phone=ret.value("Phone"),
        part_number=ret.value("ManufacturerPartNumber"),
        parent=ret.value("ParentRef/ListID"),
        digest=digest(objects.contents(ret)),
    )


def invoices(answer: Answer, requests: Iterable[Request]) -> Iterator[FoundInvoice]:
    """The invoices among an answer that have not been voided."""
    for request in requests:
        for ret in rets(answer, request) if request.id == _LIST + INVOICES else ():
            total = OBJECTS[INVOICES].total(ret)
            if total is not None and not objects.is_voided(ret):
                customer, day = ret.value("CustomerRef/FullName"), date.fromisoformat(ret.value("TxnDate"))
                found = (ret.value("TxnID"), ret.value("RefNumber"), ret.value("CustomerRef/ListID"))
                yield FoundInvoice(*found, customer, day, total)


def digest(contents: Mapping[str, str]) -> str:
    """A fingerprint of what a person can edit of an object: the EditSequence has the grain of a second."""
    text = json.dumps(sorted(contents.items()), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def gone(answer: Answer, requests: Iterable[Request]) -> Iterator[Gone]:
    """What the answer lists as deleted."""
    for request in requests:
        for ret in rets(answer, request) if request.id == _LIST + DELETED else ():
            at = str(WallTime.parse(ret.value("TimeDeleted"))) if ret.value("TimeDeleted") else ""
            yield Gone(list_of(ret.value("ListDelType")), ret.value("ListID"), ret.value("FullName"), at)


def _modified(ret: Ret) -> str:
    text = ret.value("TimeModified")
    return str(WallTime.parse(text)) if text else ""
