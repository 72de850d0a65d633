"""Who may come, when there is work, and what each call is told."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.preferences import Frequency
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.store import companies, journal
from allorders_quickbooks.store.ticket_tables import account, ticket
from allorders_quickbooks.web_connector.conversation import LIVES
from allorders_quickbooks.web_connector.service import LEASE, SESSION_OVER
from sqlalchemy import select
from structlog.contextvars import get_contextvars

from tests.web_connector.house import USER, House
from tests.world import COMPANY, a_ref, a_ship_doc


def test_the_right_password_gets_a_ticket_and_the_company_file_that_is_open(house: House) -> None:
    house.world.save(a_ship_doc())
    secret, file = house.authenticate()
    assert len(secret) > 40
    assert file == ""


def test_a_company_file_of_its_own_is_named(house: House) -> None:
    house.world.set_up(location="C:\\Books\\main.qbw")
    house.world.save(a_ship_doc())
    assert house.authenticate()[1] == "C:\\Books\\main.qbw"


def test_a_wrong_password_and_an_unknown_user_are_told_the_same(house: House) -> None:
    assert house.authenticate("wrong") == ("", "nvu")
    assert house.soap.call("authenticate", strUserName="nobody", strPassword="wrong") == ["", "nvu"]
    assert house.soap.call("authenticate", strUserName=USER, strPassword="") == ["", "nvu"]


def test_guessing_locks_the_user_for_that_address_until_time_has_passed(house: House) -> None:
    house.world.save(a_ship_doc())
    for _ in range(5):
        house.authenticate("wrong")
    assert house.authenticate() == ("", "nvu")
    house.world.clock.sleep(61)
    assert house.authenticate()[1] == ""
    with house.world.database.read() as connection:
        lines = [line for line in journal.of_document(connection, a_ref("", "")) if line.what == "login refused"]
    assert len(lines) == 5
    assert "locked until" in lines[-1].detail
    assert not any(house.password in line.detail or "wrong" in line.detail for line in lines)


def test_another_address_is_not_locked(house: House) -> None:
    house.world.save(a_ship_doc())
    for _ in range(6):
        house.authenticate("wrong")
    house.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert house.authenticate()[1] == ""


def test_neither_password_nor_ticket_is_kept(house: House) -> None:
    house.world.save(a_ship_doc())
    secret, _ = house.authenticate()
    with house.world.database.read() as connection:
        kept = [*connection.execute(select(account)).all(), *connection.execute(select(ticket)).all()]
    assert not any(house.password in str(row) or secret in str(row) for row in kept)
    assert any("$argon2id$" in str(row) for row in kept)


def test_without_work_there_is_none_until_somebody_asks(house: House) -> None:
    house.world.save(a_ship_doc())
    house.until_quiet()
    assert house.authenticate() == ("", "none")
    with house.world.database.write() as connection:
        companies.ask_for_run(connection, COMPANY)
    assert house.authenticate()[1] == ""


def test_the_interval_makes_work_at_the_next_poll(house: House) -> None:
    house.world.prefer(frequency=Frequency.AUTO, interval_minutes=10)
    with house.world.database.write() as connection:
        schedule.follow(connection, COMPANY, house.company().preferences, house.world.clock.now())
    house.world.clock.sleep(9 * 60)
    assert house.authenticate() == ("", "none")
    house.world.clock.sleep(2 * 60)
    assert house.authenticate()[1] == ""


def test_what_is_not_sent_unasked_is_no_work(house: House) -> None:
    house.world.prefer(send_unsent_transactions=False)
    house.world.save(a_ship_doc())
    assert house.authenticate() == ("", "none")


@pytest.mark.parametrize("lacking", [{"fence_consent": False}, {"connection": "none"}])
def test_a_company_that_is_not_set_up_for_it_has_no_work(house: House, lacking: dict[str, object]) -> None:
    house.world.save(a_ship_doc())
    house.world.set_up(**lacking)
    assert house.authenticate() == ("", "none")


def test_a_second_one_is_busy_until_the_lease_ends(house: House) -> None:
    house.world.save(a_ship_doc())
    house.authenticate()
    assert house.authenticate() == ("", "busy")
    house.world.clock.sleep(LEASE.total_seconds() - 1)
    assert house.authenticate() == ("", "busy")
    house.world.clock.sleep(2)
    assert house.authenticate()[1] == ""


def test_each_call_renews_the_lease(house: House) -> None:
    house.world.save(a_ship_doc())
    secret, _ = house.authenticate()
    for _ in range(3):
        house.world.clock.sleep(LEASE.total_seconds() - 10)
        assert house.send(secret)
    assert house.authenticate() == ("", "busy")


@pytest.mark.parametrize("secret", ["", "no such ticket", "é" * 500])
def test_an_unknown_ticket_ends_politely(house: House, secret: str) -> None:
    assert house.send(secret) == ""
    assert house.receive(secret, "<QBXML/>") == -1
    assert house.call("getLastError", ticket=secret) == SESSION_OVER
    assert house.call("connectionError", ticket=secret, hresult="0x80040408", message="") == "done"
    assert house.call("closeConnection", ticket=secret) == SESSION_OVER


def test_a_ticket_expires(house: House) -> None:
    house.world.save(a_ship_doc())
    secret, _ = house.authenticate()
    house.world.clock.sleep((LIVES + timedelta(seconds=1)).total_seconds())
    assert house.send(secret) == ""
    assert house.call("getLastError", ticket=secret) == SESSION_OVER


def test_a_closed_ticket_is_of_no_more_use(house: House) -> None:
    house.world.save(a_ship_doc())
    secret, _ = house.authenticate()
    house.call("closeConnection", ticket=secret)
    assert house.send(secret) == ""


def test_a_ticket_lives_as_long_as_calls_come_with_it(house: House) -> None:
    house.world.save(a_ship_doc())
    secret, _ = house.authenticate()
    for _ in range(3):
        house.world.clock.sleep((LIVES - timedelta(minutes=2)).total_seconds())
        assert house.call("getLastError", ticket=secret) != SESSION_OVER


def test_expired_tickets_are_forgotten(house: House) -> None:
    house.world.save(a_ship_doc())
    house.authenticate()
    house.world.clock.sleep(LIVES.total_seconds() + 60)
    house.authenticate()
    with house.world.database.read() as connection:
        assert len(connection.execute(select(ticket)).all()) == 1


def test_it_says_its_version_and_welcomes_any_web_connector(house: House) -> None:
    assert house.call("serverVersion")[0].isdigit()
    assert house.call("clientVersion", strVersion="2.3.0.215") == ""


def test_there_is_no_interactive_page(house: House) -> None:
    assert house.call("getInteractiveURL", wcTicket="t", sessionID="1") == ""
    assert house.call("interactiveRejected", wcTicket="t", reason="no") == ""
    assert house.call("interactiveDone", wcTicket="t") == "Done"


def test_no_runner_of_ours_drains_a_company_that_is_polled(house: House) -> None:
    with pytest.raises(ConfigurationError, match="by itself"):
        drain(house.world.ports, COMPANY)


def test_each_call_logs_the_run_that_it_belongs_to_and_leaves_nothing_bound(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="allorders_quickbooks")
    house.world.save(a_ship_doc())
    house.until_quiet()
    ended = [line for line in caplog.messages if line.startswith('event="run ended"')]
    assert ended and all(" company=main run=" in line for line in ended)
    assert get_contextvars() == {}
