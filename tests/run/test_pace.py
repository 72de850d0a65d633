"""The size of a set follows how long QuickBooks took over the last one."""

from __future__ import annotations

from allorders_quickbooks.run.pace import FIRST, LEAST, MOST, TARGET_SECONDS, size_after


def test_the_first_set_has_the_usual_size() -> None:
    assert size_after(None) == FIRST


def test_the_next_set_fills_the_time_that_users_can_wait() -> None:
    assert size_after((200, TARGET_SECONDS * 200 / 150)) == 150


def test_a_slow_quickbooks_gets_half_as_many_at_once_and_never_fewer_than_a_few() -> None:
    assert size_after((200, 3600)) == 100
    assert size_after((30, 3600)) == LEAST


def test_a_fast_quickbooks_gets_twice_as_many_at_once_and_never_more_than_is_safe() -> None:
    assert size_after((210, 0.5)) == 420
    assert size_after((500, 0.0)) == MOST


def test_a_small_set_that_was_fast_does_not_make_the_next_one_small() -> None:
    assert size_after((20, 0.1)) == FIRST


def test_where_others_wait_a_set_takes_no_longer_than_a_turn() -> None:
    assert size_after((200, 20), target=3.0) == 100
    assert size_after((100, 10), target=3.0) == 50
    assert size_after((50, 5), target=3.0) == 30
