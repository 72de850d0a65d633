"""The journal: what happened to whom, in order, in whose name."""

from __future__ import annotations

from datetime import UTC, datetime

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.store import journal
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.journal import Entry, Line

from tests.store.conftest import COMPANY

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
REF = DocumentRef(company=COMPANY, kind="ship_doc", key="7")


def _write(database: Database, *lines: Line, who: str = "") -> None:
    with database.write() as connection:
        journal.write(connection, COMPANY, lines, now=NOW, run=3, set_id="a set", who=who)


def _of(database: Database, ref: DocumentRef) -> list[Entry]:
    with database.read() as connection:
        return journal.of_document(connection, ref)


def test_lines_come_back_in_the_order_in_which_they_were_written(database: Database) -> None:
    _write(database, Line("first", REF), Line("second", REF))
    _write(database, Line("third", REF, "in detail"), who="Ada")
    assert [entry.what for entry in _of(database, REF)] == ["first", "second", "third"]
    last = _of(database, REF)[2]
    assert last == Entry(last.id, NOW, REF, "third", "in detail", "a set", 3, "Ada")


def test_a_line_of_the_company_belongs_to_no_document(database: Database) -> None:
    _write(database, Line("no answer"))
    assert _of(database, REF) == []
    assert [entry.what for entry in _of(database, DocumentRef(company=COMPANY, kind="", key=""))] == ["no answer"]


def test_nothing_to_say_writes_nothing(database: Database) -> None:
    _write(database)
    assert _of(database, REF) == []
