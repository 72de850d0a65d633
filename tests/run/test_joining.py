"""A company file that has records already makes nobody's records before they are matched."""

from __future__ import annotations

from pathlib import Path

from allorders_quickbooks.matching.sides import MATCHED
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Features
from allorders_quickbooks.store import matching, pulled
from allorders_quickbooks.terms import RowState

from tests.taking import a_taking_world
from tests.world import COMPANY, World, a_customer, a_ref, an_item, new_world

C1, I1 = a_ref("customer", "C1"), a_ref("item", "I1")


def lists(world: World) -> dict[str, bool]:
    with world.database.read() as connection:
        return {listed: found.confirmed for listed, found in matching.lists(connection, COMPANY).items()}


def test_an_empty_company_file_needs_no_matching(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.save(a_customer())
    world.settle()
    assert lists(world) == dict.fromkeys(MATCHED, True)
    assert world.binding(C1) is not None


def test_only_the_list_that_has_records_waits(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.file.bookkeeper.add_record("Customer", "Blauer See")
    world.save(a_customer())
    world.save(an_item())
    world.run()
    assert lists(world) == {**dict.fromkeys(MATCHED, True), "Customer": False}
    row = world.row(C1)
    assert (row.state, row.reason) == (RowState.HELD, Reason.UNMATCHED)
    assert world.binding(C1) is None and world.binding(I1) is not None
    assert [each.name for each in world.file.records("Customer")] == ["Blauer See"]


def test_what_waits_stays_after_further_runs_and_saves(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.file.bookkeeper.add_record("Customer", "Blauer See")
    world.save(a_customer())
    world.run()
    world.save(a_customer())
    world.run()
    assert world.row(C1).reason is Reason.UNMATCHED and len(world.file.records("Customer")) == 1


def test_nothing_of_such_a_list_is_made_at_the_host(tmp_path: Path) -> None:
    world, books = a_taking_world(tmp_path)
    world.file.bookkeeper.add_record("Customer", "Blauer See")
    world.save(a_customer())
    world.run()
    assert not [each for each in books.heard if each.ref.kind == "customer"]


def test_it_is_read_whole_also_where_the_host_takes_nothing_over(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    there = world.file.bookkeeper.add_record("Customer", "Blauer See", IsActive="false")
    world.run()
    with world.database.read() as connection:
        assert pulled.by_ids(connection, COMPANY, "Customer", [there])


def test_a_sales_tax_item_is_no_life_that_a_file_has_had(tmp_path: Path) -> None:
    world = new_world(tmp_path, features=Features(sales_tax=True))
    ref = world.save(an_item())
    world.settle()
    assert world.binding(ref) is not None
