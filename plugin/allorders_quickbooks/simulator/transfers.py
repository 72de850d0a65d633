"""Transfers of inventory between sites, in a company file that has sites."""

from __future__ import annotations

from dataclasses import replace

from . import forms
from .books import Body
from .fields import absorb, aggregate, refuse_missing, without_blanks
from .grammar import Shape
from .lines import NEW, line_nodes, listed
from .markup import Node
from .references import need
from .refusals import Refused
from .render import Reply
from .work import Work

TYPE = "TransferInventory"
_NODES = frozenset({"TransferInventoryLineAdd", "TransferInventoryLineMod"})
_OWN = forms.HEADER | _NODES
_PLACE = "TransferInventory line"


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers TransferInventoryAdd. Raises Refused 3250 without sites."""
    refuse_missing(work, TYPE)
    node, below = aggregate(request, shape)
    for tag in ("FromInventorySiteRef", "ToInventorySiteRef"):
        need(node, tag, TYPE)
    txn = forms.new(work, node, TYPE, without_blanks(absorb(work, node, below, TYPE, _OWN)))
    lines = tuple(_new(work, one, shape) for one, shape in line_nodes(node, below, _NODES))
    _refuse_same(txn.body)
    txn = forms.refuse_empty(replace(txn, lines=lines))
    forms.save(work, txn)
    return forms.reply(work, txn)


def modify(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers TransferInventoryMod. Raises Refused."""
    node, below, txn = forms.opened(work, request, shape, TYPE)
    changed = forms.changed(work, node, txn, absorb(work, node, below, TYPE, _OWN))
    stored = {line["TxnLineID"]: line for line in txn.lines}
    lines = tuple(_changed(work, one, shape, stored) for one, shape in line_nodes(node, below, _NODES))
    _refuse_same(changed.body)
    changed = replace(changed, lines=lines or txn.lines)
    forms.save_change(work, txn, changed)
    return forms.reply(work, changed)


def _refuse_same(body: Body) -> None:
    if body["FromInventorySiteRef"] == body["ToInventorySiteRef"]:
        raise Refused(3180, "There was an error when saving a TransferInventory.  It begins and ends at the same site.")


def _new(work: Work, node: Node, shape: Shape) -> Body:
    said = without_blanks(absorb(work, node, shape, _PLACE))
    if "ItemRef" not in said:
        raise Refused(3150, 'The "ItemRef" of the TransferInventory line is missing.')
    said["QuantityTransferred"] = said.pop("QuantityToTransfer", "0")
    return said | {"TxnLineID": work.new_txn_id()}


def _changed(work: Work, node: Node, shape: Shape, stored: dict[str, Body]) -> Body:
    if node.value("TxnLineID") == NEW:
        return _new(work, node, shape)
    line = listed(stored, node.value("TxnLineID"))
    said = without_blanks(absorb(work, node, shape, _PLACE, frozenset({"TxnLineID"})))
    if "QuantityToTransfer" in said:
        said["QuantityTransferred"] = said.pop("QuantityToTransfer")
    return line | said
