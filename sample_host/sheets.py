"""What a page shows of a list or a document, said once: columns of the list, fields and rows of the form.

Each kind that people enter has a sheet; `pages_sheets` draws and saves any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from sample_host.entry_fields import Entry
from sample_host.models import Saved
from sample_host.money import cents


class Widget(StrEnum):
    """How a field is entered."""

    TEXT = "text"
    AREA = "area"
    NUMBER = "number"
    DATE = "date"
    BOX = "box"
    CHOICE = "choice"
    ADDRESS = "address"


@dataclass(frozen=True)
class Field:
    """A field of a form. `choices` names where its choices come from, `empty` what choosing none is called; `spoken`
    is its name where the caption is too short to be read aloud."""

    path: str
    caption: str
    widget: Widget = Widget.TEXT
    choices: str = ""
    empty: str | None = None
    help: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class Rows:
    """Rows of a form: lines, expenses, the orders that a payment is for. `hidden` columns are carried along."""

    name: str
    caption: str
    noun: str
    fields: tuple[Field, ...]
    hidden: tuple[str, ...] = ("id",)
    help: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a list. `text` gives what stands in it."""

    caption: str
    text: Callable[[Any], str]
    number: bool = False


@dataclass(frozen=True)
class Next:
    """What may be made of a saved row: the caption of the button and the sheet that it opens."""

    caption: str
    sheet: str


@dataclass(frozen=True)
class Sheet:
    """One list or one kind of document. `path` is its address, `name` and `names` what people call one and several;
    `key` is the attribute that a row goes by, `propose` what a new one is filled with that is made of another row."""

    path: str
    name: str
    names: str
    model: type[Saved]
    entry: type[Entry]
    searched: tuple[Any, ...]
    columns: tuple[Column, ...]
    fields: tuple[Field, ...]
    rows: tuple[Rows, ...] = ()
    addresses: tuple[Field, ...] = ()
    key: str = "number"
    blank: Mapping[str, str] = field(default_factory=dict)
    propose: Callable[[Session, int, date], Entry] | None = None
    nexts: tuple[Next, ...] = ()
    tags: Callable[[Any], tuple[str, ...]] = lambda row: ()

    def title(self, row: Any) -> str:
        """What people call that row."""
        called: str = getattr(row, self.key)
        return called if self.key == "name" else f"{self.name} {called}"


def money(amount: Decimal) -> str:
    return f"{cents(amount):,.2f}"


def plain(number: Decimal) -> str:
    """A quantity or a price without the zeros at its end."""
    return format(number.normalize(), "f")


def number(path: str, caption: str, help: str = "", spoken: str = "") -> Field:
    return Field(path, caption, Widget.NUMBER, help=help, spoken=spoken)


def day(path: str, caption: str, help: str = "") -> Field:
    return Field(path, caption, Widget.DATE, help=help)


def box(path: str, caption: str, help: str = "") -> Field:
    return Field(path, caption, Widget.BOX, help=help)


def choice(path: str, caption: str, choices: str, empty: str | None = None) -> Field:
    return Field(path, caption, Widget.CHOICE, choices, empty)


def standing(row: Any) -> tuple[str, ...]:
    """The tags of a document."""
    return ("NC Only",) if row.nc_only else ()


NUMBER = Field("number", "Number", help="Left empty, the next one is drawn.")
NC_ONLY = box("nc_only", "NC Only", "Keep this document out of the books.")
MEMO = Field("memo", "Memo", Widget.AREA)
CLASS = choice("class_name", "Class", "classes", "(none)")
TERMS = choice("terms", "Terms", "terms", "(none)")
SHIP_METHOD = choice("ship_method", "Ship by", "ship_methods", "(not said)")
TAX = choice("tax_item", "Sales tax", "taxes", "(none)")
LOTS = Field("lots", "Lots", spoken="Lots or serial numbers")
SITE = choice("site", "Warehouse", "warehouses", "(main)")
_ITEM = choice("item_id", "Item", "items", "(no item)")
_DESCRIPTION = Field("description", "Description")
_QUANTITY = number("quantity", "Quantity")
_DISCOUNT = number("discount", "Discount %", spoken="Discount in per cent")

SALE_LINES = Rows(
    "lines",
    "Lines",
    "line",
    (_ITEM, _DESCRIPTION, _QUANTITY, number("price", "Price"), _DISCOUNT, SITE, LOTS),
    hidden=("id", "order_line_id"),
    help="A line without a price takes the item's own. Quantity 0 leaves a line out. Lots: A17 * 3 @ 2027-01-31, A18.",
)
PURCHASE_LINES = Rows(
    "lines",
    "Lines",
    "line",
    (_ITEM, _DESCRIPTION, _QUANTITY, number("price", "Cost"), SITE, LOTS),
    hidden=("id", "order_line_id", "discount"),
    help="A line without a cost takes the item's own. Quantity 0 leaves a line out. Lots: A17 * 3 @ 2027-01-31, A18.",
)
EXPENSES = Rows(
    "expenses",
    "Expenses",
    "expense",
    (choice("account", "Account", "accounts", "(choose)"), _DESCRIPTION, number("amount", "Amount")),
)
