"""Both settings screens: shown with their values, saved whole or refused by field, journaled line by line."""

from __future__ import annotations

from datetime import timedelta

from allorders_hooks.status import ActionResult
from allorders_quickbooks.operations import settings
from allorders_quickbooks.operations.settings import COMPANY as COMPANY_SCREEN
from allorders_quickbooks.operations.settings import PREFERENCES
from allorders_quickbooks.store import companies, journal
from allorders_quickbooks.store.companies import Company

from tests.world import COMPANY, World, a_ref, a_ship_doc


def _company(world: World) -> Company:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY)


def _save(world: World, screen: str, **values: object) -> ActionResult:
    known = _company(world)
    version = known.preferences_version if screen == PREFERENCES else known.setup_version
    return settings.save(world.ports, COMPANY, screen, values, version, "Ada")


def test_the_screens_show_what_holds_now(world: World) -> None:
    _save(world, PREFERENCES, interval_minutes="45")
    shown = {screen.name: screen for screen in settings.screens(world.ports, COMPANY)}
    assert set(shown) == {PREFERENCES, COMPANY_SCREEN, settings.ALERTS}
    fields = {
        field.path: field.value for tab in shown[PREFERENCES].tabs for group in tab.groups for field in group.fields
    }
    assert fields["interval_minutes"] == 45
    assert shown[PREFERENCES].version == _company(world).preferences_version


def test_a_screen_that_there_is_not_cannot_be_saved(world: World) -> None:
    assert settings.save(world.ports, COMPANY, "colours", {}, 1, "Ada").sentence == (
        "There is no settings screen 'colours'."
    )


def test_a_value_out_of_range_is_refused_at_its_field_and_nothing_is_saved(world: World) -> None:
    before = _company(world)
    result = _save(world, PREFERENCES, interval_minutes="0", suppress_messages="on")
    assert not result.done
    assert set(result.errors) == {"interval_minutes"}
    assert _company(world) == before


def test_two_people_cannot_save_the_same_version(world: World) -> None:
    version = _company(world).setup_version
    assert settings.save(world.ports, COMPANY, COMPANY_SCREEN, {"undo_as": "delete"}, version, "Ada").done
    late = settings.save(world.ports, COMPANY, COMPANY_SCREEN, {"freight_item": "Porto"}, version, "Ben")
    assert (late.done, late.remedy) == (False, "Open the screen again: it shows what they are now.")
    assert _company(world).setup.freight_item == "Freight"


def test_an_interval_takes_effect_with_its_saving(world: World) -> None:
    assert _company(world).next_at is None
    _save(world, PREFERENCES, frequency="auto", interval_minutes="10")
    assert _company(world).next_at == world.clock.now() + timedelta(minutes=10)
    world.clock.sleep(60)
    _save(world, PREFERENCES, interval_minutes="5")
    assert _company(world).next_at == world.clock.now() + timedelta(minutes=5)
    _save(world, PREFERENCES, frequency="manual")
    assert _company(world).next_at is None


def test_each_changed_setting_is_one_line_in_the_journal_with_who_and_what(world: World) -> None:
    _save(world, PREFERENCES, ship_doc_numbers="on", interval_minutes="45")
    with world.database.read() as connection:
        lines = journal.of_document(connection, a_ref("", ""))
    changed = [(line.who, line.detail) for line in lines if line.what == "setting changed"]
    assert changed == [("Ada", "interval_minutes: 30 -> 45"), ("Ada", "ship_doc_numbers: False -> True")]


def test_a_company_with_documents_in_other_books_cannot_be_pointed_at_the_simulator(world: World) -> None:
    world.save(a_ship_doc())
    world.settle()
    _save(world, COMPANY_SCREEN, connection="none")
    assert set(_save(world, COMPANY_SCREEN, connection="simulator").errors) == {"connection"}


def test_a_simulated_company_may_save_its_screen_again(world: World) -> None:
    world.save(a_ship_doc())
    world.settle()
    assert _save(world, COMPANY_SCREEN, connection="simulator", undo_as="delete").done


def test_a_held_document_is_decided_again_under_new_settings(world: World) -> None:
    _save(world, COMPANY_SCREEN, start_date="2026-03-03")
    world.save(a_ship_doc())
    world.settle()
    assert world.invoices() == []
    _save(world, COMPANY_SCREEN, start_date="2026-03-01")
    world.settle()
    assert len(world.invoices()) == 1
