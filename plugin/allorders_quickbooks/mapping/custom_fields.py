"""Custom fields of QuickBooks that four preferences fill: two on each line, two on the document.

On new lines they are said along with the line; all others are written after the document, one request a field
(qbXML reference, section 10). Only a field that the company file has is written: what was chosen and is gone there
is left out. What QuickBooks was given is remembered with the binding, so that only what differs is written again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import CustomerReturn, Line, SalesOrder, ShipDoc

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import line_of_text
from allorders_quickbooks.qbxml.messages.base import PUBLIC, CustomValue, Message
from allorders_quickbooks.qbxml.messages.custom_values import DataExtAdd, DataExtDel, DataExtMod
from allorders_quickbooks.terms import Binding

_LONGEST = 255
"""Characters of a value that users see (section 10: the type of public fields is text of 255)."""

Values = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One value to write: on the document, or on its line at that place (from 0)."""

    name: str
    value: str
    line: int | None = None

    @property
    def place(self) -> str:
        """The key under which it is remembered."""
        return self.name if self.line is None else f"{self.line}:{self.name}"


def of_line(line: Line, context: Context) -> dict[str, str]:
    """The custom values of a line by field name; an empty one is none."""
    chosen = context.preferences
    wanted = ((chosen.original_quantity_field, line.ordered), (chosen.back_order_quantity_field, line.back_ordered))
    return {name: _number(value) for name, value in wanted if name in context.facts.item_fields}


def new_values(values: Values) -> tuple[CustomValue, ...]:
    """The same, as a new line says them."""
    return tuple(CustomValue(owner_id=PUBLIC, name=name, value=value) for name, value in values.items() if value)


def of_document(title: str, source: Any, context: Context) -> dict[str, str]:
    """The custom values of a document's head by field name."""
    chosen = context.preferences
    wanted = (
        (chosen.sales_order_number_field, "sales order number", _order_number(source)),
        (chosen.tracking_number_field, "tracking number", ", ".join(source.tracking) if _ships(source) else None),
    )
    return {
        name: line_of_text(title, what, value, _LONGEST)
        for name, what, value in wanted
        if name in context.facts.customer_fields and value is not None
    }


def _ships(source: Any) -> bool:
    return isinstance(source, ShipDoc)


def _order_number(source: Any) -> str | None:
    if isinstance(source, SalesOrder):
        return source.number
    return source.order_number if isinstance(source, ShipDoc | CustomerReturn) else None


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def placed(head: Values, lines: Sequence[Values]) -> tuple[Field, ...]:
    """All values of a document, the head's first."""
    on_head = (Field(name, value) for name, value in head.items())
    on_lines = (Field(name, value, place) for place, line in enumerate(lines) for name, value in line.items())
    return (*on_head, *on_lines)


def remember(fields: Sequence[Field]) -> str:
    """What QuickBooks holds, as the binding keeps it."""
    held = {field.place: field.value for field in fields if field.value}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"), sort_keys=True) if held else ""


def _held(remembered: str) -> dict[str, str]:
    return json.loads(remembered) if remembered else {}


def to_write(fields: Sequence[Field], remembered: str) -> tuple[Field, ...]:
    """The fields that QuickBooks does not hold as they are wanted."""
    held = _held(remembered)
    return tuple(field for field in fields if held.get(field.place, "") != field.value)


def request(field: Field, remembered: str, binding: Binding, *, otherwise: bool) -> Message | None:
    """The request that writes it; None for a line that QuickBooks does not have. An Add where there is no value yet, a
    Mod where there is one; `otherwise`: that was refused, so somebody has filled or emptied the field meanwhile."""
    if field.line is not None and field.line >= len(binding.lines):
        return None
    where: dict[str, Any] = {
        "owner_id": PUBLIC,
        "name": field.name,
        "txn_type": binding.qb_type,
        "txn_id": binding.qb_id,
        "txn_line_id": None if field.line is None else binding.lines[field.line],
    }
    if not field.value:
        return DataExtDel(**where)
    is_there = bool(_held(remembered).get(field.place)) is not otherwise
    return (DataExtMod if is_there else DataExtAdd)(**where, value=field.value)
