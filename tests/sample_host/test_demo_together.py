"""The demo of many: processes of their own, and every document of every company once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sample_host.__main__ import main


def _together(capfd: pytest.CaptureFixture[str], directory: Path, *options: str) -> dict[str, float | str]:
    assert main(["demo", "--json", "--documents", "8", "--workdir", str(directory), *options]) == 0
    figures: dict[str, float | str] = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert (figures["duplicates"], figures["lost"], figures["in_doubt"]) == (0, 0, 0)
    assert figures["total_host"] == figures["total_quickbooks"] != "0"
    return figures


def test_two_workstations_share_the_documents_of_one_company(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    figures = _together(capfd, tmp_path, "--workstations", "2")
    assert (figures["companies"], figures["documents"]) == (1, 8)


def test_workers_serve_many_companies_for_workstations_that_only_ask(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, postgresql_url: str
) -> None:
    options = ("--workstations", "1", "--companies", "2", "--workers", "2", "--database", postgresql_url)
    figures = _together(capfd, tmp_path, *options)
    assert (figures["workers"], figures["documents"]) == (2, 8 + 3 * 8)
