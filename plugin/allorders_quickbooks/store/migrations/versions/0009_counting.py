"""Counting what is not at rest, and paging through it, by an index alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_COLUMNS = ["company", "state", "reason", "kind", "txn_date", "key", "requested", "wanted", "done", "noted_run"]


def upgrade() -> None:
    op.drop_index("qb_document_restless", "qb_document")
    restless = sa.text("state <> 'idle'")
    op.create_index("qb_document_restless", "qb_document", _COLUMNS, sqlite_where=restless, postgresql_where=restless)
