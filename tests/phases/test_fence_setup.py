"""Setting the fence up: each promise that it rests on is tried on the real file before anything relies on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts, FenceStep
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange.batch import Batch
from allorders_quickbooks.phases import fence_setup
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason

from tests.answers import FACTS, FENCE_ID, GUID, NOW, an_answer, fence_ret, moved, rs

NEW = CompanyFacts(version="13.0")


def _at(step: FenceStep, edit: str = "100") -> CompanyFacts:
    return FACTS.model_copy(update={"fence_step": step, "fence_edit": edit, "fence_reported": NOW})


def _plan(facts: CompanyFacts, seconds: float = 0) -> Batch:
    batch = fence_setup.plan(facts, GUID, NOW + timedelta(seconds=seconds))
    assert batch is not None
    return batch


def _texts(batch: Batch) -> list[str]:
    return [message_text(each.message, each.request.id, "13.0") for each in batch.planned]


def _step(settled: Settled) -> dict[str, object]:
    assert settled.end_run is None
    (facts,) = [effect for effect in settled.effects if isinstance(effect, effects.Facts)]
    return dict(facts.values)


def _settle(facts: CompanyFacts, *responses: str) -> Settled:
    return fence_setup.settle(an_answer(*responses), facts, GUID, NOW)


def _added(guid: str = GUID) -> str:
    record = fence_ret("100").replace("</OtherNameRet>", f"<ExternalGUID>{{{guid}}}</ExternalGUID></OtherNameRet>")
    return rs("OtherNameAdd", "0", record)


def test_a_fence_that_stands_needs_nothing() -> None:
    assert fence_setup.plan(_at(FenceStep.READY), GUID, NOW) is None


def test_the_record_is_made_inactive_and_with_our_guid() -> None:
    (text,) = _texts(_plan(NEW))
    assert "<IsActive>false</IsActive>" in text
    assert GUID in text.lower()
    assert "All Orders sync fence" in text


def test_the_new_record_is_remembered_with_its_value() -> None:
    facts = _step(_settle(NEW, _added()))
    assert (facts["fence_step"], facts["fence"], facts["fence_edit"]) == (FenceStep.ADDED, FENCE_ID, "100")


def test_a_record_whose_answer_was_lost_is_found_by_its_name_and_taken_when_it_is_ours() -> None:
    assert _step(_settle(NEW, rs("OtherNameAdd", "0", code=3100)))["fence_step"] is FenceStep.NAME_TAKEN
    taken = NEW.model_copy(update={"fence_step": FenceStep.NAME_TAKEN})
    assert "OtherNameQuery" in _texts(_plan(taken))[0]
    assert _step(_settle(taken, _added()))["fence"] == FENCE_ID


def test_a_strangers_record_of_that_name_is_left_alone() -> None:
    taken = NEW.model_copy(update={"fence_step": FenceStep.NAME_TAKEN})
    settled = _settle(taken, _added("11111111-0000-5000-8000-000000000001"))
    assert settled.reason is Reason.NAME_CONFLICT
    assert settled.effects == ()


def test_a_record_that_was_refused_and_is_not_there_is_tried_again_by_the_next_run() -> None:
    taken = NEW.model_copy(update={"fence_step": FenceStep.NAME_TAKEN})
    settled = _settle(taken, rs("OtherNameQuery", "0", code=500, message="not found"))
    assert settled.end_run is not None
    assert settled.end_run.endswith("not found")
    assert settled.effects == (effects.Facts({"fence_step": FenceStep.NONE}),)


@pytest.mark.parametrize("step", [FenceStep.ADDED, FenceStep.STALE_REFUSED])
def test_two_changes_lie_two_seconds_apart(step: FenceStep) -> None:
    assert _plan(_at(step)).wait == pytest.approx(2.1)
    assert _plan(_at(step), seconds=2).wait == pytest.approx(0.1)
    assert _plan(_at(step), seconds=9).wait == 0


def test_a_change_in_a_later_second_must_show() -> None:
    assert _step(_settle(_at(FenceStep.ADDED), moved("102")))["fence_step"] is FenceStep.MOVED
    ready = _step(_settle(_at(FenceStep.STALE_REFUSED), moved("102")))
    assert (ready["fence_step"], ready["fence_edit"], ready["clock_seen"]) == (FenceStep.READY, "102", "102")


@pytest.mark.parametrize("edit", ["100", "99"])
def test_a_value_that_does_not_grow_makes_the_fence_unusable(edit: str) -> None:
    settled = _settle(_at(FenceStep.ADDED), moved(edit))
    assert settled.end_run is None
    assert _step(settled) == {"fence_step": FenceStep.UNUSABLE}


def test_a_step_whose_answer_was_lost_is_made_again_from_the_value_that_it_left() -> None:
    facts = _step(_settle(_at(FenceStep.ADDED), moved("102", code=3200)))
    assert (facts["fence_step"], facts["fence_edit"]) == (FenceStep.ADDED, "102")


def test_the_probe_tries_an_old_value_with_a_second_change_behind_it() -> None:
    stale, behind = _texts(_plan(_at(FenceStep.MOVED)))
    assert "<EditSequence>99</EditSequence>" in stale
    assert "<EditSequence>100</EditSequence>" in behind


def test_a_stale_value_must_be_refused_and_what_is_behind_it_left_undone() -> None:
    settled = _settle(_at(FenceStep.MOVED), moved("100", code=3200), rs("OtherNameMod", "1", code=3231))
    assert _step(settled)["fence_step"] is FenceStep.STALE_REFUSED


@pytest.mark.parametrize(("first", "second"), [(0, 0), (3200, 0), (0, 3231)])
def test_a_quickbooks_that_lets_a_late_set_through_has_no_use_for_a_fence(first: int, second: int) -> None:
    settled = _settle(_at(FenceStep.MOVED), moved("100", code=first), rs("OtherNameMod", "1", code=second))
    assert settled.end_run is None
    assert _step(settled) == {"fence_step": FenceStep.UNUSABLE}


def test_after_a_fence_of_no_use_nothing_more_is_tried() -> None:
    assert fence_setup.plan(_at(FenceStep.UNUSABLE), GUID, NOW) is None


@pytest.mark.parametrize("step", [FenceStep.ADDED, FenceStep.STALE_REFUSED])
@pytest.mark.parametrize("code", [3175, 1000, 1010])
def test_a_busy_quickbooks_is_asked_again_and_not_given_up(step: FenceStep, code: int) -> None:
    settled = _settle(_at(step), rs("OtherNameMod", "0", code=code))
    assert settled.end_run is not None
    assert settled.effects == ()


@pytest.mark.parametrize("code", [3175, 1000])
def test_a_probe_that_quickbooks_was_too_busy_for_proves_nothing(code: int) -> None:
    settled = _settle(_at(FenceStep.MOVED), rs("OtherNameMod", "0", code=code), rs("OtherNameMod", "1", code=3231))
    assert settled.end_run is not None
    assert settled.effects == ()


def test_without_a_reply_the_step_is_left_as_it_is() -> None:
    settled = _settle(_at(FenceStep.ADDED))
    assert settled.end_run is not None
    assert settled.effects == ()
