"""Looking up whether QuickBooks has a document already: by ExternalGUID, since a number is no identity.

No query filters by ExternalGUID (qbXML reference, section 5), so the question is asked by number or name and by the
window of what was modified since before the set was built, and the answers are compared by their GUID.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange.answer import Answer, Keeps
from allorders_quickbooks.exchange.batch import FENCE_ID, Planned
from allorders_quickbooks.mapping.internal import is_only_named
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases import pull
from allorders_quickbooks.phases.binding import bound, bound_unsure, finished, settled
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.codes import Next, judge_status
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Reply, Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, SetState, WallTime

_LISTS = {
    "Account": "accounts",
    "Terms": "terms",
    "SalesRep": "sales reps",
    "SalesTaxCode": "sales tax codes",
    "ItemSalesTax": "sales tax items",
    "Currency": "currencies",
    "InventorySite": "inventory sites",
}
_SINCE = "since "
_OVERLAP = timedelta(hours=2)  # at the autumn change an hour comes twice (qbXML reference, section 9.3)


def questions(adds: Iterable[Request], wall: str) -> Iterator[Planned]:
    """Queries that would show any of these Adds. `wall` is QuickBooks' wall clock before the first was sent."""
    by_type: dict[str, list[Request]] = {}
    for request in adds:
        by_type.setdefault(request.qb_type, []).append(request)
    for qb_type, requests in by_type.items():
        if OBJECTS[qb_type].is_list:
            names = [request.name for request in requests]
            asked = "Item" if qb_type.startswith("Item") else qb_type  # items of all types share their names
            yield _query(f"named {qb_type}", qb_type, queries.by_name(asked, names))
            continue
        if wall:
            since = WallTime.parse(wall).back(_OVERLAP)
            yield _query(f"{_SINCE}{qb_type}", qb_type, queries.modified_since(qb_type, since, lines=True))
        numbers = sorted({request.number for request in requests if request.number})
        if numbers:
            yield _query(f"number {qb_type}", qb_type, queries.by_numbers(qb_type, numbers, lines=True))


def keeps(asked: Iterable[Request]) -> Keeps:
    """What is of use among everything that was modified since: the documents themselves. There may be thousands."""
    guids = {request.guid for request in asked if request.guid}

    def is_of_use(reply: Reply) -> bool:
        is_sifted = (reply.status.request_id or "").startswith(_SINCE)
        return not is_sifted or (reply.ret is not None and objects.guid(reply.ret) in guids)

    return is_of_use


def _query(name: str, qb_type: str, message: Message) -> Planned:
    return Planned(Request(name, Action.QUERY, qb_type), message)


def unanswered(asked: MessageSet, answer: Answer) -> Settled | None:
    """Where a question of that set was refused or passed over, nothing follows from what was not found: the set is
    closed, the run ends, and the next one asks again. None where every question was answered."""
    for request in asked.requests:
        if request.action is Action.QUERY and request.id != FENCE_ID and not has_run(answer, request.id):
            reply = answer.first(request.id)
            said = f" It says: {reply.status.message}" if reply is not None and reply.status.message else ""
            sentence = f"QuickBooks could not answer a question; it is asked again.{said}"
            return Settled(SetState.CLOSED.value, end_run=sentence, reason=Reason.BUSY)
    return None


def has_run(answer: Answer, request_id: str) -> bool:
    """Whether that query was carried out, whatever it found."""
    reply = answer.first(request_id)
    return reply is not None and judge_status(reply.status.code).next in (Next.DONE, Next.EMPTY)


@dataclass(frozen=True)
class Found:
    """Every object in an answer, once, by its id."""

    objects: dict[tuple[str, str], Ret]

    @classmethod
    def in_answer(cls, answer: Answer) -> Found:
        known: dict[tuple[str, str], Ret] = {}
        for request_id, replies in answer.replies.items():
            if request_id != FENCE_ID:
                known |= {_identity(reply.ret): reply.ret for reply in replies if reply.ret is not None}
        return cls(known)

    def with_guid(self, guid: str) -> list[Ret]:
        return [ret for ret in self.objects.values() if objects.guid(ret) == guid]

    def with_id(self, qb_id: str, qb_type: str) -> Ret | None:
        kind = OBJECTS[qb_type]
        known = (self.objects.get((tag, qb_id)) for tag in kind.rets or (kind.ret,))
        return next((ret for ret in known if ret is not None), None)

    def named(self, name: str, qb_type: str) -> Ret | None:
        """Another record of that name: the reason for a refused Add of ours."""
        wanted, space = name.strip().casefold(), "Item" if qb_type.startswith("Item") else OBJECTS[qb_type].ret
        same = (ret for (tag, _), ret in self.objects.items() if tag.startswith(space))
        return next((ret for ret in same if ret.value("Name").strip().casefold() == wanted), None)

    def entry(self, name: str, qb_type: str) -> Ret | None:
        """The entry of a simple list that has that name, or that path."""
        kind, wanted = OBJECTS[qb_type], name.strip().casefold()
        same = (ret for (tag, _), ret in self.objects.items() if tag in (kind.rets or (kind.ret,)))
        return next((ret for ret in same if _path(ret, kind.number_tag).casefold() == wanted), None)


