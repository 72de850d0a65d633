"""The tables of the reconciliation: the last comparison item by item, what explains it, and what was adjusted."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, String, Table, Text

from allorders_quickbooks.store.columns import METADATA, Json, Moment, count, flag

reconciliation = Table(
    "qb_reconciliation",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("run", Integer, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("step", String(12), nullable=False),
    Column("after_kind", String(40), nullable=False, server_default=""),
    Column("after_key", String(200), nullable=False, server_default=""),
    Column("asked_by", String(120), nullable=False, server_default=""),
    count("matched"),
    count("explained"),
    count("unexplained"),
    Column("reasons", Json, nullable=False),
    PrimaryKeyConstraint("company", "run"),
)

stock = Table(
    "qb_stock",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("key", String(200), nullable=False),
    Column("run", Integer, nullable=False),
    Column("qb_id", String(40), nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("there", String(30), nullable=False),
    Column("cost", String(30), nullable=False, server_default="0"),
    Column("here", String(30)),
    Column("worth", String(30), nullable=False, server_default="0"),
    Column("explained", Json, nullable=False),
    Column("unexplained", String(30), nullable=False, server_default="0"),
    flag("unsure"),
    PrimaryKeyConstraint("company", "key"),
)

cause = Table(
    "qb_cause",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("item", String(200), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("key", String(200), nullable=False),
    Column("why", String(20), nullable=False),
    Column("number", Text, nullable=False, server_default=""),
    Column("quantity", String(30), nullable=False),
    flag("unsure"),
    PrimaryKeyConstraint("company", "item", "kind", "key"),
    Index("qb_cause_document", "company", "kind", "key"),
)

adjusted = Table(
    "qb_adjusted",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("made_here", Boolean, nullable=False),
    Column("txn_date", String(10), nullable=False),
    Column("account", Text, nullable=False, server_default=""),
    Column("class_name", Text, nullable=False, server_default=""),
    Column("lines", Json, nullable=False),
    Column("worth", String(30), nullable=False, server_default="0"),
    Column("kind", String(40), nullable=False, server_default=""),
    Column("key", String(200), nullable=False, server_default=""),
    Column("undone_by", String(200), nullable=False, server_default=""),
    Column("proposed_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("who", String(120), nullable=False, server_default=""),
    PrimaryKeyConstraint("company", "number"),
    Index("qb_adjusted_document", "company", "kind", "key"),
)
