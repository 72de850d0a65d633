"""The audit that ends every run: is everything that we bound still there, once, and as we left it?

A scan reads the heads of what was modified since the last audit and what was deleted; whatever looks different is
marked suspect. Suspects are then read whole, by id, and judged: gone, voided, edited, gone back in time, or only
touched (a payment moved its EditSequence). It runs whatever the reconciliation preference says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from types import MappingProxyType

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID, LINES_A_SET, Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import Verdict, later, latest, seen_by
from allorders_quickbooks.mapping import remembered
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases import merge
from allorders_quickbooks.phases.binding import bound_unsure, look
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.phases.lookup import Found, Said
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.object_types import PAID_TAG
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.reader import Reply, Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, Look, RowState, SetState, WallTime

AUDITED = ("Invoice", "ReceivePayment")
SUSPECTS_A_SET = 200
_OVERLAP = timedelta(hours=2)
_HEADS = ("TxnID", "TimeModified", "EditSequence", "ExternalGUID")
_SCAN = "changed "
EDITED = "edited"
LINK_LOST = "link lost"
"""The flag of a payment or refund that is not applied any more as it was when it was sent, and of an invoice, bill or
item receipt that is not linked any more to the order that it was made of."""

KEPT, ACCEPTED = "kept", "accepted"
"""What a person has decided: it may stay as it is there, also deleted or voided; or what it holds there is right."""

_LINKS = frozenset(merge.APPLIED)


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


def plan_details(suspects: Sequence[Binding], phase: Phase) -> Batch | None:
    """Read suspect objects whole, by id, together with any second object that carries their GUID."""
    by_type: dict[str, list[str]] = {}
    suspects = _fitting(suspects)
    for binding in suspects:
        by_type.setdefault(binding.qb_type, []).extend([binding.qb_id, *([binding.twin] if binding.twin else [])])
    if not by_type:
        return None
    linked = {binding.qb_type for binding in suspects if remembered.links(binding.base)}
    planned = tuple(
        _query(f"ids {kind}", kind, queries.by_ids(kind, ids, lines=True, links=kind in linked))
        for kind, ids in by_type.items()
    )
    asked = tuple(Request("", Action.READ, b.qb_type, b.ref, targets={"id": b.qb_id}) for b in suspects)
    return Batch(phase, planned, asked=asked)


def _fitting(suspects: Sequence[Binding]) -> Sequence[Binding]:
    """The first of them, as many as an answer should hold."""
    lines = list(accumulate(len(binding.lines) for binding in suspects))
    return suspects[: max(1, sum(sofar <= LINES_A_SET for sofar in lines))]


def linked_to(suspects: Iterable[Binding]) -> set[str]:
    """The TxnIDs of what they paid or were made of when we knew them last."""
    return {id for each in suspects for id in (*merge.paid_by(each.seen), *remembered.links(each.base))}


def settle_details(
    answer: Answer,
    facts: CompanyFacts,
    bindings: Sequence[Binding],
    rows: Mapping[DocumentRef, DocumentRow],
    there: Collection[str] = (),
    said: Mapping[DocumentRef, Sequence[Said]] = MappingProxyType({}),
) -> Settled:
    """What each suspect really is. `there` are the TxnIDs that something of ours is bound to, `said` what Adds of those
    that have a twin said."""
    if seen_by(answer, facts).verdict is not Verdict.MOVED:
        return Settled(SetState.CLOSED.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    found = Found.in_answer(answer)
    effects_found: list[Effect] = []
    for binding in bindings:
        effects_found += _judge(binding, found, rows.get(binding.ref), there, said.get(binding.ref, ()))
    return Settled(SetState.ANSWERED.value, tuple(effects_found))


def _judge(
    binding: Binding, found: Found, row: DocumentRow | None, there: Collection[str], said: Sequence[Said]
) -> list[Effect]:
    seen_again = effects.Suspect(binding.ref, False)
    ret = found.with_id(binding.qb_id, binding.qb_type)
    twin = found.with_id(binding.twin, binding.qb_type) if binding.twin else None
    if binding.flag == KEPT and (ret is None or objects.is_voided(ret)):
        return [seen_again]
    twin_lives = twin is not None and not objects.is_voided(twin) and objects.guid(twin) == binding.guid
    lives = ret is not None and not objects.is_voided(ret)
    if twin is not None and twin_lives:
        if lives:
            detail = f"QuickBooks ids {binding.qb_id} and {binding.twin}"
            return [seen_again, effects.Review(binding.ref, Reason.AMBIGUOUS, detail)]
        return [*_rebind_to_twin(binding, twin, said), *_reopen(row)]
    if ret is None and OBJECTS[binding.qb_type].goes_by_name:
        return [effects.Unbind(binding.ref)]  # whoever mentions that name next looks for it again
    if ret is None:
        return [seen_again, effects.Review(binding.ref, Reason.GONE, f"{binding.qb_type} {binding.qb_id}")]
    if not lives:
        return [seen_again, effects.Review(binding.ref, Reason.VOIDED, f"{binding.qb_type} {binding.number}")]
    contents, edit = objects.contents(ret), ret.value("EditSequence")
    seen_now = replace(look(ret) or Look(), contents=contents)
    if binding.flag in (EDITED, LINK_LOST):
        return [seen_again, effects.Looked(binding.ref, seen_now)]  # whoever decides has the newest before him
    if binding.flag == KEPT and binding.look is not None and binding.look.contents == contents:
        return [seen_again]  # a person has seen this very edit, and lets it stand
    kind = OBJECTS[binding.qb_type]
    number, total, now = ret.value(kind.number_tag), kind.total(ret), look(ret)
    if binding.flag == ACCEPTED:
        known = replace(
            binding, flag="", edit_sequence=edit, seen=contents, fresh=None, number=number, total=total, look=now
        )
        known = replace(known, base=_without_links(binding, ret))
        return [effects.Bind(known), effects.Note("accepted as it is there", binding.ref)]
    lost = (remembered.links(binding.base) - objects.linked(ret)) & frozenset(there)
    if contents == binding.seen and not lost:
        return [effects.Bind(replace(binding, edit_sequence=edit, fresh=None, twin="", look=now))]
    if later(binding.edit_sequence, edit):
        return [*_rebind(binding, ret), *_reopen(row)]
    changed = merge.edited(binding.seen, contents, there)
    if not changed and not lost:
        return [effects.Bind(replace(binding, edit_sequence=edit, seen=contents, fresh=None, twin="", look=now))]
    what = [*sorted(changed), *([f"total {binding.total} there {total}"] if total != binding.total else [])]
    what += [f"not linked to {txn_id}" for txn_id in sorted(lost)]
    flag = LINK_LOST if _is_of_links(changed, binding, contents, lost) else EDITED
    note = effects.Note("edited there" if flag == EDITED else flag, binding.ref, ", ".join(what))
    edited = replace(binding, flag=flag, fresh=None, twin="", number=number, total=total, look=seen_now)
    return [effects.Bind(edited), note]


def _is_of_links(changed: Collection[str], binding: Binding, after: Mapping[str, str], lost: Collection[str]) -> bool:
    """Whether nothing but what it is linked to is other than it was. A line that was taken over from an order and is
    typed anew says the same, and is linked to nothing."""
    lines = OBJECTS[binding.qb_type].line_tags if lost else ()
    return all(
        element in _LINKS
        or (element in lines and merge.is_retyped(binding.seen.get(element, ""), after.get(element, "")))
        for element in changed
    )


def _without_links(binding: Binding, ret: Ret) -> Mapping[str, str]:
    """What is remembered of it, without the links that it has lost."""
    base = {name: value for name, value in binding.base.items() if name != remembered.LINKS}
    return base | remembered.of_links(remembered.links(binding.base) & objects.linked(ret))


def _reopen(row: DocumentRow | None) -> list[Effect]:
    """The host's newest content goes again, unless somebody has to decide something else about it first."""
    if row is None or row.state is RowState.IN_FLIGHT:
        return []
    undecided = row.state is RowState.REVIEW and row.reason not in (Reason.GONE, Reason.VOIDED)
    return [] if undecided else [effects.Again(row.ref, reopened=True)]


