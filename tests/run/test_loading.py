"""Loading: what planning may look at, in bulk, and nothing of what it may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.internal import freight_item
from allorders_quickbooks.phases.view import View
from allorders_quickbooks.run.loading import LOOKAHEAD, decided_under, load_doubts, load_sources, load_view
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.terms import Action

from tests.rows import a_row
from tests.world import COMPANY, World, a_customer, a_payment, a_ref, a_ship_doc, an_item

ALL = ("customer", "item", "ship_doc", "so_payment")


def _company(world: World) -> Company:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY)


def _view(world: World, allowed: tuple[str, ...] = ALL, size: int = 9) -> View:
    return load_view(world.ports, COMPANY, _company(world).run_counter + 1, allowed, size)


def test_a_view_holds_the_rows_their_newest_content_and_what_they_refer_to(world: World) -> None:
    world.save(a_ship_doc(memo="first"))
    ref = world.save(a_ship_doc(memo="second"))
    view = _view(world)
    assert [row.ref for row in view.rows] == [ref]
    assert getattr(view.sources[ref], "memo", "") == "second"
    assert set(view.bindings) == {a_customer().ref, an_item().ref}
    assert (view.company, view.size, view.now) == (COMPANY, 9, world.clock.now())


def test_a_view_looks_a_few_sets_ahead_and_no_further(world: World) -> None:
    for number in range(LOOKAHEAD + 2):
        world.save(a_ship_doc(f"S{number}"))
    assert len(_view(world, size=1).rows) == LOOKAHEAD


def test_a_deleted_document_has_a_row_and_no_content(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.delete(ref)
    view = _view(world)
    assert [row.ref for row in view.rows] == [ref]
    assert view.sources == {}
    assert ref in view.bindings


def test_records_come_with_the_names_that_they_take(world: World) -> None:
    ref = world.save(a_customer("C2", "Chop-suey Chinese"))
    assert _view(world).names == {ref: "Chop-suey Chinese"}


def test_a_payment_comes_with_the_invoices_that_it_may_pay(world: World) -> None:
    paid = world.save(a_ship_doc())
    world.settle()
    world.save(a_payment("P1", "36.00", "S1"))
    assert paid in _view(world).bindings


def test_a_ship_doc_is_coming_where_it_is_due_and_may_go(world: World) -> None:
    world.save(a_ship_doc("S1"))
    world.save(a_ship_doc("S2"))
    world.save(a_payment("P1", "36.00", "S1", "S9"))
    assert _view(world).coming == {a_ref("ship_doc", "S1")}
    assert _view(world, allowed=("so_payment",)).coming == frozenset()


def test_a_document_that_cannot_be_mapped_is_loaded_all_the_same(world: World) -> None:
    bad = world.save(a_ship_doc("S1").model_copy(update={"customer": None}))
    good = world.save(a_ship_doc("S2"))
    assert [row.ref for row in _view(world).rows] == [bad, good]


def test_the_plugins_own_records_are_made_from_the_setup_and_not_asked_of_the_host(world: World) -> None:
    ref = freight_item(COMPANY)
    company = replace(_company(world), setup=CompanySetup(freight_item="Carriage"))
    found = load_sources(world.books, [ref, a_customer().ref, a_ref("customer", "unknown")], company)
    assert getattr(found[ref], "name", "") == "Carriage"
    assert set(found) == {ref, a_customer().ref}


def test_a_doubt_is_the_last_add_of_a_document_that_is_to_be_looked_for(world: World) -> None:
    ref = world.save(a_ship_doc())
    step = world.next_write(world.begin())
    row = a_row(ref, look_first=True, sent_in=step.set_id)
    with world.database.read() as connection:
        doubts = load_doubts(connection, [row])
        assert load_doubts(connection, [replace(row, look_first=False)]) == {}
        assert load_doubts(connection, [replace(row, sent_in="unknown")]) == {}
    assert (doubts[ref].request.action, doubts[ref].request.ref) == (Action.ADD, ref)
    said = doubts[ref].said
    assert said is not None
    assert said.value("Memo") == "Ship doc 101"


def test_a_hold_is_decided_anew_when_settings_or_the_closing_date_change(world: World) -> None:
    company = _company(world)
    known = {
        decided_under(changed)
        for changed in (
            company,
            replace(company, preferences_version=99),
            replace(company, setup_version=99),
            replace(company, facts=CompanyFacts(closing_date=date(2026, 1, 1))),
        )
    }
    assert len(known) == 4
    assert decided_under(replace(company, run_counter=99)) == decided_under(company)


def test_a_deleted_document_that_a_payment_follows_is_there_once(world: World) -> None:
    ref = world.save(a_ship_doc("S1"))
    world.settle()
    payment = world.save(a_payment("P1", "36.00", "S1"))
    world.delete(ref)
    assert sorted(row.ref.key for row in _view(world).rows) == [payment.key, ref.key]
