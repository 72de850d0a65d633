"""Alerts: told once, of what a person has to look at, by the contract's signal and by e-mail."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from allorders_hooks.events import AlertRaised, alert_raised
from allorders_quickbooks.alerts import AlertSettings
from allorders_quickbooks.run.alerting import LATER, listen, tell_of_silence
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.store import companies

from tests.world import COMPANY, World, a_ship_doc

_TWO_DAYS = timedelta(days=2).total_seconds()


class Letters:
    """What a mail server has been given."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letters() -> Iterator[tuple[Letters, int]]:
    """A mail server of this machine, without encryption, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Letters()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    yield kept, port
    server.stop()


@pytest.fixture
def heard(world: World) -> Iterator[list[AlertRaised]]:
    """The alerts that the world's host hears."""
    alerts: list[AlertRaised] = []

    def hear(_sender: object, *, event: AlertRaised) -> None:
        alerts.append(event)

    alert_raised.connect(hear, sender=world.books)
    yield alerts
    alert_raised.disconnect(hear)


def _alert(world: World, **values: object) -> None:
    settings = AlertSettings.model_validate(values)
    with world.database.write() as connection:
        companies.change(connection, COMPANY, alerts=settings.model_dump(mode="json"))


def _mailed(port: int, **values: object) -> dict[str, object]:
    address = {"mail_to": "ann@example.com, ben@example.com", "mail_from": "orders@example.com"}
    return {**address, "mail_server": "127.0.0.1", "mail_port": port, "mail_security": "none", **values}


def _too_long(key: str) -> Any:
    """A ship doc that QuickBooks cannot take: its number has more than 11 characters."""
    return a_ship_doc(key, number=f"{key}-is-far-too-long")


def test_new_problems_are_told_once_by_cause(world: World, heard: list[AlertRaised]) -> None:
    world.prefer(ship_doc_numbers=True)
    for key in ("S1", "S2"):
        world.save(_too_long(key))
    world.run()
    world.run()
    (alert,) = heard
    assert (alert.company, alert.subject) == (COMPANY, "QuickBooks, main: 2 new problems")
    assert "cannot take one of its fields" in alert.text and "S1-is-far-too-long, S2-is-far-too-long" in alert.text


def test_a_later_problem_is_told_by_itself(world: World, heard: list[AlertRaised]) -> None:
    world.prefer(ship_doc_numbers=True)
    world.save(_too_long("S1"))
    world.run()
    world.save(_too_long("S2"))
    world.run()
    assert [alert.subject for alert in heard] == ["QuickBooks, main: 1 new problem"] * 2
    assert "S1" not in heard[1].text


def test_of_what_somebody_has_chosen_nothing_is_told(world: World, heard: list[AlertRaised]) -> None:
    world.save(a_ship_doc("S1", shipped=False))
    world.save(a_ship_doc("S2", nc_only=True))
    world.run()
    assert heard == []


def test_new_problems_are_not_told_where_nobody_wants_that(world: World, heard: list[AlertRaised]) -> None:
    _alert(world, new_problems=False)
    world.prefer(ship_doc_numbers=True)
    world.save(_too_long("S1"))
    world.run()
    assert heard == []


def test_a_long_silence_is_told_once_with_why_the_last_run_ended(world: World, heard: list[AlertRaised]) -> None:
    world.save(a_ship_doc())
    world.clock.sleep(_TWO_DAYS)
    world.run(FaultPlan([Fault(FaultKind.BUSY)]))
    tell_of_silence(world.ports, COMPANY)
    (alert,) = heard
    assert "nothing succeeded since 2026-03-02" in alert.subject
    assert "The last one ended so: " in alert.text


def test_after_a_success_the_next_silence_is_told_too(world: World, heard: list[AlertRaised]) -> None:
    for key in ("S1", "S2"):
        world.save(a_ship_doc(key))
        world.clock.sleep(_TWO_DAYS)
        tell_of_silence(world.ports, COMPANY)
        assert world.settle().complete
    assert len(heard) == 2


