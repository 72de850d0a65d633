"""Joining a company file that has records: what a person decides, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import Customer, ItemType
from allorders_quickbooks.matching.sides import Choice
from allorders_quickbooks.operations import matching
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import answers
from allorders_quickbooks.store.matching import Match
from allorders_quickbooks.terms import RowState

from tests.taking import a_taking_world
from tests.world import COMPANY, World, a_customer, a_ref, an_item

_SERVICE = {"SalesOrPurchase": {"Price": "1", "AccountRef": {"FullName": "Sales"}}}
SAME, NEAR, OURS, RIVAL = (a_ref("customer", key) for key in ("same", "near", "ours", "rival"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Of four customers here, QuickBooks has one by the same name, one by a near name, and two of its own."""
    world, _ = a_taking_world(tmp_path)
    for name in ("Blauer See Delikatessen", "Ernst Handl", "Piccolo und mehr"):
        world.file.bookkeeper.add_record("Customer", name, Phone="0043 1 7675")
    world.file.bookkeeper.add_record("Vendor", "Wolski Zajazd")
    world.save(a_customer("same"))
    world.save(a_customer("near", "Ernst Handel"))
    world.save(a_customer("ours", "Königlich Essen"))
    world.save(a_customer("rival", "Wolski Zajazd"))
    world.run()
    assert matching.propose(world.ports, COMPANY, "Customer").done
    return world


def matches(world: World, decision: Choice | None = None) -> dict[DocumentRef, Match]:
    found = matching.pages(world.ports, COMPANY, "Customer", decision)
    return {match.ref: match for page in found for match in page}


def decide(world: World, ref: DocumentRef, choice: Choice, qb_id: str = "") -> str:
    return matching.decide(world.ports, COMPANY, [ref], choice, "Ada", qb_id).sentence


def confirm(world: World) -> bool:
    return matching.confirm(world.ports, COMPANY, "Customer", "Ada").done


def names(world: World) -> list[str]:
    return sorted(each.name for each in world.file.records("Customer"))


def run(world: World) -> None:
    world.clock.sleep(60)
    world.settle()


def confirmed(world: World) -> None:
    """Everything decided as a bookkeeper would."""
    matching.accept(world.ports, COMPANY, "Customer", "Ada")
    decide(world, NEAR, Choice.BIND)
    decide(world, RIVAL, Choice.SKIP)
    assert confirm(world)
    run(world)


def test_each_record_has_its_candidate_and_its_collision(world: World) -> None:
    found = matches(world)
    assert [found[ref].score for ref in (SAME, OURS, RIVAL)] == [100, 0, 0]
    near = found[NEAR].best
    assert near is not None and near.name == "Ernst Handl" and "alike" in near.reason
    assert "a vendor has this name" in found[RIVAL].taken


def test_accepting_many_takes_those_that_are_sure(world: World) -> None:
    assert matching.accept(world.ports, COMPANY, "Customer", "Ada").done
    assert world.binding(SAME) is not None and world.binding(NEAR) is None


def test_a_lower_threshold_takes_more(world: World) -> None:
    matching.accept(world.ports, COMPANY, "Customer", "Ada", least=80)
    assert world.binding(NEAR) is not None


def test_a_list_with_open_questions_cannot_be_confirmed(world: World) -> None:
    assert not confirm(world)
    run(world)
    assert world.row(OURS).reason is Reason.UNMATCHED and len(names(world)) == 3


def test_after_the_confirmation_only_what_is_new_is_made(world: World) -> None:
    confirmed(world)
    assert names(world) == sorted(["Blauer See Delikatessen", "Ernst Handl", "Königlich Essen", "Piccolo und mehr"])
    assert world.row(RIVAL).reason is Reason.KEPT_OUT
    kept = [record.name for record in world.books.kept.values() if isinstance(record, Customer)]
    assert sorted(kept) == ["Blauer See Delikatessen", "Ernst Handel", "Königlich Essen", "Piccolo und mehr",
                            "Wolski Zajazd"]  # fmt: skip


def test_both_keep_what_they_differ_in_and_later_changes_go_over(world: World) -> None:
    confirmed(world)
    world.save(a_customer("near", "Ernst Handel").model_copy(update={"fax": "77"}))
    run(world)
    binding = world.binding(NEAR)
    assert binding is not None
    there = next(each for each in world.file.records("Customer") if each.id == binding.qb_id)
    assert (there.name, there.fields["Fax"], there.fields["Phone"]) == ("Ernst Handl", "77", "0043 1 7675")
    world.file.bookkeeper.edit_record("Customer", binding.qb_id, Email="ernst@handel.at")
    run(world)
    here = world.books.kept[NEAR]
    assert isinstance(here, Customer) and (here.name, here.email) == ("Ernst Handel", "ernst@handel.at")


