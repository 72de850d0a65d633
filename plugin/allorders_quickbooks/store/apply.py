"""Writing effects down: what a phase decided becomes rows, bindings, facts and journal, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import singledispatchmethod
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection, and_, delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks import effects
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import (
    bindings,
    companies,
    failures,
    found_invoices,
    journal,
    matching,
    notes,
    prepared,
    pulled,
    rows,
    stock,
)
from allorders_quickbooks.store.named import name
from allorders_quickbooks.store.tables import binding, document
from allorders_quickbooks.terms import RowState, Want


class Application:
    """One transaction's worth of effects. `under` names the preferences that a decision was made by."""

    def __init__(
        self,
        connection: Connection,
        company: str,
        *,
        now: datetime,
        run: int = 0,
        set_id: str | None = None,
        under: str = "",
    ) -> None:
        self._connection = connection
        self._company = company
        self._now = now
        self._run = run
        self._set_id = set_id
        self._under = under
        self._lines: list[journal.Line] = []
        self._facts: dict[str, Any] = {}
        self._failures: Counter[str] = Counter()

    def apply(self, all_effects: Iterable[effects.Effect]) -> None:
        """Write them all down, in order, then the journal."""
        for effect in all_effects:
            self._write(effect)
        if self._facts:
            companies.change_facts(self._connection, self._company, self._facts)
        failures.count(self._connection, self._company, self._now, self._failures)
        journal.write(self._connection, self._company, self._lines, now=self._now, run=self._run, set_id=self._set_id)

    def _say(self, what: str, ref: DocumentRef | None, detail: str = "") -> None:
        self._lines.append(journal.Line(what, ref, detail))

    def _row(self, ref: DocumentRef, **values: Any) -> None:
        self._connection.execute(update(document).where(_is(document, ref)).values(changed_at=self._now, **values))

    @singledispatchmethod
    def _write(self, effect: object) -> None:
        raise TypeError(f"no such effect: {effect!r}")

    @_write.register
    def _(self, effect: effects.Done) -> None:
        its = {**name(effect.ref), "its_version": effect.version, "its_moment": self._now}
        self._connection.execute(prepared.DONE, its)

    @_write.register
    def _(self, effect: effects.Again) -> None:
        values: dict[str, Any] = {**prepared.AT_REST, "state": RowState.READY.value, "look_first": effect.look_first}
        if effect.companions is not None:
            values["companions"] = effect.companions
        if effect.attempts is not None:
            values["attempts"] = effect.attempts
        if effect.reopened:
            values |= {"done": document.c.wanted - 1, "requested": True}
        self._row(effect.ref, **values)
        self._say("look first" if effect.look_first else "reopened" if effect.reopened else "waits again", effect.ref)

    @_write.register
    def _(self, effect: effects.Held) -> None:
        if self._connection.execute(prepared.LIFTED, {**name(effect.ref), "its_moment": self._now}).rowcount:
            self._say("saved again meanwhile", effect.ref, f"{effect.reason.code}: {effect.detail}")
            return
        under = {"under": rows.held_in(self._run)} if effect.this_run else {}
        self._stay(effect.ref, RowState.HELD, effect.reason.code, effect.detail, **under)

    @_write.register
    def _(self, effect: effects.Review) -> None:
        self._stay(effect.ref, RowState.REVIEW, effect.reason.code, effect.detail)

    @_write.register
    def _(self, effect: effects.RetryAt) -> None:
        self._stay(
            effect.ref,
            RowState.RETRY,
            effect.reason.code,
            effect.detail,
            not_before=effect.not_before,
            attempts=effect.attempts,
        )

    def _stay(self, ref: DocumentRef, state: RowState, reason: str, detail: str, **more: Any) -> None:
        its = name(ref)
        known = self._connection.execute(prepared.STOOD, its).first()
        said = {"state": state.value, "reason": reason, "detail": detail, "moment": self._now}
        values = {**prepared.STAYS, "under": self._under, **said, **more}
        self._connection.execute(prepared.STAYED, its | {f"its_{column}": value for column, value in values.items()})
        if known is None or tuple(known) != (state.value, reason, detail):
            self._failures[reason] += 1
            self._say(f"{state.value}: {reason}", ref, detail)

    @_write.register
    def _(self, effect: effects.Waits) -> None:
        # HELD until the record is bound: `_wake_waiting` makes it ready again, in the same run.
        waits = {"waits_kind": effect.waits_for.kind, "waits_key": effect.waits_for.key}
        self._stay(effect.ref, RowState.HELD, Reason.WAITING_FOR_RECORD.code, effect.detail, **waits)

    @_write.register
    def _(self, effect: effects.Awaits) -> None:
        self._row(effect.ref, waits_kind=effect.other.kind, waits_key=effect.other.key)

    @_write.register
    def _(self, effect: effects.Checked) -> None:
        self._row(effect.ref, checked_number=effect.number)

    @_write.register
    def _(self, effect: effects.Fresh) -> None:
        self._binding(effect.ref, fresh=bindings.fresh_value(effect.read))

    @_write.register
    def _(self, effect: effects.Suspect) -> None:
        self._binding(effect.ref, suspect=effect.suspect)

    @_write.register
    def _(self, effect: effects.Twin) -> None:
        self._binding(effect.ref, twin=effect.qb_id)

    @_write.register
    def _(self, effect: effects.Unbind) -> None:
        self._let_go(effect.ref)
        # Whatever still carries the old generation's ExternalGUID is none of this document's business any more.
        self._row(effect.ref, **prepared.SENT, generation=document.c.generation + 1, guid=None)
        self._say("unbound", effect.ref)

    @_write.register
    def _(self, effect: effects.Applied) -> None:
        found = bindings.by_ref(self._connection, [effect.invoice]).get(effect.invoice)
        if found is not None:
            applied = {key: str(amount) for key, amount in found.applied.items() if key != effect.payment}
            applied |= {effect.payment: effect.amount} if effect.amount else {}
            self._binding(effect.invoice, applied=applied)

    @_write.register
    def _(self, effect: effects.Looked) -> None:
        self._binding(effect.ref, look=bindings.look_value(effect.look, self._now))

    @_write.register
    def _(self, effect: effects.Facts) -> None:
        self._facts |= effect.values

    @_write.register
    def _(self, effect: effects.Note) -> None:
        self._say(effect.what, effect.ref, effect.detail)

    @_write.register
    def _(self, effect: effects.Compared) -> None:
        stock.keep(self._connection, self._company, self._run, effect)

    @_write.register
    def _(self, effect: effects.Pulled) -> None:
        pulled.keep(self._connection, self._company, self._run, effect)

    @_write.register
    def _(self, effect: effects.Placed) -> None:
        pulled.place(self._connection, self._company, effect.listed, **effect.values)

    @_write.register
    def _(self, effect: effects.Told) -> None:
        want = Want.ABSENT if effect.deleted else Want.PRESENT
        notes.note_told(
            self._connection, notes.values(effect.ref, rank=0, revision=effect.revision, number=effect.name, want=want)
        )

    @_write.register
    def _(self, effect: effects.Named) -> None:
        bindings.hand_over_name(self._connection, effect.ref, effect.name)

    @_write.register
    def _(self, effect: effects.ListMet) -> None:
        matching.meet(self._connection, self._company, effect.listed, effect.is_empty, self._now)

    @_write.register
    def _(self, effect: effects.InvoicesFound) -> None:
        found_invoices.keep(self._connection, self._company, effect.invoices)

    @_write.register
    def _(self, effect: effects.Bind) -> None:
        bound = effect.binding
        values = {
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
            "look": bindings.look_value(bound.look, self._now),
        }
        self._connection.execute(prepared.REPLACED, name(bound.ref))
        self._connection.execute(prepared.BIND, values)
        self._wake_waiting(bound.ref)
        label = f"{bound.qb_type} {bound.number or bound.name or bound.qb_id}"
        self._say("in QuickBooks", bound.ref, f"{label} at version {bound.version}")

    def _let_go(self, ref: DocumentRef) -> None:
        """The object is gone for everybody who is bound to it: two records may name one entry of a simple list."""
        held = select(binding.c.qb_type, binding.c.qb_id).where(_is(binding, ref)).subquery()
        is_same = and_(
            binding.c.company == ref.company, binding.c.qb_type == held.c.qb_type, binding.c.qb_id == held.c.qb_id
        )
        found = self._connection.execute(select(binding.c.kind, binding.c.key).where(is_same)).all()
        for kind, key in found:
            bound = DocumentRef(company=ref.company, kind=kind, key=key)
            self._connection.execute(delete(binding).where(_is(binding, bound)))

    def _wake_waiting(self, ref: DocumentRef) -> None:
        if self._connection.execute(prepared.WAITED_FOR, name(ref)).first() is None:
            return
        waiting = and_(
            document.c.company == ref.company, document.c.waits_kind == ref.kind, document.c.waits_key == ref.key
        )
        is_resting = document.c.state == RowState.IDLE.value  # it was done, and there is more to do about it now
        again = {"wanted": document.c.wanted + 1, "requested": True}  # `done` stays: QuickBooks has that version
        self._connection.execute(update(document).where(waiting, is_resting).values(**again))
        is_open = document.c.state.in_([RowState.IDLE.value, RowState.READY.value, RowState.HELD.value])
        self._connection.execute(
            update(document).where(waiting, is_open).values(**prepared.AT_REST, state=RowState.READY.value)
        )

    def _binding(self, ref: DocumentRef, **values: Any) -> None:
        self._connection.execute(update(binding).where(_is(binding, ref)).values(**values))


def _is(table: Any, ref: DocumentRef) -> ColumnElement[bool]:
    return and_(table.c.company == ref.company, table.c.kind == ref.kind, table.c.key == ref.key)
