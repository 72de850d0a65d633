"""Both carriers, as processes of their own: one dies, or is paused before its set leaves, another goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import CompanyFile
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.tables import journal
from sqlalchemy import text

from sample_host.announce import COMPANY
from sample_host.entries import LineEntry, OrderEntry
from sample_host.orders import OrderDesk
from sample_host.services import open_host
from tests.crash.judging import prepare
from tests.runners.carrier import ACCIDENT, ANSWERS, BETWEEN_ANSWERS, VICTIM
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds that a condition may take on a busy machine


@dataclass
class Shop:
    """A host whose processes are carriers, and what can be seen of it from outside."""

    carrier: str
    url: str
    directory: Path
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> None:
        """One more carrier; returns when it is up."""
        command = [sys.executable, "-m", "tests.runners.carrier", self.carrier, self.url, str(self.directory)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"

    def save_a_ship_doc(self) -> None:
        """Without a plugin in this process: the run's own sweep has to find it."""
        host = open_host(self.url)
        with closing(host.orders):
            desk = OrderDesk(host.orders)
            line = LineEntry(item_id=1, quantity=Decimal(2), price=Decimal("9.50"))
            order = desk.enter_order(OrderEntry(customer_id=1, order_date=date(2026, 3, 2), lines=(line,)))
            desk.ship_rest(order, date(2026, 3, 3), shipped=True)
        with closing(Database(self.url)) as database, database.write() as connection:
            companies.ask_for_run(connection, COMPANY)

    def invoices(self) -> int:
        with closing(CompanyFile.open(self.directory / "company.qbsim")) as books:
            return len(books.transactions("Invoice"))

    def answers(self) -> list[bytes]:
        answers = self.directory / ANSWERS
        return answers.read_bytes().split(BETWEEN_ANSWERS)[:-1] if answers.exists() else []

    def victim(self) -> int:
        """The process that had the accident, 0 where none has had it."""
        victim = self.directory / VICTIM
        return int(victim.read_text() or 0) if victim.exists() else 0

    def enlisted(self) -> int:
        """How many workers take jobs."""
        with closing(Database(self.url)) as database, database.read() as connection:
            return int(connection.execute(text("SELECT count(*) FROM procrastinate_workers")).scalar_one())

    def strike_off_all_workers(self) -> None:
        """As each strikes off another whose heart was late, a machine being busy; and the server drops everybody."""
        with closing(Database(self.url)) as database, database.write() as connection:
            connection.execute(text("DELETE FROM procrastinate_workers"))
        with closing(Database(self.url)) as database, database.write() as connection:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))

    def is_at_rest(self) -> bool:
        with closing(Database(self.url)) as database, database.read() as connection:
            known, last = companies.load(connection, COMPANY), runs.last(connection, COMPANY)
        return not known.wake and known.lease_until is None and last is not None and last.complete

    def applied(self) -> int:
        """How often the journal says that an invoice is in QuickBooks."""
        with closing(Database(self.url)) as database, database.read() as connection:
            lines = connection.execute(journal.select().where(journal.c.what == "in QuickBooks")).all()
        return sum(line.detail.startswith("Invoice ") for line in lines)


@pytest.fixture(params=["thread", "procrastinate"])
def shop(request: pytest.FixtureRequest, postgresql_url: str, tmp_path: Path) -> Iterator[Shop]:
    """Two carriers, and an accident that is waiting for whichever of them sends first."""
    url = postgresql_url.replace("+psycopg", "")
    prepare(url, tmp_path / "company.qbsim")
    shop = Shop(request.param, url, tmp_path)
    shop.start()
    shop.start()
    yield shop
    for process in shop.running:
        process.kill()
        process.wait()


def test_a_carrier_that_is_killed_is_replaced(shop: Shop) -> None:
    (shop.directory / ACCIDENT).write_text("SIGKILL")
    shop.save_a_ship_doc()
    until(shop.victim, "one of the two was killed", PATIENCE)
    until(lambda: shop.invoices() == 1, "the other has sent the invoice", PATIENCE)
    until(shop.is_at_rest, "the run has come to its end", PATIENCE)
    assert (shop.invoices(), shop.applied()) == (1, 1)


def test_one_that_was_only_paused_writes_nothing_when_it_wakes(shop: Shop) -> None:
    (shop.directory / ACCIDENT).write_text("SIGSTOP")
    shop.save_a_ship_doc()
    until(shop.victim, "one of the two was paused", PATIENCE)
    until(lambda: shop.invoices() == 1, "the other has sent the invoice", PATIENCE)
    until(shop.is_at_rest, "the successor's run has come to its end", PATIENCE)
    shop.save_a_ship_doc()
    until(lambda: shop.invoices() == 2, "a later set has moved the fence", PATIENCE)
    until(shop.is_at_rest, "the next run has come to its end", PATIENCE)
    os.kill(shop.victim(), signal.SIGCONT)
    until(lambda: len(shop.answers()) == 3, "its set has been answered, late", PATIENCE)
    assert b'statusCode="3200"' in shop.answers()[-1]
    shop.save_a_ship_doc()
    until(lambda: shop.invoices() == 3, "both go on", PATIENCE)
    until(shop.is_at_rest, "the last run has come to its end", PATIENCE)
    assert (shop.invoices(), shop.applied()) == (3, 3)


@pytest.mark.parametrize("shop", ["procrastinate"], indirect=True)
def test_workers_that_were_taken_for_dead_and_lost_the_database_go_on(shop: Shop) -> None:
    until(lambda: shop.enlisted() == 2, "both take jobs", PATIENCE)
    shop.strike_off_all_workers()
    shop.save_a_ship_doc()
    until(lambda: shop.invoices() == 1, "one of them has sent the invoice", PATIENCE)
    until(shop.is_at_rest, "the run has come to its end", PATIENCE)
    assert [process.poll() for process in shop.running] == [None, None]
    for process in shop.running:
        process.terminate()
    assert [process.wait(PATIENCE) for process in shop.running] == [0, 0]
