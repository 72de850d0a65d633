"""How the connection stands at this moment: when QuickBooks was last heard of, what runs, and ending it early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allorders_hooks.status import ActionResult, SyncStatus

from allorders_quickbooks.operations import status
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, journal, runs

_A_DAY = timedelta(days=1)
_INTERVALS = 3  # that may pass in silence


@dataclass(frozen=True)
class Now:
    """`heard` is when QuickBooks last answered, None where it never did; `is_old` that this is longer ago than it
    should be; `since_success` the end of the last run that did all it could."""

    status: SyncStatus
    heard: datetime | None
    is_old: bool
    since_success: datetime | None


def now(ports: Ports, key: str) -> Now:
    """Everything at this moment, from the plugin's own tables alone."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        heard = runs.last_answered(connection, key)
        success = runs.last_complete(connection, key)
    is_old = heard is None or ports.clock.now() - heard > patience(company.preferences)
    return Now(status.status(ports, key), heard, is_old, success)


def patience(preferences: SyncPreferences) -> timedelta:
    """How long QuickBooks may be silent before somebody should look: some intervals, or a day."""
    return max(preferences.every * _INTERVALS, timedelta(minutes=10)) if preferences.every is not None else _A_DAY


def cancel(ports: Ports, key: str, user: str) -> ActionResult:
    """End the run that is under way once the set that QuickBooks works on is answered. Nothing is lost."""
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        if not companies.cancel_run(connection, key, now):
            return ActionResult(done=False, sentence="No synchronization is under way.")
        journal.write(connection, key, [journal.Line("asked: cancel")], now=now, who=user)
    return ActionResult(done=True, sentence="It ends once QuickBooks has answered what is under way.")
