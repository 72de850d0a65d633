"""Bindings come back as they were, by document, by id and by GUID; names belong to one record each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks import effects
from allorders_quickbooks.store import bindings
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.terms import Binding, FreshRead, WallTime
from sqlalchemy.exc import IntegrityError

from tests.store.conftest import COMPANY

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
REF = DocumentRef(company=COMPANY, kind="ship_doc", key="7")
OTHER = DocumentRef(company=COMPANY, kind="ship_doc", key="8")
BOUND = Binding(
    ref=REF,
    generation=2,
    qb_type="Invoice",
    qb_id="1A-1790000000",
    edit_sequence="1790000001",
    guid="b6f3a2de-0000-5000-8000-000000000001",
    number="1007",
    name="",
    total=Decimal("12.50"),
    version=3,
    time_modified=WallTime.parse("2026-03-02T09:00:00-06:00"),
    lines=("1B-1", "1C-1"),
    applied={"P1": Decimal("2.50")},
    base={"Memo": "as sent"},
    seen={"Memo": "as seen"},
    fresh=FreshRead("1790000002", {"Memo": "read"}, ("1B-1",), NOW, settled=True),
    flag="edited",
    twin="1D-1",
)


def _bind(database: Database, *bound: Binding) -> None:
    with database.write() as connection:
        Application(connection, COMPANY, now=NOW).apply(effects.Bind(each) for each in bound)


def test_a_binding_comes_back_as_it_was(database: Database) -> None:
    _bind(database, BOUND)
    with database.read() as connection:
        assert bindings.by_ref(connection, [REF, OTHER]) == {REF: BOUND}


def test_what_is_not_known_comes_back_as_not_known(database: Database) -> None:
    bare = replace(BOUND, total=None, time_modified=None, fresh=None, lines=(), applied={})
    _bind(database, bare)
    with database.read() as connection:
        assert bindings.by_ref(connection, [REF])[REF] == bare


def test_an_id_may_name_objects_of_several_lists(database: Database) -> None:
    customer = replace(BOUND, ref=DocumentRef(company=COMPANY, kind="customer", key="1"), qb_type="Customer")
    _bind(database, BOUND, customer)
    with database.read() as connection:
        found = bindings.by_id(connection, COMPANY, [BOUND.qb_id, "no such id"])
        assert {binding.qb_type for binding in found[BOUND.qb_id]} == {"Invoice", "Customer"}
        assert set(found) == {BOUND.qb_id}
        assert set(bindings.by_guid(connection, COMPANY, [BOUND.guid])) == {BOUND.guid}
        assert bindings.count(connection, COMPANY) == 2


def test_many_documents_are_found_whatever_a_statement_can_hold(database: Database) -> None:
    many = [replace(BOUND, ref=REF.model_copy(update={"key": str(n)}), qb_id=f"{n}") for n in range(900)]
    _bind(database, *many[::100])
    with database.read() as connection:
        assert len(bindings.by_ref(connection, [each.ref for each in many])) == 9


def test_one_document_or_all_of_them_can_be_put_under_suspicion(database: Database) -> None:
    _bind(database, BOUND, replace(BOUND, ref=OTHER))
    with database.write() as connection:
        assert bindings.suspects(connection, COMPANY, 10) == []
        bindings.suspect(connection, OTHER)
        assert [binding.ref for binding in bindings.suspects(connection, COMPANY, 10)] == [OTHER]
        bindings.suspect_all(connection, COMPANY)
        assert [binding.ref for binding in bindings.suspects(connection, COMPANY, 10)] == [REF, OTHER]
        assert len(bindings.suspects(connection, COMPANY, 1)) == 1


def test_a_name_is_compared_as_quickbooks_compares_it(database: Database) -> None:
    with database.write() as connection:
        bindings.take_name(connection, "names", REF, "Kiel Marina")
        assert bindings.names(connection, COMPANY, "names", [bindings.folded(" KIEL marina ")]) == {"kiel marina": REF}
        assert bindings.names(connection, COMPANY, "items", ["kiel marina"]) == {}
        assert bindings.names_of(connection, [REF, OTHER]) == {REF: "Kiel Marina"}


def test_a_record_gives_its_old_name_free_when_it_takes_another(database: Database) -> None:
    with database.write() as connection:
        bindings.take_name(connection, "names", REF, "Old")
        bindings.take_name(connection, "names", REF, "New")
        bindings.take_name(connection, "names", OTHER, "Old")
        assert bindings.names_of(connection, [REF, OTHER]) == {REF: "New", OTHER: "Old"}


def test_two_records_cannot_have_one_name(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        bindings.take_name(connection, "names", REF, "Kiel")
        bindings.take_name(connection, "names", OTHER, "KIEL")


def test_records_are_found_by_the_beginning_of_their_names_whatever_its_case(database: Database) -> None:
    taken = {"C1": "Kiel Marina", "C2": "KIEL-Yachts", "C3": "Ki_l", "C4": "Lübeck", "V1": "Kieler Woche"}
    with database.write() as connection:
        for key, called in taken.items():
            kind = "customer" if key.startswith("C") else "vendor"
            bindings.take_name(connection, "names", DocumentRef(company=COMPANY, kind=kind, key=key), called)

        def found(begins: str, limit: int = 10) -> set[str]:
            return {ref.key for ref, _ in bindings.beginning(connection, COMPANY, "customer", begins, limit)}

        assert found("kiel") == {"C1", "C2"}
        assert found("Ki_") == {"C3"}, "it is no pattern"
        assert found("LÜB") == {"C4"}
        assert found("") == {"C1", "C2", "C3", "C4"} and len(found("", 2)) == 2
