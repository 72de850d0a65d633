"""Writing effects down: what a phase decided becomes rows, bindings, facts and journal, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from allorders_quickbooks import effects
from allorders_quickbooks.store import (
    apply_bindings,
    apply_rows,
    bindings,
    companies,
    failures,
    found_invoices,
    journal,
    matching,
    notes,
    pulled,
    stock,
)
from allorders_quickbooks.store.writing import Writers, Writing, blocks
from allorders_quickbooks.terms import Want


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
        self._writing = Writing(connection, company, now, run, under)
        self._set_id = set_id

    def apply(self, all_effects: Iterable[effects.Effect]) -> None:
        """Write them all down, those of a document in their order, then the journal."""
        writing = self._writing
        for block in blocks(all_effects, _SIDE_BY_SIDE):
            for alike in block:
                _write(writing, alike)
            apply_rows.wake_waiting(writing)
        if writing.facts:
            companies.change_facts(writing.connection, writing.company, writing.facts)
        failures.count(writing.connection, writing.company, writing.now, writing.failures)
        journal.write(
            writing.connection, writing.company, writing.lines, now=writing.now, run=writing.run, set_id=self._set_id
        )


def _write(writing: Writing, alike: Sequence[effects.Effect]) -> None:
    kind = type(alike[0])
    writer = _SIDE_BY_SIDE.get(kind) or _ONE_BY_ONE.get(kind)
    if writer is None:
        raise TypeError(f"no such effect: {alike[0]!r}")
    writer(writing, alike)


def _facts(writing: Writing, alike: Sequence[effects.Facts]) -> None:
    for effect in alike:
        writing.facts |= effect.values


def _notes(writing: Writing, alike: Sequence[effects.Note]) -> None:
    for effect in alike:
        writing.say(effect.what, effect.ref, effect.detail)


def _compared(writing: Writing, alike: Sequence[effects.Compared]) -> None:
    for effect in alike:
        stock.keep(writing.connection, writing.company, writing.run, effect)


def _pulled(writing: Writing, alike: Sequence[effects.Pulled]) -> None:
    for effect in alike:
        pulled.keep(writing.connection, writing.company, writing.run, effect)


def _placed(writing: Writing, alike: Sequence[effects.Placed]) -> None:
    for effect in alike:
        pulled.place(writing.connection, writing.company, effect.listed, **effect.values)


def _told(writing: Writing, alike: Sequence[effects.Told]) -> None:
    for effect in alike:
        want = Want.ABSENT if effect.deleted else Want.PRESENT
        told = notes.values(effect.ref, rank=0, revision=effect.revision, number=effect.name, want=want)
        notes.note_told(writing.connection, told)


def _named(writing: Writing, alike: Sequence[effects.Named]) -> None:
    for effect in alike:
        bindings.hand_over_name(writing.connection, effect.ref, effect.name)


def _list_met(writing: Writing, alike: Sequence[effects.ListMet]) -> None:
    for effect in alike:
        matching.meet(writing.connection, writing.company, effect.listed, effect.is_empty, writing.now)


def _invoices_found(writing: Writing, alike: Sequence[effects.InvoicesFound]) -> None:
    for effect in alike:
        found_invoices.keep(writing.connection, writing.company, effect.invoices)


_SIDE_BY_SIDE: Writers = {
    **apply_rows.WRITERS,
    **apply_bindings.WRITERS,
    effects.Facts: _facts,
    effects.Note: _notes,
}
# They reach beyond the document that they name, where they name one.
_ONE_BY_ONE: Writers = {
    effects.Unbind: apply_bindings.unbind,
    effects.Compared: _compared,
    effects.Pulled: _pulled,
    effects.Placed: _placed,
    effects.Told: _told,
    effects.Named: _named,
    effects.ListMet: _list_met,
    effects.InvoicesFound: _invoices_found,
}
