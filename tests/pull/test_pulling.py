"""What was changed in the lists of QuickBooks comes to the host, once, and goes back to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from allorders_hooks.documents import Address, DocumentRef
from allorders_hooks.records import AnyRecord, Customer, Item, ItemType
from allorders_quickbooks.phases import pull
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator.views import RecordView
from allorders_quickbooks.store import pulled
from allorders_quickbooks.terms import RowState

from tests.taking import Died, TakingBooks, a_taking_world
from tests.world import COMPANY, Books, World, a_customer, a_line, a_ref, a_ship_doc, an_item

C1, C2, I1 = a_ref("customer", "C1"), a_ref("customer", "C2"), a_ref("item", "I1")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Two customers and an item on both sides, at rest, everything else of QuickBooks pulled before."""
    world, books = a_taking_world(tmp_path)
    world.save(a_customer())
    world.save(a_customer("C2", "Around the Horn"))
    world.save(an_item())
    world.settle()
    world.clock.sleep(60)
    books.heard.clear()
    return world


def books(world: World) -> TakingBooks:
    assert isinstance(world.books, TakingBooks)
    return world.books


def run(world: World) -> list[tuple[str, str, tuple[str, ...]]]:
    """A run a minute later: what it has told the host."""
    before = len(books(world).heard)
    world.clock.sleep(60)
    assert world.run().complete
    return [(each.what.value, str(each.ref), each.fields) for each in books(world).heard[before:]]


def there(world: World, ref: DocumentRef) -> str:
    binding = world.binding(ref)
    assert binding is not None
    return binding.qb_id


def record(world: World, ref: DocumentRef) -> AnyRecord:
    return world.books.records([ref])[ref]


def is_quiet(world: World) -> bool:
    """Whether a further run would find nothing, and write nothing."""
    before = edits(world)
    return not run(world) and not world.is_waiting() and edits(world) == before


def edits(world: World) -> dict[str, str]:
    """The EditSequence of each customer."""
    return {each.id: each.edit_sequence for each in world.file.records("Customer")}


def test_a_changed_field_comes_and_no_other(world: World) -> None:
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234")
    assert run(world) == [("changed", "customer C1", ("phone",))]
    customer = record(world, C1)
    assert isinstance(customer, Customer) and customer.phone == "030 1234"
    assert world.row(C1).state is RowState.IDLE and not world.row(C1).due
    assert is_quiet(world)


def test_a_cleared_field_is_cleared_here(world: World) -> None:
    world.save(a_customer().model_copy(update={"fax": "1"}))
    world.settle()
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Fax=None)
    run(world)
    customer = record(world, C1)
    assert isinstance(customer, Customer) and customer.fax == ""


def test_a_rename_comes_by_its_list_id(world: World) -> None:
    world.file.bookkeeper.rename("Customer", there(world, C1), "Blauer See GmbH")
    assert run(world) == [("renamed", "customer C1", ("name",))]
    assert record(world, C1).name == "Blauer See GmbH"
    assert is_quiet(world)


def test_two_that_swap_their_names_swap_them_here(world: World) -> None:
    first, second = there(world, C1), there(world, C2)
    for qb_id, name in ((first, "aside"), (second, "Blauer See Delikatessen"), (first, "Around the Horn")):
        world.file.bookkeeper.rename("Customer", qb_id, name)
    run(world)
    assert (record(world, C1).name, record(world, C2).name) == ("Around the Horn", "Blauer See Delikatessen")
    assert is_quiet(world)


def test_an_inactive_record_becomes_inactive_and_active_again(world: World) -> None:
    world.file.bookkeeper.inactivate("ItemInventory", there(world, I1))
    assert run(world) == [("inactivated", "item I1", ("active",))]
    world.file.bookkeeper.activate("ItemInventory", there(world, I1))
    assert run(world) == [("changed", "item I1", ("active",))]
    assert record(world, I1).active


def test_a_new_record_is_made_here_and_bound(world: World) -> None:
    fields = {"DiscountRatePercent": "5", "AccountRef": {"FullName": "Sales"}}
    world.file.bookkeeper.add_record("ItemDiscount", "Loyalty", **fields)
    ((what, _, _),) = run(world)
    (made,) = [r for r in world.books.kept.values() if isinstance(r, Item) and r.name == "Loyalty"]
    assert what == "created" and made.item_type is ItemType.DISCOUNT and made.discount == Decimal("0.05")
    assert world.binding(made.ref) is not None and not world.row(made.ref).due
    assert is_quiet(world)


