"""A few schedules in every test run; `python -m tests.web_connector.accidents --seeds 200` is the whole of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web_connector.accidents import play


@pytest.mark.parametrize("seed", [1, 2])
def test_accidents_on_the_way_leave_nothing_twice_or_lost(model_at: Path, tmp_path: Path, seed: int) -> None:
    happened, findings = play(seed, model_at, tmp_path, updates=5)
    assert findings == []
    assert sum(number for accident, number in happened.items() if accident != "none") > 4
