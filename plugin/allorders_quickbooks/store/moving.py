"""Moving the plugin's tables into another database: all of them or nothing, sets under way included.

What is read here is written there in one transaction, while nobody else can write here. Only then are the companies
here disconnected, so that no two copies of a queue ever serve one company file; if the process dies in between, the
same move is repeated and finds that it has only this left to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, func, insert, select, text

from allorders_quickbooks.company import Connection as Way
from allorders_quickbooks.errors import MoveRefused
from allorders_quickbooks.store import companies, journal
from allorders_quickbooks.store.columns import METADATA
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.store.tables import company as company_table

_AT_ONCE = 500
MOVED = "moved"


def move(source: Database, target: Database) -> dict[str, int]:
    """Move every table; the rows by table. Both databases are brought to this version first.

    Raises MoveRefused where a run is under way, or where the target holds something else.
    """
    migrate(source)
    migrate(target)
    with source.write() as old:
        _lock(old, source)
        keys = list(old.execute(select(company_table.c.key)).scalars())
        for key in keys:
            _require_rest(companies.load_locked(old, key), source, old)
        with target.write() as new:
            _lock(new, target)
            if _is_empty(new):
                _copy(old, new, target)
            moved = _require_same(old, new)
        for key in keys:
            _disconnect(old, source, key)
    return moved


def _lock(connection: Connection, database: Database) -> None:
    """Nobody writes until this transaction ends; on SQLite its begin has seen to that."""
    if database.dialect == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _require_rest(company: companies.Company, database: Database, connection: Connection) -> None:
    if company.lease_until is not None and company.lease_until > database.now(connection):
        raise MoveRefused(
            f"A synchronization of {company.key} is under way.",
            f"lease of {company.lease_holder} until {company.lease_until}",
            "Close the order system everywhere, then move again.",
        )


def _is_empty(connection: Connection) -> bool:
    return connection.execute(select(company_table.c.key).limit(1)).first() is None


def _copy(old: Connection, new: Connection, target: Database) -> None:
    for table in METADATA.sorted_tables:
        streamed = select(table).execution_options(yield_per=_AT_ONCE)
        for rows in old.execute(streamed).mappings().partitions():
            new.execute(insert(table), [dict(row) for row in rows])
        counter = _counter(table)
        if counter is not None and target.dialect == "postgresql":
            _go_on_counting(new, counter)


def _counter(table: Table) -> Column[Any] | None:
    """The column that the database numbers by itself."""
    (first, *others) = table.primary_key.columns
    return first if not others and isinstance(first.type, Integer) and first.autoincrement is True else None


def _go_on_counting(connection: Connection, counter: Column[Any]) -> None:
    greatest = connection.execute(select(func.max(counter))).scalar_one()
    if greatest is not None:
        sequence = func.pg_get_serial_sequence(counter.table.name, counter.name)
        connection.execute(select(func.setval(sequence, greatest)))


def _require_same(old: Connection, new: Connection) -> dict[str, int]:
    """The rows by table, the same in number here and there, and the companies the same by content."""
    moved = {table.name: _count(old, table) for table in METADATA.sorted_tables}
    there = {table.name: _count(new, table) for table in METADATA.sorted_tables}
    if moved != there or list(_companies(old)) != list(_companies(new)):
        raise MoveRefused(
            "The database to move to holds QuickBooks tables of its own, or an older copy of these.",
            f"rows here {moved}, there {there}",
            "Move to an empty database.",
        )
    return moved


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _companies(connection: Connection) -> Iterator[tuple[Any, ...]]:
    for row in connection.execute(select(company_table).order_by(company_table.c.key)):
        yield tuple(row)


def _disconnect(connection: Connection, database: Database, key: str) -> None:
    """Nothing goes from here any more, whoever still opens this database."""
    known = companies.load(connection, key)
    setup = known.setup.model_copy(update={"connection": Way.NONE})
    values = {"setup": setup.model_dump(mode="json"), "setup_version": known.setup_version + 1}
    companies.change(connection, key, **values, wake=False, next_at=None, retry_at=None)
    line = journal.Line(MOVED, None, "the tables were moved to another database; this company is disconnected here")
    journal.write(connection, key, [line], now=database.now(connection))
