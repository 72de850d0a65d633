"""HTML forms and entries: what was entered, as text for showing it again, as an entry, or as sentences of fault.

Field names are paths with dots: `name`, `bill_to.city`, `lines.0.quantity`, `expenses.0.amount`. A form shows
discounts in per cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.datastructures import MultiDict

from sample_host.entry_fields import Entry
from sample_host.errors import Refused

AnyEntry = TypeVar("AnyEntry", bound=Entry)
SPARE_ROWS = 3
ROWS = ("lines", "expenses")
_SAYS_NOTHING = frozenset({"id", "order_line_id", "discount", "site"})  # columns that alone make no row

_SENTENCES = {
    "missing": "Fill this in.",
    "string_too_short": "Fill this in.",
    "string_too_long": "This is too long.",
    "decimal_parsing": "This is not a number.",
    "decimal_max_places": "This has too many decimals.",
    "greater_than": "This must be more than {gt}.",
    "greater_than_equal": "This cannot be less than {ge}.",
    "less_than_equal": "This is too much.",
    "date_from_datetime_parsing": "Enter a date, such as 2026-01-31.",
    "too_short": "At least one line is needed.",
    "int_parsing": "Choose one.",
}


@dataclass(frozen=True)
class Form(Generic[AnyEntry]):
    """`values` and `errors` by field path; `entry` is there when nothing is at fault."""

    values: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    entry: AnyEntry | None = None
    spare_rows: int = SPARE_ROWS

    def rows(self, name: str) -> range:
        """The rows of lines or expenses to draw: those that hold something and a few to fill in."""
        used = [int(path.split(".")[1]) for path in self.values if path.startswith(f"{name}.")]
        return range(max(used, default=-1) + 1 + self.spare_rows)

    def with_rows(self) -> Form[AnyEntry]:
        """The same values with more rows to fill in, and nothing at fault: the person is not through yet."""
        return Form(self.values, spare_rows=3 * SPARE_ROWS)

    def with_error(self, path: str, sentence: str) -> Form[AnyEntry]:
        """The same values with one more fault; the path "" is none in particular."""
        return Form(self.values, {**self.errors, path: sentence})


def form_of(entry: Entry) -> Form[Any]:
    """The form that shows an entry."""
    return Form(dict(_flat("", _with_discounts(type(entry), entry.model_dump(), _percent))))


def read(kind: type[AnyEntry], posted: MultiDict[str, str]) -> Form[AnyEntry]:
    """What was posted, checked. Fields that the entry does not have are left alone: they are the page's own."""
    nested = _nested(kind, {path: posted.getlist(path)[-1] for path in posted})
    values = dict(_flat("", nested))
    try:
        return Form(values, entry=kind.model_validate(_with_discounts(kind, nested, _fraction)))
    except ValidationError as error:
        return Form(values, {_path(fault): _sentence(fault) for fault in error.errors(include_url=False)})


def attempt(form: Form[AnyEntry], save: Callable[[AnyEntry], int]) -> tuple[Form[AnyEntry], int | None]:
    """Save what was entered, if nothing is at fault: the form to show again, or the key of what was saved."""
    if form.entry is None:
        return form, None
    try:
        return form, save(form.entry)
    except Refused as refused:
        return form.with_error(refused.field, refused.sentence), None


def _nested(kind: type[Entry], posted: Mapping[str, str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, str]]] = {name: defaultdict(dict) for name in _rows_of(kind)}
    for path, text in posted.items():
        head, _, rest = path.partition(".")
        if head not in kind.model_fields:
            continue
        if head in rows:
            number, _, column = rest.partition(".")
            if number.isascii() and number.isdecimal() and len(number) < 4:
                rows[head][int(number)][column] = text
        elif rest:
            nested.setdefault(head, {})[rest] = text
        else:
            nested[head] = text
    for name, found in rows.items():
        nested[name] = [found[number] for number in sorted(found) if _is_row(found[number])]
    return nested


def _rows_of(kind: type[Entry]) -> dict[str, type[Entry]]:
    """The fields that are rows, and what a row is."""
    return {name: get_args(kind.model_fields[name].annotation)[0] for name in ROWS if name in kind.model_fields}


def _is_row(row: Mapping[str, str]) -> bool:
    """A row with nothing in it is none; nor is one whose quantity was set to 0, which takes a line out."""
    holds = any(text.strip() for column, text in row.items() if column not in _SAYS_NOTHING)
    return holds and row.get("quantity", "").strip() != "0"


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Paths and texts of what is nested."""
    if not isinstance(value, Mapping | list | tuple):
        yield path, _text(value)
        return
    for name, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
        yield from _flat(f"{path}.{name}" if path else str(name), inner)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "on" if value else ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _with_discounts(kind: type[Entry], nested: dict[str, Any], convert: Callable[[Any], Any]) -> dict[str, Any]:
    if "discount" in kind.model_fields:
        nested = {**nested, "discount": convert(nested.get("discount"))}
    for name, row_kind in _rows_of(kind).items():
        if "discount" in row_kind.model_fields:
            nested = {**nested, name: [{**row, "discount": convert(row.get("discount"))} for row in nested[name]]}
    return nested


def _percent(fraction: Decimal) -> str:
    return format((fraction * 100).normalize(), "f") if fraction else ""


def _fraction(percent: str | None) -> Any:
    """The fraction, or the text as it is where it is no number: then the entry says so."""
    try:
        return Decimal((percent or "0").strip()) / 100
    except InvalidOperation:
        return percent


def _path(fault: ErrorDetails) -> str:
    return ".".join(str(part) for part in fault["loc"])


def _sentence(fault: ErrorDetails) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    return _SENTENCES.get(fault["type"], "This cannot be used.").format(**fault.get("ctx", {}))
