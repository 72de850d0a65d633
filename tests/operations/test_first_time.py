"""The set-up of a new company file: on one page, refused until the company can be synchronized, gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_hooks.screen import Screen
from allorders_hooks.status import ActionResult
from allorders_quickbooks.operations import first_time, settings
from allorders_quickbooks.store import companies, journal

from tests.world import COMPANY, World, a_ref, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = new_world(tmp_path)
    world.set_up(connection="none", location="", fence_consent=False)
    return world


def _screens(world: World) -> dict[str, Screen]:
    return {screen.name: screen for screen in settings.screens(world.ports, COMPANY)}


def _save(world: World, **values: str) -> ActionResult:
    version = _screens(world)[first_time.NAME].version
    return settings.save(world.ports, COMPANY, first_time.NAME, values, version, "Ada")


def test_it_asks_connection_frequency_startup_start_date_and_accounts_on_one_page(world: World) -> None:
    (tab,) = _screens(world)[first_time.NAME].tabs
    asked = {field.path for group in tab.groups for field in group.fields}
    assert asked >= {"connection", "frequency", "synchronize_on_startup", "start_date", "income_account"}
    assert next(iter(_screens(world))) == first_time.NAME, "it comes first"


def test_it_is_refused_beside_the_field_that_has_still_to_be_decided(world: World) -> None:
    assert set(_save(world).errors) == {"connection"}
    assert set(_save(world, connection="com").errors) == {"fence_consent"}
    assert set(_save(world, connection="simulator", fence_consent="on").errors) == {"location"}
    assert set(_save(world, connection="com", interval_minutes="0", start_date="soon").errors) == {
        "interval_minutes",
        "start_date",
    }


def test_both_screens_are_saved_journaled_and_the_page_is_gone(world: World) -> None:
    values = {"connection": "simulator", "location": "world", "fence_consent": "on", "start_date": "2026-03-01"}
    assert _save(world, **values, frequency="auto", interval_minutes="5").done
    with world.database.read() as connection:
        company = companies.load(connection, COMPANY)
        lines = [line for line in journal.of_document(connection, a_ref("", "")) if line.what == "setting changed"]
    assert (str(company.setup.start_date), company.preferences.interval_minutes) == ("2026-03-01", 5)
    assert company.next_at is not None, "the interval counts from now"
    assert {line.who for line in lines} == {"Ada"}
    assert len(lines) == 6
    assert first_time.NAME not in _screens(world)


def test_a_page_that_somebody_saved_meanwhile_is_refused(world: World) -> None:
    version = _screens(world)[first_time.NAME].version
    world.prefer(interval_minutes=20)
    late = settings.save(world.ports, COMPANY, first_time.NAME, {"connection": "com"}, version, "Ben")
    assert not late.done and "Somebody else" in late.sentence
