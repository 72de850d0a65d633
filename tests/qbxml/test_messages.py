"""Every model against the field tables: names, order, lengths, versions, types, what is required."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allorders_quickbooks.qbxml.messages import FAMILIES, message_class
from allorders_quickbooks.qbxml.messages.base import Aggregate, longest, parts
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd
from allorders_quickbooks.qbxml.versions import OLDEST, number
from pydantic import ValidationError

from tests.qbxml.reference import needs_reference, table

NAMES = [name for names in FAMILIES.values() for name in names]


class Row:
    """One row of the field table, versions inherited from the rows above it."""

    def __init__(self, row: list[Any], rows: dict[str, list[Any]]) -> None:
        self.path, self.kind, self.length, self.required, self.repeat, _, self.choice, self.us = row[:8]
        above = [self.path[:i] for i, char in enumerate(self.path) if char == "/"]
        given = [rows[path][5] for path in (*above, self.path) if rows[path][5]]
        newest = max(given, key=number, default=OLDEST)
        self.since = newest if number(newest) > number(OLDEST) else ""


def rows_of(name: str) -> dict[str, Row]:
    """The field tables lack vendor types, which Intuit's schema defines as it does customer types."""
    twin = name.replace("VendorType", "CustomerType")
    found = table("tables")["messages"][f"{twin}Rq"]["rows"]
    rows = {row[0]: row for row in ([row[0].replace(twin, name), *row[1:]] for row in found)}
    return {path: Row(row, rows) for path, row in rows.items()}


def modelled(name: str) -> Iterator[tuple[str, Any, str, int | None]]:
    """Every element of a model: its path, its part, since when, how long."""
    message = message_class(name)
    prefix = f"{name}/" if message.wrapped else ""
    yield from _elements(message, prefix, "", None)


def _elements(aggregate: type[Aggregate], prefix: str, since: str, name_length: int | None) -> Iterator[Any]:
    for part in parts(aggregate):
        own = max(since, part.element.since, key=lambda version: number(version or OLDEST))
        length = name_length if part.element.name == "FullName" else part.element.length
        path = prefix + part.element.name
        yield path, part, own, None if part.aggregate else length
        if part.aggregate:
            yield from _elements(part.aggregate, f"{path}/", own, part.element.length)


@needs_reference
@pytest.mark.parametrize("name", NAMES)
def test_a_model_says_what_the_field_table_says(name: str) -> None:
    rows = rows_of(name)
    for path, part, since, length in modelled(name):
        row = rows[path]
        assert row.us, path
        assert part.element.kind.value == row.kind, path
        assert length == row.length, path
        assert since == row.since, path
        assert part.repeated or not str(row.repeat).startswith("1"), path
        assert bool(row.repeat or row.choice or not part.repeated), path


@needs_reference
@pytest.mark.parametrize("name", NAMES)
def test_a_model_keeps_the_order_that_quickbooks_demands(name: str) -> None:
    order = list(rows_of(name))
    places = [order.index(path) for path, *_ in modelled(name)]
    assert places == sorted(places)


@needs_reference
@pytest.mark.parametrize("name", NAMES)
def test_what_quickbooks_requires_is_required_here(name: str) -> None:
    rows = rows_of(name)
    paths = {path: part for path, part, *_ in modelled(name)}
    for path, row in rows.items():
        above, _, _ = path.rpartition("/")
        demanded = row.us and row.required and not row.choice and (above in paths or above in ("", name))
        if demanded and path != name:
            assert paths[path].required, path


def test_every_message_is_found_by_its_name() -> None:
    assert [message_class(name).__name__ for name in NAMES] == NAMES
    with pytest.raises(KeyError):
        message_class("EstimateAdd")


def test_a_message_refuses_fields_that_it_does_not_have_and_changes() -> None:
    with pytest.raises(ValidationError):
        InvoiceAdd.model_validate({"customer_ref": {}, "colour": "red"})
    invoice = InvoiceAdd.model_validate({"customer_ref": {"list_id": "1-1"}})
    with pytest.raises(ValidationError):
        setattr(invoice, "memo", "later")  # noqa: B010 the type checker knows it too


def test_lengths_are_asked_of_the_messages() -> None:
    assert longest(InvoiceAdd, "ref_number") == 11
    assert longest(InvoiceAdd, "customer_ref") == 209
    with pytest.raises(ValueError, match="no greatest length"):
        longest(InvoiceAdd, "txn_date")
