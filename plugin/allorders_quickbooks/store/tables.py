"""The tables, as SQLAlchemy Core sees them. Moments are ISO text in UTC, so that they sort and compare as text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.engine import Dialect

METADATA = MetaData()
_written = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, kept as ISO text of fixed width."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """A JSON value, kept as text: it is never searched."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _ref() -> tuple[Column[str], Column[str], Column[str]]:
    return (
        Column("company", String(64), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("key", String(200), nullable=False),
    )


company = Table(
    "qb_company",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("installation", String(36), nullable=False),
    Column("preferences", Json, nullable=False),
    _count("preferences_version"),
    Column("setup", Json, nullable=False),
    _count("setup_version"),
    Column("facts", Json, nullable=False),
    _count("run_counter"),
    _count("lease_token"),
    Column("lease_holder", String(120)),
    Column("lease_until", Moment),
    Column("next_at", Moment),
    Column("retry_at", Moment),
    _count("failures"),
    _flag("wake"),
    _flag("cancel"),
    _flag("only_chosen"),
    Column("swept_to", Moment),
    Column("trouble", Json),
    Column("alerts", Json, nullable=False, server_default=text("'{}'")),
    _count("alerts_version"),
    _count("alerted_line"),
    Column("silence_told", Moment),
    Column("unmailed", Json, nullable=False, server_default=text("'[]'")),
)

document = Table(
    "qb_document",
    METADATA,
    *_ref(),
    Column("number", Text, nullable=False, server_default=""),
    Column("txn_date", String(10), nullable=False, server_default=""),
    _count("rank"),
    Column("want", String(10), nullable=False, server_default="present"),
    _flag("requested"),
    _count("wanted"),
    _count("taken"),
    _count("done"),
    _count("revision"),
    _count("noted_run"),
    _count("generation"),
    Column("state", String(12), nullable=False, server_default="ready"),
    Column("reason", String(40)),
    Column("detail", Text, nullable=False, server_default=""),
    Column("waits_kind", String(40)),
    Column("waits_key", String(200)),
    _count("attempts"),
    Column("not_before", Moment),
    Column("set_id", String(30)),
    _flag("look_first"),
    Column("companions", Integer),
    _flag("override"),
    Column("guid", String(36)),
    Column("look_from", String(20)),
    Column("sent_in", String(30)),
    Column("checked_number", Text),
    Column("decided_under", String(40)),
    Column("changed_at", Moment),
    PrimaryKeyConstraint("company", "kind", "key"),
    Index(
        "qb_document_due",
        "company",
        "attempts",
        "txn_date",
        "rank",
        "key",
        sqlite_where=text("wanted > done"),
        postgresql_where=text("wanted > done"),
    ),
    Index("qb_document_guid", "company", "guid"),
    Index(
        "qb_document_sent",
        "company",
        sqlite_where=text("sent_in IS NOT NULL"),
        postgresql_where=text("sent_in IS NOT NULL"),
    ),
    Index(
        "qb_document_restless",
        "company",
        "state",
        "reason",
        "kind",
        "txn_date",
        "key",
        "requested",
        "wanted",
        "done",
        "noted_run",
        sqlite_where=text("state <> 'idle'"),
        postgresql_where=text("state <> 'idle'"),
    ),
    Index(
        "qb_document_waits",
        "company",
        "waits_kind",
        "waits_key",
        sqlite_where=text("waits_key IS NOT NULL"),
        postgresql_where=text("waits_key IS NOT NULL"),
    ),
)

binding = Table(
    "qb_binding",
    METADATA,
    *_ref(),
    _count("generation"),
    Column("qb_type", String(40), nullable=False),
    Column("qb_id", String(40), nullable=False),
    Column("edit_sequence", String(20), nullable=False, server_default=""),
    Column("guid", String(36), nullable=False, server_default=""),
    Column("number", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False, server_default=""),
    Column("total", String(30)),
    _count("version"),
    Column("time_modified", String(20)),
    Column("lines", Json, nullable=False),
    Column("applied", Json, nullable=False),
    Column("base", Json, nullable=False),
    Column("seen", Json, nullable=False),
    Column("fresh", Json),
    Column("flag", String(20), nullable=False, server_default=""),
    _flag("suspect"),
    Column("twin", String(40), nullable=False, server_default=""),
    Column("look", Json),
    PrimaryKeyConstraint("company", "kind", "key"),
    Index("qb_binding_id", "company", "qb_id"),
    Index("qb_binding_guid", "company", "guid"),
    Index("qb_binding_type", "company", "qb_type"),
    Index(
        "qb_binding_suspect",
        "company",
        "qb_type",
        "key",
        sqlite_where=text("suspect"),
        postgresql_where=text("suspect"),
    ),
)

name = Table(
    "qb_name",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("space", String(20), nullable=False),
    Column("folded", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("key", String(200), nullable=False),
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("company", "space", "folded"),
    Index("qb_name_ref", "company", "kind", "key"),
)

message_set = Table(
    "qb_set",
    METADATA,
    Column("id", String(30), primary_key=True),
    Column("company", String(64), nullable=False),
    _count("run"),
    _count("token"),
    _count("seq"),
    Column("phase", String(20), nullable=False),
    _flag("write"),
    Column("previous", String(30)),
    Column("about", String(30)),
    Column("fence_edit", String(20), nullable=False, server_default=""),
    Column("wall", String(20), nullable=False, server_default=""),
    Column("requests", Json, nullable=False),
    _count("carried"),
    Column("content", LargeBinary, nullable=False),
    Column("state", String(10), nullable=False),
    _flag("poison"),
    Column("sent_at", Moment),
    Column("answered_at", Moment),
    Column("busy_for", Float),
    _flag("thinned"),
    Index(
        "qb_set_kept",
        "company",
        "answered_at",
        sqlite_where=text("NOT thinned"),
        postgresql_where=text("NOT thinned"),
    ),
    Index(
        "qb_set_open",
        "company",
        "write",
        unique=True,
        sqlite_where=text("state IN ('sent', 'doubtful')"),
        postgresql_where=text("state IN ('sent', 'doubtful')"),
    ),
    Index("qb_set_seq", "company", "seq"),
)

answer = Table(
    "qb_answer",
    METADATA,
    Column("set_id", String(30), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("whole", Boolean, nullable=False),
)

run = Table(
    "qb_run",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("phase", String(20), nullable=False),
    _count("done"),
    _count("total"),
    Column("outcome", Text, nullable=False, server_default=""),
    _flag("complete"),
    _flag("only_chosen"),
    _count("sent"),
    _count("changed"),
    _count("removed"),
    _count("held"),
    _count("failed"),
    _count("round_trips"),
    _count("requests"),
    Column("seconds_busy", Float, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("company", "number"),
)

journal = Table(
    "qb_journal",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    *_ref(),
    Column("what", String(40), nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("set_id", String(30)),
    _count("run"),
    Column("who", String(120), nullable=False, server_default=""),
    Index("qb_journal_document", "company", "kind", "key", "id"),
    Index("qb_journal_company", "company", "id"),
    Index("qb_journal_who", "company", "who", "id"),
)

failure = Table(
    "qb_failure",
    METADATA,
    Column("company", String(64), nullable=False),
    Column("day", String(10), nullable=False),
    Column("reason", String(40), nullable=False),
    _count("number"),
    PrimaryKeyConstraint("company", "day", "reason"),
)

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
    _count("failures"),
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
    _count("token"),
    _count("run"),
    Column("expires", Moment, nullable=False),
    Column("set_id", String(30)),
    Column("handed_at", Moment),
    _count("handed"),
    _count("percent"),
    Column("said", Text, nullable=False, server_default=""),
    _flag("introduced"),
    _flag("finished"),
    _flag("closed"),
    Index("qb_ticket_expires", "expires"),
)

ticket_answer = Table(
    "qb_ticket_answer",
    METADATA,
    Column("ticket", String(64), nullable=False),
    Column("set_id", String(30), nullable=False),
    Column("digest", String(64), nullable=False),
    _count("handed"),
    _count("percent"),
    PrimaryKeyConstraint("ticket", "set_id", "digest"),
)
