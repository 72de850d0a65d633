"""A server that nobody calls notices by itself that nothing succeeds."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from allorders_hooks.events import AlertRaised, alert_raised
from allorders_quickbooks.runners.listening import listening
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.database import Database

from sample_host.announce import COMPANY
from sample_host.running import connect_web_connector, running
from tests.plugin.shop import ship
from tests.waiting import until
from tests.web_connector.house import House
from tests.web_connector.serving import served
from tests.world import COMPANY as MAIN
from tests.world import a_ship_doc

_TWO_DAYS = timedelta(days=2)


def test_serve_tells_of_a_silence_although_the_web_connector_never_comes(tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'orders.sqlite3').as_posix()}"
    with running(url, None) as shop:
        connect_web_connector(shop)
        ship(shop)
    with closing(Database(url)) as database:
        with database.write() as connection:
            runs.begin(connection, COMPANY, datetime.now(UTC) - _TWO_DAYS, "recover")

        def is_told() -> bool:
            with database.read() as connection:
                return companies.load(connection, COMPANY).silence_told is not None

        assert not is_told()
        with served(url):
            until(is_told, "the silence is told")


def test_one_company_that_cannot_be_listened_to_keeps_nobody_from_the_others(house: House) -> None:
    heard: list[AlertRaised] = []

    def hear(_sender: object, *, event: AlertRaised) -> None:
        heard.append(event)

    world = house.world
    world.save(a_ship_doc())
    world.clock.sleep(_TWO_DAYS.total_seconds())
    ports = {"gone": world.ports, MAIN: world.ports}
    with alert_raised.connected_to(hear, sender=world.books), listening(ports):
        until(lambda: heard, "the silence is told")
    assert [alert.company for alert in heard] == [MAIN]
