"""A migrated database of the plugin's own, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate

COMPANY = "main"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    migrate(database)
    with database.write() as connection:
        companies.opened(connection, COMPANY)
    yield database
    database.close()
