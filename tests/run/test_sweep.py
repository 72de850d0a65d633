"""The sweep: what changed in the host and no event told of gets its row, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

import pytest
from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.host import Change
from allorders_quickbooks.run.sweep import note_needed, sweep
from allorders_quickbooks.store import companies, rows
from allorders_quickbooks.terms import DocumentRow, RowState, Want

from tests.world import COMPANY, World, a_customer, a_ref, a_ship_doc


def _find(world: World, ref: DocumentRef) -> DocumentRow | None:
    with world.database.read() as connection:
        return rows.by_ref(connection, [ref]).get(ref)


def test_a_document_that_no_event_told_of_gets_a_row_with_its_number_and_date(world: World) -> None:
    ref = world.save(a_ship_doc(), noted=False)
    sweep(world.ports, COMPANY)
    row = world.row(ref)
    assert (row.number, row.txn_date, row.wanted, row.requested) == ("101", a_ship_doc().txn_date, 1, False)


def test_what_was_noted_already_is_not_noted_twice(world: World) -> None:
    ref = world.save(a_ship_doc())
    sweep(world.ports, COMPANY)
    assert world.row(ref).wanted == 1


def test_the_host_is_asked_only_for_what_no_event_told_of(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.save(a_ship_doc())
    missed = world.save(a_ship_doc("S2"), noted=False)
    asked: list[DocumentRef] = []
    load = world.books.documents

    def documents(refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        named = list(refs)
        asked.extend(named)
        return load(named)

    monkeypatch.setattr(world.books, "documents", documents)
    sweep(world.ports, COMPANY)
    assert asked == [missed]


def test_a_save_that_was_missed_lifts_the_hold_that_it_may_have_mended(world: World) -> None:
    ref = world.save(a_ship_doc(shipped=False))
    world.settle()
    world.save(a_ship_doc(number="4711"), noted=False)
    sweep(world.ports, COMPANY)
    row = world.row(ref)
    assert (row.state, row.reason, row.number) == (RowState.READY, None, "4711")


def test_a_deletion_that_was_missed_wants_the_document_absent(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    document = world.books.kept.pop(ref)
    world.books.changes.append(Change(ref, document.revision + 1, world.clock.now(), deleted=True))
    sweep(world.ports, COMPANY)
    assert (world.row(ref).want, world.row(ref).due) == (Want.ABSENT, True)


def test_a_record_goes_unasked(world: World) -> None:
    ref = world.save(a_customer("C2", "Laboe Sails"), noted=False)
    sweep(world.ports, COMPANY)
    assert world.row(ref).requested


def test_a_kind_that_does_not_go_to_quickbooks_is_passed_over(world: World) -> None:
    ref = a_ref("quote", "Q1")
    world.books.changes.append(Change(ref, 1, world.clock.now()))
    sweep(world.ports, COMPANY)
    assert _find(world, ref) is None


def test_the_next_sweep_looks_back_over_a_while_only(world: World) -> None:
    sweep(world.ports, COMPANY)
    with world.database.read() as connection:
        swept_to = companies.load(connection, COMPANY).swept_to
    assert swept_to == max(change.saved_at for change in world.books.changes)
    world.clock.sleep(timedelta(hours=1).total_seconds())
    world.save(a_ship_doc(), noted=False)
    sweep(world.ports, COMPANY)
    assert sweep(world.ports, COMPANY) == 1  # the overlap: a save may carry an earlier time than its commit


def test_a_record_that_a_document_needs_gets_one_row_that_goes_in_this_run(world: World) -> None:
    ref = a_ref("customer", "C7")
    assert note_needed(world.ports, [ref, ref]) == 1
    assert world.row(ref).requested
    assert note_needed(world.ports, [ref]) == 0
    assert note_needed(world.ports, []) == 0
