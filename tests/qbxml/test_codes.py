"""The retry policy against the whole tables of status codes and HRESULTs."""

from __future__ import annotations

from typing import Any

import pytest
from allorders_quickbooks.qbxml.codes import Effect, Next, judge_fault, judge_status
from allorders_quickbooks.qbxml.fault_table import FAULTS
from allorders_quickbooks.qbxml.status_table import LOCKED, STATUS
from allorders_quickbooks.reasons import Actor, Reason

from tests.qbxml.reference import entries

# What a class of the reference may come to.
NEXT_OF_CLASS = {
    "done": {Next.DONE},
    "empty": {Next.EMPTY},
    "partial": {Next.DONE},
    "exists": {Next.EXISTS},
    "missing": {Next.GONE, Next.HOLD},
    "stale": {Next.REFRESH},
    "retry": {Next.RETRY},
    "retry-later": {Next.RETRY},
    "read-text": {Next.HOLD},
    "skipped": {Next.SKIPPED},
    "data": {Next.HOLD, Next.GONE},
    "bug": {Next.HOLD, Next.RECOVERY},
    "config": {Next.HOLD},
    "operator": {Next.HOLD},
    "closed-period": {Next.HOLD},
    "recovery": {Next.RECOVERY},
    "ambiguous": {Next.LOOK_FIRST},
    "n/a": {Next.DONE, Next.HOLD},
    "-": {Next.RECOVERY},
}


@pytest.mark.parametrize("entry", entries("status_codes"), ids=lambda entry: str(entry["code"]))
def test_every_listed_status_is_judged_by_its_class(entry: dict[str, Any]) -> None:
    code = entry["code"]
    judgement = judge_status(code, "words of QuickBooks")
    assert code in STATUS
    assert judgement.next in NEXT_OF_CLASS[entry["class"]]
    assert judgement.user.endswith(".") and str(code) in judgement.support
    if code >= 1000 and judgement.next not in (Next.LOOK_FIRST, Next.RECOVERY):
        assert judgement.effect is Effect.NOT_APPLIED
    if entry["class"] == "closed-period":
        assert judgement.reason is Reason.CLOSED_PERIOD
    if entry["class"] == "bug" and judgement.next is Next.HOLD:
        assert judgement.actor is Actor.SUPPORT


@pytest.mark.parametrize("entry", entries("hresults"), ids=lambda entry: str(entry["hresult"]))
def test_every_listed_hresult_is_judged_by_its_class(entry: dict[str, Any]) -> None:
    judgement = judge_fault(entry["hresult"])
    assert judgement.hresult in FAULTS
    assert judgement.user.endswith(".") and judgement.remedy
    waits = entry["class"] in ("retry", "retry-few", "retry-later", "restart-session", "read-text")
    assert (judgement.retry_seconds is not None) == waits
    assert judgement.poison == (entry["class"] == "permanent")
    if entry["class"] == "operator":
        assert judgement.reason is Reason.NOT_PERMITTED
    if entry["class"] == "bug":
        assert judgement.actor is Actor.SUPPORT


@pytest.mark.parametrize("code", [3170, 3180, 3185])
@pytest.mark.parametrize("phrase", LOCKED)
def test_a_refusal_to_save_is_a_matter_of_waiting_where_the_text_says_so(code: int, phrase: str) -> None:
    assert judge_status(code, f"Error: The {phrase.upper()}.").next is Next.RETRY
    assert judge_status(code, "You have insufficient quantity.").next is Next.HOLD


@pytest.mark.parametrize("code", [3175, 3176])
def test_an_object_in_use_is_a_matter_of_waiting_whatever_the_text(code: int) -> None:
    assert judge_status(code).next is Next.RETRY


def test_a_text_never_changes_a_code_that_decides_alone() -> None:
    assert judge_status(3171, "the list element is in use").next is Next.HOLD


@pytest.mark.parametrize(
    ("code", "effect", "following"),
    [
        (-1, Effect.UNKNOWN, Next.LOOK_FIRST),
        (7, Effect.APPLIED, Next.DONE),
        (999, Effect.APPLIED, Next.DONE),
        (1001, Effect.UNKNOWN, Next.LOOK_FIRST),
        (2999, Effect.UNKNOWN, Next.LOOK_FIRST),
        (3055, Effect.NOT_APPLIED, Next.HOLD),
        (3340, Effect.NOT_APPLIED, Next.HOLD),
        (4000, Effect.UNKNOWN, Next.LOOK_FIRST),
        (9006, Effect.UNKNOWN, Next.RECOVERY),
        (9101, Effect.NOT_APPLIED, Next.HOLD),
        (9200, Effect.UNKNOWN, Next.LOOK_FIRST),
    ],
)
def test_an_unlisted_status_is_judged_by_its_range(code: int, effect: Effect, following: Next) -> None:
    judgement = judge_status(code)
    assert (judgement.effect, judgement.next) == (effect, following)


def test_a_refusal_that_quickbooks_calls_info_is_a_refusal() -> None:
    judgement = judge_status(3210, "You cannot pay more than the amount due.")
    assert judgement.effect is Effect.NOT_APPLIED and judgement.reason is Reason.REJECTED


@pytest.mark.parametrize("written", ["0x80040400", "0X80040400", "80040400", " 0x80040400 ", "-2147220480"])
def test_an_hresult_is_known_however_it_is_written(written: str) -> None:
    judgement = judge_fault(written)
    assert judgement.poison and not judgement.end_run and judgement.reason is Reason.UNREADABLE


@pytest.mark.parametrize("hresult", ["0x80010105", "0x800706BA", "0x800706be", "0x8ABCDEF0", "", "timed out"])
def test_a_broken_or_unknown_call_may_have_done_its_work(hresult: str) -> None:
    judgement = judge_fault(hresult)
    assert judgement.effect is Effect.UNKNOWN and judgement.end_run and judgement.retry_seconds
