"""Noting a save: one row a document, whatever its state, in the host's transaction."""

from __future__ import annotations

from datetime import date

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import notes, rows
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.terms import DocumentRow, RowState, Want

from tests.store.conftest import COMPANY

REF = DocumentRef(company=COMPANY, kind="ship_doc", key="7")


def _save(database: Database, revision: int = 1, want: Want = Want.PRESENT) -> None:
    values = notes.values(
        REF, rank=20, revision=revision, number=f"1007-{revision}", txn_date=date(2026, 3, 1), want=want
    )
    with database.write() as connection:
        notes.note_saved(connection, values)


def _row(database: Database) -> DocumentRow:
    with database.read() as connection:
        return rows.by_ref(connection, [REF])[REF]


def _put(database: Database, **values: object) -> None:
    with database.write() as connection:
        connection.execute(document.update().values(**values))


def test_a_first_save_makes_a_row_that_is_due(database: Database) -> None:
    _save(database)
    row = _row(database)
    assert (row.wanted, row.done, row.due, row.state, row.number) == (1, 0, True, RowState.READY, "1007-1")
    assert row.txn_date == date(2026, 3, 1)


def test_ten_saves_are_one_row(database: Database) -> None:
    for revision in range(1, 11):
        _save(database, revision)
    row = _row(database)
    assert (row.wanted, row.revision, row.number) == (10, 10, "1007-10")


def test_a_save_lifts_a_hold_since_it_may_have_mended_it(database: Database) -> None:
    _save(database)
    _put(database, state="held", reason=Reason.INVALID_FIELD.code)
    _save(database, 2)
    assert (_row(database).state, _row(database).reason) == (RowState.READY, None)


def test_a_save_of_a_document_in_flight_is_only_counted(database: Database) -> None:
    _save(database)
    _put(database, state="in_flight", taken=1, set_id="s")
    _save(database, 2)
    row = _row(database)
    assert (row.state, row.wanted, row.taken, row.set_id) == (RowState.IN_FLIGHT, 2, 1, "s")


def test_a_save_of_a_document_in_review_waits_for_the_decision(database: Database) -> None:
    _save(database)
    _put(database, state="review", reason=Reason.CONFLICT.code)
    _save(database, 2)
    row = _row(database)
    assert (row.state, row.reason, row.wanted) == (RowState.REVIEW, Reason.CONFLICT, 2)


def test_a_deletion_wants_the_document_absent_and_a_later_save_present_again(database: Database) -> None:
    _save(database)
    _save(database, 2, Want.ABSENT)
    assert _row(database).want is Want.ABSENT
    _save(database, 3)
    assert _row(database).want is Want.PRESENT


def test_a_deletion_keeps_the_number_and_the_date_that_people_know_the_document_by(database: Database) -> None:
    _save(database)
    with database.write() as connection:
        notes.note_saved(connection, notes.values(REF, rank=20, revision=2, want=Want.ABSENT))
    assert (_row(database).number, _row(database).txn_date) == ("1007-1", date(2026, 3, 1))


def test_the_sweep_lifts_a_hold_with_its_reason(database: Database) -> None:
    _save(database)
    _put(database, state="held", reason=Reason.NOT_READY.code)
    with database.write() as connection:
        notes.note_swept(connection, [notes.values(REF, rank=20, revision=2, number="1008")])
    row = _row(database)
    assert (row.state, row.reason, row.number) == (RowState.READY, None, "1008")


def test_the_sweep_notes_a_missed_save_once(database: Database) -> None:
    _save(database, 3)
    for _ in range(2):
        with database.write() as connection:
            notes.note_swept(connection, [notes.values(REF, rank=20, revision=4)])
    assert _row(database).wanted == 2


def test_the_sweep_leaves_a_known_revision_alone(database: Database) -> None:
    _save(database, 3)
    with database.write() as connection:
        notes.note_swept(connection, [notes.values(REF, rank=20, revision=3)])
    assert _row(database).wanted == 1


def test_a_record_that_is_needed_gets_a_row_but_no_second_one(database: Database) -> None:
    for _ in range(2):
        with database.write() as connection:
            notes.note_needed(connection, [notes.values(REF, rank=0, revision=0, requested=True)])
    assert (_row(database).wanted, _row(database).requested) == (1, True)


def test_a_record_that_was_unbound_is_noted_again_when_it_is_needed(database: Database) -> None:
    _save(database)
    _put(database, state="idle", done=1)
    with database.write() as connection:
        notes.note_needed(connection, [notes.values(REF, rank=0, revision=0, requested=True)])
    assert (_row(database).due, _row(database).state) == (True, RowState.READY)
