"""The lines of documents from vendors: expenses and freight against accounts, and items.

An item line says quantity and cost, or quantity and amount, so that QuickBooks comes to the host's amount without a
rounding of its own. Class, unit and warehouse go along only where the company file keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Expense, Kind, Line, PurchaseOrder, Receiver, VendorReturn

from allorders_quickbooks.mapping import lots
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, choices
from allorders_quickbooks.mapping.lines import item_of
from allorders_quickbooks.mapping.problems import (
    SMALLEST,
    Unmappable,
    block_of_text,
    line_of_text,
    money,
    quantity,
    setting,
)
from allorders_quickbooks.qbxml.messages.base import longest
from allorders_quickbooks.qbxml.messages.purchasing import ExpenseLine, ItemLine
from allorders_quickbooks.qbxml.writer import NUMBER_LIMIT

_DESCRIPTION = longest(ItemLine, "desc")
_UNIT = longest(ItemLine, "unit_of_measure")
_MEMO = longest(ExpenseLine, "memo")
_FREIGHT_ACCOUNT = "Freight account of purchases"

Purchase = PurchaseOrder | Receiver | VendorReturn


@dataclass(frozen=True)
class BoughtLine:
    """One item line as QuickBooks gets it, `fields` by the names that bills give them. `order_line` is the key of the
    order's line if all of this line fulfils it."""

    fields: Mapping[str, Any]
    key: str = ""
    order_line: str = ""


def bought_lines(title: str, source: Purchase, context: Context) -> Iterator[BoughtLine]:
    """The item lines of the document. Raises Unmappable."""
    tracked = context.facts.tracked_on_purchases and not isinstance(source, PurchaseOrder)
    for position, line in enumerate(source.lines, start=1):
        place = f"line {position}"
        quantity(title, f"quantity of {place}", line.quantity, _remedy(source))
        money(title, f"amount of {place}", line.amount)
        portions = lots.portions(title, place, line, context.facts, tracked=tracked)
        said = _said(title, place, source, line, context)
        for portion in portions:
            numbers = {"serial_number": portion.serial_number, "lot_number": portion.lot_number}
            worth = worth_of(portion.quantity, line.price * (1 - line.discount), portion.amount)
            whole = line.order_line if len(portions) == 1 else ""
            yield BoughtLine({**said, **numbers, **worth}, line.key, whole)


def worth_of(moved: Decimal, cost: Decimal, amount: Decimal) -> dict[str, Decimal | None]:
    """The cost only where it is exact: QuickBooks' rounding of halves is its own (qbXML reference, section 6)."""
    writable = abs(cost) < NUMBER_LIMIT and cost == cost.quantize(SMALLEST)
    if moved and writable and moved * cost == amount:
        return {"quantity": moved, "cost": cost}
    return {"quantity": moved or None, "amount": amount}


def expense_lines(title: str, source: Purchase, context: Context) -> Iterator[dict[str, Any]]:
    """The expense lines of the document, the freight last. Raises Unmappable."""
    yield from spent(title, source.ref.company, source.expenses, context)
    if source.freight:
        account = setting(title, _FREIGHT_ACCOUNT, context.setup.purchase_freight_account)
        yield {
            "account_ref": context.entry(source.ref.company, Kind.ACCOUNT, account),
            "amount": money(title, "freight", source.freight),
            "memo": "Freight",
        }


def spent(title: str, company: str, expenses: tuple[Expense, ...], context: Context) -> Iterator[dict[str, Any]]:
    """Expenses against their accounts. Raises Unmappable."""
    for position, expense in enumerate(expenses, start=1):
        yield {
            "account_ref": context.entry(company, Kind.ACCOUNT, _account(title, position, expense)),
            "amount": money(title, f"amount of expense {position}", expense.amount),
            "memo": line_of_text(title, f"description of expense {position}", expense.description, _MEMO),
        }


def needs_of_lines(title: str, source: Purchase, context: Context) -> Iterator[DocumentRef]:
    """What the lines name: items and accounts, and classes and warehouses where the company file keeps those."""
    company, facts = source.ref.company, context.facts
    for position, line in enumerate(source.lines, start=1):
        yield item_of(title, f"line {position}", line, context, company)
        named = {Kind.CLASS: line.class_name if facts.classes else "", SITE: line.site if facts.sites else ""}
        yield from choices(company, **named)
    if not isinstance(source, PurchaseOrder):
        yield from needs_of_expenses(title, company, source.expenses)
        freight = setting(title, _FREIGHT_ACCOUNT, context.setup.purchase_freight_account) if source.freight else ""
        yield from choices(company, **{Kind.ACCOUNT: freight})


def needs_of_expenses(title: str, company: str, expenses: tuple[Expense, ...]) -> Iterator[DocumentRef]:
    """The accounts that expenses name."""
    for position, expense in enumerate(expenses, start=1):
        yield from choices(company, **{Kind.ACCOUNT: _account(title, position, expense)})


def described(title: str, place: str, line: Line, context: Context, *, instead: bool) -> str | None:
    """The description of a line, which says the item where the proxy item stands for it; None where there is nothing
    to say. `instead`: the preference puts its lots in place of the text."""
    text = lots.description(line, context.preferences, instead=instead)
    if context.one_proxy_item and line.item is not None:
        text = f"{context.names.get(line.item, line.item.key)} {text}"
    return block_of_text(title, f"description of {place}", text, _DESCRIPTION) or None


def _account(title: str, position: int, expense: Expense) -> str:
    if not expense.account.strip():
        raise Unmappable(title, f"account of expense {position}", "is missing", "Choose the account and save again.")
    return expense.account


def _remedy(source: Purchase) -> str:
    if isinstance(source, VendorReturn):
        return "Enter what went back as a positive quantity, and save again."
    return "Enter a vendor return instead, and save again."


def _said(title: str, place: str, source: Purchase, line: Line, context: Context) -> dict[str, Any]:
    instead = context.preferences.lots_on_bills and not isinstance(source, PurchaseOrder)
    company, facts = source.ref.company, context.facts
    unit = line_of_text(title, f"unit of {place}", line.unit, _UNIT) or None
    return {
        "item_ref": context.reference(item_of(title, place, line, context, company)),
        "desc": described(title, place, line, context, instead=instead),
        "unit_of_measure": unit if facts.units else None,
        "class_ref": context.entry(company, Kind.CLASS, line.class_name) if facts.classes else None,
        "inventory_site_ref": context.entry(company, SITE, line.site) if facts.sites else None,
    }