def _rebind_to_twin(binding: Binding, twin: Ret, said: Sequence[Said]) -> list[Effect]:
    """One of our Adds has made it, and somebody may have edited it since: what tells it from that Add is theirs."""
    if not said:
        return _rebind(binding, twin)
    made_by = min(said, key=lambda each: len(objects.differences(each.ret, twin)))
    unsure = bound_unsure(made_by.request, twin, objects.differences(made_by.ret, twin))
    return [effects.Bind(replace(unsure, version=0)), effects.Note("rebound", binding.ref, unsure.qb_id)]


def _rebind(binding: Binding, ret: Ret) -> list[Effect]:
    """The object that is there is the one that counts; what it holds of our versions is not known."""
    kind = OBJECTS[binding.qb_type]
    repaired = replace(
        binding,
        qb_id=ret.value(kind.id_tag),
        edit_sequence=ret.value("EditSequence"),
        total=kind.total(ret),
        lines=objects.line_ids(ret),
        base={},
        seen=objects.contents(ret),
        fresh=None,
        twin="",
        version=0,
        look=look(ret),
    )
    return [effects.Bind(repaired), effects.Note("rebound", binding.ref, repaired.qb_id)]


def _query(name: str, qb_type: str, message: Message) -> Planned:
    return Planned(Request(name, Action.QUERY, qb_type), message)
