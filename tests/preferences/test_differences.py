"""Each preference makes its difference in QuickBooks: the same documents, with the preference off and on."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_quickbooks.preferences import SyncPreferences

from tests.plugin import test_plugin
from tests.preferences.deeds import enter
from tests.preferences.differences import DIFFERENCES, Difference

AT_THE_START_OF_THE_PROGRAM = {
    "synchronize_on_startup": (
        test_plugin.test_what_was_saved_while_the_plugin_was_off_goes_at_startup,
        test_plugin.test_without_the_preference_nothing_runs_at_startup,
    )
}


def test_every_preference_is_in_the_table() -> None:
    shown = {difference.preference for difference in DIFFERENCES} | AT_THE_START_OF_THE_PROGRAM.keys()
    assert shown == set(SyncPreferences.model_fields)


@pytest.mark.parametrize("difference", DIFFERENCES, ids=str)
def test_a_preference_changes_what_comes_to_quickbooks(difference: Difference, tmp_path: Path) -> None:
    for place, value, expected in zip(
        ("before", "after"), difference.values, (difference.before, difference.after), strict=True
    ):
        (tmp_path / place).mkdir()
        world = difference.begins(tmp_path / place)
        world.books.told.clear()
        enter(world, {"send_unsent_transactions": "", "send_unsent_payments": "", **difference.beside})
        enter(world, {difference.preference: value})
        assert difference.does(world) == expected, place
