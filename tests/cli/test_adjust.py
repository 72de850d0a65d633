"""Pulling and adjusting on the command line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sample_host.current import Shop
from sample_host.entries import CustomerEntry
from sample_host.orders import OrderDesk
from tests.cli.conftest import Place
from tests.plugin.shop import ship


@pytest.fixture
def item(place: Place) -> str:
    """An item of which QuickBooks has three more than the order system."""
    place.within(lambda shop: ship(shop))
    place.call("sync")
    with place.file() as file:
        (record,) = file.records("ItemInventory")
        file.bookkeeper.adjust_stock(record.name, Decimal(3))
    assert place.call("reconcile").exit_code == 1
    return record.name


def test_a_difference_is_proposed_shown_accepted_and_taken_back(place: Place, item: str) -> None:
    assert place.call("adjust list").output == "Nothing was proposed or adjusted yet.\n"
    refused = place.call("adjust propose", "--side", "quickbooks", "--account", "Nowhere")
    assert refused.exit_code == 1 and "no account “Nowhere”" in refused.output
    assert place.call("adjust propose", "--side", "here").exit_code == 0
    assert place.call("adjust dismiss", "1").exit_code == 0
    assert place.call("adjust propose", "--side", "quickbooks").exit_code == 0
    assert f"{item}: -3" in place.call("adjust show", "2").output
    assert place.call("adjust accept", "1").exit_code == 1
    assert place.call("adjust accept", "2").exit_code == 0
    assert place.call("sync").exit_code == 0
    assert place.call("reconcile").exit_code == 0
    assert place.json("adjust list")[0]["state"] == "done"
    assert place.call("adjust undo", "--as", "Olga", "2").exit_code == 3
    assert place.call("adjust undo", "--as", "Ben", "2").exit_code == 0
    place.call("sync")
    assert place.call("reconcile").exit_code == 1


def test_lists_and_records_are_pulled(place: Place) -> None:
    customer = place.within(_customer)
    place.call("sync")
    for arguments in ((), ("--all",), ("--list", "Customer", "--since", "2026-01-31"), (f"customer:{customer}",)):
        assert place.call("pull", *arguments).exit_code == 0, arguments
    assert [line["what"] for line in place.json("history", "--what", "asked: pull")] == ["asked: pull"] * 4
    assert "There is no list Clients." in place.call("pull", "--list", "Clients").output
    assert place.call("pull", "--since", "2026-01-31").exit_code == 2
    assert place.call("pull", "--as", "Vera").exit_code == 3


def test_the_custom_fields_are_read_at_once(place: Place) -> None:
    with place.file() as file:
        file.bookkeeper.define_field("Colour", ["Item"])
    told = place.call("pull", "--custom-fields")
    assert told.exit_code == 0 and "in QuickBooks: 1." in told.output
    assert [line["detail"] for line in place.json("history", "--what", "custom fields read")] == ["Colour"]
    assert place.call("pull", "--custom-fields", "--all").exit_code == 2


def _customer(shop: Shop) -> int:
    return OrderDesk(shop.host.orders).add_customer(CustomerEntry(name="Kiel Marina"))
