"""Settling the answer to a pushed set: each reply becomes a binding, a hold, a retry or a question to a person.

The fence's reply is read first: only where it moved do the others count. A reply decides by its status code, never
by its severity (qbXML reference, section 14).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.fence import Fence, Verdict, later, latest, moved_by, seen_by
from allorders_quickbooks.extensions import active
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases import backoff
from allorders_quickbooks.phases.binding import bound, finished, settled
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.phases.lookup import Said
from allorders_quickbooks.phases.reads import fresh_read, settle_reads
from allorders_quickbooks.qbxml.codes import Effect as Outcome
from allorders_quickbooks.qbxml.codes import Judgement, Next, judge_status
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Reply, Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, SetState

IN_USE = "in use"
"""The flag of a record that QuickBooks would not delete."""

_USED = 3160
_REPLAYED_IDS_ONLY = "ErrorRecovery"
_NOBODY_KNOWS = "QuickBooks could not say what became of a message set. The next run looks, and goes on from there."


@dataclass(frozen=True)
class Known:
    """What settling may look at besides the answer. `sent` and `earlier` are what the Adds said that are looked for,
    the last ones and those before; `jitter` is a number from 0 to 1 for the back-off."""

    facts: CompanyFacts
    rows: Mapping[DocumentRef, DocumentRow]
    bindings: Mapping[DocumentRef, Binding]
    sent: Mapping[DocumentRef, Ret]
    earlier: Mapping[DocumentRef, Sequence[Said]]
    now: datetime
    jitter: float


def settle(answered: MessageSet, answer: Answer, known: Known) -> Settled:
    """The effects of one answer."""
    guarded = answered.write and answered.is_guarded
    fence = moved_by(answer) if guarded else seen_by(answer, known.facts)
    if not answered.write and fence.verdict is not Verdict.MOVED:
        return Settled(SetState.CLOSED.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    if not guarded and fence.verdict is Verdict.OTHER_FILE:
        return _in_another_file(answered, answer)
    if fence.verdict is Verdict.OTHER_FILE:
        return Settled(SetState.SENT.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    if fence.verdict is Verdict.UNKNOWN:
        return Settled(SetState.DOUBTFUL.value, end_run=_NOBODY_KNOWS, reason=Reason.UNKNOWN)
    if fence.verdict is Verdict.STALE or (answered.write and _ids_only(answer)):
        return Settled(SetState.DOUBTFUL.value)
    facts = _facts(fence, answer, known, moved=guarded and fence.verdict is Verdict.MOVED)
    found = [*_settle_documents(answered, answer, fence, known)]
    if fence.verdict is Verdict.MOVED:
        clock = latest(known.facts.clock_seen, fence.edit_sequence)
        found += settle_reads(answered, answer, known.sent, known.earlier, known.bindings, clock, known.now)
    return Settled(SetState.ANSWERED.value, (*found, facts))


def _in_another_file(answered: MessageSet, answer: Answer) -> Settled:
    """Nothing held a set without a fence back: what it wrote there, a person has to take out again."""
    found: list[Effect] = []
    for request in answered.documents:
        reply = answer.first(request.id)
        if request.ref is None:
            continue
        if reply is None or judge_status(reply.status.code).effect is Outcome.NOT_APPLIED:
            found.append(effects.Again(request.ref, look_first=False))
        else:
            found.append(effects.Review(request.ref, Reason.UNKNOWN, "It was written into another company file."))
    return Settled(SetState.ANSWERED.value, tuple(found), end_run=OTHER_FILE, reason=Reason.CONFIGURATION)


def _ids_only(answer: Answer) -> bool:
    """A replay out of QuickBooks' memory may hold ids and nothing else: then the objects have to be looked at."""
    return any(reply.ret is not None and reply.ret.tag == _REPLAYED_IDS_ONLY for reply in answer.all())


