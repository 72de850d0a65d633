"""The tables of the Web Connector's endpoint: its users, who failed to log in, and the conversations under way."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from allorders_quickbooks.store.columns import METADATA, Moment, count, flag

account = Table(
    "qb_account",
    METADATA,
    Column("user", String(64), primary_key=True),
    Column("company", String(64), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("file_id", String(36), nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("qb_account_company", "company", unique=True),
)

attempt = Table(
    "qb_attempt",
    METADATA,
    Column("key", String(64), primary_key=True),
    count("failures"),
    Column("last_at", Moment, nullable=False),
    Column("locked_until", Moment),
    Index("qb_attempt_last", "last_at"),
)

ticket = Table(
    "qb_ticket",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("company", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    count("token"),
    count("run"),
    Column("expires", Moment, nullable=False),
    Column("set_id", String(30)),
    Column("handed_at", Moment),
    count("handed"),
    count("percent"),
    Column("said", Text, nullable=False, server_default=""),
    flag("introduced"),
    flag("finished"),
    flag("closed"),
    Index("qb_ticket_expires", "expires"),
)

ticket_answer = Table(
    "qb_ticket_answer",
    METADATA,
    Column("ticket", String(64), nullable=False),
    Column("set_id", String(30), nullable=False),
    Column("digest", String(64), nullable=False),
    count("handed"),
    count("percent"),
    PrimaryKeyConstraint("ticket", "set_id", "digest"),
)
