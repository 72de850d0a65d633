"""The tables of the matching: how far each list is matched, and what is proposed and decided for each record."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table, Text

from allorders_quickbooks.store.columns import METADATA, Json, Moment, count, flag, ref

found_invoice = Table(
    "qb_found_invoice",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("qb_id", String(40), nullable=False),
    Column("number", Text, nullable=False, server_default=""),
    Column("folded", Text, nullable=False, server_default=""),
    Column("customer_id", String(40), nullable=False, server_default=""),
    Column("customer", Text, nullable=False, server_default=""),
    Column("day", String(10), nullable=False),
    Column("total", String(30), nullable=False),
    PrimaryKeyConstraint("company", "qb_id"),
    Index("qb_found_invoice_number", "company", "folded"),
    Index("qb_found_invoice_customer", "company", "customer_id", "day"),
)

match_list = Table(
    "qb_match_list",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("listed", String(20), nullable=False),
    flag("confirmed"),
    Column("why", Text, nullable=False, server_default=""),
    Column("who", String(120), nullable=False, server_default=""),
    Column("decided_at", Moment),
    Column("proposed_at", Moment),
    count("done"),
    count("total"),
    PrimaryKeyConstraint("company", "listed"),
)

match = Table(
    "qb_match",
    METADATA,
    *ref(),
    Column("listed", String(20), nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("folded", Text, nullable=False, server_default=""),
    Column("qb_id", String(40), nullable=False, server_default=""),
    count("score"),
    Column("candidates", Json, nullable=False),
    Column("taken", Text, nullable=False, server_default=""),
    Column("cause", String(10), nullable=False, server_default=""),
    flag("asked"),
    Column("decision", String(10), nullable=False, server_default=""),
    Column("who", String(120), nullable=False, server_default=""),
    Column("decided_at", Moment),
    PrimaryKeyConstraint("company", "kind", "key"),
    Index("qb_match_page", "company", "listed", "folded", "key"),
    Index("qb_match_claim", "company", "listed", "qb_id"),
    Index("qb_match_state", "company", "listed", "decision", "folded", "key", "asked"),
)
