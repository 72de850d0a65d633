"""The lines of what is bought: expenses, and items at a cost. `LineType` tells the two apart; no reply shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from . import items
from .books import Body
from .custom_fields import inline
from .fields import absorb, merged, without_blanks
from .grammar import Shape
from .lines import NEW, NOT_STORED, Pull, amount, line_nodes, listed, refuse_cleared
from .markup import Node
from .refusals import Refused
from .values import RATE_STEP, canonical, money, number, price, quantity, rounded
from .work import Work

EXPENSE, ITEM = "ExpenseLine", "ItemLine"
NODES = frozenset(
    {"ExpenseLineAdd", "ExpenseLineMod", "ItemLineAdd", "ItemLineMod", "ItemGroupLineAdd", "ItemGroupLineMod"}
    | {"ClearExpenseLines", "ClearItemLines"}
)
_NOT_CLEARABLE = ("ItemRef", "AccountRef", "Quantity", "Amount")
_OF_THE_ITEM = ("Cost", "Rate", "Amount", "Desc")

Complete = Callable[[Work, Body, Body], Body]


def added(work: Work, node: Node, shape: Shape, place: str, pull: Pull | None = None) -> tuple[Body, ...]:
    """The lines of an Add, expenses first. `pull` brings what a line takes from an order. Raises Refused."""
    expenses = [_new(work, one, below, place, EXPENSE) for one, below in line_nodes(node, shape, {"ExpenseLineAdd"})]
    tags = {"ItemLineAdd", "ItemGroupLineAdd"}
    return (*expenses, *(_new(work, one, below, place, ITEM, pull) for one, below in line_nodes(node, shape, tags)))


def made(work: Work, line: Body) -> Body:
    """A new item line of what was taken from an order."""
    return priced(work, line, line, "Cost") | {"TxnLineID": work.new_txn_id(), "LineType": ITEM}


def changed(work: Work, node: Node, shape: Shape, place: str, lines: tuple[Body, ...]) -> tuple[Body, ...]:
    """The lines that a Mod leaves: of each kind those it lists, none where it clears them, else what there was."""
    result: list[Body] = []
    for kind, tags, clear in (
        (EXPENSE, {"ExpenseLineMod"}, "ClearExpenseLines"),
        (ITEM, {"ItemLineMod", "ItemGroupLineMod"}, "ClearItemLines"),
    ):
        stored = {line["TxnLineID"]: line for line in lines if line["LineType"] == kind}
        sent = [_changed(work, one, below, place, kind, stored) for one, below in line_nodes(node, shape, tags)]
        cleared = canonical("BOOL", node.value(clear)) == "true"
        result += sent if sent or cleared else [line for line in lines if line["LineType"] == kind]
    return tuple(result)


def _new(work: Work, node: Node, shape: Shape, place: str, kind: str, pull: Pull | None = None) -> Body:
    said = without_blanks(absorb(work, node, shape, f"{place} line", NOT_STORED))
    link = node.find("LinkToTxn")
    line = pull(link, said) if link is not None and pull is not None else said
    ids = {"TxnLineID": work.new_txn_id(), "LineType": kind, "DataExtRet": inline(work, node, place)}
    return _completed(work, line, said, kind) | ids


def _changed(work: Work, node: Node, shape: Shape, place: str, kind: str, stored: dict[str, Body]) -> Body:
    line_id = node.value("TxnLineID")
    if line_id == NEW:
        return _new(work, node, shape, place, kind)
    line = listed(stored, line_id)
    said = absorb(work, node, shape, f"{place} line", NOT_STORED)
    return revised(work, line, said, lambda work, line, said: _completed(work, line, said, kind), "Cost")


def revised(work: Work, stored: Body, said: Body, complete: Complete, per_unit: str) -> Body:
    """A stored line with what a Mod says of it. Named by its TxnLineID alone it stays as it is."""
    refuse_cleared(said, _NOT_CLEARABLE)
    if not said:
        return dict(stored)
    kept: Mapping[str, object] = stored
    if said.get("ItemRef", stored.get("ItemRef")) != stored.get("ItemRef"):
        kept = {name: value for name, value in stored.items() if name not in _OF_THE_ITEM}
    elif "Amount" in said:
        kept = {name: value for name, value in stored.items() if name != per_unit}
    elif said.keys() & {"Quantity", per_unit}:
        kept = {name: value for name, value in stored.items() if name != "Amount"}
    return complete(work, merged(kept, said), said)


def _completed(work: Work, line: Body, said: Body, kind: str) -> Body:
    if kind == ITEM:
        return priced(work, line, said, "Cost")
    if not line.get("AccountRef"):
        raise Refused(3150, 'The "AccountRef" of the expense line is missing.')
    return {"Amount": "0.00", **line}


def priced(work: Work, line: Body, said: Body, per_unit: str) -> Body:
    """An item line with whichever of quantity, cost (`per_unit`) and amount follows from the others."""
    item = work.storage.record("item", line["ItemRef"]) if line.get("ItemRef") else None
    if item is not None and "ItemRef" in said and "Desc" not in line:
        description = items.purchase_description(item.body)
        line |= {"Desc": description} if description else {}
    how_many = number(line["Quantity"]) if "Quantity" in line else None
    if "Amount" in line:
        if how_many:
            line[per_unit] = price((amount(line) / how_many).quantize(RATE_STEP))
        return line
    if item is None and per_unit not in line:
        return line if how_many is None else line | {"Amount": "0.00"}
    cost = number(line[per_unit]) if per_unit in line else items.purchase_cost(item.body if item else {})
    how_many = Decimal(1) if how_many is None else how_many
    total = rounded(how_many * cost, work.readings.rounding)
    return line | {"Quantity": quantity(how_many), per_unit: price(cost), "Amount": money(total)}
