"""Inventory adjustments: quantities and values, by what they are to be or by the difference."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import forms
from .books import Body
from .fields import absorb, aggregate, without_blanks
from .grammar import Shape
from .lines import NEW, line_nodes, listed
from .markup import Node
from .references import need, resolve
from .refusals import Refused
from .render import Reply
from .stock import Move, Stock
from .values import money, number, quantity
from .work import Work

TYPE = "InventoryAdjustment"
_NODES = frozenset({"InventoryAdjustmentLineAdd", "InventoryAdjustmentLineMod"})
_OWN = forms.HEADER | _NODES | {"AccountRef", "CustomerRef"}
_PLACE = "InventoryAdjustment line"


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers InventoryAdjustmentAdd. Raises Refused."""
    node, below = aggregate(request, shape)
    account = resolve(work, need(node, "AccountRef", TYPE), TYPE)
    customer = forms.named(work, node, "CustomerRef", TYPE, "") or ""
    body = without_blanks(absorb(work, node, below, TYPE, _OWN))
    txn = forms.new(work, node, TYPE, body, entity=customer, account=account.list_id)
    shelf = Stock(work)
    lines = tuple(_added(work, one, shape, shelf) for one, shape in line_nodes(node, below, _NODES))
    txn = replace(txn, lines=lines)
    forms.save(work, txn)
    return forms.reply(work, txn)


def modify(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers InventoryAdjustmentMod. Raises Refused."""
    node, below, txn = forms.opened(work, request, shape, TYPE)
    forms.refuse_cleared(node, ("AccountRef",))
    changed = forms.changed(work, node, txn, absorb(work, node, below, TYPE, _OWN))
    shelf = Stock(work)
    shelf.reverse(txn.txn_id)
    stored = {line["TxnLineID"]: line for line in txn.lines}
    lines = tuple(_changed(work, one, shape, shelf, stored) for one, shape in line_nodes(node, below, _NODES))
    changed = replace(
        changed,
        entity=forms.named(work, node, "CustomerRef", TYPE, txn.entity) or "",
        account=forms.named(work, node, "AccountRef", TYPE, txn.account),
        lines=lines or txn.lines,
        voided=txn.voided and not lines,
    )
    forms.save_change(work, txn, changed)
    return forms.reply(work, changed)


def _added(work: Work, node: Node, shape: Shape, shelf: Stock) -> Body:
    said = absorb(work, node, shape, _PLACE)
    item = said["ItemRef"]
    _refuse_other(shelf, item)
    line = _of_numbers(said) or _of_figures(said, shelf)
    return _placed(line | {"ItemRef": item, "TxnLineID": work.new_txn_id()}, shelf)


def _of_figures(said: Body, shelf: Stock) -> Body:
    """A QuantityAdjustment or a ValueAdjustment; one of quantity alone has its value at average cost."""
    item = said["ItemRef"]
    figures: Body = said.get("QuantityAdjustment") or said.get("ValueAdjustment") or {}
    change = _difference(figures, "Quantity", shelf.on_hand(item)) or Decimal(0)
    value = _difference(figures, "Value", shelf.worth(item))
    numbers = {name: figures[name] for name in ("SerialNumber", "LotNumber") if figures.get(name)}
    return _line(change, value) | numbers


def _of_numbers(said: Body) -> Body | None:
    """A SerialNumberAdjustment or a LotNumberAdjustment; None for another kind of line."""
    serial, lot = said.get("SerialNumberAdjustment"), said.get("LotNumberAdjustment")
    if lot is not None:
        return _line(Decimal(lot.get("CountAdjustment") or 0), None) | {"LotNumber": lot.get("LotNumber")}
    if serial is None:
        return None
    is_added = "AddSerialNumber" in serial
    numbers = serial.get("AddSerialNumber") or serial.get("RemoveSerialNumber") or ""
    many = Decimal(len([one for one in numbers.replace("\n", ",").split(",") if one.strip()]))
    return _line(many if is_added else -many, None) | {
        "SerialNumber": numbers,
        "SerialNumberAddedOrRemoved": "Added" if is_added else "Removed",
    }


def _line(change: Decimal, value: Decimal | None) -> Body:
    return {"QuantityDifference": quantity(change), "ValueDifference": None if value is None else money(value)}


def _difference(figures: Body, what: str, now: Decimal) -> Decimal | None:
    if figures.get(f"New{what}"):
        return number(figures[f"New{what}"]) - now
    return number(figures[f"{what}Difference"]) if figures.get(f"{what}Difference") else None


def _changed(work: Work, node: Node, shape: Shape, shelf: Stock, stored: dict[str, Body]) -> Body:
    said = without_blanks(absorb(work, node, shape, _PLACE, frozenset({"TxnLineID"})))
    if "CountAdjustment" in said:
        said["QuantityDifference"] = said.pop("CountAdjustment")
    line_id = node.value("TxnLineID")
    if line_id == NEW:
        line: Body = {"QuantityDifference": "0", "ValueDifference": None, "TxnLineID": work.new_txn_id()}
    else:
        line = listed(stored, line_id)
    if "ValueDifference" not in said and said.keys() & {"QuantityDifference", "ItemRef"}:
        said["ValueDifference"] = None
    line = line | said
    _refuse_other(shelf, line.get("ItemRef"))
    return _placed(line, shelf)


def _placed(line: Body, shelf: Stock) -> Body:
    """The line with its value; the shelf as the next line of the same adjustment finds it."""
    item, change = line["ItemRef"], number(line["QuantityDifference"])
    if line["ValueDifference"] is None:
        value = shelf.cost_of(item, abs(change))
        line = line | {"ValueDifference": money(value if change >= 0 else -value)}
    shelf.move(Move(item, change, number(line["ValueDifference"])))
    return line


def _refuse_other(shelf: Stock, item: str | None) -> None:
    if item is None or shelf.item(item) is None:
        raise Refused(3140, "There is an invalid reference in an inventory adjustment: no stock is kept of that item.")
