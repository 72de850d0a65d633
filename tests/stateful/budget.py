"""How much the machines of this directory try: the same few histories in every test run, more by the environment.

ALLORDERS_STATEFUL=20 tries twenty times as many, other ones each time:
`ALLORDERS_STATEFUL=20 pytest tests/stateful`.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

TIMES = int(os.environ.get("ALLORDERS_STATEFUL", "1"))
_SLOW_ON_PURPOSE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def budget(histories: int, *, steps: int) -> settings:
    """So many histories of at most so many steps; always the same ones, unless the environment asks for more."""
    return settings(
        max_examples=histories * TIMES,
        stateful_step_count=steps,
        derandomize=TIMES == 1,
        database=None,
        deadline=None,
        suppress_health_check=_SLOW_ON_PURPOSE,
    )


def assert_found_out(machine: type[RuleBasedStateMachine], histories: int, *, steps: int) -> None:
    """The machine must fail within so many histories: something that it watches is broken at the moment."""
    hurried = settings(budget(histories, steps=steps), phases=(Phase.generate,), report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=hurried)
