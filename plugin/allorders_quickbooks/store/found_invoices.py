"""The invoices that QuickBooks had before anything was sent, as far as they are compared with ship docs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select

from allorders_quickbooks.effects import FoundInvoice
from allorders_quickbooks.store.bindings import folded
from allorders_quickbooks.store.match_tables import found_invoice
from allorders_quickbooks.store.rows import chunks
from allorders_quickbooks.store.tables import binding


def keep(connection: Connection, company: str, invoices: Iterable[FoundInvoice]) -> None:
    """Write a page of them down."""
    for piece in chunks(invoices):
        ids = [each.qb_id for each in piece]
        old = and_(found_invoice.c.company == company, found_invoice.c.qb_id.in_(ids))
        connection.execute(delete(found_invoice).where(old))
        connection.execute(insert(found_invoice), [_values(company, each) for each in piece])


def _values(company: str, each: FoundInvoice) -> dict[str, Any]:
    shown = {**vars(each), "day": each.day.isoformat(), "total": str(each.total)}
    return {**shown, "company": company, "folded": folded(each.number)}


def like(
    connection: Connection, company: str, numbers: Sequence[str], customers: Sequence[str], first: date, last: date
) -> list[FoundInvoice]:
    """The invoices of one of these numbers, and those of one of these customers in these days, that no document of
    ours is bound to."""
    bound = and_(binding.c.company == company, binding.c.qb_id == found_invoice.c.qb_id,
                 binding.c.qb_type == "Invoice")  # fmt: skip
    days = found_invoice.c.day.between(first.isoformat(), last.isoformat())
    wanted = or_(
        found_invoice.c.folded.in_([folded(number) for number in numbers]),
        and_(found_invoice.c.customer_id.in_(customers), days),
    )
    is_free = ~select(binding.c.key).where(bound).exists()
    statement = select(found_invoice).where(found_invoice.c.company == company, wanted, is_free)
    return [_found(row) for row in connection.execute(statement)]


def by_id(connection: Connection, company: str, qb_id: str) -> FoundInvoice | None:
    """One of them."""
    is_it = and_(found_invoice.c.company == company, found_invoice.c.qb_id == qb_id)
    row = connection.execute(select(found_invoice).where(is_it)).one_or_none()
    return None if row is None else _found(row)


def _found(row: Row[Any]) -> FoundInvoice:
    day, total = date.fromisoformat(row.day), Decimal(row.total)
    return FoundInvoice(row.qb_id, row.number, row.customer_id, row.customer, day, total)
