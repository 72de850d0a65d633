"""The kinds of fields that entries are made of: texts, amounts, dates, lots, each with what an empty field means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from allorders_hooks.documents import Lot
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

_LOT = re.compile(r"(?P<number>[^,;*@]+?)\s*(?:\*\s*(?P<quantity>[0-9.]+))?\s*(?:@\s*(?P<expires>[0-9-]+))?")


def _printable(text: str) -> str:
    if any(character < " " and character not in "\t\n\r" for character in text):
        raise ValueError("It holds a character that cannot be printed.")
    return text


def _off_when_empty(value: Any) -> Any:
    return False if value == "" else value


def _nought_when_empty(value: Any) -> Any:
    return Decimal(0) if value == "" else value


def _or_nothing(value: Any) -> Any:
    return None if value == "" else value


def _lots(value: Any) -> Any:
    """Lots as a person enters them: `A17 * 3 @ 2027-01-31, A18`, number, quantity and the day it expires."""
    if not isinstance(value, str):
        return value
    return tuple(_lot(part.strip()) for part in value.split(",") if part.strip())


def _lot(text: str) -> Lot:
    match = _LOT.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        expires = date.fromisoformat(match["expires"]) if match["expires"] else None
        return Lot(number=match["number"], quantity=Decimal(match["quantity"] or 1), expires=expires)
    except (ArithmeticError, ValueError):
        raise ValueError("Enter lots such as A17 * 3 @ 2027-01-31, A18.") from None


def lots_text(lots: Sequence[Lot]) -> str:
    """What a person would enter for them."""
    return ", ".join(
        lot.number
        + (f" * {format(lot.quantity.normalize(), 'f')}" if lot.quantity != 1 else "")
        + (f" @ {lot.expires.isoformat()}" if lot.expires else "")
        for lot in lots
    )


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_printable)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_printable)
]
Flag = Annotated[bool, BeforeValidator(_off_when_empty)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=5)]
Money = Annotated[Amount, BeforeValidator(_nought_when_empty)]
Charge = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2)]
OptionalCharge = Annotated[Charge | None, BeforeValidator(_or_nothing)]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=5)]
Difference = Annotated[Decimal | None, Field(max_digits=15, decimal_places=5), BeforeValidator(_or_nothing)]
Fraction = Annotated[Decimal, Field(ge=0, le=1, decimal_places=6)]
RowId = Annotated[int, Field(gt=0, lt=2**31)]
OptionalId = Annotated[RowId | None, BeforeValidator(_or_nothing)]
OptionalMoney = Annotated[Amount | None, BeforeValidator(_or_nothing)]
OptionalDate = Annotated[date | None, BeforeValidator(_or_nothing)]
LotsEntered = Annotated[tuple[Lot, ...], BeforeValidator(_lots), PlainSerializer(lots_text)]


class Entry(BaseModel):
    """Refuses fields that it does not know; never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentEntry(Entry):
    """What every document is entered with. Without a number the next one is drawn."""

    txn_date: date
    number: Text = ""
    memo: Text = ""
    nc_only: Flag = False


class LineEntry(Entry):
    """A line as entered. `id` names the saved line that it changes, None makes a new one. Without a price or a
    description the item's own are taken. `discount` is a fraction; `site` is the warehouse."""

    id: OptionalId = None
    item_id: OptionalId = None
    description: Text = ""
    quantity: Quantity
    price: OptionalMoney = None
    discount: Fraction = Decimal(0)
    site: Text = ""
    lots: LotsEntered = ()


class ExpenseEntry(Entry):
    """A cost that is no item. It may be negative: a credit from whoever is paid."""

    id: OptionalId = None
    account: Name
    description: Text = ""
    amount: Annotated[Decimal, Field(max_digits=15, decimal_places=2)]
