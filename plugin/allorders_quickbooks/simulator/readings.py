"""What nobody has verified of QuickBooks: one field a fact, both readings of it.

An integration that works under one reading only is not finished, so `Readings.draw` picks by chance. The defaults
are the readings that the qbXML reference holds the likelier.
"""

from __future__ import annotations

import enum
import random
from dataclasses import asdict, dataclass, fields
from typing import Any

_DRAWN_APART = (
    "stock_moves_modified", "oversold_corrected", "unbought_at_cost", "returns_at_average", "discount_turns_negative",
    "link_moves_edit", "field_moves_edit", "field_add_replaces", "field_mod_adds",
)  # fmt: skip


class Rounding(enum.StrEnum):
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


@dataclass(frozen=True)
class Readings:
    """The facts that are open, each with the reading in force.

    memory_keeps_all        the recovery memory keeps every set, or only the latest one
    memory_per_machine      that memory is one for each machine and application, or one for an application
    unknown_old_set_runs    a set that names an unknown oldMessageSetID runs with status 600, or is refused with it
    status_of_unknown       what asking for a set that is not stored answers: "9002" or "600"
    replay_ids_only         a replayed reply holds ErrorRecovery ids in place of the objects
    set_id_limit            the longest message-set id: 23 or 22 characters
    duplicate_guid_refused  a second object with the same ExternalGUID is refused (3180), or accepted
    payment_moves_edit      a payment moves the EditSequence of the invoice that it pays, or its TimeModified only
    inactive_ref_refused    a reference to an inactive record is refused (3140), or accepted
    rounding                of Quantity x Rate and of tax
    tax_per_line            sales tax is rounded on each line, or once on the taxable sum
    line_feeds_kept         line feeds survive in long texts (Memo, Desc, Notes), or become blanks there as elsewhere
    outside_text_refused    text outside Windows-1252 is refused (3080), or stored as question marks
    list_del_inactivates    ListDel only makes the record inactive and says that it worked
    ref_number_ignores_case the RefNumber filter ignores case
    foreign_id              the status of an id of another company file: "3120" or "3000"
    none_of_named           the status of a query of which no named object exists: "1" or "500"
    payment_mod_releases    a ReceivePaymentMod that lists invoices releases those that it does not list
    long_address_refused    an address of more than five printed lines is refused (3205), or cut
    raw_accents_refused     bytes outside ASCII that are not numeric references cannot be parsed
    stock_moves_modified    what changes a quantity on hand moves the TimeModified of the item
    oversold_corrected      a receipt into negative stock corrects the cost of what was oversold, or leaves it
    unbought_at_cost        what is sold before any was bought costs the item's PurchaseCost, or nothing
    returns_at_average      a negative purchase line takes stock at average cost, the rest goes to cost of goods sold;
                            or it takes it at the line's amount
    discount_turns_negative a positive amount on the line of a discount item becomes negative, or stays
    link_moves_edit         an invoice, bill or receipt made of an order moves the order's EditSequence
    field_moves_edit        setting a custom field moves the EditSequence of its object
    field_add_replaces      DataExtAdd replaces a value that is there, or is refused (3180)
    field_mod_adds          DataExtMod sets a value where there is none, or is refused (3120)
    """

    memory_keeps_all: bool = True
    memory_per_machine: bool = False
    unknown_old_set_runs: bool = True
    status_of_unknown: str = "9002"
    replay_ids_only: bool = False
    set_id_limit: int = 23
    duplicate_guid_refused: bool = False
    payment_moves_edit: bool = False
    inactive_ref_refused: bool = True
    rounding: Rounding = Rounding.HALF_UP
    tax_per_line: bool = False
    line_feeds_kept: bool = True
    outside_text_refused: bool = False
    list_del_inactivates: bool = False
    ref_number_ignores_case: bool = True
    foreign_id: str = "3120"
    none_of_named: str = "1"
    payment_mod_releases: bool = True
    long_address_refused: bool = False
    raw_accents_refused: bool = False
    stock_moves_modified: bool = True
    oversold_corrected: bool = True
    unbought_at_cost: bool = False
    returns_at_average: bool = False
    discount_turns_negative: bool = True
    link_moves_edit: bool = False
    field_moves_edit: bool = True
    field_add_replaces: bool = True
    field_mod_adds: bool = True

    @classmethod
    def draw(cls, chance: random.Random) -> Readings:
        """One reading of every fact, each as likely as the other.

        The facts about stock, orders and custom fields have a chance of their own, which follows from the first: a
        schedule that goes on drawing from `chance` meets the same accidents whether or not they are among the facts.
        """
        facts = alternatives()
        drawn = {name: chance.choice(values) for name, values in facts.items() if name not in _DRAWN_APART}
        apart = random.Random(repr(drawn))  # noqa: S311 a simulation
        return cls(**drawn, **{name: apart.choice(facts[name]) for name in _DRAWN_APART})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Readings:
        """The readings that a company file was made with; facts that it does not know have their default."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        if "rounding" in values:
            values["rounding"] = Rounding(values["rounding"])
        return cls(**values)


def alternatives() -> dict[str, tuple[Any, Any]]:
    """Both readings of every fact."""
    special: dict[str, tuple[Any, Any]] = {
        "status_of_unknown": ("9002", "600"),
        "set_id_limit": (23, 22),
        "rounding": (Rounding.HALF_UP, Rounding.HALF_EVEN),
        "foreign_id": ("3120", "3000"),
        "none_of_named": ("1", "500"),
    }
    return {field.name: special.get(field.name, (False, True)) for field in fields(Readings)}
