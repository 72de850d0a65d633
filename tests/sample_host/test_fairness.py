"""What a fair share of the runners is, and how long a company waited in such shares."""

from __future__ import annotations

import pytest

from sample_host.fairness import Ran, at_work, fair_finishes, longest_wait, until_done


def test_equal_companies_on_one_runner_are_all_done_at_the_end() -> None:
    assert fair_finishes([2, 2, 2], 1) == [6, 6, 6]


def test_who_has_little_is_done_before_who_has_much() -> None:
    assert fair_finishes([3, 1, 1], 1) == [5, 3, 3]


def test_no_company_has_more_than_one_whole_runner() -> None:
    assert fair_finishes([3, 1], 8) == [3, 1]


def test_a_company_without_work_waits_for_nothing() -> None:
    assert fair_finishes([0, 4], 1) == [0, 4]
    assert longest_wait([0, 4], [0.1, 8], 1) == 2
    assert longest_wait([0, 0], [0.1, 0.1], 1) == 0


def test_first_come_first_served_makes_the_small_ones_wait() -> None:
    fair, queued = [5.0, 3.0, 3.0], [3.0, 4.0, 5.0]
    assert longest_wait([3, 1, 1], fair, 1) == pytest.approx(1)
    assert longest_wait([3, 1, 1], queued, 1) == pytest.approx(5 / 3)


def test_work_is_done_with_the_last_run_that_had_anything_to_do() -> None:
    before, first, last = Ran(-3, -1, True), Ran(0, 4, True), Ran(4, 6, True)
    in_vain, next_day = Ran(6, 7, False), Ran(9, 12, True)
    assert until_done([before, first, last, in_vain, next_day], seen=7) == 6
    assert until_done([in_vain], seen=7) == 7


def test_a_runner_is_at_work_for_a_company_until_that_is_done() -> None:
    assert at_work([Ran(-3, -1, True), Ran(0, 4, True), Ran(5, float("inf"), False)], took=6) == 5
