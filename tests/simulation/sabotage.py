"""Deliberately broken builds: if the simulation does not find them out, it finds out nothing.

Each takes one part of the protocol away, from outside; the product has no switch for any of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange import exchange
from allorders_quickbooks.exchange.batch import FENCE_ID, Batch, Phase, Planned
from allorders_quickbooks.exchange.exchange import Exchange
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases import push
from allorders_quickbooks.phases.view import View
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.run import loading, steps
from allorders_quickbooks.terms import Action, Binding, FreshRead

from tests.simulation import invariants


def _no_fence() -> list[Any]:
    """Writing sets only look at the fence: a late one writes all the same."""

    def look(batch: Batch, facts: Any, set_id: str) -> tuple[Planned, ...]:
        if not facts.fence or any(each.request.id == FENCE_ID for each in batch.planned):
            return ()
        return (Planned(Request(FENCE_ID, Action.QUERY, "OtherName"), queries.fence_read(facts.fence)),)

    unwatched = patch.object(invariants.Watch, "_sets_begin_with_the_fence", lambda *_: None)
    return [patch.object(exchange, "_fence", look), unwatched]


def _no_look_first() -> list[Any]:
    """What may be there already is added once more without a look."""
    load_view = loading.load_view

    def sure(*arguments: Any) -> View:
        view = load_view(*arguments)
        return replace(view, doubts={}, rows=tuple(replace(row, look_first=False) for row in view.rows))

    return [patch.object(steps, "load_view", sure)]


def _no_audit() -> list[Any]:
    """Nobody looks at the end of a run, nor after a restore."""
    plan = steps.plan

    def blind(ports: Any, key: str, phase: Phase, run: int) -> Batch | None:
        return None if phase in (Phase.VERIFY, Phase.SCAN, Phase.AUDIT) else plan(ports, key, phase, run)

    return [patch.object(steps, "plan", blind)]


def _no_transaction() -> list[Any]:
    """An answer is settled in one transaction and applied in the next; now and then the process dies in between."""
    settle, count = Exchange.settle, [0]

    def torn(self: Exchange, message_set: MessageSet, settled: Settled, **more: Any) -> bool:
        count[0] += 1
        if message_set.write and settled.effects and count[0] % 5 == 0:
            return settle(self, message_set, replace(settled, effects=()), **more)
        return settle(self, message_set, settled, **more)

    return [patch.object(Exchange, "settle", torn)]


def _no_mod_read() -> list[Any]:
    """A Mod goes with the EditSequence that we happen to know, unread."""
    modify = push._Planner._modify

    def unread(self: Any, row: Any, kind: Any, source: Any, binding: Binding) -> None:
        hoped = FreshRead(binding.edit_sequence, binding.seen, binding.lines, self._view.now, settled=True)
        modify(self, row, kind, source, replace(binding, fresh=binding.fresh or hoped))

    return [patch.object(push._Planner, "_modify", unread)]


SABOTAGES: dict[str, Callable[[], list[Any]]] = {
    "no-fence": _no_fence,
    "no-look-first": _no_look_first,
    "no-audit": _no_audit,
    "no-transaction": _no_transaction,
    "no-mod-read": _no_mod_read,
}


@contextmanager
def sabotaged(name: str) -> Iterator[None]:
    """The broken build of that name for a while; "" is the sound one."""
    patches = SABOTAGES[name]() if name else []
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in reversed(patches):
            each.stop()
