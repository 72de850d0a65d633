"""Creating the fence record and probing, on the real company file, the four facts that it rests on.

Step by step, each a set of its own: the record is added (inactive, with our ExternalGUID); a Mod moves it; a set
with the old EditSequence must be refused with 3200 and its second request with 3231; a Mod two seconds later must
report a greater EditSequence (exactly-once: What it rests on, probed at set-up). Every step can be repeated. Where a
promise is not kept, the record is of no use: the company goes on without it, and its screen says so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts, FenceStep
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID, Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import FENCE_NAME, later
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.codes import Next, judge_status
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, SetState

_GAP = 2.1  # seconds between two changes that must differ in their EditSequence
_SECOND_ID = "1"
_STALE, _SKIPPED = 3200, 3231
_ENDED = (FenceStep.READY, FenceStep.UNUSABLE)


def guid_of(installation: str) -> str:
    """The ExternalGUID of that installation's fence."""
    return str(uuid5(UUID(installation), "fence"))


def plan(facts: CompanyFacts, guid: str, now: datetime) -> Batch | None:
    """The next step, None where the fence stands, or cannot."""
    if facts.fence_step in _ENDED:
        return None
    if facts.fence_step is FenceStep.NONE:
        return _batch(queries.fence_add(FENCE_NAME, guid))
    if facts.fence_step is FenceStep.NAME_TAKEN:
        return _batch(queries.by_name("OtherName", [FENCE_NAME]))
    edit = facts.fence_edit
    wait = _gap(facts, now)
    if facts.fence_step is FenceStep.MOVED:
        stale = str(int(edit) - 1) if edit.isdecimal() else "0"
        return _batch(
            queries.fence_mod(facts.fence, stale, "probe: stale"),
            queries.fence_mod(facts.fence, edit, "probe: behind"),
        )
    return _batch(queries.fence_mod(facts.fence, edit, f"probe: {facts.fence_step.value}"), wait=wait)


def settle(answer: Answer, facts: CompanyFacts, guid: str, now: datetime) -> Settled:
    """How the step went."""
    reply = answer.first(FENCE_ID)
    if reply is None:
        return _end("QuickBooks did not answer while the fence was set up.", Reason.UNKNOWN)
    code, ret = reply.status.code, reply.ret
    if facts.fence_step is FenceStep.NONE and ret is None:
        # Refused for its name or for its ExternalGUID: it may be there, from an Add whose answer was lost.
        return _step(FenceStep.NAME_TAKEN)
    if facts.fence_step in (FenceStep.NONE, FenceStep.NAME_TAKEN):
        if ret is None:
            sentence = f"QuickBooks did not take the record that guards against late duplicates. {reply.status.message}"
            return _end(sentence.rstrip(), Reason.REJECTED, fence_step=FenceStep.NONE)
        if objects.guid(ret) not in ("", guid):
            return _end(
                f"The name '{FENCE_NAME}' is used by another record in QuickBooks. Rename that record first.",
                Reason.NAME_CONFLICT,
            )
        found = {"fence": ret.value("ListID"), "fence_edit": ret.value("EditSequence"), "fence_reported": now}
        return _step(FenceStep.ADDED, **found, audited_to=answer.wall_seen)
    if judge_status(code).next in (Next.RETRY, Next.LOOK_FIRST):
        # What QuickBooks was too busy for, or cannot tell, proves nothing: the step is made again.
        return _end(f"The fence could not be set up yet. {reply.status.message}".rstrip(), Reason.BUSY)
    if facts.fence_step is FenceStep.MOVED:
        behind = answer.first(_SECOND_ID)
        if code == _STALE and behind is not None and behind.status.code == _SKIPPED:
            return _step(FenceStep.STALE_REFUSED)
        return _step(FenceStep.UNUSABLE)
    return _grown(facts, code, ret.value("EditSequence") if ret is not None else "", now)


def _grown(facts: CompanyFacts, code: int, edit: str, now: datetime) -> Settled:
    """A Mod in a later second: its EditSequence must be greater than the last."""
    if code == _STALE and edit:  # a step whose answer was lost: the record has moved already
        return _step(facts.fence_step, fence_edit=edit, fence_reported=now)
    if code >= 1000 or not later(edit, facts.fence_edit):
        return _step(FenceStep.UNUSABLE)
    following = FenceStep.READY if facts.fence_step is FenceStep.STALE_REFUSED else FenceStep.MOVED
    return _step(following, fence_edit=edit, fence_reported=now, clock_seen=edit)


def _gap(facts: CompanyFacts, now: datetime) -> float:
    if facts.fence_reported is None:
        return 0.0
    return max(0.0, _GAP - (now - facts.fence_reported).total_seconds())


def _batch(*messages: Message, wait: float = 0.0) -> Batch:
    ids = (FENCE_ID, _SECOND_ID)
    planned = tuple(
        Planned(Request(name, Action.FENCE, "OtherName"), message) for name, message in zip(ids, messages, strict=False)
    )
    return Batch(Phase.FENCE, planned, wait=wait)


def _step(step: FenceStep, **facts: object) -> Settled:
    note = effects.Note("fence", detail=step.value)
    return Settled(SetState.ANSWERED.value, (effects.Facts({"fence_step": step, **facts}), note))


def _end(sentence: str, reason: Reason, **facts: object) -> Settled:
    return Settled(SetState.CLOSED.value, (effects.Facts(facts),) if facts else (), end_run=sentence, reason=reason)
