"""Names in QuickBooks: a record's own where it is free among ours, a distinct one where it is not."""

from __future__ import annotations

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import AnyRecord
from allorders_quickbooks.run.naming import choose_names
from allorders_quickbooks.store import bindings
from allorders_quickbooks.store.database import Database

from tests.world import COMPANY, a_customer, an_item


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def _chosen(database: Database, *records: AnyRecord) -> dict[str, str]:
    with database.read() as connection:
        chosen = choose_names(connection, COMPANY, {record.ref: record for record in records})
    return {ref.key: name for ref, name in chosen.items()}


def _take(database: Database, ref: DocumentRef, name: str, space: str = "names") -> None:
    with database.write() as connection:
        bindings.take_name(connection, space, ref, name)


def test_a_record_has_its_own_name(database: Database) -> None:
    assert _chosen(database, a_customer("C1", "Kiel Marina")) == {"C1": "Kiel Marina"}


def test_the_second_of_a_name_gets_a_distinct_one_whatever_the_case(database: Database) -> None:
    names = _chosen(database, a_customer("C2", "IT "), a_customer("C1", "it"))
    assert names["C1"] == "it"
    assert names["C2"].startswith("IT~")


def test_a_distinct_name_is_the_same_every_time(database: Database) -> None:
    records = a_customer("C1", "IT"), a_customer("C2", "IT")
    assert _chosen(database, *records) == _chosen(database, *records)


def test_a_name_once_taken_stays_with_its_record(database: Database) -> None:
    _take(database, a_customer("C9").ref, "IT")
    names = _chosen(database, a_customer("C1", "it"), a_customer("C9", "IT"))
    assert names["C9"] == "IT"
    assert names["C1"] != "it"


def test_a_customer_and_an_item_may_have_one_name(database: Database) -> None:
    assert _chosen(database, a_customer("C1", "Chai"), an_item("I1", "Chai")) == {"C1": "Chai", "I1": "Chai"}
