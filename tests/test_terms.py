"""The words: states that can be stored, a clock that is never taken for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from allorders_quickbooks.terms import WallTime

from tests.rows import a_row


@pytest.mark.parametrize(
    "text", ["2026-03-02T10:00:00-08:00", "2026-03-02T10:00:00+05:30", "2026-03-02T10:00:00Z", " 2026-03-02T10:00:00 "]
)
def test_a_wall_time_is_what_the_clock_on_the_wall_shows(text: str) -> None:
    assert WallTime.parse(text) == WallTime(datetime(2026, 3, 2, 10))  # noqa: DTZ001 (QuickBooks' clock is naive)
    assert str(WallTime.parse(text)) == "2026-03-02T10:00:00"


def test_wall_times_are_ordered_alike_as_values_and_as_text() -> None:
    moments = [WallTime.parse(text) for text in ("2026-11-02T09:59:59", "2026-03-02T10:00:00", "2025-12-31T23:00:00")]
    assert sorted(moments) == sorted(moments, key=str)


def test_a_window_reaches_back_over_midnight() -> None:
    assert str(WallTime.parse("2026-03-02T01:00:00").back(timedelta(hours=2))) == "2026-03-01T23:00:00"


def test_what_is_no_time_is_an_error() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        WallTime.parse("yesterday")


def test_work_is_what_was_saved_and_is_not_in_quickbooks() -> None:
    assert a_row(wanted=2, done=1).due
    assert not replace(a_row(wanted=2), done=2).due
