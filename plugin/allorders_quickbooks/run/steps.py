"""The phases in their order, and what each plans next.

    recover -> check -> fence -> verify -> sweep -> flush -> pull -> push -> scan -> audit
            -> reconcile -> adjust -> rescan -> reaudit -> end

Recovering comes before everything: an open set leaves again before the company file is looked at, since the fence
in front of it checks the file better than any question could. What was saved here goes before the lists are pulled,
so it wins over what was changed there. Reconciling comes after the audit, since it has to know what was edited in
QuickBooks; what it has adjusted there is audited in its turn.
"""

from __future__ import annotations

from dataclasses import replace

from allorders_quickbooks import effects, extensions
from allorders_quickbooks.exchange.batch import Batch, Phase
from allorders_quickbooks.mapping.registry import RECORD_KINDS
from allorders_quickbooks.phases import audit, check, fence_setup, push, scan
from allorders_quickbooks.policy import kinds_sent_unasked
from allorders_quickbooks.run import joining, pace, pulling, questions, reconciling
from allorders_quickbooks.run.loading import load_view
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.settling import under
from allorders_quickbooks.run.sweep import note_needed, sweep
from allorders_quickbooks.store import bindings, companies, pulled, rows, runs, sets
from allorders_quickbooks.store.apply import Application

_ORDER = tuple(Phase)


def after(phase: Phase) -> Phase:
    """The phase that follows."""
    return _ORDER[_ORDER.index(phase) + 1]


def plan(ports: Ports, key: str, phase: Phase, run: int) -> Batch | None:
    """The next batch of that phase, None where it has nothing (more) to send."""
    extensions.active()  # before anything is sorted by its kind
    match phase:
        case Phase.CHECK:
            return check.plan(joining.unknown(ports, key))
        case Phase.FENCE:
            return _plan_fence(ports, key)
        case Phase.VERIFY:
            return _plan_verify(ports, key)
        case Phase.SWEEP:
            sweep(ports, key)
            return pulling.resume(ports, key, run)
        case Phase.PULL:
            batch = pulling.plan(ports, key, run)
            if batch is None:
                questions.ask(ports, key, run)
            return batch
        case Phase.FLUSH | Phase.PUSH:
            return _plan_push(ports, key, phase, run)
        case Phase.SCAN:
            questions.ask(ports, key, run)
            return _plan_scan(ports, key)
        case Phase.AUDIT:
            return _plan_details(ports, key, Phase.AUDIT)
        case Phase.RECONCILE:
            return reconciling.plan(ports, key, run)
        case Phase.ADJUST:
            return _plan_push(ports, key, phase, run) if reconciling.has_compared(ports, key, run) else None
        case Phase.RESCAN | Phase.REAUDIT:
            return _plan_proof(ports, key, phase, run)
        case _:
            return None


def _plan_fence(ports: Ports, key: str) -> Batch | None:
    with ports.database.read() as connection:
        company = companies.load(connection, key)
    if company.setup.without_fence:
        return None
    return fence_setup.plan(company.facts, fence_setup.guid_of(company.installation), ports.clock.now())


def _plan_verify(ports: Ports, key: str) -> Batch | None:
    """History went back: every binding is read before anything new is written."""
    with ports.database.write() as connection:
        if companies.load(connection, key).facts.check_all:
            bindings.suspect_all(connection, key)
            pulled.forget_positions(connection, key)
            companies.change_facts(connection, key, {"check_all": False})
    return _plan_details(ports, key, Phase.VERIFY)


def _plan_scan(ports: Ports, key: str) -> Batch | None:
    with ports.database.read() as connection:
        return scan.plan_scan(companies.load(connection, key).facts, bindings.types(connection, key))


def _plan_proof(ports: Ports, key: str, phase: Phase, run: int) -> Batch | None:
    """The audit once more, where this run has written anything since."""
    with ports.database.read() as connection:
        if not sets.has_written(connection, key, run, Phase.ADJUST.value):
            return None
    planned = _plan_scan(ports, key) if phase is Phase.RESCAN else _plan_details(ports, key, phase)
    return replace(planned, phase=phase) if planned is not None else None


def _plan_details(ports: Ports, key: str, phase: Phase) -> Batch | None:
    with ports.database.read() as connection:
        return audit.plan_details(bindings.suspects(connection, key, audit.SUSPECTS_A_SET), phase)


def _plan_push(ports: Ports, key: str, phase: Phase, run: int) -> Batch | None:
    """Plan until there is something to send: what was decided about the rest is written down on the way.

    FLUSH sends what somebody chose, and every list record, so that it is there before the lists are pulled; PUSH also
    what the preferences of this moment send unasked."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        unasked = kinds_sent_unasked(company.preferences, company.setup)
        flushed = tuple(kind for kind in unasked if kind in RECORD_KINDS)
        allowed = unasked if phase is Phase.PUSH else flushed if phase is Phase.FLUSH else ()
        if runs.load(connection, key, run).only_chosen:
            allowed = ()
    while True:
        with ports.database.read() as connection:
            last = sets.pace(connection, key, pace.LEAST)
        size = min(ports.largest_set, pace.size_after(last, ports.set_seconds))
        view = load_view(ports, key, run, allowed, size)
        planned = push.plan(view, phase)
        if note_needed(ports, planned.needed):
            continue  # the records go first, so they belong into this very plan
        if planned.changes:
            with ports.database.write() as connection:
                now = ports.database.now(connection)
                # Whatever was saved since it was looked at is decided anew, and by whoever has the lease then.
                decided = effects.apart_from(rows.moved(connection, view.rows), planned.changes)
                Application(connection, key, now=now, run=run, under=under(ports, key)).apply(decided)
                held = sum(isinstance(change, effects.Held) for change in decided)
                runs.count(connection, key, run, held=held)
        if planned.batch is not None or not planned.changes:
            with ports.database.write() as connection:
                known = runs.load(connection, key, run)
                if not known.total:  # once a phase: a million rows may wait
                    left = rows.count_due(connection, key, run, allowed)
                    runs.change(connection, key, run, total=known.done + left)
            return planned.batch
