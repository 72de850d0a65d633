"""The Web Connector's users, and the attempts that failed. Passwords are kept as hashes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from allorders_quickbooks.store.ticket_tables import account, attempt

FREE_ATTEMPTS = 5
LOCKED_FIRST, LOCKED_LAST = timedelta(minutes=1), timedelta(hours=1)
_FORGOTTEN_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Account:
    """A user of one company. `file_id` is the GUID by which the Web Connector knows the company file."""

    user: str
    company: str
    password_hash: str
    file_id: str


def by_user(connection: Connection, user: str) -> Account | None:
    row = connection.execute(select(account).where(account.c.user == user)).one_or_none()
    return None if row is None else Account(row.user, row.company, row.password_hash, row.file_id)


def of_company(connection: Connection, company: str) -> Account | None:
    row = connection.execute(select(account).where(account.c.company == company)).one_or_none()
    return None if row is None else Account(row.user, row.company, row.password_hash, row.file_id)


def save(connection: Connection, new: Account, now: datetime) -> None:
    """The company's one account, in the place of the one that it had."""
    connection.execute(delete(account).where(account.c.company == new.company))
    values = {"user": new.user, "company": new.company, "password_hash": new.password_hash, "file_id": new.file_id}
    connection.execute(insert(account).values(made_at=now, **values))


def is_locked(connection: Connection, key: str, now: datetime) -> bool:
    """Whether that key, a user at an address, has to wait before its next attempt."""
    until = connection.execute(select(attempt.c.locked_until).where(attempt.c.key == key)).scalar_one_or_none()
    return until is not None and until > now


def failed(connection: Connection, key: str, now: datetime) -> tuple[int, datetime | None]:
    """Count one more failure: how many there are now, and until when that key is locked."""
    connection.execute(delete(attempt).where(attempt.c.last_at < now - _FORGOTTEN_AFTER))
    known = connection.execute(select(attempt.c.failures).where(attempt.c.key == key)).scalar_one_or_none()
    failures = (known or 0) + 1
    values = {"failures": failures, "last_at": now, "locked_until": _until(failures, now)}
    if known is None:
        connection.execute(insert(attempt).values(key=key, **values))
    else:
        connection.execute(update(attempt).where(attempt.c.key == key).values(**values))
    return failures, _until(failures, now)


def succeeded(connection: Connection, key: str) -> None:
    """The key starts afresh."""
    connection.execute(delete(attempt).where(attempt.c.key == key))


def _until(failures: int, now: datetime) -> datetime | None:
    beyond = failures - FREE_ATTEMPTS
    return None if beyond < 0 else now + min(LOCKED_LAST, LOCKED_FIRST * 2 ** min(beyond, 10))
