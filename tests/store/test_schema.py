"""The schema is migrated once, matches the tables that the code knows, and is safe from older code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from allorders_quickbooks.errors import SchemaTooNew
from allorders_quickbooks.store.columns import METADATA
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import MIGRATIONS, VERSION_TABLE, migrate
from sqlalchemy import Connection, text


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []


def test_every_table_carries_the_prefix() -> None:
    assert {name[:3] for name in METADATA.tables} == {"qb_"}


def test_migrating_twice_changes_nothing(database: Database) -> None:
    migrate(database)


def test_several_processes_may_migrate_at_once(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(migrate, databases))
    for database in databases:
        database.close()


def test_old_code_refuses_a_newer_schema(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE qb_version SET version_num = '9999'"))
    with pytest.raises(SchemaTooNew, match="newer version"):
        migrate(database)


def test_what_the_journal_holds_of_failures_is_counted_by_day(database_url: str) -> None:
    database = Database(database_url)
    line = "INSERT INTO qb_journal (at, company, kind, key, what) VALUES ('{}', 'main', 'ship_doc', '{}', '{}')"
    with database.write() as connection:
        _upgrade_to(connection, "0013")
        for day, key, what in (("02", "1", "held: rejected"), ("02", "2", "review: rejected"), ("03", "1", "unbound")):
            connection.execute(text(line.format(f"2026-03-{day}T10:00:00.000000+00:00", key, what)))
    migrate(database)
    with database.read() as connection:
        assert list(connection.execute(text("SELECT company, day, reason, number FROM qb_failure"))) == [
            ("main", "2026-03-02", "rejected", 2)
        ]
    database.close()


def _upgrade_to(connection: Connection, revision: str) -> None:
    """The tables as an older version of the code has left them."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    upgrade(config, revision)
