"""What a person does about the lists: everything, what came since, lists from a date, chosen records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from allorders_hooks.records import Customer
from allorders_quickbooks.operations import pulling
from allorders_quickbooks.reasons import Reason

from tests.taking import TakingBooks, a_taking_world
from tests.world import COMPANY, World, a_customer, a_ref, an_item, new_world

C1, C2 = a_ref("customer", "C1"), a_ref("customer", "C2")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world, books = a_taking_world(tmp_path)
    world.save(a_customer())
    world.save(a_customer("C2", "Around the Horn"))
    world.settle()
    world.clock.sleep(60)
    books.heard.clear()
    return world


def heard(world: World) -> list[str]:
    world.clock.sleep(60)
    assert world.run().complete
    assert isinstance(world.books, TakingBooks)
    return [f"{each.what.value} {each.ref}" for each in world.books.heard]


def forget(world: World) -> None:
    """The host has a telephone number from QuickBooks, and loses it without a save."""
    binding = world.binding(C1)
    assert binding is not None
    world.file.bookkeeper.edit_record("Customer", binding.qb_id, Phone="030 1234")
    assert heard(world) == ["changed customer C1"]
    assert isinstance(world.books, TakingBooks)
    world.books.heard.clear()
    world.books.answers.clear()
    kept = world.books.kept[C1]
    assert isinstance(kept, Customer)
    world.books.kept[C1] = kept.model_copy(update={"phone": ""})
    assert heard(world) == []


def test_everything_is_compared_when_somebody_asks_for_all(world: World) -> None:
    forget(world)
    assert pulling.full(world.ports, COMPANY, "anna").done
    assert "changed customer C1" in heard(world)
    assert "asked: pull" in world.company_journal()


def test_everything_finds_what_is_missing(world: World) -> None:
    binding = world.binding(C2)
    assert binding is not None
    with world.file.storage.unit():
        world.file.storage.execute("DELETE FROM records WHERE list_id = ?", (binding.qb_id,))
    assert heard(world) == []
    pulling.full(world.ports, COMPANY, "anna")
    heard(world)
    assert world.row(C2).reason is Reason.GONE


def test_lists_are_compared_from_a_day_on(world: World) -> None:
    forget(world)
    assert pulling.selective(world.ports, COMPANY, ["Customer"], date(2026, 3, 1), "anna").done
    assert heard(world) == ["changed customer C1"]


def test_a_list_that_is_not_there_is_refused(world: World) -> None:
    assert not pulling.selective(world.ports, COMPANY, ["Customers"], None, "anna").done
    assert not pulling.selective(world.ports, COMPANY, [], None, "anna").done


def test_chosen_records_are_read_whatever_has_happened_to_them(world: World) -> None:
    forget(world)
    assert pulling.chosen(world.ports, COMPANY, [C1], "anna").done
    assert heard(world) == ["changed customer C1"]
    assert not pulling.chosen(world.ports, COMPANY, [a_ref("customer", "none")], "anna").done


def test_what_quickbooks_has_can_be_read_for_a_host_that_takes_nothing(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.save(an_item())
    world.settle()
    pulling.since_last(world.ports, COMPANY, "anna")
    world.clock.sleep(60)
    assert world.run().complete
    with world.database.read() as connection:
        found = connection.exec_driver_sql("SELECT folded FROM qb_pulled WHERE listed = 'Item'").scalars()
        assert "chai" in list(found)