@pytest.mark.parametrize(("hours", "waits"), [(24, False), (0, True), (72, True)])
def test_a_silence_with_nothing_to_do_or_within_its_time_is_none(
    world: World, heard: list[AlertRaised], hours: int, waits: bool
) -> None:
    _alert(world, silence_hours=hours)
    if waits:
        world.save(a_ship_doc())
    world.clock.sleep(_TWO_DAYS)
    tell_of_silence(world.ports, COMPANY)
    assert heard == []


def test_an_e_mail_goes_to_everybody_who_is_named(world: World, letters: tuple[Letters, int]) -> None:
    kept, port = letters
    _alert(world, **_mailed(port))
    world.prefer(ship_doc_numbers=True)
    world.save(_too_long("S1"))
    world.run()
    (letter,) = kept.received
    assert (letter["To"], letter["From"]) == ("ann@example.com, ben@example.com", "orders@example.com")
    assert letter["Subject"] == "QuickBooks, main: 1 new problem"
    assert "S1-is-far-too-long" in letter.get_content()


def test_nothing_is_mailed_in_the_clear_where_encryption_was_asked_for(
    world: World, letters: tuple[Letters, int]
) -> None:
    kept, port = letters
    _alert(world, **_mailed(port, mail_security="starttls"))
    world.prefer(ship_doc_numbers=True)
    world.save(_too_long("S1"))
    assert world.run().complete
    assert kept.received == []
    assert "alert not mailed" in world.company_journal()
    assert "could not be sent by e-mail" in world.books.told[-1].sentence


def test_a_mail_server_that_is_not_there_keeps_nothing_from_going_on(world: World, heard: list[AlertRaised]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        _alert(world, **_mailed(nobody.getsockname()[1]))
        world.prefer(ship_doc_numbers=True)
        world.save(_too_long("S1"))
        assert world.run().complete
    assert len(heard) == 1 and "alert not mailed" in world.company_journal()


def test_what_could_not_be_mailed_is_tried_once_more_and_then_given_up(
    world: World, letters: tuple[Letters, int]
) -> None:
    kept, port = letters
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        _alert(world, **_mailed(nobody.getsockname()[1]))
        world.prefer(ship_doc_numbers=True)
        world.save(_too_long("S1"))
        world.run()
    _alert(world, **_mailed(port))
    listen(world.ports, COMPANY)
    assert kept.received == []
    for _ in range(2):
        world.clock.sleep(LATER.total_seconds())
        listen(world.ports, COMPANY)
    (letter,) = kept.received
    assert letter["Subject"] == "QuickBooks, main: 1 new problem"
    assert letter.get_content().startswith("This could not be sent at 2026-03-02")
    assert world.company_journal().count("alert not mailed") == 1


def test_an_e_mail_that_fails_twice_is_not_tried_a_third_time(world: World, letters: tuple[Letters, int]) -> None:
    kept, port = letters
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        _alert(world, **_mailed(nobody.getsockname()[1]))
        world.prefer(ship_doc_numbers=True)
        world.save(_too_long("S1"))
        world.run()
        world.clock.sleep(LATER.total_seconds())
        listen(world.ports, COMPANY)
    _alert(world, **_mailed(port))
    world.clock.sleep(LATER.total_seconds())
    listen(world.ports, COMPANY)
    assert kept.received == [] and world.company_journal().count("alert not mailed") == 2


def test_a_listener_that_fails_keeps_nobody_from_the_e_mail(world: World, letters: tuple[Letters, int]) -> None:
    def fail(_sender: object, *, event: AlertRaised) -> None:
        raise RuntimeError("the pager is broken")

    kept, port = letters
    _alert(world, **_mailed(port))
    world.prefer(ship_doc_numbers=True)
    world.save(_too_long("S1"))
    with alert_raised.connected_to(fail, sender=world.books):
        assert world.run().complete
    assert len(kept.received) == 1
