"""A mark that a living process works for a company: PostgreSQL takes it away at the moment when that process dies.

It is an advisory lock of a database session, so no transaction is open while QuickBooks works. It says who is alive,
not who may work: that says the lease, since a process that is only paused keeps its mark. Poolers between us and the
server must pool by session.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from allorders_quickbooks.store.database import Database

_TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:installation, 0))")


@contextmanager
def marked(database: Database, installation: str) -> Iterator[bool]:
    """Bear the mark of that company until the end of the block. False where somebody else does, and on SQLite."""
    if database.dialect != "postgresql":
        yield False
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()  # it ends with the block, and the mark with it, also where the server is gone by then
        yield bool(connection.execute(_TAKE, {"installation": installation}).scalar_one())
