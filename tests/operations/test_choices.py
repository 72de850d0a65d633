"""The drop-downs' lists: read from the company file when somebody asks, or a sentence about why not."""

from __future__ import annotations

from dataclasses import replace

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.errors import ProcessorFault
from allorders_quickbooks.operations import choices
from allorders_quickbooks.processors.base import Connector
from allorders_quickbooks.store import companies

from tests.world import COMPANY, World


def _facts(world: World) -> CompanyFacts:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY).facts


def test_the_fields_of_this_moment_are_offered_and_journaled(world: World) -> None:
    assert choices.lists(_facts(world)) == {"item_fields": (), "customer_fields": ()}
    world.file.bookkeeper.define_field("Colour", ["Item", "Customer"])
    result = choices.refresh(world.ports, COMPANY, "Ada")
    assert (result.done, result.sentence) == (True, "Custom fields of items and customers in QuickBooks: 2.")
    offered = choices.lists(_facts(world))
    assert {name: [each.value for each in listed] for name, listed in offered.items()} == {
        "item_fields": ["Colour"],
        "customer_fields": ["Colour"],
    }
    assert world.company_journal()[-1] == "custom fields read"


def test_a_quickbooks_that_cannot_be_reached_leaves_the_lists_as_they_are(world: World) -> None:
    world.file.bookkeeper.define_field("Colour", ["Item"])
    choices.refresh(world.ports, COMPANY, "Ada")

    def closed(setup: object) -> Connector:
        raise ProcessorFault("QuickBooks is not open.", remedy="Open it.")

    result = choices.refresh(replace(world.ports, connect=closed), COMPANY, "Ada")
    assert (result.done, result.remedy) == (False, "Open it.")
    assert "QuickBooks cannot be reached. QuickBooks is not open." in result.sentence
    assert _facts(world).item_fields == ("Colour",)


def test_another_company_file_is_not_asked_for_its_fields(world: World) -> None:
    with world.database.write() as connection:
        companies.change_facts(connection, COMPANY, {"fence": "80000099-1"})
    result = choices.refresh(world.ports, COMPANY, "Ada")
    assert not result.done and "Another company file is open" in result.sentence


def test_during_a_run_it_says_to_wait(world: World) -> None:
    world.begin()
    result = choices.refresh(world.ports, COMPANY, "Ada")
    assert not result.done and "being synchronized" in result.sentence


def test_the_web_connector_brings_them_when_it_comes(world: World) -> None:
    world.set_up(connection="web_connector")
    result = choices.refresh(world.ports, COMPANY, "Ada")
    assert result.done and "when it comes next" in result.sentence
    with world.database.read() as connection:
        assert companies.load(connection, COMPANY).wake


def test_a_company_that_is_not_connected_says_so(world: World) -> None:
    world.set_up(connection="none")
    assert "QuickBooks is not connected yet." in choices.refresh(world.ports, COMPANY, "Ada").sentence
