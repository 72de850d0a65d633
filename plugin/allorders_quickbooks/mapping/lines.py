"""The lines of documents to customers: items, worth, tax, lots and custom values, then one line for the freight.

Each line says quantity and rate, or quantity and amount, so that QuickBooks comes to the host's amount without a
rounding of its own. Class, unit and warehouse go along only where the company file keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from allorders_hooks.documents import CustomerReturn, DocumentRef, Kind, Line, SalesOrder, ShipDoc

from allorders_quickbooks.mapping import custom_fields, lots, names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, choices, freight_item, proxy_item
from allorders_quickbooks.mapping.lots import Portion
from allorders_quickbooks.mapping.problems import CENT, SMALLEST, Unmappable, block_of_text, quantity
from allorders_quickbooks.qbxml.messages.base import longest
from allorders_quickbooks.qbxml.messages.sales import SaleLine
from allorders_quickbooks.qbxml.writer import NUMBER_LIMIT

_DESCRIPTION = longest(SaleLine, "desc")
_UNIT = longest(SaleLine, "unit_of_measure")

Sale = SalesOrder | ShipDoc | CustomerReturn


@dataclass(frozen=True)
class SoldLine:
    """One line as QuickBooks gets it. `fields` are those of the message, `custom` the values of its custom fields,
    `key` is the host's key of the line, `order_line` that of the order's line if all of this line fulfils it."""

    fields: Mapping[str, Any]
    key: str = ""
    order_line: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)


def kept(source: Sale, context: Context) -> Iterator[tuple[int, Line]]:
    """The lines that go, with their place (from 1): one that is wholly back-ordered goes by the set-up only."""
    for position, line in enumerate(source.lines, start=1):
        if line.quantity or line.amount or not line.back_ordered or context.setup.back_ordered_lines:
            yield position, line


def sold_lines(title: str, source: Sale, context: Context) -> Iterator[SoldLine]:
    """All lines of the document. Raises Unmappable."""
    on_invoices = not isinstance(source, SalesOrder)
    for position, line in kept(source, context):
        place = f"line {position}"
        quantity(title, f"quantity of {place}", line.quantity, _remedy(source))
        tracked = on_invoices and context.facts.tracked_on_sales
        portions = lots.portions(title, place, line, context.facts, tracked=tracked)
        said = _said(title, place, source, line, context)
        for portion in portions:
            yield SoldLine(
                said
                | _worth(portion, line)
                | {"serial_number": portion.serial_number, "lot_number": portion.lot_number},
                key=line.key,
                order_line=line.order_line if len(portions) == 1 else "",
                custom=custom_fields.of_line(line, context),
            )
    if source.freight:
        freight = context.reference(freight_item(source.ref.company))
        amount = source.freight.quantize(CENT)
        yield SoldLine({"item_ref": freight, "amount": amount, "sales_tax_code_ref": context.tax_code(taxed=False)})


def needs_of_lines(title: str, source: Sale, context: Context) -> Iterator[DocumentRef]:
    """What the lines name: items, and classes and warehouses where the company file keeps those."""
    company, facts = source.ref.company, context.facts
    for position, line in kept(source, context):
        yield item_of(title, f"line {position}", line, context, company)
        if facts.classes:
            yield from choices(company, **{Kind.CLASS: line.class_name})
        if facts.sites:
            yield from choices(company, **{SITE: line.site})


def item_of(title: str, place: str, line: Line, context: Context, company: str) -> DocumentRef:
    """The item that the line names in QuickBooks. Raises Unmappable where it has none."""
    if line.item is None:
        raise Unmappable(title, f"item of {place}", "is missing", "Choose the item and save again.")
    return proxy_item(company) if context.one_proxy_item else line.item


def _remedy(source: Sale) -> str:
    if isinstance(source, CustomerReturn):
        return "Enter what came back as a positive quantity, and save again."
    return "Enter a customer return instead, and save again."


def _said(title: str, place: str, source: Sale, line: Line, context: Context) -> dict[str, Any]:
    instead = context.preferences.lots_on_invoices and not isinstance(source, SalesOrder)
    company, facts = source.ref.company, context.facts
    text = lots.description(line, context.preferences, instead=instead)
    if context.one_proxy_item and line.item is not None:
        text = f"{context.names.get(line.item, line.item.key)} {text}"
    return {
        "item_ref": context.reference(item_of(title, place, line, context, company)),
        # Nothing where there is nothing to say: QuickBooks then takes the item's own description.
        "desc": block_of_text(title, f"description of {place}", text, _DESCRIPTION) or None,
        "unit_of_measure": (names.fitted(line.unit, _UNIT) or None) if facts.units else None,
        "class_ref": context.entry(company, Kind.CLASS, line.class_name) if facts.classes else None,
        "inventory_site_ref": context.entry(company, SITE, line.site) if facts.sites else None,
        "sales_tax_code_ref": context.tax_code(taxed=line.taxed),
    }


def _worth(portion: Portion, line: Line) -> dict[str, Any]:
    """How much of it, and its numbers. The rate goes along only where it is exact, since QuickBooks' rounding of halves
    is its own (qbXML reference, section 6)."""
    rate = line.price * (1 - line.discount)
    writable = abs(rate) < NUMBER_LIMIT and rate == rate.quantize(SMALLEST)
    numbers = {"serial_number": portion.serial_number, "lot_number": portion.lot_number}
    if writable and portion.quantity * rate == portion.amount:
        return numbers | {"quantity": portion.quantity, "rate": rate}
    return numbers | {"quantity": portion.quantity or None, "amount": portion.amount}
