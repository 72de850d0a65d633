"""The first tables: outbox, bindings, names, message sets, runs, journal, one row a company."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "qb_binding",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("generation", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("qb_type", sa.String(length=40), nullable=False),
        sa.Column("qb_id", sa.String(length=40), nullable=False),
        sa.Column("edit_sequence", sa.String(length=20), server_default="", nullable=False),
        sa.Column("guid", sa.String(length=36), server_default="", nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("total", sa.String(length=30), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("time_modified", sa.String(length=20), nullable=True),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("applied", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("fresh", sa.Text(), nullable=True),
        sa.Column("flag", sa.String(length=20), server_default="", nullable=False),
        sa.Column("suspect", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("twin", sa.String(length=40), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("company", "kind", "key"),
    )
    op.create_index("qb_binding_guid", "qb_binding", ["company", "guid"], unique=False)
    op.create_index("qb_binding_id", "qb_binding", ["company", "qb_id"], unique=False)
    op.create_index(
        "qb_binding_suspect",
        "qb_binding",
        ["company"],
        unique=False,
        sqlite_where=sa.text("suspect"),
        postgresql_where=sa.text("suspect"),
    )
    op.create_table(
        "qb_company",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("installation", sa.String(length=36), nullable=False),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("preferences_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("setup", sa.Text(), nullable=False),
        sa.Column("setup_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("run_counter", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_holder", sa.String(length=120), nullable=True),
        sa.Column("lease_until", sa.String(length=32), nullable=True),
        sa.Column("next_at", sa.String(length=32), nullable=True),
        sa.Column("retry_at", sa.String(length=32), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wake", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("cancel", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("swept_to", sa.String(length=32), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "qb_document",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("txn_date", sa.String(length=10), server_default="", nullable=False),
        sa.Column("rank", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("want", sa.String(length=10), server_default="present", nullable=False),
        sa.Column("requested", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("wanted", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("noted_run", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("generation", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="ready", nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("waits_kind", sa.String(length=40), nullable=True),
        sa.Column("waits_key", sa.String(length=200), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("not_before", sa.String(length=32), nullable=True),
        sa.Column("set_id", sa.String(length=30), nullable=True),
        sa.Column("look_first", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("companions", sa.Integer(), nullable=True),
        sa.Column("override", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("guid", sa.String(length=36), nullable=True),
        sa.Column("look_from", sa.String(length=20), nullable=True),
        sa.Column("sent_in", sa.String(length=30), nullable=True),
        sa.Column("checked_number", sa.Text(), nullable=True),
        sa.Column("decided_under", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("company", "kind", "key"),
    )
    op.create_index(
        "qb_document_due",
        "qb_document",
        ["company", "attempts", "txn_date", "rank", "key"],
        unique=False,
        sqlite_where=sa.text("wanted > done"),
        postgresql_where=sa.text("wanted > done"),
    )
    op.create_index("qb_document_guid", "qb_document", ["company", "guid"], unique=False)
    op.create_index(
        "qb_document_waits",
        "qb_document",
        ["company", "waits_kind", "waits_key"],
        unique=False,
        sqlite_where=sa.text("waits_key IS NOT NULL"),
        postgresql_where=sa.text("waits_key IS NOT NULL"),
    )
    op.create_table(
        "qb_journal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("set_id", sa.String(length=30), nullable=True),
        sa.Column("run", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("who", sa.String(length=120), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("qb_journal_document", "qb_journal", ["company", "kind", "key", "id"], unique=False)
    op.create_table(
        "qb_name",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("space", sa.String(length=20), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("company", "space", "folded"),
    )
    op.create_index("qb_name_ref", "qb_name", ["company", "kind", "key"], unique=False)
    op.create_table(
        "qb_run",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("complete", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("changed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("removed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("round_trips", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("requests", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("seconds_busy", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("company", "number"),
    )
    op.create_table(
        "qb_set",
        sa.Column("id", sa.String(length=30), nullable=False),
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("token", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("write", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("previous", sa.String(length=30), nullable=True),
        sa.Column("about", sa.String(length=30), nullable=True),
        sa.Column("fence_edit", sa.String(length=20), server_default="", nullable=False),
        sa.Column("wall", sa.String(length=20), server_default="", nullable=False),
        sa.Column("requests", sa.Text(), nullable=False),
        sa.Column("carried", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("poison", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sent_at", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.String(length=32), nullable=True),
        sa.Column("busy_for", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "qb_set_open",
        "qb_set",
        ["company", "write"],
        unique=True,
        sqlite_where=sa.text("state IN ('sent', 'doubtful')"),
        postgresql_where=sa.text("state IN ('sent', 'doubtful')"),
    )
