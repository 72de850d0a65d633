"""Which version a company file is spoken to in."""

from __future__ import annotations

import pytest
from allorders_quickbooks.qbxml.versions import OLDEST, SPOKEN, choose, number


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["1.0", "9.0", "13.0", "CA3.0"], "13.0"),
        (["8.0", "7.0"], None),
        ([], None),
        (["nonsense", ""], None),
        (["17.0"], "16.0"),
        (["12.5"], "12.0"),
        ([" 10.0 "], "10.0"),
    ],
)
def test_the_newest_version_that_both_know_is_spoken(offered: list[str], chosen: str | None) -> None:
    assert choose(offered) == chosen


def test_versions_are_compared_as_numbers() -> None:
    assert sorted(SPOKEN, key=number) == list(SPOKEN)
    assert SPOKEN[0] == OLDEST