def _facts(fence: Fence, answer: Answer, known: Known, *, moved: bool) -> Effect:
    values: dict[str, object] = {
        "clock_seen": latest(known.facts.clock_seen, answer.clock_seen),
        "wall_seen": max(known.facts.wall_seen, answer.wall_seen),
    }
    if moved:
        values |= {"fence_edit": fence.edit_sequence, "fence_reported": known.now}
    return effects.Facts(values)


def _settle_documents(answered: MessageSet, answer: Answer, fence: Fence, known: Known) -> list[Effect]:
    found: list[Effect] = []
    for request in answered.documents:
        if request.ref is None or request.action is Action.EXTEND:
            continue
        reply = answer.first(request.id)
        if fence.verdict is Verdict.REFUSED:
            found += _after(judge_status(fence.code), request, request.ref, known, None)
        elif reply is None:
            found.append(effects.Again(request.ref, look_first=request.action is Action.ADD))
        else:
            judgement = active().judged(reply.status.code, reply.status.message)
            found += _after(judgement, request, request.ref, known, reply)
    extended = [request for request in answered.documents if request.action is Action.EXTEND]
    for ref in dict.fromkeys(request.ref for request in extended if request.ref is not None):
        found += _settle_custom([each for each in extended if each.ref == ref], ref, answer, fence, known)
    return found


def _settle_custom(
    asked: Sequence[Request], ref: DocumentRef, answer: Answer, fence: Fence, known: Known
) -> list[Effect]:
    """The custom fields of one document: remembered where all of them were written."""
    for request in asked:
        reply = answer.first(request.id)
        if fence.verdict is Verdict.REFUSED:
            return _after(judge_status(fence.code), request, ref, known, None)
        if reply is None:
            return [effects.Again(ref)]
        judgement = active().judged(reply.status.code, reply.status.message)
        if judgement.next is not Next.DONE:
            return _custom_refused(judgement, request, ref, known, reply)
    binding, last = known.bindings.get(ref), asked[-1]
    if binding is None:
        return [effects.Again(ref)]
    return [effects.Bind(replace(binding, base=last.base or {}, fresh=None)), *finished(last)]


def _custom_refused(
    judgement: Judgement, request: Request, ref: DocumentRef, known: Known, reply: Reply
) -> list[Effect]:
    """The document itself is in QuickBooks. Refused once, the other verb is tried: a field is added where it is empty
    and changed where it is filled, and somebody may have done either; refused twice, a person sees it."""
    if judgement.next in (Next.SKIPPED, Next.RETRY, Next.LOOK_FIRST):
        return _after(judgement, request, ref, known, reply)
    attempts = known.rows[ref].attempts + 1 if ref in known.rows else 1
    if attempts == 1:
        return [effects.Again(ref, attempts=attempts)]
    detail = f"It is in QuickBooks, but for a custom field. {_said(judgement, reply)}"
    return [effects.Suspect(ref, True), effects.Held(ref, Reason.REJECTED, detail)]


