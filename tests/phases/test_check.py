"""The check at the start of a run: is it our file, what can it do, has history gone back?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.phases import check
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import SetState

from tests.answers import FACTS, NOW, an_answer, no_fence, rs, seen

VERSIONS = "<SupportedQBXMLVersion>12.0</SupportedQBXMLVersion><SupportedQBXMLVersion>13.0</SupportedQBXMLVersion>"
HOST = rs("HostQuery", "facts-Host", f"<HostRet><ProductName>Pro</ProductName>{VERSIONS}</HostRet>")
CLOSED = rs(
    "PreferencesQuery",
    "facts-Preferences",
    "<PreferencesRet><AccountingPreferences><ClosingDate>2025-12-31</ClosingDate></AccountingPreferences></PreferencesRet>",
)


def _restored(moment: str) -> str:
    activity = f"<CompanyActivityRet><LastRestoreTime>{moment}</LastRestoreTime></CompanyActivityRet>"
    return rs("CompanyActivityQuery", "facts-CompanyActivity", activity)


def _facts(settled: Settled) -> dict[str, object]:
    found: dict[str, object] = {}
    for effect in settled.effects:
        if isinstance(effect, effects.Facts):
            found |= effect.values
    return found


def _notes(settled: Settled) -> list[str]:
    return [effect.what for effect in settled.effects if isinstance(effect, effects.Note)]


def test_it_asks_for_all_that_a_run_has_to_know() -> None:
    batch = check.plan()
    assert [each.request.id for each in batch.planned] == [
        "facts-Host",
        "facts-Company",
        "facts-CompanyActivity",
        "facts-Preferences",
        "facts-DataExtDef",
        "facts-UnitOfMeasureSet",
    ]
    assert not batch.write


def test_the_file_that_we_know_is_gone_on_with_in_the_newest_common_version() -> None:
    settled = check.settle(an_answer(seen("100"), HOST, CLOSED), FACTS, NOW)
    assert (settled.set_state, settled.end_run, settled.next_phase) == (SetState.ANSWERED, None, True)
    facts = _facts(settled)
    assert (facts["version"], facts["product"], facts["closing_date"]) == ("13.0", "Pro", date(2025, 12, 31))
    assert facts["read_at"] == NOW
    assert "check_all" not in facts
    assert _notes(settled) == []


def test_another_file_ends_the_run_and_teaches_us_nothing() -> None:
    settled = check.settle(an_answer(no_fence(), HOST), FACTS, NOW)
    assert (settled.end_run, settled.reason) == (check.OTHER_FILE, Reason.CONFIGURATION)
    assert settled.effects == ()


def test_a_file_that_has_no_fence_yet_gets_its_facts_first() -> None:
    settled = check.settle(an_answer(HOST), CompanyFacts(), NOW)
    assert (settled.end_run, settled.next_phase, _facts(settled)["version"]) == (None, True, "13.0")


def test_a_quickbooks_that_is_too_old_is_not_written_to() -> None:
    old = HOST.replace("12.0", "6.0").replace("13.0", "8.0")
    settled = check.settle(an_answer(seen(), old), FACTS, NOW)
    assert settled.reason is Reason.NOT_IN_EDITION
    assert settled.end_run is not None
    assert "too old" in settled.end_run


def test_a_quickbooks_that_did_not_say_its_version_is_not_called_old() -> None:
    settled = check.settle(an_answer(seen(), rs("HostQuery", "facts-Host", code=1010)), FACTS, NOW)
    assert settled.reason is Reason.BUSY
    assert settled.end_run is not None
    assert "too old" not in settled.end_run


def test_a_fence_that_stands_elsewhere_makes_every_binding_suspect() -> None:
    settled = check.settle(an_answer(seen("90"), HOST), FACTS, NOW)
    facts = _facts(settled)
    assert (facts["fence_edit"], facts["fence_reported"], facts["check_all"]) == ("90", NOW, True)
    assert _notes(settled) == ["history went back"]


def test_a_restore_is_seen_by_its_moment_though_the_fence_stands_where_it_stood() -> None:
    known = FACTS.model_copy(update={"restored_at": "2026-01-01"})
    settled = check.settle(an_answer(seen("100"), HOST, _restored("2026-03-01")), known, NOW)
    assert _facts(settled)["check_all"] is True
    assert _notes(settled) == ["company file restored"]
    unchanged = check.settle(an_answer(seen("100"), HOST, _restored("2026-01-01")), known, NOW)
    assert "check_all" not in _facts(unchanged)


def test_the_first_moment_of_a_restore_that_we_learn_of_is_no_restore() -> None:
    settled = check.settle(an_answer(seen("100"), HOST, _restored("2026-03-01")), FACTS, NOW)
    assert "check_all" not in _facts(settled)
    assert _facts(settled)["restored_at"] == "2026-03-01"


@pytest.mark.parametrize("fence", [True, False])
def test_after_a_gap_in_which_quickbooks_forgets_deletions_every_binding_is_suspect(fence: bool) -> None:
    known = FACTS.model_copy(update={"audited_at": NOW} if fence else {"audited_at": NOW, "fence": ""})
    answer = (seen("100"), HOST) if fence else (HOST,)
    settled = check.settle(an_answer(*answer), known, NOW + timedelta(days=90))
    assert _facts(settled)["check_all"] is True
    assert _notes(settled) == ["everything is looked at"]
    soon = check.settle(an_answer(*answer), known, NOW + timedelta(days=80))
    assert "check_all" not in _facts(soon)
