"""What keeps documents out of the books: by cause, with the remedy, and for all of a kind at once."""

from __future__ import annotations

from allorders_quickbooks.operations import problems, verbs
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.world import COMPANY, World, a_customer, a_ship_doc


def _held(world: World, number: int) -> None:
    world.save(a_customer())
    world.settle()
    for key in range(number):
        world.save(a_ship_doc(f"S{key}", txn_date=a_ship_doc().txn_date.replace(year=2001)))
    world.set_up(start_date=a_ship_doc().txn_date.replace(year=2002))
    world.settle()


def test_documents_of_one_cause_are_one_group_with_its_remedy_and_its_setting(world: World) -> None:
    _held(world, 3)
    (group,) = problems.problems(world.ports, COMPANY).groups
    assert (group.reason, group.state, group.number) == (Reason.BEFORE_START_DATE.code, "held", 3)
    assert group.remedy == Reason.BEFORE_START_DATE.value.remedy
    assert group.setting == "company"


def test_a_group_is_paged_in_the_order_of_its_documents(world: World) -> None:
    _held(world, problems.PAGE + 2)
    first = problems.documents(world.ports, COMPANY, Reason.BEFORE_START_DATE.code, "held")
    assert len(first) == problems.PAGE
    last = first[-1].problem.ref
    rest = problems.documents(world.ports, COMPANY, Reason.BEFORE_START_DATE.code, "held", last)
    keys = [each.problem.ref.key for each in (*first, *rest) if each.problem.ref]
    assert len(rest) == 2 and len(set(keys)) == problems.PAGE + 2


def test_all_of_a_kind_are_retried_at_once(world: World) -> None:
    _held(world, 3)
    world.set_up(start_date=None)
    refs = problems.refs_of(world.ports, COMPANY, Reason.BEFORE_START_DATE.code, "held")
    assert verbs.do(world.ports, COMPANY, "retry", refs, "Ada").sentence.startswith("3 will go")
    world.settle()
    assert len(world.invoices()) == 3
    assert problems.problems(world.ports, COMPANY).groups == ()


def test_a_set_whose_fate_is_not_known_stands_apart(world: World) -> None:
    world.save(a_customer())
    world.settle()
    ref = world.save(a_ship_doc("S1"))
    step = world.next_write(world.begin())
    doubt = problems.problems(world.ports, COMPANY).in_doubt
    assert doubt is not None and (doubt.set_id, doubt.documents) == (step.set_id, (ref,))
    assert "QuickBooks takes them once" in doubt.known


def test_both_versions_of_a_conflict_are_named_and_either_can_be_chosen(world: World) -> None:
    world.save(a_customer())
    ref = world.save(a_ship_doc("S1", memo="ours"))
    world.settle()
    binding = world.binding(ref)
    assert binding is not None
    world.clock.sleep(60)
    world.file.bookkeeper.edit_transaction(binding.qb_id, memo="theirs")
    world.save(a_ship_doc("S1", memo="ours, newer"))
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.CONFLICT)
    (listed,) = problems.documents(world.ports, COMPANY, Reason.CONFLICT.code, "review")
    assert {"resend", "accept"} <= {action for action, _ in listed.actions}
    assert "ours, newer”, in QuickBooks “theirs”" in listed.problem.sentence
