"""What happens on both sides after a list was confirmed comes back as a question, and nothing is made twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.matching.sides import Cause, Choice
from allorders_quickbooks.operations import matching
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store.matching import Match
from allorders_quickbooks.terms import RowState

from tests.taking import TakingBooks, a_taking_world
from tests.world import COMPANY, World, a_customer, a_line, a_ref, a_ship_doc, an_item

C1, C2, C3, S1 = a_ref("customer", "C1"), a_ref("customer", "C2"), a_ref("customer", "C3"), a_ref("ship_doc", "S1")
HORN = "Around the Horn"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Two customers and an item on both sides, at rest."""
    world, _ = a_taking_world(tmp_path)
    world.save(a_customer())
    world.save(a_customer("C2", HORN))
    world.save(an_item())
    world.settle()
    world.clock.sleep(60)
    return world


def run(world: World) -> None:
    for _ in range(2):
        world.clock.sleep(60)
        assert world.run().complete


def asked(world: World) -> dict[DocumentRef, Match]:
    found = matching.pages(world.ports, COMPANY, "Customer", Choice.UNDECIDED)
    return {match.ref: match for page in found for match in page}


def decide(world: World, ref: DocumentRef, choice: Choice, qb_id: str = "") -> str:
    return matching.decide(world.ports, COMPANY, [ref], choice, "Ada", qb_id).sentence


def names(world: World) -> list[str]:
    return sorted(each.full_name for each in world.file.records("Customer"))


def here(world: World, ref: DocumentRef) -> str:
    return world.books.records([ref])[ref].name


def there(world: World, ref: DocumentRef) -> str:
    binding = world.binding(ref)
    assert binding is not None
    return binding.qb_id


@pytest.fixture
def twin(world: World) -> str:
    """A customer was made on both sides between two runs, the id there."""
    made = world.file.bookkeeper.add_record("Customer", "CHOP-SUEY", Phone="1")
    world.save(a_customer("C3", "Chop-suey"))
    run(world)
    return made


def test_what_was_made_on_both_sides_is_asked_about_and_shown(world: World, twin: str) -> None:
    question = asked(world)[C3]
    assert question.cause is Cause.NAME and question.best is not None
    assert (question.best.qb_id, question.best.name) == (twin, "CHOP-SUEY")
    assert (world.row(C3).state, world.row(C3).reason) == (RowState.HELD, Reason.UNMATCHED)
    assert len(names(world)) == 3 and sum(ref.kind == "customer" for ref in world.books.kept) == 3
    (customers, *_) = matching.progress(world.ports, COMPANY)
    assert customers.questions == 1


def test_bound_it_is_one_record(world: World, twin: str) -> None:
    assert decide(world, C3, Choice.BIND) == "It is decided for 1."
    run(world)
    assert there(world, C3) == twin and not asked(world)
    assert names(world) == sorted(["CHOP-SUEY", HORN, "Blauer See Delikatessen"])
    world.save(a_ship_doc("S1", customer="C3"))
    world.settle()
    assert [each.customer for each in world.invoices()] == ["CHOP-SUEY"]


def test_bound_it_may_be_renamed_on_either_side(world: World, twin: str) -> None:
    decide(world, C3, Choice.TAKE)
    run(world)
    assert here(world, C3) == "CHOP-SUEY" and "CHOP-SUEY" in names(world)
    decide(world, C3, Choice.UNDECIDED)
    decide(world, C3, Choice.RENAME, twin)
    world.save(a_customer("C3", "Chop-suey Chinese"))
    run(world)
    assert "Chop-suey Chinese" in names(world) and len(names(world)) == 3


def test_it_may_be_made_under_a_name_of_its_own(world: World, twin: str) -> None:
    decide(world, C3, Choice.NAME)
    run(world)
    (made,) = set(names(world)) - {"CHOP-SUEY", HORN, "Blauer See Delikatessen"}
    assert made.startswith("Chop-suey~") and there(world, C3) != twin
    world.save(a_customer("C3", "Chop-suey").model_copy(update={"fax": "7"}))
    run(world)
    assert made in names(world) and not asked(world)


