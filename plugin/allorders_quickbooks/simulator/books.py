"""The objects of a company file: list records and transactions, as they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Body = dict[str, Any]
"""Elements by name as a Ret shows them: text, an aggregate, or a list of either. A reference is a ListID."""


@dataclass(frozen=True)
class Record:
    """One list record. `edit` is the epoch second of the last direct edit, `modified` that of any change."""

    space: str
    list_id: str
    kind: str
    name: str
    full_name: str
    active: bool
    parent: str | None
    created: int
    modified: int
    edit: int
    guid: str | None
    balance: Decimal = Decimal(0)
    locked: bool = False
    body: Body = field(default_factory=dict)


@dataclass(frozen=True)
class Transaction:
    """One transaction. `total` is its whole amount, `open` what is left of it to pay or to apply.

    `number` is QuickBooks' TxnNumber. `posting` is false for one that is pending: it moves no balance.
    """

    number: int
    txn_id: str
    type: str
    ref_number: str | None
    entity: str
    account: str | None
    txn_date: str
    created: int
    modified: int
    edit: int
    guid: str | None
    total: Decimal
    open: Decimal
    memo: str | None = None
    posting: bool = True
    voided: bool = False
    locked: bool = False
    body: Body = field(default_factory=dict)
    lines: tuple[Body, ...] = ()


@dataclass(frozen=True)
class Application:
    """Money of one transaction (`payer`) set against another (`paid`)."""

    payer: str
    paid: str
    amount: Decimal
    discount: Decimal
    discount_account: str | None
    discount_class: str | None

    @property
    def reduces(self) -> Decimal:
        """By how much the paid transaction's balance is less."""
        return self.amount + self.discount


@dataclass(frozen=True)
class Deletion:
    """What is remembered of a deleted object. `label` is its RefNumber or FullName."""

    list_record: bool
    type: str
    object_id: str
    created: int
    deleted: int
    label: str | None


@dataclass(frozen=True)
class Definition:
    """A custom field that somebody defined. OwnerID 0 is the one that users see."""

    owner_id: str
    number: int
    name: str
    type: str
    objects: tuple[str, ...]
