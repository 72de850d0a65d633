"""`drain(company)`: the one function that does the work, whoever calls it.

It takes the lease, or leaves because somebody else has it; opens a session with QuickBooks; and lets the
conversation run until it is finished. A set that got no answer stays stored, and the next drain sends it again.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from functools import partial

from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.errors import ConfigurationError, LeaseLost, ProcessorFault
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.exchange.exchange import Exchange
from allorders_quickbooks.log import at_work, log
from allorders_quickbooks.processors.base import Processor
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.alerting import listen, tell_of_problems
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import is_set_up, require_setup
from allorders_quickbooks.run.session import HANDED_ON, Outgoing, Session
from allorders_quickbooks.run.telling import tell
from allorders_quickbooks.run.thinning import thin
from allorders_quickbooks.store import advisory, companies, runs
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.runs import Run

Turn = Callable[[], bool]
_BROKEN = "The synchronization ended with an error of the plugin itself. Nothing is lost; it is tried again."


def _never() -> bool:
    return False


def drain(ports: Ports, company: str, turn: Turn = _never) -> Run | None:
    """One run, to its end. None where another runner has the lease; what a fault left undone is scheduled.

    `turn` is asked after each set that wrote; once it says that the company's turn is over, the run ends there and
    another is due at once. Raises ConfigurationError where the company file is not set up.
    """
    with ports.database.read() as connection:
        known = companies.load(connection, company)
    setup = known.setup
    require_setup(setup)
    if setup.polled:
        raise ConfigurationError("The Web Connector fetches the work of this company by itself.")
    with advisory.marked(ports.database, known.installation) as marked:
        if marked and known.lease_until is not None:
            _forget_the_dead(ports, known)
        begun = begin(ports, company)
        if begun is None:
            return None
        with at_work(company, begun[1]):
            return _run(ports, company, setup, begun, turn)


def _forget_the_dead(ports: Ports, known: Company) -> None:
    """Whoever had the lease bore the mark that is ours now, so he is dead, and his successor need not wait. Where he
    had it without the mark, beside somebody who was paused, he stops by himself; the fence keeps order meanwhile."""
    with ports.database.write() as connection:
        companies.release_lease(connection, known.key, known.lease_token)


def _run(ports: Ports, company: str, setup: CompanySetup, begun: tuple[int, int], turn: Turn) -> Run:
    token, number = begun
    session = Session(ports, company, token=token, run=number)
    keep_lease = partial(_renew, ports, company, token)
    try:
        with (
            ports.heartbeat(keep_lease, ports.lease.total_seconds() / 3),
            ports.connect(setup).session() as processor,
        ):
            _converse(ports, company, session, processor, number, turn)
    except ProcessorFault as fault:
        session.fail(fault)
    except ConfigurationError as lacking:
        session.fail(ProcessorFault(lacking.sentence, lacking.technical, lacking.remedy))
    except LeaseLost as lost:
        log.info("run left to another runner", why=lost.technical)
    except Exception as error:
        session.fail(ProcessorFault(_BROKEN, f"{type(error).__name__}: {error}"))
        finish(ports, company, token, number)
        raise
    return finish(ports, company, token, number)


def awaits_run(ports: Ports, company: str) -> bool:
    """Whether a runner should call `drain` for that company now."""
    with ports.database.read() as connection:
        known = companies.load(connection, company)
        now = ports.database.now(connection)
    return is_set_up(known.setup) and not known.setup.polled and schedule.is_due(known, now)


def begin(ports: Ports, company: str) -> tuple[int, int] | None:
    """Take the lease and start a run: the lease's token and the run's number. None where somebody else has it."""
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        token = companies.take_lease(connection, company, ports.holder, now, ports.lease)
        if token is None:
            return None
        schedule.started(connection, company, now)
        return token, runs.begin(connection, company, now, Phase.RECOVER.value)


def _converse(ports: Ports, company: str, session: Session, processor: Processor, number: int, is_over: Turn) -> None:
    exchange = Exchange(ports.database, company, ports.clock, ports.chance, ports.lease)
    while isinstance(step := session.next(), Outgoing):
        if step.wait:
            ports.clock.sleep(step.wait)
        began = ports.clock.now()
        try:
            content = processor.process(step.content)
        except ProcessorFault as fault:
            exchange.count_round_trip(number, step.requests, _since(ports, began))
            session.fail(fault)
            continue
        took = _since(ports, began)
        exchange.count_round_trip(number, step.requests, took)
        session.receive(step.set_id, io.BytesIO(content), busy_for=took)
        if step.writes and is_over():
            session.hand_on()


def _renew(ports: Ports, company: str, token: int) -> bool:
    with ports.database.write() as connection:
        return companies.renew_lease(connection, company, token, ports.database.now(connection), ports.lease)


def _since(ports: Ports, began: datetime) -> float:
    return (ports.clock.now() - began).total_seconds()


def finish(ports: Ports, company: str, token: int, number: int) -> Run:
    """The run has ended: schedule what is left of it, give the lease back, and tell people."""
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        run = runs.load(connection, company, number)
        if run.outcome == HANDED_ON:
            companies.ask_for_run(connection, company)
            companies.release_lease(connection, company, token)
            return run
        schedule.ended(connection, company, run, now, jitter=ports.chance.uniform(0, 1))
        companies.release_lease(connection, company, token)
    log.info("run ended", complete=run.complete, outcome=run.outcome, sent=run.sent)
    thin(ports, company)
    tell(ports, company, run)
    tell_of_problems(ports, company)
    listen(ports, company)
    return run
