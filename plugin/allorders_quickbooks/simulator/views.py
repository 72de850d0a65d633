"""Read-only views of a company file, for pages, reports and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .books import Body, Record, Transaction
from .rows import record_of, transaction_of
from .storage import Storage
from .values import number


@dataclass(frozen=True)
class RecordView:
    """A list record. `fields` has what else is stored, by qbXML element."""

    type: str
    id: str
    name: str
    full_name: str
    active: bool
    external_guid: str | None
    edit_sequence: str
    time_modified: str
    balance: Decimal
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class LineView:
    """A line of a transaction."""

    id: str
    item: str | None
    description: str
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal


@dataclass(frozen=True)
class AppliedView:
    """Money of a payment set against an invoice."""

    payment_id: str
    invoice_id: str
    amount: Decimal
    discount: Decimal


@dataclass(frozen=True)
class TransactionView:
    """A transaction. `number` is its RefNumber, `open` what is left to pay of it or to apply of it."""

    type: str
    id: str
    number: str
    customer: str
    customer_id: str
    date: date
    total: Decimal
    open: Decimal
    memo: str
    external_guid: str | None
    edit_sequence: str
    time_modified: str
    voided: bool
    lines: tuple[LineView, ...]
    applied: tuple[AppliedView, ...]
    fields: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.customer


def records(storage: Storage, kind: str | None) -> tuple[RecordView, ...]:
    rows = storage.rows("SELECT * FROM records WHERE ? IS NULL OR kind = ? ORDER BY space, name_key", (kind, kind))
    return tuple(_record(storage, record_of(row)) for row in rows)


def transactions(storage: Storage, type: str | None) -> tuple[TransactionView, ...]:
    rows = storage.rows("SELECT * FROM transactions WHERE ? IS NULL OR type = ? ORDER BY number", (type, type))
    names = _Names(storage)
    return tuple(_transaction(storage, names, transaction_of(row)) for row in rows)


class _Names:
    """Full names by list and id."""

    def __init__(self, storage: Storage) -> None:
        rows = storage.rows("SELECT space, list_id, full_name FROM records WHERE space IN ('entity', 'item')")
        self._names = {(row["space"], row["list_id"]): str(row["full_name"]) for row in rows}

    def of(self, space: str, list_id: str | None) -> str | None:
        return self._names.get((space, list_id or ""))


def _record(storage: Storage, record: Record) -> RecordView:
    return RecordView(
        type=record.kind,
        id=record.list_id,
        name=record.name,
        full_name=record.full_name,
        active=record.active,
        external_guid=record.guid,
        edit_sequence=str(record.edit),
        time_modified=storage.wall.wall(record.modified),
        balance=record.balance,
        fields=record.body,
    )


def _transaction(storage: Storage, names: _Names, txn: Transaction) -> TransactionView:
    return TransactionView(
        type=txn.type,
        id=txn.txn_id,
        number=txn.ref_number or "",
        customer=names.of("entity", txn.entity) or "",
        customer_id=txn.entity,
        date=date.fromisoformat(txn.txn_date),
        total=txn.total,
        open=txn.open,
        memo=txn.memo or "",
        external_guid=txn.guid,
        edit_sequence=str(txn.edit),
        time_modified=storage.wall.wall(txn.modified),
        voided=txn.voided,
        lines=tuple(_line(names, line) for line in txn.lines),
        applied=tuple(
            AppliedView(one.payer, one.paid, one.amount, one.discount)
            for one in storage.applications(payer=txn.txn_id, paid=txn.txn_id)
        ),
        fields=txn.body,
    )


def _line(names: _Names, line: Body) -> LineView:
    return LineView(
        id=line["TxnLineID"],
        item=names.of("item", line.get("ItemRef")),
        description=line.get("Desc") or "",
        quantity=_figure(line.get("Quantity")),
        rate=_figure(line.get("Rate")),
        amount=_figure(line.get("Amount")) or Decimal(0),
    )


def _figure(text: str | None) -> Decimal | None:
    return number(text) if text else None
