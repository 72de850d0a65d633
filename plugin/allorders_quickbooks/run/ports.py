"""What a run needs from outside, in one value: host, database, clock, chance, and the way to QuickBooks."""

from __future__ import annotations

import base64
import os
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allorders_hooks.host import HostServices

from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.processors.base import Connector
from allorders_quickbooks.run import pace
from allorders_quickbooks.run.heartbeat import Heartbeat, beating
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.terms import Chance, Clock


@dataclass(frozen=True)
class Ports:
    """`connect` makes the connector that a company's set-up asks for; `holder` names this runner in the lease.

    `lease` is how long a runner that died keeps its successor waiting; `heartbeat` renews it as long as a run lasts.
    `largest_set` is the most documents that one set carries, `set_seconds` how long QuickBooks should take for one."""

    host: HostServices
    database: Database
    clock: Clock
    chance: Chance
    connect: Callable[[CompanySetup], Connector]
    holder: str
    lease: timedelta = timedelta(seconds=6)
    heartbeat: Heartbeat = beating
    largest_set: int = pace.MOST
    set_seconds: float = pace.TARGET_SECONDS


DATABASE = "ALLORDERS_QUICKBOOKS_DATABASE"
"""The environment variable that names a database for the plugin's tables, where they do not lie with the host's."""


def tables_lie_apart() -> bool:
    """Whether they do: then a save of the host and its note have no transaction in common."""
    return bool(os.environ.get(DATABASE))


def tables_of(host: HostServices, company: str) -> str:
    """The URL of the database that keeps the plugin's tables of that company: the host's own, unless somebody has
    moved them elsewhere."""
    return os.environ.get(DATABASE) or host.database(company)


QUEUE = "ALLORDERS_QUICKBOOKS_QUEUE"
"""The environment variable that names the PostgreSQL database where companies queue up for workers. Where it is set,
the order system's own processes run nothing themselves."""


def queue_url() -> str | None:
    """The URL of that database, None where each order system runs its own companies."""
    return os.environ.get(QUEUE) or None


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class SystemChance:
    """Ids that cannot be guessed, and jitter."""

    def token(self) -> str:
        return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode("ascii")

    def uniform(self, low: float, high: float) -> float:
        return random.uniform(low, high)  # noqa: S311 (jitter needs no secrecy)
