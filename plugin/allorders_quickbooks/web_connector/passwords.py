"""Who may speak for a company: passwords made here, kept as argon2 hashes, and guessed at by nobody for long.

An unknown user costs the same time as a wrong password, and both are locked in the same way, by user and address:
neither clock nor answer tells which names exist.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from allorders_quickbooks.store import accounts, journal
from allorders_quickbooks.store.accounts import Account
from allorders_quickbooks.store.database import Database

_HASHER = PasswordHasher(time_cost=4, memory_cost=9 * 1024, parallelism=1)  # KiB
_ONE_AT_A_TIME = ThreadPoolExecutor(1, "quickbooks-password")
"""A flood of guesses takes one processor and the memory of one check; a thread of its own, since each thread that
checks a password would keep that memory."""

_NOBODY = _HASHER.hash(secrets.token_urlsafe(18))
_LONGEST = 128  # characters of a user name or a password that are looked at


def new_password() -> str:
    """144 bits, in characters that can be typed."""
    return secrets.token_urlsafe(18)


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def check(databases: Sequence[Database], user: str, password: str, address: str) -> Account | None:
    """The account of that user, where the password is right and the key is not locked. Failures are journaled."""
    found = _found(databases, user[:_LONGEST])
    database, account = found or (databases[0], None)
    key = hashlib.sha256(f"{user}\0{address}".encode()).hexdigest()
    with database.read() as connection:
        if accounts.is_locked(connection, key, database.now(connection)):
            return None
    if not _fits(account, password[:_LONGEST]) or account is None:
        _note_failure(database, account, key, address)
        return None
    with database.write() as connection:
        accounts.succeeded(connection, key)
    return account


def _found(databases: Sequence[Database], user: str) -> tuple[Database, Account] | None:
    for database in databases:
        with database.read() as connection:
            account = accounts.by_user(connection, user)
        if account is not None:
            return database, account
    return None


def _fits(account: Account | None, password: str) -> bool:
    kept = account.password_hash if account is not None else _NOBODY
    return _ONE_AT_A_TIME.submit(_verified, kept, password).result()


def _verified(kept: str, password: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def _note_failure(database: Database, account: Account | None, key: str, address: str) -> None:
    company = account.company if account is not None else ""
    with database.write() as connection:
        now = database.now(connection)
        failures, locked = accounts.failed(connection, key, now)
        detail = f"attempt {failures} from {address}" + (f", locked until {locked:%H:%M:%S} UTC" if locked else "")
        who = account.user if account is not None else "somebody unknown"
        journal.write(connection, company, [journal.Line("login refused", None, detail)], now=now, who=who)
