"""The exchange: committed before it leaves, the same until it is settled, settled once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.errors import LeaseLost
from allorders_quickbooks.exchange.batch import Batch, Phase, Planned
from allorders_quickbooks.exchange.exchange import Exchange
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.qbxml.messages.entities import CustomerAdd
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import bindings, companies, notes, rows, runs, sets
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.terms import Action, DocumentRow, RowState, SetState
from sqlalchemy.exc import IntegrityError

from tests.answers import FACTS
from tests.store.conftest import COMPANY
from tests.world import OneClock, SeededChance

LEASE = timedelta(minutes=1)
CUSTOMER = DocumentRef(company=COMPANY, kind="customer", key="C1")
ADD = Request("1", Action.ADD, "Customer", CUSTOMER, revision=1, guid="g", name="Chai & Co")
WRITE = Batch(Phase.PUSH, (Planned(ADD, CustomerAdd(name="Chai & Co")),), write=True)
READ = Batch(
    Phase.SCAN,
    (Planned(Request("q", Action.QUERY, "Invoice"), queries.by_ids("Invoice", ["1A-1"], lines=False)),),
    asked=(Request("", Action.READ, "Invoice", CUSTOMER),),
    about="another set",
)
DONE = Settled(SetState.ANSWERED.value, (effects.Done(CUSTOMER, 1),))


@pytest.fixture
def clock() -> OneClock:
    return OneClock()


@pytest.fixture
def exchange(database: Database, clock: OneClock) -> Exchange:
    """An exchange of a company with a fence, one saved customer, and the lease taken as token 1."""
    with database.write() as connection:
        companies.change_facts(connection, COMPANY, FACTS.model_dump())
        notes.note_saved(connection, notes.values(CUSTOMER, rank=0, revision=1))
        companies.take_lease(connection, COMPANY, "us", database.now(connection), LEASE)
        runs.begin(connection, COMPANY, database.now(connection), "push")
    return Exchange(database, COMPANY, clock, SeededChance(1), LEASE)


def _commit(exchange: Exchange, batch: Batch = WRITE) -> MessageSet:
    return exchange.commit(batch, token=1, run=1)


def _row(database: Database) -> DocumentRow:
    with database.read() as connection:
        return rows.by_ref(connection, [CUSTOMER])[CUSTOMER]


def _stored(database: Database, set_id: str) -> MessageSet:
    with database.read() as connection:
        found = sets.load(connection, set_id)
    assert found is not None
    return found


def test_a_set_is_in_the_database_before_its_bytes_can_leave(exchange: Exchange, database: Database) -> None:
    committed = _commit(exchange)
    assert _stored(database, committed.id) == committed
    assert committed.state is SetState.SENT
    assert (_row(database).state, _row(database).set_id) == (RowState.IN_FLIGHT, committed.id)


def test_a_writing_set_begins_with_the_moving_fence_under_stop_on_error_and_its_id(exchange: Exchange) -> None:
    committed = _commit(exchange)
    text = committed.content.decode()
    assert committed.fence_edit == FACTS.fence_edit
    assert [request.action for request in committed.requests] == [Action.FENCE, Action.ADD]
    assert f'newMessageSetID="{committed.id}"' in text
    assert 'onError="stopOnError"' in text
    fence = text.partition("<OtherNameModRq")[2].partition("</OtherNameModRq>")[0]
    assert f"<ListID>{FACTS.fence}</ListID><EditSequence>{FACTS.fence_edit}</EditSequence>" in fence
    assert committed.id in fence
    assert text.index("OtherNameModRq") < text.index("CustomerAddRq")


def test_a_reading_set_looks_at_the_fence_and_has_no_id_of_its_own(exchange: Exchange, database: Database) -> None:
    committed = _commit(exchange, READ)
    text = committed.content.decode()
    assert "OtherNameQueryRq" in text
    assert "OtherNameModRq" not in text
    assert "MessageSetID" not in text
    assert [request.action for request in committed.requests] == [Action.QUERY, Action.QUERY, Action.READ]
    assert committed.about == "another set"
    assert _row(database).state is RowState.READY


def test_without_a_fence_yet_there_is_none_in_front(exchange: Exchange, database: Database) -> None:
    with database.write() as connection:
        companies.change_facts(connection, COMPANY, {"fence": ""})
    assert "OtherName" not in _commit(exchange, READ).content.decode()


def test_whoever_has_lost_the_lease_commits_nothing(exchange: Exchange, database: Database) -> None:
    with database.write() as connection:
        companies.change(connection, COMPANY, lease_token=2)
    with pytest.raises(LeaseLost):
        _commit(exchange)
    assert exchange.open() is None
    assert _row(database).state is RowState.READY


def test_a_commit_keeps_the_lease(exchange: Exchange, database: Database) -> None:
    with database.write() as connection:
        companies.change(connection, COMPANY, lease_until=database.now(connection))
    _commit(exchange)
    with database.read() as connection:
        until = companies.load(connection, COMPANY).lease_until
        assert until is not None
        assert until > database.now(connection)


def test_two_writing_sets_are_never_open_at_once(exchange: Exchange) -> None:
    _commit(exchange)
    with pytest.raises(IntegrityError):
        _commit(exchange)


def test_the_open_set_is_the_reading_one_that_settles_the_writing_one_first(exchange: Exchange) -> None:
    assert exchange.open() is None
    writing = _commit(exchange)
    assert exchange.open() == writing
    reading = _commit(exchange, READ)
    assert exchange.open() == reading
    assert (writing.seq, reading.seq) == (1, 2)


def test_ids_are_short_enough_and_never_the_same(exchange: Exchange) -> None:
    first = _commit(exchange)
    assert exchange.settle(first, DONE)
    second = _commit(exchange)
    assert len(first.id) == len(second.id) == 22
    assert first.id != second.id


def test_an_answered_set_may_be_forgotten_by_quickbooks_and_a_closed_one_is_not_named(exchange: Exchange) -> None:
    first = _commit(exchange)
    exchange.settle(first, DONE)
    second = _commit(exchange)
    assert second.previous == first.id
    assert f'oldMessageSetID="{first.id}"' in second.content.decode()
    exchange.settle(second, Settled(SetState.CLOSED.value, (effects.Done(CUSTOMER, 1),)))
    third = _commit(exchange)
    assert third.previous is None
    assert "oldMessageSetID" not in third.content.decode()


def test_a_set_is_settled_once(exchange: Exchange, database: Database) -> None:
    committed = _commit(exchange)
    assert exchange.settle(committed, DONE, busy_for=1.5)
    assert not exchange.settle(committed, Settled(SetState.ANSWERED.value, (effects.Review(CUSTOMER, Reason.GONE),)))
    assert (_row(database).state, _row(database).done) == (RowState.IDLE, 1)
    stored = _stored(database, committed.id)
    assert (stored.state, stored.busy_for) == (SetState.ANSWERED, 1.5)


def test_a_set_that_stays_open_takes_its_effects_all_the_same(exchange: Exchange, database: Database) -> None:
    committed = _commit(exchange)
    assert exchange.settle(committed, Settled(SetState.SENT.value, (effects.Facts({"wall_seen": "x"}),)))
    assert exchange.open() == committed
    with database.read() as connection:
        assert companies.load(connection, COMPANY).facts.wall_seen == "x"


def test_a_doubtful_set_is_closed_together_with_the_look_that_settles_it(
    exchange: Exchange, database: Database
) -> None:
    doubtful = _commit(exchange)
    assert exchange.settle(doubtful, Settled(SetState.DOUBTFUL.value))
    assert _stored(database, doubtful.id).state is SetState.DOUBTFUL
    assert _row(database).state is RowState.IN_FLIGHT
    look = _commit(exchange, READ)
    found = Settled(SetState.ANSWERED.value, (effects.Again(CUSTOMER, look_first=True),), closes=doubtful.id)
    assert exchange.settle(look, found)
    assert _stored(database, doubtful.id).state is SetState.CLOSED
    assert exchange.open() is None
    assert (_row(database).state, _row(database).look_first) == (RowState.READY, True)


def test_a_late_answer_counts_more_than_the_look_that_it_overtook(exchange: Exchange, database: Database) -> None:
    doubtful = _commit(exchange)
    exchange.settle(doubtful, Settled(SetState.DOUBTFUL.value))
    look = _commit(exchange, READ)
    assert exchange.settle(doubtful, DONE)
    found = Settled(SetState.ANSWERED.value, (effects.Again(CUSTOMER, look_first=True),), closes=doubtful.id)
    assert not exchange.settle(look, found)
    assert _row(database).state is RowState.IDLE
    assert _stored(database, doubtful.id).state is SetState.ANSWERED
    assert exchange.open() is None


def test_what_cannot_be_written_whole_is_not_written_at_all(exchange: Exchange, database: Database) -> None:
    committed = _commit(exchange)
    broken = Settled(SetState.ANSWERED.value, (effects.Done(CUSTOMER, 1), "no effect"))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        exchange.settle(committed, broken)
    assert exchange.open() == committed
    assert _row(database).state is RowState.IN_FLIGHT


def test_a_record_takes_its_name_with_the_set_that_sends_it(exchange: Exchange, database: Database) -> None:
    _commit(exchange)
    with database.read() as connection:
        assert bindings.names(connection, COMPANY, "names", ["chai & co"]) == {"chai & co": CUSTOMER}


def test_a_set_that_has_to_wait_counts_as_sent_when_it_leaves(exchange: Exchange, clock: OneClock) -> None:
    waiting = Batch(Phase.PUSH, READ.planned, wait=1.1)
    assert _commit(exchange, waiting).sent_at == clock.now() + timedelta(seconds=1.1)


def test_every_call_into_quickbooks_is_counted(exchange: Exchange, database: Database) -> None:
    exchange.count_round_trip(1, 3, 0.5)
    exchange.count_round_trip(1, 2, 0.25)
    with database.read() as connection:
        run = runs.load(connection, COMPANY, 1)
    assert (run.round_trips, run.requests, run.seconds_busy) == (2, 5, 0.75)
