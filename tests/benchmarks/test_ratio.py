"""What a ratio says of its goal, and that two measurements are taken in turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.benchmarks.ratio import Ratio, interleaved, told


def test_a_goal_is_a_greatest_or_a_least_ratio() -> None:
    assert [Ratio("", 3, 2, 1.5).met, Ratio("", 3, 2, 1.4).met] == [True, False]
    assert [Ratio("", 1, 2, 0.5, least=True).met, Ratio("", 1, 2, 0.6, least=True).met] == [True, False]


def test_the_two_go_in_turn_and_each_goes_first_as_often() -> None:
    calls: list[str] = []

    def noted(name: str, seconds: float) -> Callable[[], float]:
        def call() -> float:
            calls.append(name)
            return seconds

        return call

    assert interleaved(noted("measured", 2), noted("limit", 1), 4) == (2, 1)
    assert calls == ["limit", "measured", "measured", "limit"] * 2


def test_a_goal_that_is_missed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert told([Ratio("this", 3, 2, 1.0)], as_json=True) == 1
    said = capsys.readouterr()
    assert said.err == "this: 1.50 (goal: at most 1.0)  MISSED\n"
    assert said.out == '[{"name": "this", "ratio": 1.5, "goal": 1.0, "met": false}]\n'
