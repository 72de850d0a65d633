"""What a person decides about a record that QuickBooks holds and that came back as a question of the matching.

Each decision is one that can be taken elsewhere too: a merge is followed, QuickBooks' version is taken, ours goes over
it, the record stays as it is there. What has been done by then on both sides cannot be taken back here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import Happened, ListChange, TakesRecords

from allorders_quickbooks import effects
from allorders_quickbooks.matching.sides import CHOICES, Cause, Choice
from allorders_quickbooks.operations import drift
from allorders_quickbooks.phases import pull
from allorders_quickbooks.phases.pull_judge import MERGED
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal, matching, pulled, rows
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.matching import Match
from allorders_quickbooks.terms import Binding

_DRIFT: Mapping[tuple[Cause, Choice], str] = {
    (Cause.MERGED, Choice.BIND): drift.FOLLOW,
    (Cause.MERGED, Choice.CREATE): drift.UNLINK,
    (Cause.CHANGED, Choice.RENAME): drift.RESEND,
    (Cause.CHANGED, Choice.TAKE): drift.TAKE,
}
_OTHERWISE = "that is no answer to what is asked about it."
_DECIDED = "it is decided. Undo that first."
_OVER = "there is nothing to decide about it any more."


def is_about_bound(match: Match, bound: Binding | None) -> bool:
    """Whether the question is one about a record that QuickBooks holds, which is bound already."""
    return match.cause is not Cause.FIRST and (bound is not None or match.cause is not Cause.NAME)


def decide(ports: Ports, match: Match, choice: Choice, user: str) -> str:
    """Do what is decided; a sentence where that cannot be."""
    ref = match.ref
    if match.decision is not Choice.UNDECIDED:
        return _DECIDED
    if choice not in CHOICES[match.cause] or (match.cause is Cause.NAME and choice not in _OF_NAMES):
        return _OTHERWISE
    action = _DRIFT.get((match.cause, choice))
    if action is not None:
        result = drift.do(ports, ref.company, action, [ref], user)
        if result is None or not result.done:
            return _OVER
    elif (match.cause, choice) == (Cause.INACTIVE, Choice.BIND):
        if said := _activate(ports, ref):
            return said
    else:
        _answer(ports, match, choice)
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        matching.decide(connection, ref, choice, "", user, now)
        journal.write(connection, ref.company, [journal.Line(f"matched: {choice.value}", ref)], now=now, who=user)
        companies.ask_for_run(connection, ref.company)
    return ""


_OF_NAMES = (Choice.TAKE, Choice.NAME, Choice.SKIP)


def _answer(ports: Ports, match: Match, choice: Choice) -> None:
    """About a name, or that it stays as it is there until it is saved again."""
    ref = match.ref
    with ports.database.write() as connection:
        row, bound = rows.by_ref(connection, [ref])[ref], bindings.by_ref(connection, [ref]).get(ref)
        if choice is Choice.SKIP and match.cause is Cause.INACTIVE:
            return
        if choice is Choice.TAKE and bound is not None:
            pulled.want_again(connection, ref.company, pull.list_of(bound.qb_type), [bound.qb_id])
        done: effects.Effect = effects.Done(ref, row.wanted)
        then = effects.Again(ref, attempts=0, reopened=True) if choice is Choice.NAME else done
        Application(connection, ref.company, now=ports.database.now(connection)).apply([effects.Fresh(ref, None), then])


def _activate(ports: Ports, ref: DocumentRef) -> str:
    """It becomes active on both sides; what waits for it goes in the same run."""
    record, host = ports.host.records([ref]).get(ref), ports.host
    with ports.database.read() as connection:
        bound, company = bindings.by_ref(connection, [ref]).get(ref), companies.load(connection, ref.company)
    if record is None or bound is None:
        return _OVER
    told: list[effects.Effect] = []
    if not record.active:
        if not isinstance(host, TakesRecords):
            return "it is inactive here too. Make it active here first."
        key = f"{company.installation}/{pull.list_of(bound.qb_type)}/{bound.qb_id}/active/{record.revision}"
        active = record.model_copy(update={"active": True})
        change = ListChange(key=key, what=Happened.CHANGED, ref=ref, record=active, fields=("active",))
        (answer,) = host.apply(ref.company, [change])
        if answer.refused:
            return answer.refused
        told.append(effects.Told(ref, answer.revision))
    base = {name: value for name, value in bound.base.items() if name != "IsActive"}
    slept = replace(bound, base=base, seen={**bound.seen, "IsActive": "false"}, fresh=None)
    with ports.database.write() as connection:
        again = effects.Again(ref, attempts=0, reopened=True)
        found = Application(connection, ref.company, now=ports.database.now(connection))
        found.apply([*told, again, effects.Bind(slept)])
    return ""


def undo(ports: Ports, match: Match, user: str) -> str:
    """Ask once more about a record that was left as it was; a sentence where more than that was done."""
    if match.decision is not Choice.SKIP:
        return "it was done by now, on both sides."
    with ports.database.write() as connection:
        now, ref = ports.database.now(connection), match.ref
        bound = bindings.by_ref(connection, [ref]).get(ref)
        if match.cause is Cause.MERGED and bound is not None and bound.flag == MERGED:
            back: list[effects.Effect] = [effects.Review(ref, Reason.MERGED, "Somebody wants to decide anew.")]
        elif match.cause is Cause.CHANGED:
            back = [effects.Review(ref, Reason.NOT_TAKEN, "Somebody wants to decide anew.")]
        elif match.cause is Cause.NAME:
            back = [effects.Again(ref, attempts=0, reopened=True)]
        else:
            back = []
        matching.decide(connection, ref, Choice.UNDECIDED, "", user, now)
        Application(connection, ref.company, now=now).apply(back)
        journal.write(connection, ref.company, [journal.Line("matched: undone", ref)], now=now, who=user)
    return ""
