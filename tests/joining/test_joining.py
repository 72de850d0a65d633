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
    right, planted = outcome.exact
    assert right == planted > 0
    right, planted = outcome.near
    assert right >= 0.95 * planted > 0
    assert outcome.accepted > 0
    assert (outcome.wrong_binds, outcome.duplicates) == ([], [])
