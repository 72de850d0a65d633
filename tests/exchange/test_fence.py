"""The fence: what its reply says of the set behind it, and how long QuickBooks' clock takes to be past it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allorders_quickbooks.exchange.fence import Fence, Verdict, later, latest, moved_by, seconds_to_wait, seen_by

from tests.answers import FACTS, NOW, an_answer, invoice_ret, moved, no_fence, rs, seen


def test_a_fence_that_moved_counts_and_reports_its_new_value() -> None:
    assert moved_by(an_answer(moved("110"))) == Fence(Verdict.MOVED, "110", 0)


def test_a_warning_is_a_move_all_the_same() -> None:
    assert moved_by(an_answer(moved("110", code=530))).verdict is Verdict.MOVED


def test_a_stale_fence_reports_the_value_that_somebody_else_gave_it() -> None:
    assert moved_by(an_answer(moved("120", code=3200))) == Fence(Verdict.STALE, "120", 3200)


@pytest.mark.parametrize("code", [1, 500, 3000, 3120])
def test_a_file_without_our_fence_is_another_one(code: int) -> None:
    assert moved_by(an_answer(rs("OtherNameMod", "0", code=code))).verdict is Verdict.OTHER_FILE
    assert seen_by(an_answer(rs("OtherNameQuery", "0", code=code)), FACTS).verdict is Verdict.OTHER_FILE


@pytest.mark.parametrize("code", [3175, 3180, 3260])
def test_a_refused_fence_let_nothing_behind_it_run(code: int) -> None:
    assert moved_by(an_answer(rs("OtherNameMod", "0", code=code))).verdict is Verdict.REFUSED


@pytest.mark.parametrize("code", [1000, 1020, 9001])
def test_where_quickbooks_itself_does_not_know_nothing_is_concluded(code: int) -> None:
    assert moved_by(an_answer(rs("OtherNameMod", "0", code=code))).verdict is Verdict.UNKNOWN


def test_a_reply_without_the_new_value_is_not_believed() -> None:
    assert moved_by(an_answer(moved(""))).verdict is Verdict.UNKNOWN


def test_without_a_reply_to_the_fence_nothing_is_concluded() -> None:
    for answer in (an_answer(rs("InvoiceQuery", "1", invoice_ret())), an_answer()):
        assert moved_by(answer).verdict is Verdict.UNKNOWN
        assert seen_by(answer, FACTS).verdict is Verdict.UNKNOWN


def test_a_reading_set_sees_where_the_fence_stands() -> None:
    assert seen_by(an_answer(seen("104")), FACTS) == Fence(Verdict.MOVED, "104", 0)
    assert seen_by(an_answer(no_fence()), FACTS).verdict is Verdict.OTHER_FILE


def test_without_a_fence_the_company_is_known_by_its_name() -> None:
    facts = FACTS.model_copy(update={"fence": "", "company_name": "Northwind"})
    ours = rs("CompanyQuery", "0", "<CompanyRet><CompanyName>Northwind</CompanyName></CompanyRet>")
    theirs = rs("CompanyQuery", "0", "<CompanyRet><CompanyName>Southwind</CompanyName></CompanyRet>")
    assert seen_by(an_answer(ours), facts).verdict is Verdict.MOVED
    assert seen_by(an_answer(theirs), facts).verdict is Verdict.OTHER_FILE


def test_a_set_waits_until_the_second_of_the_fence_is_over() -> None:
    assert seconds_to_wait(FACTS, NOW) == 1.1
    assert seconds_to_wait(FACTS, NOW + timedelta(seconds=0.6)) == pytest.approx(0.5)
    assert seconds_to_wait(FACTS, NOW + timedelta(seconds=2)) == 0.0


def test_nobody_waits_once_quickbooks_has_shown_a_later_second() -> None:
    assert seconds_to_wait(FACTS.model_copy(update={"clock_seen": "101"}), NOW) == 0.0
    assert seconds_to_wait(FACTS.model_copy(update={"fence_reported": None}), NOW) == 0.0


def test_edit_sequences_are_compared_by_value_and_only_as_numbers() -> None:
    assert later("1000", "999")
    assert not later("999", "1000")
    assert not later("1000", "1000")
    assert not later("x", "1")
    assert not later("2", "")
    assert latest("999", "", "1000", "zz") == "1000"
    assert latest("", "x") == ""