def _path(ret: Ret, number_tag: str) -> str:
    return (ret.value("FullName") or ret.value(number_tag)).strip()


def _identity(ret: Ret) -> tuple[str, str]:
    return ret.tag, ret.value("TxnID") or ret.value("ListID")


@dataclass(frozen=True)
class Said:
    """A request that was sent, and what its message said."""

    request: Request
    ret: Ret


def settle_add(
    request: Request, found: Found, sent: Ret | None, earlier: Sequence[Said] = (), *, not_found: effects.Effect
) -> list[effects.Effect]:
    """What became of an Add that nobody answered for. One live object: it is ours, with what it really holds. It may
    be what an `earlier` Add of the same document said, which came late; the newest content is then still to be sent.
    """
    if request.ref is None:
        return []
    if OBJECTS[request.qb_type].goes_by_name:
        return settle_entry(request, found, not_found=not_found)
    ours = found.with_guid(request.guid)
    live = [ret for ret in ours if not objects.is_voided(ret)]
    if len(live) > 1:
        numbers = ", ".join(ret.value(OBJECTS[request.qb_type].id_tag) for ret in live)
        return [effects.Review(request.ref, Reason.AMBIGUOUS, f"QuickBooks ids {numbers}")]
    if live:
        return _adopt(request, live[0], sent, earlier)
    if ours:
        return [effects.Review(request.ref, Reason.VOIDED, "it was voided before its answer arrived")]
    holder = found.named(request.name, request.qb_type) if request.name else None
    if holder is not None:
        # A person is asked which of the two is meant, and is shown what has the name.
        seen = effects.Pulled((replace(pull.record(holder), pending=True),))
        return [seen, effects.Held(request.ref, Reason.NAME_CONFLICT, f"'{request.name}' is {holder.value('ListID')}")]
    return [not_found]


def _adopt(request: Request, ret: Ret, sent: Ret | None, earlier: Sequence[Said]) -> list[effects.Effect]:
    differing = objects.differences(sent, ret) if sent is not None else frozenset()
    late = next((said.request for said in earlier if differing and not objects.differences(said.ret, ret)), None)
    if late is not None:
        detail = f"it holds version {late.revision}, not {request.revision}"
        return [*settled(late, ret, bound(late, ret)), effects.Note("came late", request.ref, detail)]
    binding = bound_unsure(request, ret, differing) if differing else bound(request, ret)
    if differing:
        detail = f"edited in QuickBooks before its answer arrived: {', '.join(sorted(differing))}"
        note = effects.Note("edited there", request.ref, detail)
        return [effects.Bind(replace(binding, flag="edited")), *finished(request), note]
    return settled(request, ret, binding)


def settle_entry(request: Request, found: Found, *, not_found: effects.Effect) -> list[effects.Effect]:
    """Whether QuickBooks has the entry of a simple list, whoever has made it. Names are unique in their list, so the
    entry of that name is the one that is meant; an inactive one takes up the name and can be put on nothing."""
    if request.ref is None:
        return []
    kind, ret = OBJECTS[request.qb_type], found.entry(request.name, request.qb_type)
    if ret is None and (kind.only_read or is_only_named(request.ref)):
        detail = f"QuickBooks has no “{request.name}” among its {_LISTS[kind.name]}. Add it there."
        return [effects.Held(request.ref, Reason.CONFIGURATION, detail, this_run=True)]
    if ret is None:
        return [not_found]
    if ret.value("IsActive") == "false":
        detail = f"“{request.name}” is inactive in QuickBooks. Make it active there."
        return [effects.Held(request.ref, Reason.NAME_CONFLICT, detail, this_run=True)]
    binding = bound(request, ret)
    return [effects.Bind(binding), effects.Done(binding.ref, request.revision)]