def test_an_inactive_new_record_is_not_made_here(world: World) -> None:
    qb_id = world.file.bookkeeper.add_record("Customer", "Retired")
    world.file.bookkeeper.inactivate("Customer", qb_id)
    assert run(world) == []


def test_one_of_a_name_that_is_here_is_not_made_again(world: World) -> None:
    other = a_customer("C3", "Chop-suey")
    world.books.kept[other.ref] = other
    world.file.bookkeeper.add_record("Customer", "CHOP-SUEY")
    assert [what for what, _, _ in run(world)] == ["created"]
    assert world.binding(other.ref) is None, "which of the two is meant, a person says"
    assert sum(isinstance(r, Customer) for r in world.books.kept.values()) == 3


def test_a_deleted_record_is_deleted_here(world: World) -> None:
    world.file.bookkeeper.delete_record("Customer", there(world, C2))
    assert run(world) == [("deleted", "customer C2", ())]
    assert C2 not in world.books.kept and world.binding(C2) is None
    assert is_quiet(world)


def test_what_is_merged_is_asked_about_and_never_made_again(world: World) -> None:
    world.file.bookkeeper.merge("Customer", there(world, C1), there(world, C2))
    assert run(world) == []
    row, binding = world.row(C1), world.binding(C1)
    assert row.state is RowState.REVIEW and row.reason is Reason.MERGED and "Around the Horn" in row.detail
    assert binding is not None and binding.twin == there(world, C2)
    ship_doc = world.save(a_ship_doc("S1", a_line(), customer="C1"))
    run(world)
    assert world.row(ship_doc).reason is Reason.WAITING_FOR_RECORD
    assert len(world.file.records("Customer")) == 1


def test_one_that_is_used_here_was_not_simply_deleted(world: World) -> None:
    books(world).used.add(C2)
    world.file.bookkeeper.delete_record("Customer", there(world, C2))
    run(world)
    assert world.row(C2).reason is Reason.MERGED and not record(world, C2).active
    run(world)
    assert world.row(C2).reason is Reason.MERGED and len(world.file.records("Customer")) == 1


def test_what_waits_here_wins_and_the_rest_comes_with_it(world: World) -> None:
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234")
    world.save(a_customer().model_copy(update={"email": "a@example.com"}))
    assert run(world) == [("changed", "customer C1", ("phone",))]
    customer = record(world, C1)
    assert isinstance(customer, Customer) and (customer.phone, customer.email) == ("030 1234", "a@example.com")
    assert _there_as(world, C1).fields["Email"] == "a@example.com"


def test_one_element_changed_on_both_sides_is_for_a_person_who_sees_both(world: World) -> None:
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234")
    world.save(a_customer().model_copy(update={"phone": "030 9"}))
    assert run(world) == []
    row = world.row(C1)
    assert row.reason is Reason.CONFLICT and "030 1234" in row.detail and "030 9" in row.detail


def test_what_the_host_refuses_is_for_a_person(world: World) -> None:
    books(world).refuses = "Names have three letters."
    world.file.bookkeeper.rename("Customer", there(world, C1), "Other")
    run(world)
    assert world.row(C1).reason is Reason.NOT_TAKEN and "three letters" in world.row(C1).detail
    assert record(world, C1).name == "Blauer See Delikatessen"


@pytest.mark.parametrize("what", ["created", "changed", "deleted"])
def test_a_death_while_the_host_is_told_makes_nothing_twice(world: World, what: str) -> None:
    deeds: dict[str, Callable[[], object]] = {
        "created": lambda: world.file.bookkeeper.add_record("Customer", "Chop-suey"),
        "changed": lambda: world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234"),
        "deleted": lambda: world.file.bookkeeper.delete_record("Customer", there(world, C2)),
    }
    deeds[what]()
    books(world).dies = True
    before = edits(world)
    with pytest.raises(Died):
        run(world)
    world.let_lease_run_out()
    assert run(world) == [], "the host has heard of it, and keeps the answer"
    assert edits(world).items() >= before.items() or what == "deleted", "nothing was sent back"
    assert not world.is_waiting()
    expected = {"created": 3, "changed": 2, "deleted": 1}[what]
    assert sum(isinstance(r, Customer) for r in world.books.kept.values()) == expected
    assert is_quiet(world)