def test_a_rename_has_the_hosts_name_go_over(world: World) -> None:
    decide(world, NEAR, Choice.RENAME)
    run(world)
    assert "Ernst Handel" in names(world) and "Ernst Handl" not in names(world)


def test_an_inactive_record_becomes_active_where_it_is_bound(world: World) -> None:
    there = next(each for each in world.file.records("Customer") if each.name == "Ernst Handl")
    world.file.bookkeeper.inactivate("Customer", there.id)
    run(world)
    matching.propose(world.ports, COMPANY, "Customer")
    best = matches(world)[NEAR].best
    assert best is not None and "inactive in QuickBooks" in best.reason
    decide(world, NEAR, Choice.BIND)
    run(world)
    again = next(each for each in world.file.records("Customer") if each.id == there.id)
    assert again.active and again.name == "Ernst Handl"


def test_an_undone_binding_is_a_question_again(world: World) -> None:
    matching.accept(world.ports, COMPANY, "Customer", "Ada")
    assert decide(world, SAME, Choice.UNDECIDED) == "It is decided for 1."
    assert world.binding(SAME) is None and matches(world)[SAME].decision is Choice.UNDECIDED
    run(world)
    assert world.row(SAME).state is RowState.HELD and len(names(world)) == 3


def test_what_was_made_cannot_be_undone_here(world: World) -> None:
    confirmed(world)
    assert "made in QuickBooks by now" in decide(world, OURS, Choice.UNDECIDED)


def test_one_record_of_quickbooks_is_bound_once(world: World) -> None:
    matching.accept(world.ports, COMPANY, "Customer", "Ada")
    same = world.binding(SAME)
    assert same is not None
    assert "another record's" in decide(world, OURS, Choice.BIND, same.qb_id)


def test_a_name_that_is_taken_cannot_be_made(world: World) -> None:
    assert "a vendor has this name" in decide(world, RIVAL, Choice.CREATE)


def test_nothing_can_be_bound_that_was_not_read(world: World) -> None:
    assert "as far as it was read" in decide(world, OURS, Choice.BIND, "80-NOBODY")


def test_a_new_proposal_leaves_decisions_alone(world: World) -> None:
    decide(world, RIVAL, Choice.SKIP)
    matching.propose(world.ports, COMPANY, "Customer")
    assert matches(world)[RIVAL].decision is Choice.SKIP


def test_what_is_saved_later_goes_by_itself(world: World) -> None:
    confirmed(world)
    world.save(a_customer("later", "Around the Horn"))
    run(world)
    assert world.binding(a_ref("customer", "later")) is not None


def test_two_lists_are_decided_together_although_their_ids_are_the_same(tmp_path: Path) -> None:
    world, _ = a_taking_world(tmp_path)
    customer, item = world.save(a_customer("shop", "Chai Shop")), world.save(an_item())
    ids = {world.file.bookkeeper.add_record("Customer", "Chai Shop"),
           world.file.bookkeeper.add_record("ItemService", "Chai", **_SERVICE)}  # fmt: skip
    assert len(ids) == 1
    world.save(an_item().model_copy(update={"item_type": ItemType.SERVICE}))
    world.run()
    for listed in ("Customer", "Item"):
        matching.propose(world.ports, COMPANY, listed)
    both = matching.decide(world.ports, COMPANY, [customer, item], Choice.BIND, "Ada")
    assert both.sentence == "It is decided for 2."


def test_employees_and_other_names_take_names_away_too(tmp_path: Path) -> None:
    world, _ = a_taking_world(tmp_path)
    by_hand = world.file.bookkeeper
    by_hand.add_record("Customer", "Blauer See Delikatessen")
    by_hand.add_record("Employee", "Roland Mendel", SSN="123-45-6789")
    by_hand.inactivate("OtherName", by_hand.add_record("OtherName", "Ernst Handel"))
    world.save(a_customer("near", "Ernst Handel"))
    world.save(a_customer("ours", "Roland Mendel"))
    world.run()
    matching.propose(world.ports, COMPANY, "Customer")
    found = matches(world)
    assert "“Roland Mendel”: an employee has this name in QuickBooks" in found[OURS].taken
    assert "an other name, an inactive one, has this name" in found[NEAR].taken
    assert "its name is taken" in decide(world, OURS, Choice.CREATE)
    decide(world, OURS, Choice.NAME)
    decide(world, NEAR, Choice.SKIP)
    assert confirm(world)
    run(world)
    assert len(names(world)) == 2 and any(name.startswith("Roland Mendel~") for name in names(world))
    with world.database.read() as connection:
        ids = connection.exec_driver_sql("SELECT set_id FROM qb_answer").scalars().all()
        kept = [held.content for each in ids if (held := answers.load(connection, each)) is not None]
    assert any(b"Mendel" in content for content in kept) and not any(b"123-45" in content for content in kept)
