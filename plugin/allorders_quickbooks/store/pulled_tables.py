"""The tables of the pull: what QuickBooks has per list record, and how far each list has been read."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, PrimaryKeyConstraint, String, Table, Text, text

from allorders_quickbooks.store.columns import METADATA, Json, Moment, count, flag

_PENDING = text("pending")
_TELLING = text("telling IS NOT NULL")

pulled = Table(
    "qb_pulled",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("listed", String(20), nullable=False),
    Column("qb_id", String(40), nullable=False),
    Column("qb_type", String(40), nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("full_name", Text, nullable=False, server_default=""),
    Column("folded", Text, nullable=False, server_default=""),
    Column("edit_sequence", String(20), nullable=False, server_default=""),
    Column("modified", String(20), nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("account_number", Text, nullable=False, server_default=""),
    Column("email", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    Column("part_number", Text, nullable=False, server_default=""),
    Column("parent", String(40), nullable=False, server_default=""),
    Column("digest", String(64), nullable=False, server_default=""),
    flag("pending"),
    count("run"),
    count("tried_in"),
    Column("telling", Json),
    PrimaryKeyConstraint("company", "listed", "qb_id"),
    Index("qb_pulled_name", "company", "listed", "folded"),
    Index("qb_pulled_modified", "company", "listed", "modified"),
    Index("qb_pulled_pending", "company", "listed", "qb_id", sqlite_where=_PENDING, postgresql_where=_PENDING),
    Index("qb_pulled_telling", "company", sqlite_where=_TELLING, postgresql_where=_TELLING),
)

position = Table(
    "qb_position",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("listed", String(20), nullable=False),
    count("run"),
    Column("step", String(10), nullable=False, server_default="done"),
    Column("cursor", Text, nullable=False, server_default=""),
    count("left"),
    flag("is_whole"),
    flag("is_full"),
    flag("is_thorough"),
    Column("since", String(20), nullable=False, server_default=""),
    Column("high", String(20), nullable=False, server_default=""),
    Column("seen_to", String(20), nullable=False, server_default=""),
    Column("risen_at", Moment),
    flag("is_passed"),
    Column("read_at", Moment),
    Column("asked", String(10), nullable=False, server_default=""),
    Column("asked_from", String(20), nullable=False, server_default=""),
    PrimaryKeyConstraint("company", "listed"),
)
