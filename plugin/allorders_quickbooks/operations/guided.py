"""The guided set-up of a company file that has a life: the settings that name something in it, each with a suggestion.

What is suggested is what the file has, as it was last read. Nothing is set before a person says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allorders_hooks.status import ActionResult

from allorders_quickbooks.company import CompanySetup, caption
from allorders_quickbooks.matching.spelling import folded
from allorders_quickbooks.matching.suggesting import suggested
from allorders_quickbooks.operations import matching, opening, settings
from allorders_quickbooks.operations.opening import Step
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, pulled

_ACCOUNT, _CLASS = ("Account",), ("Class",)
_USUAL: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "income_account": (_ACCOUNT, ("Sales", "Sales Income", "Product Sales", "Merchandise Sales", "Income")),
    "cogs_account": (_ACCOUNT, ("Cost of Goods Sold", "Cost of Sales", "COGS")),
    "asset_account": (_ACCOUNT, ("Inventory Asset", "Inventory", "Stock")),
    "adjustment_account": (_ACCOUNT, ("Inventory Adjustment", "Inventory Adjustments", "Inventory Shrinkage")),
    "discount_account": (_ACCOUNT, ("Sales Discounts", "Discounts Given", "Discounts")),
    "freight_account": (_ACCOUNT, ("Freight Income", "Shipping Income", "Shipping and Delivery Income")),
    "purchase_freight_account": (_ACCOUNT, ("Freight and Shipping Costs", "Freight In", "Freight", "Shipping")),
    "refund_account": (_ACCOUNT, ("Checking", "Checking Account", "Bank")),
    "receivable_account": (_ACCOUNT, ("Accounts Receivable", "Trade Debtors")),
    "freight_item": (("ItemOtherCharge", "ItemService"), ("Freight", "Shipping", "Delivery", "Postage")),
    "sales_tax_item": (("ItemSalesTax",), ("Sales Tax", "Tax", "State Tax", "VAT")),
    "work_order_vendor": (("Vendor",), ("NC Internal", "Internal", "In-house")),
    "adjustment_class": (_CLASS, ("Inventory", "Adjustments")),
}
"""By setting: the types of record that it names, and what those are usually called."""


@dataclass(frozen=True)
class Suggestion:
    """A setting that names something in the company file. `is_there`: the file has what it names now; `suggested` is
    empty where the file has nothing like it."""

    field: str
    caption: str
    value: str
    is_there: bool
    suggested: str


def steps(ports: Ports, key: str) -> tuple[Step, ...]:
    """The whole way, in order, as it stands: the lists are matched once they were read."""
    found: list[Step] = []
    for step in opening.steps(ports, key):
        found.append(step)
        if step.name == "lists":
            found += [_match_step(each) for each in matching.progress(ports, key)]
    return tuple(found)


def _match_step(each: matching.Progress) -> Step:
    listed = each.known.listed
    left = f"{each.questions} questions are open" if each.known.proposed_at else "look for matches"
    return Step(f"match {listed}", f"Match {listed}: {left}." if not each.known.confirmed
                else f"{listed} is confirmed.", each.known.confirmed)  # fmt: skip


def suggestions(ports: Ports, key: str) -> tuple[Suggestion, ...]:
    """Every setting that names something, as it stands and as the company file suggests it."""
    with ports.database.read() as connection:
        setup = companies.load(connection, key).setup
        names = {
            types: pulled.active_names(connection, key, types) for types in {kinds for kinds, _ in _USUAL.values()}
        }
    return tuple(
        _suggestion(field, setup, usual, names[types])
        for field, (types, usual) in _USUAL.items()
    )  # fmt: skip


def _suggestion(field: str, setup: CompanySetup, usual: tuple[str, ...], names: list[str]) -> Suggestion:
    value: str = getattr(setup, field)
    is_there = folded(value) in map(folded, names)
    return Suggestion(
        field, caption(field), value, is_there, "" if is_there else suggested((value or usual[0], *usual), names)
    )


def save(ports: Ports, key: str, values: Mapping[str, str], user: str) -> ActionResult:
    """Save settings of the company screen, or say by field why not."""
    with ports.database.read() as connection:
        version = companies.load(connection, key).setup_version
    unknown = sorted(values.keys() - CompanySetup.model_fields.keys())
    if unknown:
        return ActionResult(done=False, sentence=f"There is no setting {', '.join(unknown)}.")
    return settings.save(ports, key, settings.COMPANY, values, version, user)
