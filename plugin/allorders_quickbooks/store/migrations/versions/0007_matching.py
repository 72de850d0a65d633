"""The matching's tables. Whoever is in step with QuickBooks already has its lists confirmed: nothing is to match."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "qb_match_list",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("listed", sa.String(length=20), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.Column("who", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("decided_at", sa.String(length=32)),
        sa.Column("proposed_at", sa.String(length=32)),
        sa.Column("done", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("total", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("company", "listed"),
    )
    op.create_table(
        "qb_match",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("listed", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("folded", sa.Text(), nullable=False, server_default=""),
        sa.Column("qb_id", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("score", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False, server_default=""),
        sa.Column("decision", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("who", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("decided_at", sa.String(length=32)),
        sa.PrimaryKeyConstraint("company", "kind", "key"),
    )
    op.create_index("qb_match_page", "qb_match", ["company", "listed", "folded", "key"])
    op.create_index("qb_match_claim", "qb_match", ["company", "listed", "qb_id"])
    op.create_index("qb_match_state", "qb_match", ["company", "listed", "decision", "score"])
    for listed in ("Customer", "Vendor", "Item"):
        op.execute(
            sa.text(
                "INSERT INTO qb_match_list (company, listed, confirmed, why) "
                "SELECT DISTINCT company, :listed, true, 'in use already' FROM qb_binding"
            ).bindparams(listed=listed)
        )