def _after(judgement: Judgement, request: Request, ref: DocumentRef, known: Known, reply: Reply | None) -> list[Effect]:
    """One request's reply. `reply` None: the fence was refused, so the request never ran."""
    detail = _said(judgement, reply)
    attempts = known.rows[ref].attempts + 1 if ref in known.rows else 1
    ret = reply.ret if reply is not None else None
    match judgement.next:
        case Next.DONE if reply is not None:
            return _done(request, ref, ret, known)
        case Next.SKIPPED:
            return [effects.Again(ref)]
        case Next.RETRY if attempts >= backoff.ATTEMPTS:
            return [effects.Review(ref, Reason.EXCEEDED, detail)]
        case Next.RETRY:
            later = known.now + timedelta(seconds=backoff.seconds(attempts, known.jitter))
            return [effects.RetryAt(ref, judgement.reason or Reason.BUSY, detail, later, attempts)]
        case Next.LOOK_FIRST if attempts >= backoff.ATTEMPTS:
            return [effects.Review(ref, Reason.UNKNOWN, _theirs(reply))]
        case Next.LOOK_FIRST:
            return [effects.Again(ref, look_first=request.action is Action.ADD, attempts=attempts)]
        case Next.REFRESH:
            return _stale(ref, ret, known, attempts, _theirs(reply))
        case Next.EXISTS if attempts == 1:
            return [effects.Again(ref, look_first=True, attempts=attempts)]
        case Next.EXISTS:
            return [effects.Held(ref, Reason.NAME_CONFLICT, detail)]
        case Next.GONE if request.action in (Action.VOID, Action.DELETE):
            return [effects.Unbind(ref), effects.Done(ref, request.revision)]
        case Next.GONE if request.action is Action.MOD:
            # The object itself, or something that it names: the audit of this run reads it, and says GONE if it is.
            return [effects.Suspect(ref, True), effects.Held(ref, Reason.REJECTED, detail)]
        case Next.GONE:
            # An Add has nothing of its own yet that could be gone: it is something that it names.
            return [effects.Held(ref, Reason.REJECTED, detail)]
        case _ if judgement.code == _USED and request.action is Action.DELETE and ref in known.bindings:
            return _in_use(request, ref, known.bindings[ref])
        case Next.REVIEW:
            return [effects.Review(ref, judgement.reason or Reason.UNKNOWN, detail)]
        case _:
            return [effects.Held(ref, judgement.reason or Reason.REJECTED, detail)]


def _said(judgement: Judgement, reply: Reply | None) -> str:
    """What the status means for the user, once, and QuickBooks' own words."""
    known = judgement.reason is not None and judgement.user == judgement.reason.value.user
    meant = "" if known else judgement.user
    return f"{meant} {_theirs(reply)}".strip()


def _theirs(reply: Reply | None) -> str:
    return f"QuickBooks says: {reply.status.message}" if reply is not None and reply.status.message else ""


def _done(request: Request, ref: DocumentRef, ret: Ret | None, known: Known) -> list[Effect]:
    if request.action in (Action.VOID, Action.DELETE):
        return [effects.Unbind(ref), effects.Done(ref, request.revision)]
    if ret is None:
        return [effects.Again(ref, look_first=request.action is Action.ADD)]
    binding = bound(request, ret, known.bindings.get(ref))
    return [*settled(request, ret, binding), *_applied(request, ref, ret)]


def _in_use(request: Request, ref: DocumentRef, binding: Binding) -> list[Effect]:
    """A list record that transactions name stays: made inactive where a Mod can, else only let go of."""
    if OBJECTS[binding.qb_type].goes_by_name:
        note = effects.Note("left in QuickBooks", ref, "it is in use there")
        return [effects.Unbind(ref), effects.Done(ref, request.revision), note]
    return [effects.Bind(replace(binding, flag=IN_USE)), effects.Again(ref)]


def _applied(request: Request, ref: DocumentRef, ret: Ret) -> list[Effect]:
    """What the payment pays of which invoice, so that the next payment knows what is left."""
    targets = request.targets or {}
    found: list[Effect] = []
    for paid in ret.all("AppliedToTxnRet"):
        kind, _, key = targets.get(paid.value("TxnID"), "").partition(" ")
        if kind:
            invoice = DocumentRef(company=ref.company, kind=kind, key=key)
            found.append(effects.Applied(invoice, ref.key, paid.value("Amount")))
    return found


def _stale(ref: DocumentRef, ret: Ret | None, known: Known, attempts: int, detail: str) -> list[Effect]:
    """3200: nothing was written, and the answer mostly holds the object as it is now. Twice is a conflict."""
    if attempts > 1:
        return [effects.Review(ref, Reason.CONFLICT, detail)]
    found: list[Effect] = [effects.Again(ref, attempts=attempts), effects.Note("stale", ref, detail)]
    if ret is not None and ref in known.bindings:
        settled = later(known.facts.clock_seen, ret.value("EditSequence"))
        found.append(effects.Fresh(ref, fresh_read(ret, known.now, settled=settled)))
    return found