def test_it_may_stay_out_and_be_asked_about_again(world: World, twin: str) -> None:
    decide(world, C3, Choice.SKIP)
    run(world)
    assert world.row(C3).reason is Reason.KEPT_OUT
    assert decide(world, C3, Choice.UNDECIDED) == "It is decided for 1."
    run(world)
    assert asked(world)[C3].cause is Cause.NAME
    decide(world, C3, Choice.BIND)
    decide(world, C3, Choice.UNDECIDED)
    run(world)
    assert world.binding(C3) is None and C3 in asked(world) and len(names(world)) == 3


def test_under_another_name_here_it_goes_without_an_answer(world: World, twin: str) -> None:
    world.save(a_customer("C3", "Chop-suey Chinese"))
    run(world)
    assert "Chop-suey Chinese" in names(world) and not asked(world)


def test_a_record_that_was_renamed_onto_a_new_one_is_shown(world: World) -> None:
    world.file.bookkeeper.rename("Customer", there(world, C2), "Chop-suey")
    world.save(a_customer("C3", "Chop-suey"))
    run(world)
    question = asked(world)[C3]
    assert question.cause is Cause.NAME and str(C2) in question.taken and not question.candidates
    assert len(names(world)) == 2
    world.file.bookkeeper.rename("Customer", there(world, C2), HORN)
    run(world)
    assert names(world) == sorted(["Chop-suey", HORN, "Blauer See Delikatessen"]) and not asked(world)


def test_a_new_name_that_another_record_has_there_is_a_question(world: World) -> None:
    world.file.bookkeeper.add_record("Vendor", "Chop-suey")
    world.save(a_customer("C2", "Chop-suey"))
    run(world)
    question = asked(world)[C2]
    assert question.cause is Cause.NAME and "it is vendor" in question.taken
    decide(world, C2, Choice.NAME)
    run(world)
    assert any(name.startswith("Chop-suey~") for name in names(world)) and len(names(world)) == 2


def test_a_merge_is_a_question_and_can_be_followed(world: World) -> None:
    world.file.bookkeeper.merge("Customer", there(world, C1), there(world, C2))
    run(world)
    question = asked(world)[C1]
    assert question.cause is Cause.MERGED and question.best is not None and question.best.name == HORN
    assert "no answer" in decide(world, C1, Choice.TAKE)
    decide(world, C1, Choice.SKIP)
    run(world)
    assert decide(world, C1, Choice.UNDECIDED) == "It is decided for 1."
    assert decide(world, C1, Choice.BIND) == "It is decided for 1."
    run(world)
    assert there(world, C1) == there(world, C2) and names(world) == [HORN] and not asked(world)
    assert "done by now" in decide(world, C1, Choice.UNDECIDED)


def test_one_that_was_merged_away_may_be_made_again(world: World) -> None:
    world.file.bookkeeper.merge("Customer", there(world, C1), there(world, C2))
    run(world)
    decide(world, C1, Choice.CREATE)
    run(world)
    assert names(world) == sorted([HORN, "Blauer See Delikatessen"])


@pytest.mark.parametrize("choice", [Choice.TAKE, Choice.RENAME])
def test_a_rename_that_is_not_taken_here_is_a_question(world: World, choice: Choice) -> None:
    assert isinstance(world.books, TakingBooks)
    world.books.refuses = "Names have three letters."
    world.file.bookkeeper.rename("Customer", there(world, C2), "Around the Cape")
    run(world)
    question = asked(world)[C2]
    assert question.cause is Cause.CHANGED and question.best is not None
    assert question.best.name == "Around the Cape" and "three letters" in question.best.reason
    world.books.refuses = ""
    decide(world, C2, choice)
    run(world)
    name = HORN if choice is Choice.RENAME else "Around the Cape"
    assert here(world, C2) == name and name in names(world) and len(names(world)) == 2 and not asked(world)


def test_an_inactive_record_that_a_document_names_is_a_question(world: World) -> None:
    world.file.bookkeeper.inactivate("Customer", there(world, C2))
    world.save(a_ship_doc("S1", a_line(), customer="C2"))
    run(world)
    question = asked(world)[C2]
    assert question.cause is Cause.INACTIVE and question.best is not None and not question.best.active
    assert (world.row(S1).reason, world.row(S1).waits_for) == (Reason.WAITING_FOR_RECORD, C2)
    assert decide(world, C2, Choice.BIND) == "It is decided for 1."
    run(world)
    assert [each.customer for each in world.invoices()] == [HORN] and not asked(world)
    assert all(each.active for each in world.file.records("Customer"))
