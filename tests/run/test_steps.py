"""The phases of a run come one after another, to the end."""

from __future__ import annotations

from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.run import steps


def test_the_phases_follow_each_other_to_the_end() -> None:
    phase, order = Phase.RECOVER, [Phase.RECOVER]
    while phase is not Phase.END:
        phase = steps.after(phase)
        order.append(phase)
    assert order == list(Phase)
