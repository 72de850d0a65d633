"""The tables of the pull: what QuickBooks has per list record, and how far each list has been read."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text, text

from allorders_quickbooks.store.tables import METADATA, Json, Moment

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
    Column("pending", Boolean, nullable=False, server_default=text("false")),
    Column("run", Integer, nullable=False, server_default=text("0")),
    Column("tried_in", Integer, nullable=False, server_default=text("0")),
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
    Column("run", Integer, nullable=False, server_default=text("0")),
    Column("step", String(10), nullable=False, server_default="done"),
    Column("cursor", Text, nullable=False, server_default=""),
    Column("left", Integer, nullable=False, server_default=text("0")),
    Column("is_whole", Boolean, nullable=False, server_default=text("false")),
    Column("is_full", Boolean, nullable=False, server_default=text("false")),
    Column("is_thorough", Boolean, nullable=False, server_default=text("false")),
    Column("since", String(20), nullable=False, server_default=""),
    Column("high", String(20), nullable=False, server_default=""),
    Column("seen_to", String(20), nullable=False, server_default=""),
    Column("risen_at", Moment),
    Column("is_passed", Boolean, nullable=False, server_default=text("false")),
    Column("read_at", Moment),
    Column("asked", String(10), nullable=False, server_default=""),
    Column("asked_from", String(20), nullable=False, server_default=""),
    PrimaryKeyConstraint("company", "listed"),
)
