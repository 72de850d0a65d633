"""Comparing the stock of both sides: what to ask, why an item differs, and what remains unexplained. Pure.

QuickBooks' quantity of an item and the host's are the sums of what documents have moved. So each document that the
two hold differently explains a part of the difference: what QuickBooks was told, less what the host means. Whatever
no document explains is unexplained, and that alone is ever adjusted. Items are asked for by their id, some hundreds
at a time: no question depends on the one before it, so a session may break between any two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from allorders_hooks.documents import DocumentRef
from allorders_hooks.stock import OnHand

from allorders_quickbooks.effects import Cause, ItemStock
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID, Batch, Phase, Planned
from allorders_quickbooks.mapping import movements
from allorders_quickbooks.mapping.differences import Why
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases.audit import EDITED
from allorders_quickbooks.phases.lookup import Found
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, Decision, DocumentRow, Hold, RowState

ITEMS_A_SET = 1000
DOCUMENTS_A_SET = 200
_NOTHING = Decimal(0)
_FIGURES = ("ListID", "FullName", "QuantityOnHand", "AverageCost")
_UNKNOWN = (Reason.UNKNOWN, Reason.AMBIGUOUS)
_GONE = (Reason.GONE, Reason.VOIDED)


@dataclass(frozen=True)
class Case:
    """A document that the two sides may hold differently. `means`: what the host means it to move, by item. `told`:
    what QuickBooks has of it where that needs no question. `saved`: somebody has saved it since the run began."""

    row: DocumentRow
    binding: Binding | None
    means: Mapping[DocumentRef, Decimal]
    decision: Decision | None = None
    told: Mapping[DocumentRef, Decimal] | None = None
    own: bool = False
    saved: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether QuickBooks has to say what it has of it."""
        return self.binding is not None and self.told is None


def plan_items(items: Sequence[tuple[DocumentRef, str, str]]) -> Batch:
    """Ask for the quantities of these items (ref, id, type). The last of them stands for all: it is where the next page
    begins, and so many hundreds of requests would be stored for nothing."""
    by_type: dict[str, list[str]] = {}
    for _, qb_id, qb_type in items:
        by_type.setdefault(qb_type, []).append(qb_id)
    planned = tuple(_query(kind, queries.figures(kind, ids, _FIGURES)) for kind, ids in by_type.items())
    return Batch(Phase.RECONCILE, planned, asked=(Request("", Action.READ, "", items[-1][0]),))


def seen_items(items: Sequence[tuple[DocumentRef, str, str]], answer: Answer) -> Iterator[ItemStock]:
    """What QuickBooks has of the items that were asked for; one that is gone there is not seen."""
    rets = (reply.ret for name, said in answer.replies.items() for reply in said if name != FENCE_ID)
    found = {ret.value("ListID"): ret for ret in rets if ret is not None}
    for ref, qb_id, _ in items:
        if (ret := found.get(qb_id)) is not None:
            on_hand, cost = ret.decimal("QuantityOnHand"), ret.decimal("AverageCost")
            yield ItemStock(ref, qb_id, ret.value("FullName"), on_hand or _NOTHING, cost or _NOTHING)


def plan_documents(cases: Sequence[Case]) -> Batch | None:
    """Ask what QuickBooks has of these documents; None where it has none of them."""
    by_type: dict[str, list[str]] = {}
    for case in cases:
        if case.is_asked and case.binding is not None:
            by_type.setdefault(case.binding.qb_type, []).append(case.binding.qb_id)
    if not by_type:
        return None
    planned = tuple(_query(kind, queries.by_ids(kind, ids, lines=True)) for kind, ids in by_type.items())
    asked = tuple(Request("", Action.READ, "", case.row.ref) for case in cases)
    return Batch(Phase.RECONCILE, planned, asked=asked)


def causes(cases: Sequence[Case], found: Found, items: Mapping[str, DocumentRef]) -> Iterator[Cause]:
    """What each document explains. `items` are those that lines in QuickBooks name, by ListID."""
    for case in cases:
        told = _told(case, found, items)
        why, unsure = _why(case), case.saved or _is_unknown(case.row)
        for item in dict.fromkeys((*told, *case.means)):
            quantity = told.get(item, _NOTHING) - case.means.get(item, _NOTHING)
            if quantity or unsure:
                yield Cause(item, case.row.ref, case.row.number, why.value, quantity, unsure)


def item_ids(cases: Sequence[Case], found: Found) -> set[str]:
    """The items that these documents name in QuickBooks."""
    rets = (_ret(case, found) for case in cases if case.is_asked)
    return {list_id for ret in rets if ret is not None for list_id in movements.of_object(ret)}


def judge(item: ItemStock, here: OnHand | None, explanations: Sequence[Cause]) -> ItemStock:
    """The item with what explains its difference, and what does not.

    What remains of an item that a document in doubt touches is put down to that doubt: until it is settled nobody can
    tell the two apart, and nothing is adjusted. The same holds for a document that was saved while this went on.
    """
    if here is None:
        return replace(item, here=None, explained={}, unexplained=_NOTHING)
    explained: dict[str, Decimal] = {}
    for each in explanations:
        explained[each.why] = explained.get(each.why, _NOTHING) + each.quantity
    if here.unavailable:
        explained[Why.UNAVAILABLE.value] = here.unavailable
    rest = item.there - here.quantity - sum(explained.values(), _NOTHING)
    unsure = [each for each in explanations if each.unsure]
    if unsure and rest:
        in_doubt = any(each.why == Why.IN_DOUBT for each in unsure)
        why = Why.IN_DOUBT.value if in_doubt else Why.SAVED_MEANWHILE.value
        explained[why] = explained.get(why, _NOTHING) + rest
        rest = _NOTHING
    shown = {why: quantity for why, quantity in explained.items() if quantity}
    judged = replace(item, here=here.quantity, worth=here.value, explained=shown, unexplained=rest)
    return replace(judged, unsure=bool(unsure))


def _told(case: Case, found: Found, items: Mapping[str, DocumentRef]) -> Mapping[DocumentRef, Decimal]:
    if case.told is not None:
        return case.told
    ret = _ret(case, found)
    if ret is None or case.binding is None:
        return {}
    moved = {items[list_id]: quantity for list_id, quantity in movements.of_object(ret).items() if list_id in items}
    if case.binding.qb_type == "BuildAssembly" and moved:
        ((assembly, built),) = moved.items()
        return movements.of_build(case.means, assembly, built) or moved
    return moved


def _ret(case: Case, found: Found) -> Ret | None:
    return found.with_id(case.binding.qb_id, case.binding.qb_type) if case.binding is not None else None


def _why(case: Case) -> Why:
    row = case.row
    if row.state is RowState.REVIEW and row.reason in _GONE:
        return Why.GONE_THERE
    if case.binding is not None and case.binding.flag == EDITED:
        return Why.CHANGED_THERE
    if _is_unknown(row):
        return Why.IN_DOUBT
    if case.own:
        return Why.ADJUSTING
    if isinstance(case.decision, Hold):
        return Why.NC_ONLY if case.decision.reason is Reason.NC_ONLY else Why.HELD
    held = row.state in (RowState.HELD, RowState.RETRY, RowState.REVIEW)
    return Why.HELD if held and row.reason is not Reason.WAITING_FOR_RECORD else Why.NOT_SENT


def _is_unknown(row: DocumentRow) -> bool:
    return row.look_first or row.state is RowState.IN_FLIGHT or row.reason in _UNKNOWN


def _query(qb_type: str, message: Message) -> Planned:
    return Planned(Request(f"stock {qb_type}", Action.QUERY, qb_type), message)
