"""Each preference decides what it is for, without a database and without QuickBooks."""

from __future__ import annotations

import pytest
from allorders_quickbooks.preferences import SyncPreferences

from tests.preferences.decided import DECIDED, Decided


def test_every_preference_is_in_the_table() -> None:
    assert {decided.preference for decided in DECIDED} == set(SyncPreferences.model_fields)


@pytest.mark.parametrize("decided", DECIDED, ids=str)
def test_a_preference_decides_what_it_is_for(decided: Decided) -> None:
    for value, expected in zip(decided.values, (decided.before, decided.after), strict=True):
        preferences = SyncPreferences(**{**dict(decided.beside), decided.preference: value})
        assert decided.asks(preferences) == expected
