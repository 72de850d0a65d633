"""The thread runner: woken or by the clock, never ended by an error, stopped without losing anything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from allorders_hooks.events import AlertRaised, alert_raised
from allorders_quickbooks.processors.base import Connector, Processor
from allorders_quickbooks.run.session import CANCELLED
from allorders_quickbooks.runners import thread
from allorders_quickbooks.runners.thread import ThreadRunner
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.runs import Run

from tests.scenarios.conftest import world
from tests.waiting import until
from tests.world import COMPANY, World, a_ship_doc

__all__ = ["world"]

Start = Callable[..., ThreadRunner]


@pytest.fixture
def start(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a runner that looks at the company's row very often, and stops it after the test."""
    monkeypatch.setattr(thread, "LOOK_EVERY", 0.02)
    started: list[ThreadRunner] = []

    def start_one(connect: Callable[[], Connector] | None = None) -> ThreadRunner:
        ports = replace(world.ports, connect=lambda setup: connect()) if connect else world.ports
        runner = ThreadRunner(ports, COMPANY)
        runner.start()
        started.append(runner)
        return runner

    yield start_one
    for runner in started:
        runner.stop(20)


@dataclass
class Held:
    """A way to the world's company file on which every set waits until it is let through."""

    world: World
    arrived: threading.Event = field(default_factory=threading.Event)
    through: threading.Event = field(default_factory=threading.Event)
    simulated: bool = True
    description: str = "a slow QuickBooks"

    @contextmanager
    def session(self) -> Iterator[Processor]:
        yield self

    def process(self, content: bytes) -> bytes:
        self.arrived.set()
        assert self.through.wait(20)
        return self.world.deliver(content)


def _company(world: World) -> Company:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY)


def _last(world: World) -> Run:
    with world.database.read() as connection:
        last = runs.last(connection, COMPANY)
    assert last is not None
    return last


def _ask(world: World) -> None:
    with world.database.write() as connection:
        companies.ask_for_run(connection, COMPANY)


def _has_run(world: World, after: int) -> Callable[[], bool]:
    return lambda: _company(world).run_counter == after + 1 and _last(world).ended is not None


def _threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == f"quickbooks-{COMPANY}"]


def test_what_was_asked_for_runs_when_it_is_woken(world: World, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _company(world).run_counter
    monkeypatch.setattr(thread, "LOOK_EVERY", 60.0)
    runner = start()
    world.save(a_ship_doc())
    _ask(world)
    runner.wake()
    until(_has_run(world, before), "a run was made")
    assert len(world.invoices()) == 1
    assert not _company(world).wake


def test_a_request_from_another_workstation_is_seen_without_a_wake(world: World, start: Start) -> None:
    before = _company(world).run_counter
    start()
    _ask(world)
    until(_has_run(world, before), "a run was made")


def test_the_interval_calls_when_its_moment_has_come(world: World, start: Start) -> None:
    before = _company(world).run_counter
    with world.database.write() as connection:
        companies.change(connection, COMPANY, next_at=world.clock.now() + timedelta(minutes=5))
    start()
    world.clock.sleep(301)
    until(_has_run(world, before), "a run was made")


def test_nothing_is_due_and_nothing_runs(world: World, start: Start) -> None:
    before = _company(world).run_counter
    runner = start()
    runner.wake()
    runner.stop(20)
    assert _company(world).run_counter == before


def test_a_company_that_is_not_set_up_waits_with_what_was_asked_for(world: World, start: Start) -> None:
    before = _company(world).run_counter
    world.set_up(connection="none")
    _ask(world)
    runner = start()
    runner.wake()
    assert _company(world).wake
    world.set_up(connection="simulator")
    until(_has_run(world, before), "a run was made")
    assert _last(world).complete


def test_an_error_of_ours_is_not_the_end_of_the_thread(world: World, start: Start) -> None:
    failures: list[int] = []
    ways = world.ports.connect

    def connect() -> Connector:
        failures.append(1)
        if len(failures) == 1:
            raise ZeroDivisionError
        return ways(_company(world).setup)

    start(connect)
    _ask(world)
    until(lambda: failures, "a run has failed")
    world.save(a_ship_doc())
    _ask(world)
    until(lambda: len(world.invoices()) == 1, "the next run was made by the same thread")


def test_who_finds_the_company_taken_leaves_the_request_for_later(world: World, start: Start) -> None:
    session = world.begin("another workstation")
    before = _company(world).run_counter
    _ask(world)
    runner = start()
    runner.wake()
    assert _company(world).wake
    world.end(session)
    until(_has_run(world, before), "our run came after theirs")


def test_a_runner_that_is_stopped_finishes_the_set_under_way_and_no_other(world: World, start: Start) -> None:
    ref = world.save(a_ship_doc())
    way = Held(world)
    runner = start(lambda: way)
    _ask(world)
    runner.wake()
    assert way.arrived.wait(20)
    stopping = threading.Thread(target=runner.stop, args=(20,))
    stopping.start()
    until(lambda: _company(world).cancel, "the run was told to end")
    way.through.set()
    stopping.join(20)
    assert _threads() == []
    assert _last(world).outcome == CANCELLED
    assert _company(world).lease_until is None
    assert world.row(ref).due


def test_a_workstation_that_closes_does_not_end_the_run_of_another(world: World, start: Start) -> None:
    world.begin("another workstation")
    start().stop(20)
    assert not _company(world).cancel


def test_a_stopped_runner_has_no_thread(world: World, start: Start) -> None:
    runner = start()
    assert len(_threads()) == 1
    runner.stop(20)
    assert _threads() == []


def test_a_silence_is_noticed_where_no_run_begins(world: World, start: Start) -> None:
    heard: list[AlertRaised] = []

    def hear(_sender: object, *, event: AlertRaised) -> None:
        heard.append(event)

    world.save(a_ship_doc())
    world.clock.sleep(timedelta(days=2).total_seconds())
    with alert_raised.connected_to(hear, sender=world.books):
        start()
        until(lambda: heard, "the silence is told")
    assert "nothing succeeded since" in heard[0].subject
    assert world.invoices() == []
