"""What the sync centre reads: answers, the order of sets and of the journal, and what is not at rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "qb_answer",
        sa.Column("set_id", sa.String(length=30), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("set_id"),
    )
    for table in ("qb_company", "qb_run"):
        op.add_column(table, sa.Column("only_chosen", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    restless, in_order = sa.text("state <> 'idle'"), ["company", "reason", "state", "kind", "txn_date", "key"]
    op.create_index("qb_document_restless", "qb_document", in_order, sqlite_where=restless, postgresql_where=restless)
    op.create_index("qb_set_seq", "qb_set", ["company", "seq"])
    op.create_index("qb_journal_company", "qb_journal", ["company", "id"])
    op.create_index("qb_journal_who", "qb_journal", ["company", "who", "id"])
