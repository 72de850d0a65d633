"""A share of the seeds on a share of the records: exact twins proposed, nothing bound wrongly, nothing made twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joining.northwind import records as records_of
from tests.joining.trial import join


@pytest.mark.parametrize("seed", range(2))
def test_a_generated_file_is_joined_without_a_wrong_or_second_record(
    northwind: Path, tmp_path: Path, seed: int
) -> None:
    records = list(records_of(northwind))[seed::5]
    outcome = join(tmp_path, records, seed)
    counted = outcome.counted
    assert counted["exact_right"] == counted["exact"] > 0
    assert counted["near_right"] >= 0.95 * counted["near"] > 0
    assert counted["invoiced_right"] == counted["invoiced"] > 0
    assert counted["later_right"] == counted["later"] == 4
    assert counted["accepted"] > 0
    assert (outcome.said["wrong_binds"], outcome.said["duplicates"]) == ([], [])
