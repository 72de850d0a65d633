"""Enrolling a company: its user, a new password, its own FileID, and the .qwc file that says so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from allorders_quickbooks.preferences import Frequency
from allorders_quickbooks.store import accounts, companies, journal
from allorders_quickbooks.store.accounts import Account
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.web_connector import passwords
from allorders_quickbooks.web_connector.qwc import Description, require_safe, written


@dataclass(frozen=True)
class Enrolled:
    """What is told once: nobody can ask for the password again, only for another one."""

    user: str
    password: str
    file_id: str
    content: bytes


def enrol(database: Database, company: str, url: str, user: str) -> Enrolled:
    """Give the company's user a new password; the FileID, once drawn, stays. Raises ConfigurationError."""
    require_safe(url)
    password = passwords.new_password()
    with database.write() as connection:
        known = companies.load_locked(connection, company)
        before = accounts.of_company(connection, company)
        file_id = before.file_id if before is not None else str(uuid.uuid4())
        now = database.now(connection)
        accounts.save(connection, Account(user, company, passwords.hashed(password), file_id), now)
        line = journal.Line("password given out", None, f"for the Web Connector at {url}")
        journal.write(connection, company, [line], now=now, who=user)
    preferences = known.preferences
    minutes = preferences.interval_minutes if preferences.frequency is Frequency.AUTO else None
    return Enrolled(user, password, file_id, written(Description(company, url, user, file_id, minutes)))
