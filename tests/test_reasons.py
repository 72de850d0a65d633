"""The reasons: each can be read, by whoever has to do something about it, and found again by its code."""

from __future__ import annotations

import pytest
from allorders_quickbooks.reasons import Actor, Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_says_what_is_wrong_and_what_to_do(reason: Reason) -> None:
    said = reason.value
    assert said.user.endswith(".")
    assert said.remedy.endswith(".")
    assert said.support
    assert isinstance(said.actor, Actor)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_found_again_by_its_stored_code(reason: Reason) -> None:
    assert Reason.of(reason.code) is reason
    assert reason.code == reason.code.lower()
    assert len(reason.code) <= 40  # the column that keeps it


def test_no_two_reasons_say_the_same() -> None:
    assert len({reason.value.user for reason in Reason}) == len(Reason)


def test_only_what_mends_itself_needs_nobody() -> None:
    assert {reason for reason in Reason if reason.value.actor is Actor.NOBODY} == {
        Reason.WAITING_FOR_RECORD,
        Reason.BUSY,
        Reason.POSTPONED,
    }
