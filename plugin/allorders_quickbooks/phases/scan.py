"""The scan that begins the audit of every run: what was modified or deleted in QuickBooks since the last one?

Only heads are read. Whatever does not look as we left it is marked suspect, to be read whole (audit).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID, Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import Verdict, latest, seen_by
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.object_types import PAID_TAG
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Reply, Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, Look, RowState, SetState, WallTime

AUDITED = ("Invoice", "ReceivePayment")
_OVERLAP = timedelta(hours=2)
_HEADS = ("TxnID", "TimeModified", "EditSequence", "ExternalGUID")
_SCAN = "changed "


@dataclass(frozen=True)
class Sighting:
    """The head of one transaction in QuickBooks. `total` is what it is worth and `open` what is still to be paid of it,
    None where the head does not say it."""

    qb_id: str
    edit_sequence: str
    guid: str
    total: Decimal | None = None
    open: Decimal | None = None

    def is_as_bound(self, binding: Binding) -> bool:
        """Whether nothing tells it from what we know. An edit in the second of our own write leaves the EditSequence as
        it is: a void, or another amount, still shows."""
        worth = self.total is None or binding.total is None or self.total == binding.total
        return worth and self.edit_sequence == binding.edit_sequence


def plan_scan(facts: CompanyFacts, types: Iterable[str] = ()) -> Batch | None:
    """Heads of everything modified, and the names of everything deleted, since the last audit: of `types`, those that
    something is bound to, besides the usual ones. None where nothing was ever seen in QuickBooks."""
    if not (facts.audited_to or facts.wall_seen):
        return None
    since = WallTime.parse(facts.audited_to or facts.wall_seen).back(_OVERLAP)
    audited = (*AUDITED, *sorted({kind for kind in types if not OBJECTS[kind].is_list} - set(AUDITED)))
    planned = [
        _query(_SCAN + kind, kind, queries.modified_since(kind, since, lines=False, only=_heads(kind)))
        for kind in audited
    ]
    planned.append(_query("deleted", "", queries.txns_deleted_since(audited, since)))
    return Batch(Phase.SCAN, tuple(planned))


def _heads(kind: str) -> tuple[str, ...]:
    its = OBJECTS[kind]
    return (*_HEADS, *its.total_tags, *((its.open_tag, PAID_TAG) if its.open_tag else ()))


def keeps(_reply: Reply) -> bool:
    """A scan may see more than memory holds, so nothing of it is kept: `sightings` reads it once more."""
    return False


def sightings(answer: Answer) -> Iterator[Sighting]:
    """What the scan saw. A deleted transaction is seen with no EditSequence, so that its binding is suspect."""
    for reply in answer.whole():
        request_id = reply.status.request_id or ""
        if request_id != FENCE_ID and reply.ret is not None:
            yield Sighting(
                reply.ret.value("TxnID"),
                reply.ret.value("EditSequence") if request_id.startswith(_SCAN) else "",
                objects.guid(reply.ret),
                *_worth(reply.ret),
            )


def _worth(ret: Ret) -> tuple[Decimal | None, Decimal | None]:
    """What it is worth, and what is open of that."""
    kind = objects.object_type(ret)
    return (kind.total(ret), kind.open(ret)) if kind is not None else (None, None)


def suspicious(
    sighted: Iterable[Sighting],
    by_id: Mapping[str, Sequence[Binding]],
    by_guid: Mapping[str, Sequence[Binding]],
    rows_by_guid: Mapping[str, DocumentRow],
) -> list[Effect]:
    """Which bindings have to be read whole, by some of what the scan saw."""
    found: list[Effect] = []
    for seen in sighted:
        bound = by_id.get(seen.qb_id, ())
        found += [effects.Suspect(b.ref, True) for b in bound if not seen.is_as_bound(b)]
        found += _opened(seen, bound)
        found += _twins(seen, by_guid)
        if not bound and not by_guid.get(seen.guid) and seen.guid in rows_by_guid and seen.edit_sequence:
            found += _unanswered(rows_by_guid[seen.guid])
    return found


def _opened(seen: Sighting, bound: Iterable[Binding]) -> Iterator[Effect]:
    """Somebody has paid of it, or taken a payment back: QuickBooks' own figure is for people to see."""
    for each in bound:
        known = each.look or Look()
        if seen.open is not None and seen.open != known.open:
            yield effects.Looked(each.ref, replace(known, open=seen.open, at=None))


def settle_scan(answer: Answer, facts: CompanyFacts, found: Sequence[Effect], now: datetime) -> Settled:
    """What the scan found; the watermark moves with the findings, never without them."""
    fence = seen_by(answer, facts)
    if fence.verdict is not Verdict.MOVED:
        return Settled(SetState.CLOSED.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    values: dict[str, object] = {
        "audited_to": max(facts.audited_to, answer.wall_seen, facts.wall_seen),
        "audited_at": now,
        "wall_seen": max(facts.wall_seen, answer.wall_seen),
        "clock_seen": latest(facts.clock_seen, answer.clock_seen),
    }
    if fence.edit_sequence != facts.fence_edit:
        values |= {"fence_edit": fence.edit_sequence, "fence_reported": now, "check_all": True}
        found = (*found, effects.Note("history went back", detail=f"fence {fence.edit_sequence}"))
    return Settled(SetState.ANSWERED.value, (*found, effects.Facts(values)), next_phase=True)


def _twins(seen: Sighting, by_guid: Mapping[str, Sequence[Binding]]) -> list[Effect]:
    """Our GUID on an object that is not the one we are bound to: read both."""
    if not seen.guid or not seen.edit_sequence:
        return []
    others = [binding for binding in by_guid.get(seen.guid, ()) if binding.qb_id != seen.qb_id]
    return [
        effect
        for binding in others
        for effect in (
            effects.Suspect(binding.ref, True),
            effects.Twin(binding.ref, seen.qb_id),
        )
    ]


def _unanswered(row: DocumentRow) -> list[Effect]:
    """QuickBooks has a document that nobody has answered for: it is looked up, never sent again."""
    if row.state in (RowState.IN_FLIGHT, RowState.REVIEW):
        return []
    return [effects.Again(row.ref, look_first=True, reopened=not row.due)]


def _query(name: str, qb_type: str, message: Message) -> Planned:
    return Planned(Request(name, Action.QUERY, qb_type), message)
