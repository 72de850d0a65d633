"""Thinning: which sets have lost their exact bytes, and an index of those that have them yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("qb_set", sa.Column("thinned", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    kept = sa.text("NOT thinned")
    op.create_index("qb_set_kept", "qb_set", ["company", "answered_at"], sqlite_where=kept, postgresql_where=kept)
    unsure = sa.text("sent_in IS NOT NULL")
    op.create_index("qb_document_sent", "qb_document", ["company"], sqlite_where=unsure, postgresql_where=unsure)
