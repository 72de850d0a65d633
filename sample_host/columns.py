"""Column types that mean the same on SQLite and on PostgreSQL: exact numbers, aware moments, addresses, lots."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import Address, Lot
from sqlalchemy import JSON, DateTime, Dialect, Numeric, String, TypeDecorator
from sqlalchemy.types import TypeEngine


class Exact(TypeDecorator[Decimal]):
    """A Decimal that comes back as it went in. SQLite has no decimals of its own, so there it is text."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(40) if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return format(value, "f") if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept and returned in UTC. SQLite would drop the zone without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class PostalAddress(TypeDecorator[Address]):
    """An Address of the contract, kept as one JSON value: it is printed whole and never searched."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Address | None, dialect: Dialect) -> Any:
        return None if value is None else value.model_dump()

    def process_result_value(self, value: Any, dialect: Dialect) -> Address | None:
        return None if value is None else Address.model_validate(value)


class Lots(TypeDecorator[tuple[Lot, ...]]):
    """The lots and serial numbers of a line, kept as one JSON value: they are told with the line, never searched."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Lot, ...] | None, dialect: Dialect) -> Any:
        return [lot.model_dump(mode="json") for lot in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Lot, ...]:
        return tuple(Lot.model_validate(lot) for lot in value or ())
