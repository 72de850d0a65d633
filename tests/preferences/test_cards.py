"""Card numbers: sealed wherever they are kept, shown to nobody, noticed when they change, refused without a key."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from allorders_hooks.records import CreditCard, Customer
from allorders_quickbooks.cards import keys
from allorders_quickbooks.cards.sealing import opened, sealed
from allorders_quickbooks.operations import actions, doctor, panel, settings, status
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import RecordView
from allorders_quickbooks.store import companies, sets
from allorders_quickbooks.store.tables import message_set
from allorders_quickbooks.terms import RowState
from pydantic import SecretStr
from sqlalchemy import select

from tests.mapping.documents import CUSTOMER
from tests.preferences.deeds import NAME, enter, furnished
from tests.web_connector.house import new_house
from tests.world import COMPANY, World, a_customer

DIGITS = "4111111111111111"
OTHER = "5500005555551111"  # the same last four digits
SPACED = "4111 1111 1111 1111"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = furnished(tmp_path)
    enter(world, {"credit_cards": "on"})
    world.file.keep_messages(tmp_path / "kept")
    return world


def _charged(number: str) -> Customer:
    card = CreditCard(number=SecretStr(number), expiration_month=7, expiration_year=2031, name="A. Alfreds")
    return a_customer(CUSTOMER.key, NAME).model_copy(update={"credit_card": card})


def _there(world: World) -> RecordView:
    (found,) = (record for record in world.file.records("Customer") if record.name == NAME)
    return found


def _shown(world: World) -> str:
    return str(_there(world).fields["CreditCardInfo"]["CreditCardNumber"])


def test_nothing_that_is_written_holds_a_number(
    world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.save(_charged(SPACED))
    session = world.begin()
    world.next_write(session)  # its content is stored, and nobody answers
    world.let_lease_run_out()
    world.settle()
    world.save(_charged(OTHER))
    world.settle()
    world.save(_charged(f"{DIGITS} and more of it"))
    world.run()
    assert (world.row(CUSTOMER).state, world.row(CUSTOMER).reason) == (RowState.HELD, Reason.INVALID_FIELD)
    told = [str(world.row(CUSTOMER)), str(world.binding(CUSTOMER)), str(status.status(world.ports, COMPANY))]
    told += [str(world.books.kept[CUSTOMER]), repr(world.open_set()), *world.journal(CUSTOMER), caplog.text]
    told += [*capfd.readouterr(), str(panel.panel(world.ports, CUSTOMER))]
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert any(path.parent.name == "kept" for path in written) and any("host.sqlite3" in path.name for path in written)
    for number in (DIGITS, OTHER, SPACED):
        assert [path for path, content in written.items() if number.encode() in content] == []
        assert [text for text in told if number in text] == []
    assert _shown(world) == "xxxxxxxxxxxx1111"


def test_a_number_with_the_same_last_digits_is_noticed_and_sent(world: World) -> None:
    world.save(_charged(DIGITS))
    world.settle()
    edits = [_there(world).edit_sequence]
    for number in (OTHER, "5500-0055-5555-1111"):
        world.save(_charged(number))
        world.settle()
        edits.append(_there(world).edit_sequence)
    assert edits[0] != edits[1] == edits[2]


def test_a_set_whose_answer_was_lost_leaves_again_with_the_same_bytes(world: World) -> None:
    world.save(_charged(DIGITS))
    session = world.begin()
    step = world.next_write(session)
    with world.database.read() as connection:
        kept = connection.execute(select(message_set.c.content).where(message_set.c.id == step.set_id)).scalar_one()
        again = sets.load(connection, step.set_id)
    assert DIGITS.encode() not in kept and kept != step.content
    assert again is not None and opened(again.content) == step.content and DIGITS.encode() in step.content
    world.deliver(step.content)
    world.let_lease_run_out()
    world.settle()
    assert _shown(world).endswith("1111")
    assert world.row(CUSTOMER).state is RowState.IDLE


def test_a_run_that_meets_a_sealed_set_without_its_key_says_so_and_goes_on_with_it(
    world: World, monkeypatch: pytest.MonkeyPatch, card_key: str
) -> None:
    world.save(_charged(DIGITS))
    world.next_write(world.begin())
    world.let_lease_run_out()
    monkeypatch.setenv(keys.ENVIRONMENT, "A" * 43 + "=")
    keys.require.cache_clear()
    run = world.run()
    assert not run.complete and "sealed with another key" in run.outcome
    assert "sealed with another key" in str(status.status(world.ports, COMPANY).problems)
    monkeypatch.setenv(keys.ENVIRONMENT, card_key)
    keys.require.cache_clear()
    world.settle()
    assert _shown(world).endswith("1111")


def _grade(world: World) -> str:
    return next(found.grade for found in doctor.examine(world.ports, COMPANY) if found.subject == "Personal data")


def test_the_doctor_looks_for_the_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _grade(world) == "fine"
    monkeypatch.setenv(keys.ENVIRONMENT, "no key")
    keys.require.cache_clear()
    assert _grade(world) == "problem"


def test_the_web_connector_is_told_that_the_key_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = new_house(tmp_path)
    house.world.save(a_customer(CUSTOMER.key, NAME))
    house.until_quiet()
    house.world.prefer(credit_cards=True)
    house.world.save(_charged(DIGITS))
    ticket = house.authenticate()[0]
    while DIGITS not in (request := house.send(ticket)):
        assert request
        house.receive(ticket, house.deliver(request))
    monkeypatch.setenv(keys.ENVIRONMENT, "A" * 43 + "=")
    keys.require.cache_clear()
    assert house.send(ticket) == ""
    assert "sealed with another key" in house.call("getLastError", ticket=ticket)


def test_the_web_connector_carries_a_number_that_is_sealed_meanwhile(tmp_path: Path) -> None:
    house = new_house(tmp_path)
    house.world.prefer(credit_cards=True)
    house.world.save(_charged(DIGITS))
    house.until_quiet()
    assert _shown(house.world) == "xxxxxxxxxxxx1111"
    assert [path for path in tmp_path.iterdir() if DIGITS.encode() in path.read_bytes()] == []


def test_what_holds_no_number_is_kept_as_it_is() -> None:
    assert sealed(b"<Name>Chai</Name>") == opened(b"<Name>Chai</Name>") == b"<Name>Chai</Name>"


def test_another_key_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = sealed(b"<CreditCardNumber>1</CreditCardNumber>")
    monkeypatch.setenv(keys.ENVIRONMENT, "A" * 43 + "=")
    keys.require.cache_clear()
    with pytest.raises(keys.CardKeyMissing, match="another key"):
        opened(kept)


@pytest.mark.parametrize("key", ["", "not a key"])
def test_the_preference_is_refused_where_there_is_no_key(
    world: World, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    enter(world, {"credit_cards": ""})
    monkeypatch.setenv(keys.ENVIRONMENT, key)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    keys.require.cache_clear()
    with world.database.read() as connection:
        version = companies.load(connection, COMPANY).preferences_version
    result = settings.save(world.ports, COMPANY, settings.PREFERENCES, {"credit_cards": "on"}, version, "Ada")
    assert set(result.errors) == {"credit_cards"} and keys.ENVIRONMENT in result.errors["credit_cards"]


def test_without_the_key_the_customer_is_held_and_the_rest_goes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(keys.ENVIRONMENT, "")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    keys.require.cache_clear()
    world.save(_charged(DIGITS))
    world.save(a_customer("other", "Another one"))
    assert world.run().complete
    assert (world.row(CUSTOMER).state, world.row(CUSTOMER).reason) == (RowState.HELD, Reason.CONFIGURATION)
    assert "Another one" in {record.name for record in world.file.records("Customer")}


def test_where_quickbooks_keeps_personal_data_from_us_the_sentence_names_the_box_to_tick(world: World) -> None:
    world.file.bookkeeper.allow_personal_data(False)
    world.save(_charged(DIGITS))
    world.save(a_customer("other", "Another one"))
    world.settle()
    (problem,) = status.status(world.ports, COMPANY).problems
    assert (problem.ref, problem.reason) == (CUSTOMER, Reason.NOT_PERMITTED.code)
    assert "the box for Social Security Numbers and credit cards" in problem.sentence
    assert "Another one" in {record.name for record in world.file.records("Customer")}
    assert "CreditCardInfo" not in _there(world).fields
    world.file.bookkeeper.allow_personal_data(True)
    actions.do(world.ports, COMPANY, "send", [CUSTOMER], "Ada")
    world.settle()
    assert _shown(world) == "xxxxxxxxxxxx1111"
