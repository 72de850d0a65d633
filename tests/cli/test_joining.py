"""A fresh database is joined to a company file that had a life, on the command line alone."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.simulator import CompanyFile
from click.testing import CliRunner, Result

from sample_host.entries import CustomerEntry, ItemEntry
from sample_host.orders import OrderDesk
from sample_host.running import running
from sample_host.workplace import Workplace, workplace

_ACCOUNTS = {"IncomeAccountRef": "Sales", "COGSAccountRef": "Cost of Goods Sold", "AssetAccountRef": "Inventory Asset"}


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """Nothing is set up. Both sides have a customer and an item, QuickBooks a vendor for work orders and some stock."""
    place = workplace(tmp_path, None)
    with closing(CompanyFile.open(place.books)) as file:
        file.bookkeeper.add_record("Customer", "BLAUER SEE")
        file.bookkeeper.add_record("Vendor", "Internal")
        accounts = {tag: {"FullName": name} for tag, name in _ACCOUNTS.items()}
        file.bookkeeper.add_record("ItemInventory", "Chai", **accounts)
        file.bookkeeper.adjust_stock("Chai", Decimal(5))
    with running(place.database, None) as shop:
        desk = OrderDesk(shop.host.orders)
        desk.add_customer(CustomerEntry(name="Blauer See"))
        desk.add_item(ItemEntry(name="Chai"))
    return place


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
