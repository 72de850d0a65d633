"""Whether anybody has to decide about a record, and an index by which its page counts and orders a hundred thousand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("qb_match", sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE qb_match SET asked = true WHERE qb_id <> '' OR taken <> '' OR cause <> ''")
    op.drop_index("qb_match_state", table_name="qb_match")
    op.create_index("qb_match_state", "qb_match", ["company", "listed", "decision", "folded", "key", "asked"])
