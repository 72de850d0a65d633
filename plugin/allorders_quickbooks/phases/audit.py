"""The audit that ends every run: is everything that we bound still there, once, and as we left it?

What the scan has marked suspect is read whole, by id, and judged: gone, voided, edited, gone back in time, or only
touched (a payment moved its EditSequence). It runs whatever the reconciliation preference says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from types import MappingProxyType

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import LINES_A_SET, Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import Verdict, later, seen_by
from allorders_quickbooks.mapping import remembered
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases import merge
from allorders_quickbooks.phases.binding import bound_unsure, look
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.phases.lookup import Found, Said
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, Look, RowState, SetState

SUSPECTS_A_SET = 200
EDITED = "edited"
LINK_LOST = "link lost"
"""The flag of a payment or refund that is not applied any more as it was when it was sent, and of an invoice, bill or
item receipt that is not linked any more to the order that it was made of."""

KEPT, ACCEPTED = "kept", "accepted"
"""What a person has decided: it may stay as it is there, also deleted or voided; or what it holds there is right."""

_LINKS = frozenset(merge.APPLIED)


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
    return _judge_living(binding, ret, row, there)


def _judge_living(binding: Binding, ret: Ret, row: DocumentRow | None, there: Collection[str]) -> list[Effect]:
    """It is there: as we left it, only touched, gone back in time, or edited?"""
    contents, edit = objects.contents(ret), ret.value("EditSequence")
    # Whoever decides has the newest before him; and who wants it written over is not asked again before it has gone.
    if binding.flag in (EDITED, LINK_LOST, merge.OURS):
        return [effects.Suspect(binding.ref, False), effects.Looked(binding.ref, _look_at(ret))]
    if binding.flag == KEPT and binding.look is not None and binding.look.contents == contents:
        return [effects.Suspect(binding.ref, False)]  # a person has seen this very edit, and lets it stand
    if binding.flag == ACCEPTED:
        return _accepted(binding, ret)
    touched = replace(binding, edit_sequence=edit, seen=contents, fresh=None, twin="", look=look(ret))
    lost = (remembered.links(binding.base) - objects.linked(ret)) & frozenset(there)
    if contents == binding.seen and not lost:
        return [effects.Bind(touched)]
    if later(binding.edit_sequence, edit):
        return [*_rebind(binding, ret), *_reopen(row)]
    changed = merge.edited(binding.seen, contents, there)
    return _edited(binding, ret, changed, lost) if changed or lost else [effects.Bind(touched)]


def _accepted(binding: Binding, ret: Ret) -> list[Effect]:
    """What is there is right, by somebody's decision: we know it as it is, without the links that it has lost."""
    kind = OBJECTS[binding.qb_type]
    known = replace(
        binding,
        flag="",
        edit_sequence=ret.value("EditSequence"),
        seen=objects.contents(ret),
        fresh=None,
        number=ret.value(kind.number_tag),
        total=kind.total(ret),
        base=_without_links(binding, ret),
        look=look(ret),
    )
    return [effects.Bind(known), effects.Note("accepted as it is there", binding.ref)]


def _edited(binding: Binding, ret: Ret, changed: Collection[str], lost: Collection[str]) -> list[Effect]:
    """A person has to decide about it; he is shown what is there."""
    kind, contents = OBJECTS[binding.qb_type], objects.contents(ret)
    total = kind.total(ret)
    what = [*sorted(changed), *([f"total {binding.total} there {total}"] if total != binding.total else [])]
    what += [f"not linked to {txn_id}" for txn_id in sorted(lost)]
    flag = LINK_LOST if _is_of_links(changed, binding, contents, lost) else EDITED
    note = effects.Note("edited there" if flag == EDITED else flag, binding.ref, ", ".join(what))
    number = ret.value(kind.number_tag)
    edited = replace(binding, flag=flag, fresh=None, twin="", number=number, total=total, look=_look_at(ret))
    return [effects.Bind(edited), note]


def _look_at(ret: Ret) -> Look:
    """What QuickBooks has of it, for people to see, its contents included."""
    return replace(look(ret) or Look(), contents=objects.contents(ret))


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
