"""Effects written down: the row, the binding, the facts and the journal after each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks import effects
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import bindings, companies, journal, notes, rows
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.terms import Binding, DocumentRow, FreshRead, RowState

from tests.store.conftest import COMPANY
from tests.store.test_bindings import BOUND, NOW, REF

CUSTOMER = DocumentRef(company=COMPANY, kind="customer", key="1")
REF2 = DocumentRef(company=COMPANY, kind="customer", key="2")


@pytest.fixture(autouse=True)
def a_saved_document(database: Database) -> None:
    with database.write() as connection:
        row = notes.values(REF, rank=20, revision=1, number="1007", txn_date=date(2026, 3, 1))
        notes.note_saved(connection, row)


def _apply(database: Database, *what: effects.Effect, under: str = "") -> None:
    with database.write() as connection:
        Application(connection, COMPANY, now=NOW, run=4, set_id="a set", under=under).apply(what)


def _put(database: Database, **columns: object) -> None:
    with database.write() as connection:
        connection.execute(document.update().values(**columns))


def _row(database: Database) -> DocumentRow:
    with database.read() as connection:
        return rows.by_ref(connection, [REF])[REF]


def _binding(database: Database) -> Binding | None:
    with database.read() as connection:
        return bindings.by_ref(connection, [REF]).get(REF)


def _journal(database: Database) -> list[str]:
    with database.read() as connection:
        return [entry.what for entry in journal.of_document(connection, REF)]


def test_what_is_done_rests_and_forgets_what_was_for_this_sending_only(database: Database) -> None:
    _put(database, state="in_flight", set_id="a set", attempts=2, look_first=True, override=True, requested=True)
    _apply(database, effects.Done(REF, 1))
    row = _row(database)
    assert (row.state, row.done, row.due, row.set_id) == (RowState.IDLE, 1, False, None)
    assert (row.attempts, row.look_first, row.override, row.requested) == (0, False, False, False)


def test_what_was_saved_in_flight_is_ready_again(database: Database) -> None:
    _put(database, state="in_flight", wanted=2, taken=1)
    _apply(database, effects.Done(REF, 1))
    assert (_row(database).state, _row(database).due) == (RowState.READY, True)


def test_back_to_waiting_may_say_to_look_first_with_how_many_others_and_after_how_many_tries(
    database: Database,
) -> None:
    _put(database, state="in_flight", set_id="a set")
    _apply(database, effects.Again(REF, look_first=True, companions=3, attempts=2))
    row = _row(database)
    assert (row.state, row.set_id, row.look_first, row.companions, row.attempts) == (RowState.READY, None, True, 3, 2)
    assert _journal(database) == ["look first"]


def test_a_document_that_rested_can_be_reopened(database: Database) -> None:
    _put(database, state="idle", done=1)
    _apply(database, effects.Again(REF, reopened=True))
    assert (_row(database).due, _row(database).requested) == (True, True)
    assert _journal(database) == ["reopened"]


def test_a_refusal_of_an_older_version_does_not_hold_what_was_saved_meanwhile(database: Database) -> None:
    _put(database, state="in_flight", set_id="a set", wanted=2, taken=1)
    _apply(database, effects.Held(REF, Reason.REJECTED, "first"))
    assert (_row(database).state, _row(database).reason, _row(database).set_id) == (RowState.READY, None, None)
    assert _journal(database) == ["saved again meanwhile"]


def test_a_hold_is_journaled_when_it_begins_or_changes_and_not_when_it_goes_on(database: Database) -> None:
    for detail in ("first", "first", "second"):
        _apply(database, effects.Held(REF, Reason.REJECTED, detail))
    assert (_row(database).state, _row(database).reason, _row(database).detail) == (
        RowState.HELD,
        Reason.REJECTED,
        "second",
    )
    assert _journal(database) == ["held: rejected"] * 2


def test_a_hold_remembers_the_settings_that_it_was_decided_under(database: Database) -> None:
    _apply(database, effects.Held(REF, Reason.NOT_READY), under="settings 1")
    with database.read() as connection:
        for under, found in (("settings 1", []), ("settings 2", [REF])):
            due = rows.due(connection, COMPANY, run=9, now=NOW, under=under, allowed=["ship_doc"], limit=9)
            assert [row.ref for row in due] == found


def test_a_retry_has_its_moment_and_a_review_has_none(database: Database) -> None:
    later = NOW + timedelta(minutes=1)
    _apply(database, effects.RetryAt(REF, Reason.BUSY, "locked", later, 2))
    assert (_row(database).state, _row(database).not_before, _row(database).attempts) == (RowState.RETRY, later, 2)
    _apply(database, effects.Review(REF, Reason.CONFLICT))
    assert (_row(database).state, _row(database).not_before) == (RowState.REVIEW, None)
    assert _journal(database) == ["retry: busy", "review: conflict"]


def test_what_waits_for_a_record_is_ready_as_soon_as_that_is_bound(database: Database) -> None:
    _apply(database, effects.Waits(REF, CUSTOMER))
    assert (_row(database).state, _row(database).waits_for) == (RowState.HELD, CUSTOMER)
    _apply(database, effects.Bind(replace(BOUND, ref=REF.model_copy(update={"key": "other"}))))
    assert _row(database).state is RowState.HELD
    _apply(database, effects.Bind(replace(BOUND, ref=CUSTOMER, qb_type="Customer")))
    assert (_row(database).state, _row(database).waits_for, _row(database).reason) == (RowState.READY, None, None)


@pytest.mark.parametrize("first", ["the record", "what waits"])
def test_what_waits_for_a_record_that_is_bound_in_the_same_answer_is_ready_in_whatever_order_they_come(
    database: Database, first: str
) -> None:
    waits, bind = effects.Waits(REF, CUSTOMER), effects.Bind(replace(BOUND, ref=CUSTOMER, qb_type="Customer"))
    _apply(database, *((bind, waits) if first == "the record" else (waits, bind)))
    assert (_row(database).state, _row(database).waits_for) == (RowState.READY, None)


def test_what_rests_until_another_is_there_goes_once_more_and_quickbooks_still_has_its_version(
    database: Database,
) -> None:
    _apply(database, effects.Bind(replace(BOUND, version=1)), effects.Done(REF, 1), effects.Awaits(REF, CUSTOMER))
    _apply(database, effects.Bind(replace(BOUND, ref=CUSTOMER, qb_type="Customer", qb_id="80-9")))
    row, bound = _row(database), _binding(database)
    assert bound is not None
    assert (row.state, row.due, row.requested) == (RowState.READY, True, True)
    assert (row.done, bound.version) == (1, 1)


def test_a_number_that_was_found_free_is_kept_until_the_document_is_sent(database: Database) -> None:
    _apply(database, effects.Checked(REF, "1007"))
    assert _row(database).checked_number == "1007"
    _apply(database, effects.Done(REF, 1))
    assert _row(database).checked_number is None


def test_a_binding_is_replaced_whole_and_journaled(database: Database) -> None:
    _apply(database, effects.Bind(BOUND))
    _apply(database, effects.Bind(replace(BOUND, edit_sequence="2", version=4)))
    assert _binding(database) == replace(BOUND, edit_sequence="2", version=4)
    assert _journal(database) == ["in QuickBooks"] * 2


def test_a_fresh_read_is_kept_until_it_is_used_up(database: Database) -> None:
    read = FreshRead("9", {"Memo": "now"}, ("1",), NOW, settled=True)
    _apply(database, effects.Bind(replace(BOUND, fresh=None)), effects.Fresh(REF, read))
    assert _binding(database) == replace(BOUND, fresh=read)
    _apply(database, effects.Fresh(REF, None))
    assert _binding(database) == replace(BOUND, fresh=None)


def test_suspicion_ends_with_the_next_binding(database: Database) -> None:
    _apply(database, effects.Bind(BOUND), effects.Suspect(REF, True), effects.Twin(REF, "2-2"))
    with database.read() as connection:
        assert [suspect.twin for suspect in bindings.suspects(connection, COMPANY, 9)] == ["2-2"]
    _apply(database, effects.Bind(BOUND))
    with database.read() as connection:
        assert bindings.suspects(connection, COMPANY, 9) == []


def test_sent_again_after_unbinding_it_is_a_new_generation_under_a_new_guid(database: Database) -> None:
    _put(database, guid=BOUND.guid, look_first=True, look_from="2026-03-02T09:00:00", sent_in="a set")
    _apply(database, effects.Bind(BOUND), effects.Unbind(REF))
    row = _row(database)
    assert _binding(database) is None
    assert (row.generation, row.guid, row.look_first, row.look_from, row.sent_in) == (1, None, False, None, None)


def test_a_payment_counts_once_on_its_invoice_and_not_at_all_when_it_pays_nothing(database: Database) -> None:
    _apply(database, effects.Bind(BOUND))
    _apply(database, effects.Applied(REF, "P2", "5.00"), effects.Applied(REF, "P2", "4.00"))
    bound = _binding(database)
    assert bound is not None
    assert bound.applied == {"P1": Decimal("2.50"), "P2": Decimal("4.00")}
    _apply(database, effects.Applied(REF, "P2", ""))
    bound = _binding(database)
    assert bound is not None
    assert bound.applied == {"P1": Decimal("2.50")}


def test_facts_are_merged_and_notes_carry_run_and_set(database: Database) -> None:
    _apply(database, effects.Facts({"clock_seen": "5"}), effects.Facts({"wall_seen": "w"}), effects.Note("seen", REF))
    with database.read() as connection:
        facts = companies.load(connection, COMPANY).facts
        (entry,) = journal.of_document(connection, REF)
    assert (facts.clock_seen, facts.wall_seen) == ("5", "w")
    assert (entry.what, entry.run, entry.set_id, entry.at) == ("seen", 4, "a set", NOW)


def test_what_is_no_effect_is_an_error_of_ours(database: Database) -> None:
    with pytest.raises(TypeError, match="no such effect"):
        _apply(database, datetime(2026, 3, 2, tzinfo=UTC))  # type: ignore[arg-type]


def test_two_records_that_name_one_entry_let_go_of_it_together(database: Database) -> None:
    other = replace(BOUND, ref=CUSTOMER)
    _apply(database, effects.Bind(BOUND), effects.Bind(other), effects.Bind(replace(BOUND, ref=REF2, qb_id="other")))
    _apply(database, effects.Unbind(REF))
    with database.read() as connection:
        assert set(bindings.by_ref(connection, [REF, CUSTOMER, REF2])) == {REF2}
