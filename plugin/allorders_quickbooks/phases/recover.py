"""Settling a doubtful set: read the fence first, then look every document up (exactly-once, step 6).

Whatever else may still arrive competes for the fence value that this reading reports, so "not found" can be
believed: the document goes back to waiting, marked to be looked up once more before its Add.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.cards.sealing import opened
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import Verdict, later, latest, seen_by
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases.binding import bound, settled
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.phases.lookup import Found, Said, questions, settle_add
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, SetState

_NOT_MOVED = "QuickBooks did not carry a message set out, although nothing stood in its way. It is tried again."


def plan(doubtful: MessageSet, bindings: Mapping[DocumentRef, Binding]) -> Batch:
    """Ask for every document of the set: Adds by GUID, the others by the id that they are bound to."""
    adds = [request for request in doubtful.documents if request.action is Action.ADD]
    by_type: dict[str, list[str]] = {}
    for request in doubtful.documents:
        binding = bindings.get(request.ref) if request.ref else None
        if request.action is not Action.ADD and binding is not None:
            by_type.setdefault(request.qb_type, []).append(binding.qb_id)
    by_id = (
        Planned(Request(f"ids {qb_type}", Action.QUERY, qb_type), queries.by_ids(qb_type, ids, lines=True))
        for qb_type, ids in by_type.items()
    )
    return Batch(Phase.RECOVER, (*questions(adds, doubtful.wall), *by_id), about=doubtful.id)


def settle(
    doubtful: MessageSet,
    answer: Answer,
    facts: CompanyFacts,
    bindings: Mapping[DocumentRef, Binding],
    now: datetime,
    run: int,
    earlier: Mapping[DocumentRef, Sequence[Said]],
) -> Settled:
    """Every document of the set is adopted, sent back, or handed to a person; the set is closed. `run` is the one
    that looked, `earlier` what Adds of these documents said before."""
    fence = seen_by(answer, facts)
    if fence.verdict is not Verdict.MOVED:
        return Settled(SetState.CLOSED.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    found = Found.in_answer(answer)
    sent = objects.sent(opened(doubtful.content))
    what: list[Effect] = []
    for request in doubtful.documents:
        before = earlier.get(request.ref, ()) if request.ref is not None else ()
        what += _settle_one(request, doubtful, found, sent.get(request.id), before, bindings)
    what += _facts(answer, facts, fence.edit_sequence, now)
    # A set of this very run, and the fence stands where it stood: going on would meet the same again, for ever.
    stuck = doubtful.run == run and fence.edit_sequence == doubtful.fence_edit and not doubtful.poison
    return Settled(SetState.ANSWERED.value, tuple(what), end_run=_NOT_MOVED if stuck else None, closes=doubtful.id)


def _facts(answer: Answer, facts: CompanyFacts, edit: str, now: datetime) -> list[Effect]:
    values: dict[str, object] = {"clock_seen": latest(facts.clock_seen, answer.clock_seen)}
    if facts.fence:
        values |= {"fence_edit": edit, "fence_reported": now}
    if facts.fence_edit and later(facts.fence_edit, edit):
        values["check_all"] = True
        return [effects.Facts(values), effects.Note("history went back", detail=f"fence {edit}")]
    return [effects.Facts(values)]


def _settle_one(
    request: Request,
    doubtful: MessageSet,
    found: Found,
    sent: Ret | None,
    earlier: Sequence[Said],
    bindings: Mapping[DocumentRef, Binding],
) -> list[Effect]:
    if request.ref is None:
        return []
    back = _back(request.ref, doubtful, look_first=request.action is Action.ADD)
    if request.action is Action.ADD:
        return settle_add(request, found, sent, earlier, not_found=back)
    binding = bindings.get(request.ref)
    if binding is None or request.action is Action.EXTEND:
        return [back]  # a custom field is written once more: twice is the same as once
    ret = found.with_id(binding.qb_id, binding.qb_type)
    if request.action in (Action.VOID, Action.DELETE):
        gone = ret is None or objects.is_voided(ret)
        return [effects.Unbind(request.ref), effects.Done(request.ref, request.revision)] if gone else [back]
    return _settle_mod(request, binding, ret, sent, back)


def _settle_mod(request: Request, binding: Binding, ret: Ret | None, sent: Ret | None, back: Effect) -> list[Effect]:
    """A Mod ran, did not run, or somebody edited meanwhile: only what the object holds tells."""
    if ret is None:
        return [effects.Review(binding.ref, Reason.GONE)]
    if objects.is_voided(ret):
        return [effects.Review(binding.ref, Reason.VOIDED)]
    if ret.value("EditSequence") != binding.edit_sequence and sent is not None and not objects.differences(sent, ret):
        return settled(request, ret, bound(request, ret, binding))
    return [effects.Fresh(binding.ref, None), back]


def _back(ref: DocumentRef, doubtful: MessageSet, *, look_first: bool) -> Effect:
    """Back to waiting. A set that QuickBooks could not read at all is split, never sent as it was."""
    if not doubtful.poison:
        return effects.Again(ref, look_first=look_first)
    if len({request.ref for request in doubtful.documents}) == 1:
        return effects.Held(ref, Reason.UNREADABLE, f"set {doubtful.id}")
    return effects.Again(ref, look_first=look_first, companions=max(1, len(doubtful.documents) // 2))
