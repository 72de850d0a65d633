"""The schema's version: migrated at start, and never touched by code that is older than it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from allorders_quickbooks.errors import SchemaTooNew
from allorders_quickbooks.store import (  # noqa: F401 they belong to the schema
    match_tables,
    pulled_tables,
    stock_tables,
    tables,
    ticket_tables,
)
from allorders_quickbooks.store.database import Database

VERSION_TABLE = "qb_version"
MIGRATIONS = Path(__file__).with_name("migrations")
_ADVISORY_LOCK = 7_461_902_211


def migrate(database: Database) -> None:
    """Bring the tables to this code's version. One process migrates, others wait; each finds nothing to do.

    Raises SchemaTooNew where a newer version of the plugin was here already.
    """
    known = _known()
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        present = revision(connection)
        if present == known[-1]:
            return
        if present is not None and present not in known:
            raise SchemaTooNew(
                "The QuickBooks tables in this database were made by a newer version of the plugin.",
                f"schema revision {present}, newest known {known[-1]}",
                "Install the newer version of allorders-quickbooks on this machine.",
            )
        _upgrade(connection)


def revision(connection: Connection) -> str | None:
    """The revision that the tables have, None where there are none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
    return found


def _known() -> list[str]:
    """The revisions that this code knows, oldest first: each migration's file begins with its own."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _upgrade(connection: Connection) -> None:
    # Alembic takes longer to import than all of this plugin, and nearly every start finds its tables up to date.
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    upgrade(config, "head")
