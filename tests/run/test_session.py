"""A run as a conversation: what `next` says, and what `receive` and `fail` make of what came."""

from __future__ import annotations

from io import BytesIO

import pytest
from allorders_quickbooks.errors import LeaseLost, ProcessorFault
from allorders_quickbooks.run.session import CANCELLED, Finished, Outgoing
from allorders_quickbooks.store import companies, sets
from allorders_quickbooks.terms import RowState, SetState

from tests.world import COMPANY, World, a_ship_doc


def _state(world: World, set_id: str) -> SetState:
    with world.database.read() as connection:
        found = sets.load(connection, set_id)
    assert found is not None
    return found.state


def test_the_same_set_comes_again_until_it_is_settled(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    first = world.next_write(session)
    again = session.next()
    assert isinstance(again, Outgoing)
    assert (again.set_id, again.content) == (first.set_id, first.content)


def test_a_run_that_is_over_stays_over(world: World) -> None:
    session = world.begin()
    finished = world.finish(session)
    assert finished == Finished("", complete=True)
    assert session.next() == finished


def test_an_answer_is_applied_once_and_journaled_when_it_comes_again(world: World) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    answer = world.deliver(step.content)
    session.receive(step.set_id, BytesIO(answer))
    bound = world.journal(ref)
    session.receive(step.set_id, BytesIO(answer))
    assert world.journal(ref) == bound
    assert world.company_journal().count("answer dropped") == 1


def test_an_answer_to_a_set_that_nobody_sent_is_dropped(world: World) -> None:
    world.begin().receive("no such set", BytesIO(b"<QBXML/>"))
    assert world.company_journal()[-1] == "answer dropped"


@pytest.mark.parametrize(
    "answer", [b"", b"<QBXML><QBXMLMsgsRs>", b"<!DOCTYPE QBXML [<!ENTITY a 'b'>]><QBXML>&a;</QBXML>"]
)
def test_an_answer_that_cannot_be_read_ends_the_run_and_leaves_the_set_to_go_again(world: World, answer: bytes) -> None:
    ref = world.save(a_ship_doc())
    session = world.begin()
    step = world.next_write(session)
    session.receive(step.set_id, BytesIO(answer))
    finished = session.next()
    assert isinstance(finished, Finished)
    assert not finished.complete
    assert _state(world, step.set_id) is SetState.SENT
    assert world.row(ref).state is RowState.IN_FLIGHT


def test_no_answer_to_a_question_closes_it_and_to_a_change_leaves_it_open(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    question = session.next()
    assert isinstance(question, Outgoing)
    session.fail(ProcessorFault("no answer", hresult="0x80040414"))
    assert _state(world, question.set_id) is SetState.CLOSED
    world.let_lease_run_out()
    session = world.begin()
    change = world.next_write(session)
    session.fail(ProcessorFault("no answer"))
    assert _state(world, change.set_id) is SetState.SENT
    assert world.company_journal().count("no answer") == 2
    assert session.next() == Finished("no answer", complete=False)


def test_a_set_that_quickbooks_cannot_read_is_looked_after_in_the_same_run(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    change = world.next_write(session)
    session.fail(ProcessorFault("cannot parse", hresult="0x80040400"))
    assert _state(world, change.set_id) is SetState.DOUBTFUL
    look = session.next()
    assert isinstance(look, Outgoing)
    assert look.set_id != change.set_id
    assert b"newMessageSetID" not in look.content


def test_a_cancelled_run_finishes_the_set_under_way_and_no_other(world: World) -> None:
    world.save(a_ship_doc())
    session = world.begin()
    change = world.next_write(session)
    with world.database.write() as connection:
        companies.change(connection, COMPANY, cancel=True)
    again = session.next()
    assert isinstance(again, Outgoing)
    assert again.set_id == change.set_id
    session.receive(change.set_id, BytesIO(world.deliver(change.content)))
    assert session.next() == Finished(CANCELLED, complete=False)
    assert len(world.invoices()) == 1


def test_who_has_lost_the_lease_sends_nothing_more(world: World) -> None:
    session = world.begin()
    world.begin_again()
    with pytest.raises(LeaseLost):
        session.next()


def test_a_question_that_a_dead_run_asked_is_not_asked_again(world: World) -> None:
    asked = world.begin().next()
    assert isinstance(asked, Outgoing)
    successor = world.begin_again()
    step = successor.next()
    assert isinstance(step, Outgoing)
    assert step.set_id != asked.set_id
    assert _state(world, asked.set_id) is SetState.CLOSED
