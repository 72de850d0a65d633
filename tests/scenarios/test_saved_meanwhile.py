"""What is saved or arrives while something else is under way: it is not swallowed, and not taken for another."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from allorders_quickbooks.errors import ProcessorFault
from allorders_quickbooks.qbxml.fault_table import UNPARSED
from allorders_quickbooks.run import steps
from allorders_quickbooks.run.loading import load_view
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.terms import RowState

from tests.world import World, a_line, a_ship_doc


def test_the_answer_of_another_set_is_not_believed(world: World) -> None:
    world.save(a_ship_doc("S1", a_line(quantity="2")))
    session = world.begin()
    first = world.next_write(session)
    answer = world.deliver(first.content)
    session.receive(first.set_id, BytesIO(answer))
    world.finish(session)
    world.save(a_ship_doc("S2", a_line(quantity="5")))
    session = world.begin()
    second = world.next_write(session)
    session.receive(second.set_id, BytesIO(answer))
    assert world.row(a_ship_doc("S2").ref).state is RowState.IN_FLIGHT
    world.finish(session)
    world.settle()
    assert sorted(invoice.total for invoice in world.invoices()) == [36, 90]


def test_a_refusal_of_the_version_before_does_not_hold_what_was_saved_since(world: World) -> None:
    world.save(a_ship_doc("S1", a_line(quantity="2")))
    session = world.begin()
    step = world.next_write(session)
    world.save(a_ship_doc("S1", a_line(quantity="3")))
    refused = FaultPlan([Fault(FaultKind.STATUS, request=1, code=3180)])
    session.receive(step.set_id, BytesIO(world.deliver(step.content, refused)))
    world.finish(session)
    world.settle()
    assert [invoice.total for invoice in world.invoices()] == [54]


def test_an_older_version_that_a_set_writes_after_it_was_given_up_does_not_keep_the_newer_from_going(
    world: World,
) -> None:
    world.save(a_ship_doc("S1", a_line(quantity="2")))
    session = world.begin()
    given_up = world.next_write(session)
    session.fail(ProcessorFault("", hresult=UNPARSED))  # so it never leaves again; but it is on its way already
    world.finish(session)
    world.save(a_ship_doc("S1", a_line(quantity="3")))
    session = world.begin_again()
    newer = world.next_write(session)
    world.deliver(given_up.content)
    session.receive(newer.set_id, BytesIO(world.deliver(newer.content)))
    world.finish(session)
    world.settle()
    assert [invoice.total for invoice in world.invoices()] == [54]
    assert "came late" in world.journal(a_ship_doc("S1").ref)


def test_a_save_between_the_look_and_the_decision_is_decided_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.save(a_ship_doc("S1", shipped=False))
    look = load_view

    def look_and_be_overtaken(*arguments: Any) -> Any:
        view = look(*arguments)
        if view.rows:
            monkeypatch.setattr(steps, "load_view", look)
            world.save(a_ship_doc("S1"))
        return view

    monkeypatch.setattr(steps, "load_view", look_and_be_overtaken)
    world.run()
    world.settle()
    assert len(world.invoices()) == 1
