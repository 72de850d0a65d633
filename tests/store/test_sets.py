"""Message sets: committed once, never two open, settled once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.errors import SetReused
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.store import notes, rows, sets
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.terms import Action, RowState, SetState
from sqlalchemy.exc import IntegrityError

from tests.store.conftest import COMPANY

REF = DocumentRef(company=COMPANY, kind="ship_doc", key="7")
ADD = Request(
    id="1",
    action=Action.ADD,
    qb_type="Invoice",
    ref=REF,
    revision=1,
    guid="b6f3a2de-0000-5000-8000-000000000001",
    number="1007",
    expects=Decimal("12.50"),
    base={"Memo": "as sent"},
)
SET = MessageSet(
    id="abcdefghijklmnopqrstuv",
    company=COMPANY,
    run=1,
    token=1,
    seq=1,
    phase="push",
    write=True,
    previous=None,
    about=None,
    fence_edit="1790000000",
    wall="2026-03-01T10:00:00",
    requests=(Request("0", Action.FENCE, "OtherName"), ADD),
    content=b"<QBXML/>",
    state=SetState.SENT,
    poison=False,
    sent_at=None,
    busy_for=None,
)


@pytest.fixture(autouse=True)
def a_saved_document(database: Database) -> None:
    with database.write() as connection:
        row = notes.values(REF, rank=20, revision=1, number="1007", txn_date=date(2026, 3, 1))
        notes.note_saved(connection, row)


def _commit(database: Database, message_set: MessageSet = SET) -> None:
    with database.write() as connection:
        sets.add(connection, message_set)


def test_a_committed_set_comes_back_as_it_was(database: Database) -> None:
    _commit(database)
    with database.read() as connection:
        assert sets.load(connection, SET.id) == SET


def test_committing_a_set_puts_its_documents_in_flight(database: Database) -> None:
    _commit(database)
    with database.read() as connection:
        row = rows.by_ref(connection, [REF])[REF]
    assert (row.state, row.taken, row.set_id, row.guid) == (RowState.IN_FLIGHT, 1, SET.id, ADD.guid)
    assert (row.look_from, row.sent_in) == (SET.wall, SET.id)


def test_a_second_writing_set_cannot_be_open_beside_the_first(database: Database) -> None:
    _commit(database)
    with pytest.raises(IntegrityError):
        _commit(database, replace(SET, id="x" * 22, seq=2))


def test_a_reading_set_may_be_open_beside_it(database: Database) -> None:
    _commit(database)
    _commit(database, replace(SET, id="x" * 22, seq=2, write=False, requests=()))


def test_an_id_is_never_used_twice(database: Database) -> None:
    _commit(database)
    with database.write() as connection:
        assert sets.settle(connection, SET.id, SetState.ANSWERED, database.now(connection), 1.0)
    with pytest.raises(SetReused):
        _commit(database)


def test_a_set_is_settled_once(database: Database) -> None:
    _commit(database)
    with database.write() as connection:
        now = database.now(connection)
        assert sets.settle(connection, SET.id, SetState.ANSWERED, now, 1.0)
        assert not sets.settle(connection, SET.id, SetState.ANSWERED, now, 1.0)
        assert not sets.mark_doubtful(connection, SET.id, poison=False)


def test_a_doubtful_set_stays_open_until_it_is_closed(database: Database) -> None:
    _commit(database)
    with database.write() as connection:
        assert sets.mark_doubtful(connection, SET.id, poison=True)
        waiting = sets.opened(connection, COMPANY, write=True)
        assert waiting is not None
        assert (waiting.state, waiting.poison) == (SetState.DOUBTFUL, True)
        assert sets.settle(connection, SET.id, SetState.CLOSED, database.now(connection), None)
        assert sets.opened(connection, COMPANY, write=True) is None
