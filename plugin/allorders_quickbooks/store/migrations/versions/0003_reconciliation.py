"""The reconciliation's tables: comparisons, items, causes, adjustments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "qb_reconciliation",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("after_kind", sa.String(length=40), server_default="", nullable=False),
        sa.Column("after_key", sa.String(length=200), server_default="", nullable=False),
        sa.Column("asked_by", sa.String(length=120), server_default="", nullable=False),
        sa.Column("matched", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("explained", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("unexplained", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("company", "run"),
    )
    op.create_table(
        "qb_stock",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("qb_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("there", sa.String(length=30), nullable=False),
        sa.Column("cost", sa.String(length=30), server_default="0", nullable=False),
        sa.Column("here", sa.String(length=30), nullable=True),
        sa.Column("worth", sa.String(length=30), server_default="0", nullable=False),
        sa.Column("explained", sa.Text(), nullable=False),
        sa.Column("unexplained", sa.String(length=30), server_default="0", nullable=False),
        sa.Column("unsure", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("company", "key"),
    )
    op.create_table(
        "qb_cause",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.String(length=30), nullable=False),
        sa.Column("unsure", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("company", "item", "kind", "key"),
    )
    op.create_index("qb_cause_document", "qb_cause", ["company", "kind", "key"])
    op.create_table(
        "qb_adjusted",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_here", sa.Boolean(), nullable=False),
        sa.Column("txn_date", sa.String(length=10), nullable=False),
        sa.Column("account", sa.Text(), server_default="", nullable=False),
        sa.Column("class_name", sa.Text(), server_default="", nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("worth", sa.String(length=30), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=40), server_default="", nullable=False),
        sa.Column("key", sa.String(length=200), server_default="", nullable=False),
        sa.Column("undone_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("proposed_at", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.String(length=32), nullable=True),
        sa.Column("who", sa.String(length=120), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("company", "number"),
    )
    op.create_index("qb_adjusted_document", "qb_adjusted", ["company", "kind", "key"])
