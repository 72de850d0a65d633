"""A fresh database is joined to a company file that had a life, on the command line alone."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.simulator import CompanyFile
from click.testing import CliRunner, Result

from sample_host.workplace import Workplace
from tests.two_sides import two_sides


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return two_sides(tmp_path)


def test_the_whole_way_is_walked(place: Workplace) -> None:
    def call(command: str, *options: str, code: int = 0) -> str:
        words = command.split()
        said: Result = CliRunner().invoke(main, [*words, "--order-system", place.database, *options])
        assert said.exit_code == code, said.output
        return said.output

    assert "to do  Connect the company file" in call("setup")
    values = ("connection=simulator", f"location={place.books}", "fence_consent=on", "start_date=2026-01-01")
    said = call("setup", *(part for value in values for part in ("--set", value)))
    assert "done   Connect" in said and "Company file: The company file of" in said and "Features: Switched on" in said
    assert "2 held" in call("sync", code=1), "nothing is made before it is matched"
    assert "“Internal” (is there)" in call("setup", "--suggested")
    for listed in ("Customer", "Vendor", "Item"):
        call("match propose", "--list", listed)
        call("match accept", "--list", listed)
        call("match confirm", "--list", listed)
    call("sync")
    assert "1 for none" in call("reconcile", code=1)
    call("adjust propose", "--side", "quickbooks")
    call("adjust accept", "1")
    call("sync")
    call("reconcile")
    assert "to do" not in call("setup")
    with closing(CompanyFile.open(place.books)) as file:
        assert [each.name for each in file.records("Customer")] == ["BLAUER SEE"]
        (item,) = file.records("ItemInventory")
        assert Decimal(item.fields["QuantityOnHand"]) == 0
