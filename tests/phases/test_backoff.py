"""Back-off: ever more patient, never for ever."""

from __future__ import annotations

from allorders_quickbooks.phases.backoff import ATTEMPTS, seconds


def test_each_try_waits_longer_than_the_one_before() -> None:
    waits = [seconds(attempt, 0) for attempt in range(1, ATTEMPTS + 1)]
    assert waits == sorted(set(waits))


def test_no_wait_is_longer_than_an_hour_and_a_quarter() -> None:
    assert seconds(50, 1) == 3600 * 1.25


def test_jitter_only_adds() -> None:
    assert seconds(3, 0) < seconds(3, 0.5) < seconds(3, 1)
