"""The guided set-up on the command line: from nothing to a company file whose accounts are named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.simulator import CompanyFile
from click.testing import CliRunner, Result

from sample_host.running import running
from sample_host.workplace import Workplace, workplace

Setup = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return workplace(tmp_path, None)


@pytest.fixture
def setup(place: Workplace) -> Iterator[Setup]:
    def call(*options: str, verb: str = "setup", given: str = "") -> Result:
        return CliRunner().invoke(main, [verb, "--order-system", place.database, *options], input=given)

    with running(place.database, place.books):
        yield call


def connect(setup: Setup, place: Workplace) -> Result:
    values = ("connection=simulator", f"location={place.books}", "fence_consent=on", "start_date=2026-01-01")
    return setup(*(part for value in values for part in ("--set", value)))


def settings(answer: Result) -> dict[str, Any]:
    return {each["field"]: each for each in json.loads(answer.stdout)["settings"]}


def test_a_company_is_set_up_by_options(setup: Setup, place: Workplace) -> None:
    assert "to do  Connect the company file" in setup().output
    said = connect(setup, place).output
    assert "done   Connect the company file" in said and "done   Choose the day" in said


def test_what_the_file_has_is_suggested_and_taken(setup: Setup, place: Workplace) -> None:
    connect(setup, place)
    setup("--set", "adjustment_account=Stock differences")
    assert setup(verb="sync").exit_code == 0
    found = settings(setup("--json"))
    assert found["income_account"]["is_there"]
    assert found["adjustment_account"]["suggested"] == "Inventory Adjustment"
    assert settings(setup("--suggested", "--json"))["adjustment_account"]["value"] == "Inventory Adjustment"


def test_each_is_asked_for_and_enter_takes_what_is_suggested(setup: Setup, place: Workplace) -> None:
    connect(setup, place)
    with closing(CompanyFile.open(place.books)) as file:
        file.bookkeeper.add_record("Vendor", "Internal")
    setup(verb="sync")
    asked = setup("--ask", "--json", given="\n" * 20)
    assert settings(asked)["work_order_vendor"]["value"] == "Internal"


def test_what_cannot_be_set_is_named(setup: Setup) -> None:
    assert "There is no setting colour." in setup("--set", "colour=red").output
    refused = setup("--set", "start_date=soon")
    assert refused.exit_code == 1 and "start_date" in refused.output
