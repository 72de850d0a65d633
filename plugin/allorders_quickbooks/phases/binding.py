"""Making a binding from the object in an answer: what was seen, never what was hoped; and what its row does then."""

from __future__ import annotations

from dataclasses import replace

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.terms import Binding, Look, WallTime

TOTAL_DIFFERS = "total differs"
UNKNOWN = "?"  # stands in `seen` for an element that somebody else has changed

JOINED = "joined"
"""The flag of a record that a person has matched with one of the host's: what they differed in then, both keep, and
only what is changed on one side since goes to the other."""


def bound(request: Request, ret: Ret, previous: Binding | None = None) -> Binding:
    """QuickBooks holds what the request said, as this object."""
    kind = OBJECTS[request.qb_type]
    modified = ret.value("TimeModified")
    return Binding(
        ref=_ref(request),
        generation=request.generation,
        qb_type=request.qb_type,
        qb_id=ret.value(kind.id_tag),
        edit_sequence=ret.value("EditSequence"),
        guid=request.guid,
        number="" if kind.is_list else ret.value(kind.number_tag),
        name=ret.value("FullName") or ret.value("Name"),
        total=kind.total(ret),
        version=request.revision,
        time_modified=WallTime.parse(modified) if modified else None,
        lines=objects.line_ids(ret),
        applied=previous.applied if previous else {},
        base=request.base or {},
        seen=objects.contents(ret),
        flag=JOINED if previous is not None and previous.flag == JOINED else "",
        look=look(ret),
    )


def look(ret: Ret) -> Look | None:
    """What there is to be shown of an object just read; None of one that is nothing to pay."""
    left = OBJECTS[ret.tag.removesuffix("Ret")].open(ret) if ret.tag.removesuffix("Ret") in OBJECTS else None
    return Look(left) if left is not None else None


def bound_unsure(request: Request, ret: Ret, differing: frozenset[str]) -> Binding:
    """The object is ours, but somebody has changed these elements since we wrote it: the next Mod must see that."""
    binding = bound(request, ret)
    seen = dict(binding.seen) | dict.fromkeys(differing, UNKNOWN)
    return Binding(**{**vars(binding), "seen": seen})


def settled(request: Request, ret: Ret, binding: Binding) -> list[Effect]:
    """The request has been carried out. The binding is marked where QuickBooks comes to another total than the host:
    mostly by a cent of tax, which it works out itself."""
    total = OBJECTS[request.qb_type].total(ret)
    if request.expects is None or total is None or total == request.expects:
        return [effects.Bind(binding), *finished(request)]
    note = effects.Note(TOTAL_DIFFERS, binding.ref, f"here {request.expects}, in QuickBooks {total}")
    return [effects.Bind(replace(binding, flag=TOTAL_DIFFERS)), *finished(request), note]


def finished(request: Request) -> list[Effect]:
    """What becomes of a row whose request has been carried out: it rests, unless more is to be written about it."""
    ref = _ref(request)
    if request.unfinished:
        return [effects.Again(ref, attempts=0)]
    done: list[Effect] = [effects.Done(ref, request.revision)]
    return [*done, effects.Awaits(ref, request.awaits)] if request.awaits is not None else done


def _ref(request: Request) -> DocumentRef:
    if request.ref is None:
        raise ValueError(f"request {request.id} carries no document")
    return request.ref
