"""Effects on rows of the outbox: what is done, what goes again, what stays and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from allorders_hooks.documents import DocumentRef
from sqlalchemy import and_, update

from allorders_quickbooks import effects
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import prepared, rows
from allorders_quickbooks.store.named import name
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.store.writing import Writers, Writing
from allorders_quickbooks.terms import RowState


class _Stay(NamedTuple):
    """A row that goes nowhere for now; `values` are those of its columns that the others leave empty."""

    ref: DocumentRef
    state: RowState
    reason: str
    detail: str
    values: dict[str, Any]


class _Stood(NamedTuple):
    """Where a row stands before it is written."""

    key: str
    state: str
    wanted: int
    taken: int
    reason: str | None
    detail: str

    @property
    def is_overtaken(self) -> bool:
        """Whether the document was saved while an older version was on its way."""
        return self.state == RowState.IN_FLIGHT.value and self.wanted > self.taken


def change(writing: Writing, ref: DocumentRef, **values: Any) -> None:
    """New values of one row."""
    its = and_(document.c.company == ref.company, document.c.kind == ref.kind, document.c.key == ref.key)
    writing.connection.execute(update(document).where(its).values(changed_at=writing.now, **values))


def wake_waiting(writing: Writing) -> None:
    """What waited for a document that QuickBooks holds now goes in this very run."""
    for (company, kind), keys in rows.grouped(writing.bound).items():
        for piece in rows.chunks(keys):
            its = {"its_company": company, "its_kind": kind, "its_keys": piece}
            for awaited in writing.connection.execute(prepared.WAITED_FOR, its).scalars().all():
                _wake(writing, DocumentRef(company=company, kind=kind, key=awaited))
    writing.bound.clear()


def _wake(writing: Writing, awaited: DocumentRef) -> None:
    waiting = and_(
        document.c.company == awaited.company,
        document.c.waits_kind == awaited.kind,
        document.c.waits_key == awaited.key,
    )
    is_resting = document.c.state == RowState.IDLE.value  # it was done, and there is more to do about it now
    again = {"wanted": document.c.wanted + 1, "requested": True}  # `done` stays: QuickBooks has that version
    writing.connection.execute(update(document).where(waiting, is_resting).values(**again))
    is_open = document.c.state.in_([RowState.IDLE.value, RowState.READY.value, RowState.HELD.value])
    writing.connection.execute(
        update(document).where(waiting, is_open).values(**prepared.AT_REST, state=RowState.READY.value)
    )


def _done(writing: Writing, alike: Sequence[effects.Done]) -> None:
    done = [{**name(effect.ref), "its_version": effect.version, "its_moment": writing.now} for effect in alike]
    writing.connection.execute(prepared.DONE, done)


def _again(writing: Writing, alike: Sequence[effects.Again]) -> None:
    for effect in alike:
        values: dict[str, Any] = {**prepared.AT_REST, "state": RowState.READY.value, "look_first": effect.look_first}
        if effect.companions is not None:
            values["companions"] = effect.companions
        if effect.attempts is not None:
            values["attempts"] = effect.attempts
        if effect.reopened:
            values |= {"done": document.c.wanted - 1, "requested": True}
        change(writing, effect.ref, **values)
        why = "look first" if effect.look_first else "reopened" if effect.reopened else "waits again"
        writing.say(why, effect.ref)


def _held(writing: Writing, alike: Sequence[effects.Held]) -> None:
    """It may be an older version that is refused: what was saved while that was on its way is a thing of its own."""
    stood = _stood(writing, [effect.ref for effect in alike]).items()
    overtaken = {ref for ref, row in stood if row.is_overtaken}
    lifted = [effect for effect in alike if effect.ref in overtaken]
    if lifted:
        its_moment = {"its_moment": writing.now}
        writing.connection.execute(prepared.LIFTED, [{**name(effect.ref), **its_moment} for effect in lifted])
    for effect in lifted:
        writing.say("saved again meanwhile", effect.ref, f"{effect.reason.code}: {effect.detail}")
    under = {"under": rows.held_in(writing.run)}
    stays = [
        _Stay(each.ref, RowState.HELD, each.reason.code, each.detail, under if each.this_run else {})
        for each in alike
        if each.ref not in overtaken
    ]
    _stay(writing, stays)


def _review(writing: Writing, alike: Sequence[effects.Review]) -> None:
    stays = [_Stay(each.ref, RowState.REVIEW, each.reason.code, each.detail, {}) for each in alike]
    _stay(writing, stays)


def _retry(writing: Writing, alike: Sequence[effects.RetryAt]) -> None:
    when = [{"not_before": each.not_before, "attempts": each.attempts} for each in alike]
    stays = zip(alike, when, strict=True)
    _stay(writing, [_Stay(each.ref, RowState.RETRY, each.reason.code, each.detail, at) for each, at in stays])


def _waits(writing: Writing, alike: Sequence[effects.Waits]) -> None:
    """HELD until the record is bound: `wake_waiting` makes it ready again, in the same run."""
    stays = [
        _Stay(
            each.ref,
            RowState.HELD,
            Reason.WAITING_FOR_RECORD.code,
            each.detail,
            {"waits_kind": each.waits_for.kind, "waits_key": each.waits_for.key},
        )
        for each in alike
    ]
    _stay(writing, stays)


def _stood(writing: Writing, refs: Sequence[DocumentRef]) -> dict[DocumentRef, _Stood]:
    """Where the rows stand; nobody moves them before this transaction ends."""
    found: dict[DocumentRef, _Stood] = {}
    for (company, kind), keys in rows.grouped(refs).items():
        for piece in rows.chunks(keys):
            its = {"its_company": company, "its_kind": kind, "its_keys": piece}
            for row in writing.connection.execute(prepared.STOOD, its):
                found[DocumentRef(company=company, kind=kind, key=row.key)] = _Stood(*row)
    return found


def _stay(writing: Writing, stays: Sequence[_Stay]) -> None:
    """Rows that stay; the journal and the figures of the day tell only of what is new."""
    stood = _stood(writing, [stay.ref for stay in stays])
    stayed = [
        name(stay.ref)
        | {"its_state": stay.state.value, "its_reason": stay.reason, "its_detail": stay.detail}
        | {"its_moment": writing.now, "its_under": writing.under}
        | {f"its_{column}": None for column in ("not_before", "waits_kind", "waits_key", "attempts")}
        | {f"its_{column}": value for column, value in stay.values.items()}
        for stay in stays
    ]
    if stayed:
        writing.connection.execute(prepared.STAYED, stayed)
    for stay in stays:
        known = stood.get(stay.ref)
        if known is None or (known.state, known.reason, known.detail) != (stay.state.value, stay.reason, stay.detail):
            writing.failures[stay.reason] += 1
            writing.say(f"{stay.state.value}: {stay.reason}", stay.ref, stay.detail)


def _awaits(writing: Writing, alike: Sequence[effects.Awaits]) -> None:
    for effect in alike:
        change(writing, effect.ref, waits_kind=effect.other.kind, waits_key=effect.other.key)


def _checked(writing: Writing, alike: Sequence[effects.Checked]) -> None:
    checked = [{**name(effect.ref), "its_number": effect.number, "its_moment": writing.now} for effect in alike]
    writing.connection.execute(prepared.CHECKED, checked)


WRITERS: Writers = {
    effects.Done: _done,
    effects.Again: _again,
    effects.Held: _held,
    effects.Review: _review,
    effects.RetryAt: _retry,
    effects.Waits: _waits,
    effects.Awaits: _awaits,
    effects.Checked: _checked,
}
