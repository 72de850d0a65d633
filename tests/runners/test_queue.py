"""The queue on PostgreSQL: one place a company, taken in order, and a host that only asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.run.ports import QUEUE, SystemClock
from allorders_quickbooks.runners import queue
from allorders_quickbooks.runners.queued import QueuedRunner
from allorders_quickbooks.store import companies
from click.testing import CliRunner
from procrastinate import App

from tests.world import COMPANY, new_world


@pytest.fixture
def app(postgresql_url: str) -> Iterator[App]:
    queue.prepare(postgresql_url)
    app = queue.from_a_host(postgresql_url)
    with app.open():
        yield app


def _waiting(app: App) -> list[str]:
    return [str(job.queue) for job in app.job_manager.list_jobs(status="todo")]


def test_preparing_it_twice_is_as_good_as_once(app: App, postgresql_url: str) -> None:
    queue.prepare(postgresql_url)
    assert app.check_connection()


def test_a_company_waits_once_however_often_it_asks(app: App) -> None:
    for installation in ("one", "two", "one"):
        queue.ask(app, installation)
    assert _waiting(app) == ["one", "two"]


def test_only_companies_that_the_worker_serves_end_a_turn(app: App) -> None:
    queue.ask(app, "one")
    queue.ask(app, "two")
    assert queue.others_wait(app, "one", ["one", "two"])
    assert not queue.others_wait(app, "one", ["one", "three"])


def test_a_company_that_has_a_worker_waits_for_none_whatever_it_asks_meanwhile(app: App) -> None:
    queue.ask(app, "two")
    app.connector.execute_query("UPDATE procrastinate_jobs SET status = 'doing'")
    queue.ask(app, "two")
    assert _waiting(app) == ["two"]
    assert not queue.others_wait(app, "one", ["one", "two"])


def test_a_host_asks_where_a_run_is_due_and_not_otherwise(postgresql_url: str, app: App, tmp_path: Path) -> None:
    world = new_world(tmp_path)
    runner = QueuedRunner(replace(world.ports, clock=SystemClock()), COMPANY, postgresql_url)
    runner.start()
    assert _waiting(app) == []
    with world.database.write() as connection:
        companies.ask_for_run(connection, COMPANY)
    runner.wake()
    runner.wake()
    assert len(_waiting(app)) == 1
    runner.stop(1)


@pytest.mark.parametrize("named", ["", "sqlite:///queue.sqlite3"])
def test_a_worker_without_a_queue_says_what_it_lacks(named: str) -> None:
    arguments = ["worker", "--order-system", "sqlite:///orders.sqlite3"]
    result = CliRunner().invoke(main, arguments, env={QUEUE: named})
    assert result.exit_code == 2
    assert "PostgreSQL database" in result.output
