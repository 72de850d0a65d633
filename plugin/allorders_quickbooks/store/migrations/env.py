"""Alembic's environment: it runs on the connection, and inside the transaction, that `schema.migrate` hands in."""

from __future__ import annotations

from alembic import context

from allorders_quickbooks.store.columns import METADATA
from allorders_quickbooks.store.schema import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    transactional_ddl=False,
)
context.run_migrations()
