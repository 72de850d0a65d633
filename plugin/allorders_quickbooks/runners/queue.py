"""Companies queue up for workers, in PostgreSQL, by procrastinate: one place in the queue a company, one run at a time.

A job says only which company; what there is to do is read from its row when the job begins. Its queue, its lock and
its queueing lock are the company's installation id, so a company waits once at most, and a worker takes the jobs of
the companies that it serves. That a company is due is in its own row: a place in the queue that was lost is taken
again by whichever worker looks next.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job, JobDeferrer, Status
from sqlalchemy import make_url, text

from allorders_quickbooks.store.database import Database

TASK = "allorders_quickbooks.run"
DEAD_AFTER = 5.0  # seconds without a heartbeat
_ADVISORY_LOCK = 7_461_902_212
_CONNECTIONS = 2


def prepare(url: str) -> None:
    """Make procrastinate's tables where there are none; of several processes one does, the others wait."""
    database = Database(url)
    with database.write() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        app = App(connector=SyncPsycopgConnector(conninfo=_conninfo(url), min_size=1, max_size=1))
        with app.open():
            if not app.check_connection():
                app.schema_manager.apply_schema()
    database.close()


def from_a_host(url: str) -> App:
    """The queue as a process uses it that only asks; it keeps no connection."""
    return App(connector=SyncPsycopgConnector(conninfo=_conninfo(url), min_size=0, max_size=_CONNECTIONS))


def from_a_worker(url: str) -> App:
    """The queue as a worker uses it."""
    return App(connector=PsycopgConnector(conninfo=_conninfo(url), min_size=1, max_size=_CONNECTIONS))


def ask(app: App, installation: str, after: int = 0) -> None:
    """That company wants a run, in so many seconds: it takes its place at the end of the queue, unless it has one."""
    try:
        _job(app, installation, after).defer(installation=installation)
    except AlreadyEnqueued:
        return


async def ask_from_a_worker(app: App, installation: str) -> None:
    """The same, inside the event loop."""
    try:
        await _job(app, installation).defer_async(installation=installation)
    except AlreadyEnqueued:
        return


async def replace_the_dead(app: App, installations: Container[str]) -> None:
    """The jobs of workers whose heart beats no more go to others. As new jobs: one that was only paused, and wakes,
    can then not end the job of its successor."""
    for job in await app.job_manager.get_stalled_jobs(task_name=TASK, seconds_since_heartbeat=DEAD_AFTER):
        if job.queue in installations:
            await _take_from_the_dead(app, job)


async def _take_from_the_dead(app: App, job: Job) -> None:
    if job.id is not None and job.queue:
        await app.job_manager.finish_job_by_id_async(job.id, status=Status.FAILED, delete_job=True)
        await ask_from_a_worker(app, job.queue)


def others_wait(app: App, installation: str, served: Iterable[str]) -> bool:
    """Whether a company of those waits for a worker, other than that one. One that has a worker, and has asked for
    another run meanwhile, does not. Called from a job's thread."""
    jobs = list(app.job_manager.list_jobs(task=TASK))
    at_work = {job.queue for job in jobs if job.status == Status.DOING.value}
    companies = set(served) - {installation} - at_work
    return any(job.queue in companies for job in jobs if job.status == Status.TODO.value)


def _job(app: App, installation: str, after: int = 0) -> JobDeferrer:
    later: dict[str, Any] = {"schedule_in": {"seconds": after}} if after else {}
    return app.configure_task(TASK, queue=installation, lock=installation, queueing_lock=installation, **later)


def _conninfo(url: str) -> str:
    """Plain libpq, whatever driver SQLAlchemy is told to use."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
