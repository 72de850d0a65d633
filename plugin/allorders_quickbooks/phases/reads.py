"""Settling what rode along: is a number free, is a document there already, what does an object hold now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.fence import later
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases.lookup import Found, Said, has_run, settle_add, settle_entry, unanswered
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, FreshRead

SECOND = timedelta(seconds=1.1)
VENDOR = "vendor"
"""Among the targets of a request: the ListID of the vendor whose number the document bears."""


def settle_reads(
    answered: MessageSet,
    answer: Answer,
    sent: Mapping[DocumentRef, Ret],
    earlier: Mapping[DocumentRef, Sequence[Said]],
    bindings: Mapping[DocumentRef, Binding],
    clock: str,
    now: datetime,
) -> list[Effect]:
    """`clock` is the latest EditSequence that QuickBooks had reported before these reads ran. A query that did not
    run (an earlier request of its set failed) decides nothing; the next batch asks again."""
    ran = {
        request.qb_type + request.id.split(" ")[0]
        for request in answered.requests
        if request.action is Action.QUERY and has_run(answer, request.id)
    }
    found = Found.in_answer(answer)
    settled: list[Effect] = []
    for request in answered.asked(Action.CHECK):
        if request.qb_type + "numbers" in ran:
            settled += _check(request, found)
    for request in answered.asked(Action.READ):
        if request.qb_type + "read" in ran:
            settled += _read(request, found, bindings, answered.sent_at or now, clock, now)
    for request in answered.asked(Action.LOOK):
        if request.ref is not None and unanswered(answered, answer) is None:
            clear = effects.Again(request.ref, look_first=False)
            settled += settle_add(request, found, sent.get(request.ref), earlier.get(request.ref, ()), not_found=clear)
    return settled


def _check(request: Request, found: Found) -> list[Effect]:
    """A number that a foreign transaction has is a warning; without one, the document may go."""
    if request.ref is None:
        return []
    if objects.OBJECTS[request.qb_type].goes_by_name:
        return settle_entry(request, found, not_found=effects.Checked(request.ref, request.name))
    wanted = request.number.strip().casefold()
    for (tag, qb_id), ret in found.objects.items():
        if tag != objects.OBJECTS[request.qb_type].ret or ret.value("RefNumber").strip().casefold() != wanted:
            continue
        if objects.guid(ret) == request.guid:
            return [effects.Again(request.ref, look_first=True)]
        if _is_of_another_vendor(request, ret):
            continue
        name, day = ret.value("CustomerRef/FullName") or ret.value("VendorRef/FullName"), ret.value("TxnDate")
        detail = f"{request.qb_type} {request.number} of {name}, {day} ({qb_id})"
        return [effects.Held(request.ref, Reason.DUPLICATE_NUMBER, detail)]
    return [effects.Checked(request.ref, request.number)]


def _is_of_another_vendor(request: Request, ret: Ret) -> bool:
    """Vendors number their own documents, so only that vendor's can be the same one."""
    targets = request.targets or {}
    return VENDOR in targets and targets[VENDOR] != ret.value("VendorRef/ListID")


def _read(
    request: Request,
    found: Found,
    bindings: Mapping[DocumentRef, Binding],
    sent_at: datetime,
    clock: str,
    now: datetime,
) -> list[Effect]:
    if request.ref is None or request.ref not in bindings:
        return []
    ret = found.with_id((request.targets or {}).get("id", ""), request.qb_type)
    if ret is None:
        return [effects.Review(request.ref, Reason.GONE)]
    if objects.is_voided(ret):
        return [effects.Review(request.ref, Reason.VOIDED)]
    edit, before = ret.value("EditSequence"), bindings[request.ref].fresh
    read_again = before is not None and before.edit_sequence == edit and sent_at - before.read_at >= SECOND
    return [effects.Fresh(request.ref, fresh_read(ret, now, settled=read_again or later(clock, edit)))]


def fresh_read(ret: Ret, now: datetime, *, settled: bool) -> FreshRead:
    """The object as an answer shows it. `settled`: QuickBooks' clock was past the second of its last edit."""
    return FreshRead(
        edit_sequence=ret.value("EditSequence"),
        seen=objects.contents(ret),
        lines=objects.line_ids(ret),
        read_at=now,
        settled=settled,
    )
