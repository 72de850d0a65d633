"""Effects on bindings: what QuickBooks holds of a document, and that it holds it no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import and_, delete, select

from allorders_quickbooks import effects
from allorders_quickbooks.store import apply_rows, bindings, prepared
from allorders_quickbooks.store.named import name
from allorders_quickbooks.store.tables import binding, document
from allorders_quickbooks.store.writing import Writers, Writing
from allorders_quickbooks.terms import Binding


def _bind(writing: Writing, alike: Sequence[effects.Bind]) -> None:
    bound = [effect.binding for effect in alike]
    writing.connection.execute(prepared.REPLACED, [name(each.ref) for each in bound])
    writing.connection.execute(prepared.BIND, [_values(writing, each) for each in bound])
    writing.bound += [each.ref for each in bound]
    for each in bound:
        label = f"{each.qb_type} {each.number or each.name or each.qb_id}"
        writing.say("in QuickBooks", each.ref, f"{label} at version {each.version}")


def _values(writing: Writing, bound: Binding) -> dict[str, Any]:
    return {
        "company": bound.ref.company,
        "kind": bound.ref.kind,
        "key": bound.ref.key,
        "generation": bound.generation,
        "qb_type": bound.qb_type,
        "qb_id": bound.qb_id,
        "edit_sequence": bound.edit_sequence,
        "guid": bound.guid,
        "number": bound.number,
        "name": bound.name,
        "total": None if bound.total is None else str(bound.total),
        "version": bound.version,
        "time_modified": str(bound.time_modified) if bound.time_modified else None,
        "lines": list(bound.lines),
        "applied": {key: str(amount) for key, amount in bound.applied.items()},
        "base": dict(bound.base),
        "seen": dict(bound.seen),
        "fresh": bindings.fresh_value(bound.fresh),
        "flag": bound.flag,
        "suspect": False,
        "twin": bound.twin,
        "look": bindings.look_value(bound.look, writing.now),
    }


def unbind(writing: Writing, alike: Sequence[effects.Unbind]) -> None:
    """QuickBooks holds it no more, nor any other record that was bound to the same object."""
    for effect in alike:
        _let_go(writing, effect.ref)
        # Whatever still carries the old generation's ExternalGUID is none of this document's business any more.
        apply_rows.change(writing, effect.ref, **prepared.SENT, generation=document.c.generation + 1, guid=None)
        writing.say("unbound", effect.ref)


def _let_go(writing: Writing, ref: DocumentRef) -> None:
    """The object is gone for everybody who is bound to it: two records may name one entry of a simple list."""
    its = and_(binding.c.company == ref.company, binding.c.kind == ref.kind, binding.c.key == ref.key)
    held = select(binding.c.qb_type, binding.c.qb_id).where(its).subquery()
    is_same = and_(
        binding.c.company == ref.company, binding.c.qb_type == held.c.qb_type, binding.c.qb_id == held.c.qb_id
    )
    found = writing.connection.execute(select(binding.c.kind, binding.c.key).where(is_same)).all()
    for kind, key in found:
        is_it = and_(binding.c.company == ref.company, binding.c.kind == kind, binding.c.key == key)
        writing.connection.execute(delete(binding).where(is_it))


def _fresh(writing: Writing, alike: Sequence[effects.Fresh]) -> None:
    _change(writing, "fresh", ((effect.ref, bindings.fresh_value(effect.read)) for effect in alike))


def _suspect(writing: Writing, alike: Sequence[effects.Suspect]) -> None:
    _change(writing, "suspect", ((effect.ref, effect.suspect) for effect in alike))


def _twin(writing: Writing, alike: Sequence[effects.Twin]) -> None:
    _change(writing, "twin", ((effect.ref, effect.qb_id) for effect in alike))


def _looked(writing: Writing, alike: Sequence[effects.Looked]) -> None:
    _change(writing, "look", ((effect.ref, bindings.look_value(effect.look, writing.now)) for effect in alike))


def _applied(writing: Writing, alike: Sequence[effects.Applied]) -> None:
    found = bindings.by_ref(writing.connection, [effect.invoice for effect in alike])
    paid = [(effect, found[effect.invoice].applied) for effect in alike if effect.invoice in found]
    _change(
        writing,
        "applied",
        (
            (
                effect.invoice,
                {key: str(amount) for key, amount in before.items() if key != effect.payment}
                | ({effect.payment: effect.amount} if effect.amount else {}),
            )
            for effect, before in paid
        ),
    )


def _change(writing: Writing, column: str, values: Iterable[tuple[DocumentRef, Any]]) -> None:
    """A new value of that column for each of those bindings."""
    changes = [{**name(ref), "its_value": value} for ref, value in values]
    if changes:
        writing.connection.execute(prepared.CHANGED[column], changes)


WRITERS: Writers = {
    effects.Bind: _bind,
    effects.Fresh: _fresh,
    effects.Suspect: _suspect,
    effects.Twin: _twin,
    effects.Looked: _looked,
    effects.Applied: _applied,
}
