"""What all the tables are made of. Moments are ISO text in UTC, so that they sort and compare as text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
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


def flag(name: str) -> Column[bool]:
    """Off unless it is set."""
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def count(name: str) -> Column[int]:
    """From 0 on."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def ref() -> tuple[Column[str], Column[str], Column[str]]:
    """Which document or record of the host a row is about."""
    return (
        Column("company", String(64), nullable=False),
        Column("kind", String(40), nullable=False),
        Column("key", String(200), nullable=False),
    )
