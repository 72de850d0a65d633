"""The Web Connector's tables: its users, their failed attempts, its tickets, and the answers taken under them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "qb_account",
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("user"),
    )
    op.create_index("qb_account_company", "qb_account", ["company"], unique=True)
    op.create_table(
        "qb_attempt",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_at", sa.String(length=32), nullable=False),
        sa.Column("locked_until", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("qb_attempt_last", "qb_attempt", ["last_at"])
    op.create_table(
        "qb_ticket",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("run", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.Column("set_id", sa.String(length=30), nullable=True),
        sa.Column("handed_at", sa.String(length=32), nullable=True),
        sa.Column("handed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("percent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("introduced", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("finished", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("qb_ticket_expires", "qb_ticket", ["expires"])
    op.create_table(
        "qb_ticket_answer",
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("set_id", sa.String(length=30), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("handed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("percent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("ticket", "set_id", "digest"),
    )
