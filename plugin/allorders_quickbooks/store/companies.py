"""One row a company: preferences, set-up, facts, lease, schedule, and what troubles it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from allorders_quickbooks.alerts import AlertSettings
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.store.tables import company


@dataclass(frozen=True)
class Company:
    """Everything that is kept once a company."""

    key: str
    installation: str
    preferences: SyncPreferences
    preferences_version: int
    setup: CompanySetup
    setup_version: int
    facts: CompanyFacts
    run_counter: int
    lease_token: int
    lease_holder: str | None
    lease_until: datetime | None
    next_at: datetime | None
    retry_at: datetime | None
    failures: int
    wake: bool
    cancel: bool
    only_chosen: bool
    swept_to: datetime | None
    trouble: Mapping[str, str] | None
    alerts: AlertSettings
    alerts_version: int
    alerted_line: int
    silence_told: datetime | None
    unmailed: Sequence[Mapping[str, str]]


def _company_of(row: Row[Any]) -> Company:
    return Company(
        key=row.key,
        installation=row.installation,
        preferences=SyncPreferences.model_validate(row.preferences),
        preferences_version=row.preferences_version,
        setup=CompanySetup.model_validate(row.setup),
        setup_version=row.setup_version,
        facts=CompanyFacts.model_validate(row.facts),
        run_counter=row.run_counter,
        lease_token=row.lease_token,
        lease_holder=row.lease_holder,
        lease_until=row.lease_until,
        next_at=row.next_at,
        retry_at=row.retry_at,
        failures=row.failures,
        wake=row.wake,
        cancel=row.cancel,
        only_chosen=row.only_chosen,
        swept_to=row.swept_to,
        trouble=row.trouble,
        alerts=AlertSettings.model_validate(row.alerts),
        alerts_version=row.alerts_version,
        alerted_line=row.alerted_line,
        silence_told=row.silence_told,
        unmailed=row.unmailed,
    )


def load(connection: Connection, key: str) -> Company:
    """The company's row as it stands; `opened` has made it."""
    return _company_of(connection.execute(select(company).where(company.c.key == key)).one())


def load_locked(connection: Connection, key: str) -> Company:
    """The same, and nobody else changes it before this transaction ends."""
    return _company_of(connection.execute(select(company).where(company.c.key == key).with_for_update()).one())


def opened(connection: Connection, key: str) -> None:
    """Make the company's row where it has none; the installation id is drawn once and never changes."""
    if connection.execute(select(company.c.key).where(company.c.key == key)).first() is None:
        connection.execute(
            company.insert().values(
                key=key,
                installation=str(uuid.uuid4()),
                preferences=SyncPreferences().model_dump(mode="json"),
                setup=CompanySetup().model_dump(mode="json"),
                facts=CompanyFacts().model_dump(mode="json"),
            )
        )


def change(connection: Connection, key: str, **values: Any) -> None:
    """Set columns of the company's row."""
    connection.execute(update(company).where(company.c.key == key).values(**values))


def change_facts(connection: Connection, key: str, values: Mapping[str, Any]) -> None:
    """Set some of the facts."""
    facts = load(connection, key).facts.model_copy(update=dict(values))
    change(connection, key, facts=facts.model_dump(mode="json"))


def ask_for_run(connection: Connection, key: str) -> None:
    """Somebody wants a run now."""
    change(connection, key, wake=True, only_chosen=False)


def ask_for_chosen(connection: Connection, key: str) -> None:
    """Somebody wants a run now in which nothing goes but what was chosen."""
    change(connection, key, wake=True, only_chosen=True)


def take_lease(connection: Connection, key: str, holder: str, now: datetime, keep_for: timedelta) -> int | None:
    """Become the one runner of this company: the new token, or None where somebody else is."""
    row = load_locked(connection, key)
    if row.lease_until is not None and row.lease_until > now:
        return None
    token = row.lease_token + 1
    change(connection, key, lease_token=token, lease_holder=holder, lease_until=now + keep_for, cancel=False)
    return token


def renew_lease(connection: Connection, key: str, token: int, now: datetime, keep_for: timedelta) -> bool:
    """Keep the lease. False: another runner has taken over, and this one must stop."""
    statement = update(company).where(company.c.key == key, company.c.lease_token == token)
    return connection.execute(statement.values(lease_until=now + keep_for)).rowcount == 1


def release_lease(connection: Connection, key: str, token: int) -> None:
    """Give the lease back, if it is still ours."""
    statement = update(company).where(company.c.key == key, company.c.lease_token == token)
    connection.execute(statement.values(lease_until=None, lease_holder=None))


def is_cancelled(connection: Connection, key: str) -> bool:
    """Whether somebody wants the run to end."""
    cancelled: bool = connection.execute(select(company.c.cancel).where(company.c.key == key)).scalar_one()
    return cancelled


def cancel(connection: Connection, key: str, holder: str) -> None:
    """End the run that this holder has under way once its set is answered. Nobody else's run is touched."""
    statement = update(company).where(company.c.key == key, company.c.lease_holder == holder)
    connection.execute(statement.values(cancel=True))


def cancel_run(connection: Connection, key: str, now: datetime) -> bool:
    """End whatever run is under way once its set is answered. False: there is none."""
    under_way = (company.c.key == key, company.c.lease_until > now)
    return connection.execute(update(company).where(*under_way).values(cancel=True)).rowcount == 1