def test_a_death_while_the_host_is_told_of_a_job_makes_no_second_customer(world: World) -> None:
    """Its name here is the whole path, which QuickBooks would take for another name."""
    above = {"ParentRef": {"FullName": "Around the Horn"}}
    world.file.bookkeeper.add_record("Customer", "Cellar", **above)
    books(world).dies = True
    with pytest.raises(Died):
        run(world)
    world.let_lease_run_out()
    run(world)
    run(world)
    assert sorted(each.full_name for each in world.file.records("Customer")) == [
        "Around the Horn",
        "Around the Horn:Cellar",
        "Blauer See Delikatessen",
    ]
    assert is_quiet(world)


def test_a_rename_of_what_stands_above_comes_with_the_path(world: World) -> None:
    above = {"ParentRef": {"FullName": "Around the Horn"}}
    world.file.bookkeeper.add_record("Customer", "Cellar", **above)
    run(world)
    world.file.bookkeeper.rename("Customer", there(world, C2), "Around the Cape")
    run(world)
    names = {r.name for r in world.books.kept.values() if isinstance(r, Customer)}
    assert "Around the Cape" in names and "Around the Horn" not in names
    assert is_quiet(world)


def test_a_list_longer_than_a_page_is_read_to_its_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "PAGE", 3)
    for number in range(8):
        world.file.bookkeeper.add_record("Customer", f"Customer {number}")
        world.file.bookkeeper.add_record("ShipMethod", f"Carrier {number}")
    told = run(world)
    assert len([ref for _, ref, _ in told if ref.startswith("customer")]) == 8
    assert len([ref for _, ref, _ in told if ref.startswith("ship_method")]) == 8
    assert is_quiet(world)


def test_in_summer_nothing_is_missed_by_the_hour_that_the_offset_is_wrong(tmp_path: Path) -> None:
    world, _ = a_taking_world(tmp_path)
    world.clock._now = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)
    world.save(a_customer())
    world.settle()
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234")
    assert ("changed", "customer C1", ("phone",)) in run(world)


def test_in_the_hour_that_comes_twice_nothing_is_missed(tmp_path: Path) -> None:
    world, _ = a_taking_world(tmp_path)
    world.clock._now = datetime(2026, 11, 1, 6, 50, tzinfo=UTC)  # fifty minutes before the hour is repeated in New York
    world.save(a_customer())
    world.settle()
    world.clock._now = max(world.clock._now, datetime(2026, 11, 1, 7, 5, tzinfo=UTC))
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234")
    assert ("changed", "customer C1", ("phone",)) in run(world)


def test_the_overlap_ends_when_nothing_can_be_dated_into_it_any_more(world: World) -> None:
    def customers_asked() -> str:
        with world.database.read() as connection:
            return pulled.positions(connection, COMPANY)["Customer"].since

    run(world)
    early = customers_asked()
    world.clock.sleep(timedelta(hours=3).total_seconds())
    run(world)
    run(world)
    assert customers_asked() > early
    world.file.bookkeeper.edit_record("Customer", there(world, C1), Phone="030 1234")
    assert run(world) == [("changed", "customer C1", ("phone",))]


def test_after_ninety_days_what_is_missing_is_found_by_comparing(world: World) -> None:
    world.file.bookkeeper.delete_record("Customer", there(world, C2))
    world.clock.sleep(timedelta(days=100).total_seconds())
    run(world)
    assert world.row(C2).reason is Reason.GONE
    assert world.row(C1).state is RowState.IDLE


def test_a_host_that_takes_nothing_costs_nothing(world: World) -> None:
    world.ports = replace(world.ports, host=Books(world.clock, world.books.kept, world.books.changes))
    with_pull = len(_sets(world))
    world.run()
    assert not [phase for phase in _sets(world)[with_pull:] if phase == "pull"]


def test_a_quiet_run_costs_one_set_more(world: World) -> None:
    run(world)
    before = len(_sets(world))
    run(world)
    assert _sets(world)[before:].count("pull") == 1


def test_a_shipping_address_of_its_own_comes_as_such(world: World) -> None:
    world.save(a_customer().model_copy(update={"ship_to": Address(street="Quay 1", city="Kiel")}))
    world.settle()
    customer = record(world, C1)
    assert isinstance(customer, Customer) and customer.ship_to.street == "Quay 1"
    assert is_quiet(world), "what was cut or laid out otherwise there is not taken for a change"


def _there_as(world: World, ref: DocumentRef) -> RecordView:
    return next(each for each in world.file.records("Customer") if each.id == there(world, ref))


def _sets(world: World) -> list[str]:
    with world.database.read() as connection:
        found = connection.exec_driver_sql("SELECT phase FROM qb_set ORDER BY seq").scalars()
        return list(found)
