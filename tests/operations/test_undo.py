"""Taking a sent document out of QuickBooks again: what would become of it is said first, and then becomes of it."""

from __future__ import annotations

from allorders_hooks.host import Right
from allorders_quickbooks.operations import panel, undo, verbs
from allorders_quickbooks.terms import RowState

from tests.world import COMPANY, World, a_customer, a_payment, a_ref, a_ship_doc

S1 = a_ref("ship_doc", "S1")


def _in_quickbooks(world: World) -> None:
    world.save(a_ship_doc("S1"))
    world.save(a_payment("P1", "36.00", "S1"))
    world.settle()


def test_what_would_become_of_it_and_what_stays_is_said_before_anything_is_done(world: World) -> None:
    _in_quickbooks(world)
    (foreseen,) = undo.foresee(world.ports, COMPANY, [S1])
    assert "is voided." in foreseen.becomes
    assert any("Payments of 36.00" in sentence for sentence in foreseen.stays)
    world.set_up(undo_as="delete")
    (foreseen,) = undo.foresee(world.ports, COMPANY, [S1])
    assert "is deleted." in foreseen.becomes
    assert len(world.invoices()) == 1


def test_it_is_voided_and_goes_again_as_a_new_one_when_somebody_sends_it(world: World) -> None:
    _in_quickbooks(world)
    first = world.invoices()[0].id
    assert verbs.do(world.ports, COMPANY, undo.UNDO, [S1], "Ada").done
    world.settle()
    assert world.binding(S1) is None and world.row(S1).state is RowState.IDLE
    assert [txn.voided for txn in world.file.transactions("Invoice")] == [True]
    shown = panel.panel(world.ports, S1)
    assert shown is not None and [action for action, _ in shown.actions] == ["send"]
    assert verbs.do(world.ports, COMPANY, "send", [S1], "Ada").done
    world.settle()
    (live,) = [txn for txn in world.file.transactions("Invoice") if not txn.voided]
    assert live.id != first


def test_it_goes_again_when_it_is_saved(world: World) -> None:
    _in_quickbooks(world)
    verbs.do(world.ports, COMPANY, undo.UNDO, [S1], "Ada")
    world.settle()
    world.save(a_ship_doc("S1", memo="corrected"))
    world.settle()
    (live,) = [txn for txn in world.file.transactions("Invoice") if not txn.voided]
    assert live.memo.endswith("corrected")


def test_it_needs_a_right_of_its_own(world: World) -> None:
    _in_quickbooks(world)
    world.books.withheld = {Right.UNDO}
    result = verbs.do(world.ports, COMPANY, undo.UNDO, [S1], "Olga")
    assert (result.done, result.sentence) == (False, "You may not take documents out of QuickBooks.")
    world.settle()
    assert not world.invoices()[0].voided


def test_a_record_of_a_list_is_never_taken_back(world: World) -> None:
    customer = world.save(a_customer())
    world.settle()
    (foreseen,) = undo.foresee(world.ports, COMPANY, [customer])
    assert foreseen.why_not.startswith("A record of a list stays")
    assert not verbs.do(world.ports, COMPANY, undo.UNDO, [customer], "Ada").done
