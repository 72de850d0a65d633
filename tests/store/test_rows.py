"""Reading the outbox: what is due in which order, what waits for a choice, what is in trouble."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import notes, rows
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.tables import document

from tests.store.conftest import COMPANY

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
RUN = 1
DAY = date(2026, 3, 1)


def _ref(key: str, kind: str = "ship_doc") -> DocumentRef:
    return DocumentRef(company=COMPANY, kind=kind, key=key)


def _save(
    database: Database, key: str, kind: str = "ship_doc", *, rank: int = 20, day: date = DAY, **columns: object
) -> None:
    ref = _ref(key, kind)
    with database.write() as connection:
        notes.note_saved(connection, notes.values(ref, rank=rank, revision=1, number=key, txn_date=day))
        if columns:
            is_it = (document.c.kind == kind) & (document.c.key == key)
            connection.execute(document.update().where(is_it).values(**columns))


def _due(database: Database, *allowed: str, run: int = RUN, now: datetime = NOW, limit: int = 10) -> list[str]:
    with database.read() as connection:
        found = rows.due(
            connection, COMPANY, run=run, now=now, under="now", allowed=allowed or ("ship_doc",), limit=limit
        )
    return [row.ref.key for row in found]


def test_rows_go_by_failures_then_date_then_rank_then_key(database: Database) -> None:
    _save(database, "failed", attempts=1, day=DAY - timedelta(days=9))
    _save(database, "b")
    _save(database, "a")
    _save(database, "payment", "so_payment", rank=30)
    _save(database, "older", day=DAY - timedelta(days=1))
    assert _due(database, "ship_doc", "so_payment") == ["older", "a", "b", "payment", "failed"]
    assert _due(database, limit=1) == ["older"]


def test_a_kind_that_no_preference_sends_goes_only_when_it_was_chosen(database: Database) -> None:
    _save(database, "available", "so_payment")
    _save(database, "chosen", "so_payment", requested=True)
    assert _due(database, "ship_doc") == ["chosen"]
    with database.read() as connection:
        assert rows.available(rows.standing(connection, COMPANY), ["ship_doc"]) == 1
        assert rows.available(rows.standing(connection, COMPANY), ["ship_doc", "so_payment"]) == 0
        assert rows.count_due(connection, COMPANY, RUN, ["ship_doc"]) == 1


def test_what_was_saved_since_the_run_began_is_for_the_next_one(database: Database) -> None:
    _save(database, "meanwhile", noted_run=RUN)
    assert _due(database) == []
    assert _due(database, run=RUN + 1) == ["meanwhile"]
    with database.read() as connection:
        assert rows.count_due(connection, COMPANY, RUN, ["ship_doc"]) == 0


def test_a_retry_waits_for_its_moment(database: Database) -> None:
    later = NOW + timedelta(minutes=1)
    _save(database, "locked", state="retry", not_before=later)
    assert _due(database) == []
    assert _due(database, now=later) == ["locked"]
    with database.read() as connection:
        assert rows.next_retry(connection, COMPANY) == later


def test_a_hold_is_decided_again_only_under_other_settings(database: Database) -> None:
    _save(database, "as now", state="held", reason="not_ready", decided_under="now")
    _save(database, "as before", state="held", reason="not_ready", decided_under="before")
    assert _due(database) == ["as before"]


@pytest.mark.parametrize("state", ["in_flight", "review"])
def test_a_document_that_is_under_way_or_with_a_person_is_not_planned(database: Database, state: str) -> None:
    _save(database, "S", state=state)
    assert _due(database) == []


def test_a_document_that_is_done_is_not_due(database: Database) -> None:
    _save(database, "S", done=1)
    assert _due(database) == []


def test_rows_are_found_by_document_by_guid_and_by_set(database: Database) -> None:
    _save(database, "S", guid="a guid", set_id="a set", waits_kind="customer", waits_key="C1")
    with database.read() as connection:
        found = rows.by_ref(connection, [_ref("S"), _ref("no such")])
        assert set(found) == {_ref("S")}
        assert found[_ref("S")].waits_for == _ref("C1", "customer")
        assert {guid: row.ref for guid, row in rows.by_guid(connection, COMPANY, ["a guid"]).items()} == {
            "a guid": _ref("S")
        }
        assert [row.ref for row in rows.in_set(connection, "a set")] == [_ref("S")]


def test_what_is_not_at_rest_is_counted_by_kind_state_and_reason(database: Database) -> None:
    _save(database, "1")
    _save(database, "2", state="held", reason="not_ready")
    _save(database, "3", state="held", reason="not_ready")
    _save(database, "4", state="idle", done=1)
    with database.read() as connection:
        assert sorted(rows.counts(connection, COMPANY), key=str) == [
            ("ship_doc", "held", "not_ready", 2),
            ("ship_doc", "ready", None, 1),
        ]


def test_trouble_is_listed_with_what_a_person_has_to_review_first(database: Database) -> None:
    _save(database, "1", state="review", reason=Reason.UNKNOWN.code)
    _save(database, "2", state="held", reason=Reason.CONFIGURATION.code)
    _save(database, "3")
    with database.read() as connection:
        assert [row.ref.key for row in rows.troubled(connection, COMPANY, 10)] == ["1", "2"]
        assert len(rows.troubled(connection, COMPANY, 1)) == 1


def test_pieces_fit_into_a_statement() -> None:
    assert [len(piece) for piece in rows.chunks(range(rows.CHUNK * 2 + 1))] == [rows.CHUNK, rows.CHUNK, 1]


def test_what_was_held_for_one_run_is_decided_again_in_the_next(database: Database) -> None:
    decided = {"settled": "now", "this run": rows.held_in(RUN), "last run": rows.held_in(RUN - 1)}
    for key, under in decided.items():
        _save(database, key, state="held", reason="configuration", decided_under=under)
    assert _due(database) == ["last run"]
