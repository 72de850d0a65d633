"""The pull's tables: list records as QuickBooks has them, and how far each list has been read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "qb_pulled",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("listed", sa.String(length=20), nullable=False),
        sa.Column("qb_id", sa.String(length=40), nullable=False),
        sa.Column("qb_type", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("full_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("folded", sa.Text(), nullable=False, server_default=""),
        sa.Column("edit_sequence", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("modified", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("account_number", sa.Text(), nullable=False, server_default=""),
        sa.Column("email", sa.Text(), nullable=False, server_default=""),
        sa.Column("phone", sa.Text(), nullable=False, server_default=""),
        sa.Column("part_number", sa.Text(), nullable=False, server_default=""),
        sa.Column("parent", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("digest", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("run", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("tried_in", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("telling", sa.Text()),
        sa.PrimaryKeyConstraint("company", "listed", "qb_id"),
    )
    op.create_index("qb_pulled_name", "qb_pulled", ["company", "listed", "folded"])
    op.create_index("qb_pulled_modified", "qb_pulled", ["company", "listed", "modified"])
    waiting, telling = sa.text("pending"), sa.text("telling IS NOT NULL")
    by_id = ["company", "listed", "qb_id"]
    op.create_index("qb_pulled_pending", "qb_pulled", by_id, sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("qb_pulled_telling", "qb_pulled", ["company"], sqlite_where=telling, postgresql_where=telling)
    suspect, in_order = sa.text("suspect"), ["company", "qb_type", "key"]
    op.drop_index("qb_binding_suspect", "qb_binding")
    op.create_index("qb_binding_suspect", "qb_binding", in_order, sqlite_where=suspect, postgresql_where=suspect)
    op.create_index("qb_binding_type", "qb_binding", ["company", "qb_type"])
    op.create_table(
        "qb_position",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("listed", sa.String(length=20), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("step", sa.String(length=10), nullable=False, server_default="done"),
        sa.Column("cursor", sa.Text(), nullable=False, server_default=""),
        sa.Column("left", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("is_whole", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("is_full", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("is_thorough", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("since", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("high", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("seen_to", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("risen_at", sa.String(length=32)),
        sa.Column("is_passed", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("read_at", sa.String(length=32)),
        sa.Column("asked", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("asked_from", sa.String(length=20), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("company", "listed"),
    )
