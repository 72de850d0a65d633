"""Read-only views of a company file, for pages, reports and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .books import Body, Record, Transaction
from .rows import from_stored_quantity, record_of, transaction_of
from .stock import KINDS_IN_STOCK, WORTH
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
    """A line of a transaction. `account` is that of an expense; `fields` has what else is stored, by qbXML element."""

    id: str
    item: str | None
    description: str
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal
    account: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AppliedView:
    """Money of a payment set against an invoice."""

    payment_id: str
    invoice_id: str
    amount: Decimal
    discount: Decimal


@dataclass(frozen=True)
class TransactionView:
    """A transaction. `number` is its RefNumber, `open` what is left to pay of it or to apply of it.

    `customer` is whoever it is with: a vendor too, nobody for an adjustment. `posting` is false while it is pending.
    """

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
    posting: bool = True

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


@dataclass(frozen=True)
class StockView:
    """What there is of an item and what it is worth, at average cost; what is on order, and what is sold but not gone.

    `sites` has the quantities by the full name of the site, '' for what was moved without one.
    """

    item: str
    item_id: str
    on_hand: Decimal
    value: Decimal
    average_cost: Decimal
    on_order: Decimal
    on_sales_order: Decimal
    sites: Mapping[str, Decimal]


def stock(storage: Storage) -> Mapping[str, StockView]:
    """Every item that stock is kept of, by its full name."""
    sites = _site_quantities(storage)
    marks = ", ".join("?" * len(KINDS_IN_STOCK))
    statement = f"SELECT * FROM records WHERE space = 'item' AND kind IN ({marks}) ORDER BY name_key"  # noqa: S608
    found = (record_of(row) for row in storage.rows(statement, KINDS_IN_STOCK))
    return {one.full_name: _stock(one, sites.get(one.list_id, {})) for one in found}


def _site_quantities(storage: Storage) -> Mapping[str, Mapping[str, Decimal]]:
    rows = storage.rows(
        """SELECT item, coalesce(full_name, '') AS site, sum(quantity) AS quantity FROM moves
           LEFT JOIN records ON space = 'inventory site' AND list_id = site GROUP BY item, site"""
    )
    sites: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        sites.setdefault(row["item"], {})[row["site"]] = from_stored_quantity(row["quantity"])
    return sites


def _stock(item: Record, sites: Mapping[str, Decimal]) -> StockView:
    figures = item.body.get
    return StockView(
        item=item.full_name,
        item_id=item.list_id,
        on_hand=Decimal(figures("QuantityOnHand") or 0),
        value=Decimal(figures(WORTH) or 0),
        average_cost=Decimal(figures("AverageCost") or 0),
        on_order=Decimal(figures("QuantityOnOrder") or 0),
        on_sales_order=Decimal(figures("QuantityOnSalesOrder") or 0),
        sites=sites,
    )


def balances(storage: Storage, kind: str) -> Mapping[str, Decimal]:
    """What each customer owes, or what is owed to each vendor, by full name."""
    rows = storage.rows("SELECT * FROM records WHERE space = 'entity' AND kind = ? ORDER BY name_key", (kind,))
    return {one.full_name: one.balance for one in map(record_of, rows)}


class _Names:
    """Full names by list and id."""

    def __init__(self, storage: Storage) -> None:
        rows = storage.rows(
            "SELECT space, list_id, full_name FROM records WHERE space IN ('entity', 'item', 'account')"
        )
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
        posting=txn.posting,
    )


def _line(names: _Names, line: Body) -> LineView:
    return LineView(
        id=line.get("TxnLineID", ""),
        item=names.of("item", line.get("ItemRef")),
        description=line.get("Desc") or line.get("Memo") or "",
        quantity=_first(line, "Quantity", "QuantityDifference", "QuantityNeeded", "QuantityTransferred"),
        rate=_first(line, "Rate", "Cost"),
        amount=_first(line, "Amount", "ValueDifference") or Decimal(0),
        account=names.of("account", line.get("AccountRef")),
        fields=line,
    )


def _first(line: Body, *names: str) -> Decimal | None:
    """The first of these figures that the line has."""
    return next((number(line[name]) for name in names if line.get(name)), None)
