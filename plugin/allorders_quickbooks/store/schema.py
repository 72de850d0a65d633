"""The schema's version: migrated at start, and never touched by code that is older than it."""

from __future__ import annotations

from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from allorders_quickbooks.errors import SchemaTooNew
from allorders_quickbooks.store import match_tables, pulled_tables, stock_tables  # noqa: F401 they belong to the schema
from allorders_quickbooks.store.database import Database

VERSION_TABLE = "qb_version"
_ADVISORY_LOCK = 7_461_902_211


def migrate(database: Database) -> None:
    """Bring the tables to this code's version. One process migrates, others wait; each finds nothing to do.

    Raises SchemaTooNew where a newer version of the plugin was here already.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    scripts = ScriptDirectory.from_config(config)
    with database.write() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        present = revision(connection)
        if present == scripts.get_current_head():
            return
        if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
            raise SchemaTooNew(
                "The QuickBooks tables in this database were made by a newer version of the plugin.",
                f"schema revision {present}, newest known {scripts.get_current_head()}",
                "Install the newer version of allorders-quickbooks on this machine.",
            )
        config.attributes["connection"] = connection
        upgrade(config, "head")


def revision(connection: Connection) -> str | None:
    """The revision that the tables have, None where there are none."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()
