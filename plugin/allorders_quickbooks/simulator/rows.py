"""Rows of the tables as objects, and amounts as the whole numbers that the tables keep."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal

from .books import Application, Definition, Deletion, Record, Transaction

Row = sqlite3.Row


def cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def from_cents(stored: int) -> Decimal:
    return Decimal(stored).scaleb(-2)


def stored_quantity(quantity: Decimal) -> int:
    """A quantity in hundred-thousandths, as `moves` keeps it."""
    return int(quantity.scaleb(5))


def from_stored_quantity(stored: int) -> Decimal:
    return Decimal(stored).scaleb(-5)


def record_of(row: Row) -> Record:
    return Record(
        space=row["space"], list_id=row["list_id"], kind=row["kind"], name=row["name"], full_name=row["full_name"],
        active=bool(row["active"]), parent=row["parent"], created=row["created"], modified=row["modified"],
        edit=row["edit"], guid=row["guid"], balance=from_cents(row["balance"]), locked=bool(row["locked"]),
        body=json.loads(row["body"]),
    )  # fmt: skip


def transaction_of(row: Row) -> Transaction:
    return Transaction(
        number=row["number"], txn_id=row["txn_id"], type=row["type"], ref_number=row["ref_number"],
        entity=row["entity"], account=row["account"], txn_date=row["txn_date"], created=row["created"],
        modified=row["modified"], edit=row["edit"], guid=row["guid"], total=from_cents(row["total"]),
        open=from_cents(row["open"]), memo=row["memo"], posting=bool(row["posting"]), voided=bool(row["voided"]),
        locked=bool(row["locked"]), body=json.loads(row["body"]), lines=tuple(json.loads(row["lines"])),
    )  # fmt: skip


def application_of(row: Row) -> Application:
    return Application(
        payer=row["payer"], paid=row["paid"], amount=from_cents(row["amount"]), discount=from_cents(row["discount"]),
        discount_account=row["discount_account"], discount_class=row["discount_class"],
    )  # fmt: skip


def deletion_of(row: Row) -> Deletion:
    return Deletion(
        list_record=bool(row["list_record"]),
        type=row["type"],
        object_id=row["object_id"],
        created=row["created"],
        deleted=row["deleted"],
        label=row["label"],
    )


def definition_of(row: Row) -> Definition:
    return Definition(row["owner_id"], row["number"], row["name"], row["type"], tuple(json.loads(row["objects"])))
