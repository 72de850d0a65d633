"""How a row takes over what was entered: its fields, its number, and the check that it is still the one shown."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from sample_host.entry_fields import Entry
from sample_host.errors import Refused, SavedMeanwhile
from sample_host.models import Saved, Written

Row = TypeVar("Row", bound=Saved)
Filled = TypeVar("Filled", bound=Saved)
Numbered = TypeVar("Numbered", bound=Written)
FIRST_NUMBER = 1000
_ROWS = ("lines", "expenses")


def filled(row: Filled, entry: Entry) -> Filled:
    """The row with the entry's values; lines are written apart, since they are rows themselves."""
    for name, value in entry:
        if name not in _ROWS:
            setattr(row, name, value)
    return row


def numbered(session: Session, row: Numbered) -> Numbered:
    """The row with a number: the one after the youngest row's, or the first free one behind that."""
    if row.number:
        return row
    model = type(row)
    youngest = session.scalar(select(model.number).order_by(model.id.desc()).limit(1)) or ""
    number = int(youngest) + 1 if youngest.isdecimal() else FIRST_NUMBER
    while session.scalar(select(model.id).where(model.number == str(number)).limit(1)) is not None:
        number += 1
    row.number = str(number)
    return row


def current(session: Session, model: type[Row], key: int, revision: int | None = None) -> Row:
    """The row to change, if it is there and still the one that the change was made on."""
    row = session.get(model, key)
    if row is None or row.deleted:
        raise Refused("It has been deleted meanwhile.")
    if revision is not None and row.revision != revision:
        raise SavedMeanwhile("Somebody saved it since you opened it. Look at it again, then enter your change.")
    return row


def named(session: Session, model: type[Row], key: int | None, what: str, field: str) -> Row | None:
    """The row that an entry names. Raises Refused where it is not there."""
    if key is None:
        return None
    row = session.get(model, key)
    if row is None or row.deleted:
        raise Refused(f"There is no such {what}.", field)
    return row
