"""The demo of every kind, end to end: all documents once or with a reason, and both balances equal to the cent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sample_host.__main__ import main
from sample_host.comparison import TITLES


def test_every_kind_arrives_and_the_books_agree(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code = main(["demo", "--all-documents", "--documents", "66", "--json", "--workdir", str(tmp_path)])
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(figures["kinds"]) == set(TITLES)
    for kind, numbers in figures["kinds"].items():
        assert numbers["sent"] > 0, kind
        assert (numbers["duplicates"], numbers["lost"], numbers["in_doubt"]) == (0, 0, 0), kind
    assert figures["differences"] == {}
    assert figures["trial_balance_host"] == figures["trial_balance_quickbooks"]
    assert code == 0
    assert main(["demo", "--all-documents", "--workdir", str(tmp_path)]) == 2
