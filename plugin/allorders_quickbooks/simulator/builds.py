"""Building assemblies: components become assemblies, or the build waits for them (qbXML reference, section 6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import forms, items
from .books import Body, Record, Transaction
from .fields import absorb, aggregate, without_blanks
from .grammar import Shape
from .markup import Node
from .references import need, resolve
from .refusals import Refused
from .render import Reply
from .stock import Stock
from .values import canonical, number, quantity
from .work import Work

TYPE = "BuildAssembly"
_OWN = forms.HEADER | {"MarkPendingIfRequired", "RemovePending"}


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers BuildAssemblyAdd. Raises Refused 3180 for a lack of components, unless it may be pending."""
    node, below = aggregate(request, shape)
    assembly = resolve(work, need(node, "ItemInventoryAssemblyRef", TYPE), TYPE)
    txn = forms.new(work, node, TYPE, without_blanks(absorb(work, node, below, TYPE, _OWN)))
    txn = replace(txn, lines=_needed(work, assembly, number(txn.body["QuantityToBuild"])))
    txn = _waiting(work, txn, node, Stock(work))
    forms.save(work, txn)
    return forms.reply(work, txn)


def modify(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers BuildAssemblyMod. `RemovePending` builds what was waiting. Raises Refused."""
    node, below, txn = forms.opened(work, request, shape, TYPE)
    changed = forms.changed(work, node, txn, absorb(work, node, below, TYPE, _OWN))
    assembly = work.storage.record("item", txn.body["ItemInventoryAssemblyRef"])
    assert assembly is not None  # noqa: S101 a record in use cannot be deleted
    if changed.body.get("QuantityToBuild") != txn.body["QuantityToBuild"]:
        changed = replace(changed, lines=_needed(work, assembly, number(changed.body["QuantityToBuild"])))
    shelf = Stock(work)
    shelf.reverse(txn.txn_id)
    if txn.posting or _says(node, "RemovePending"):
        changed = _waiting(work, replace(changed, posting=True), node, shelf)
    forms.save_change(work, txn, changed)
    return forms.reply(work, changed)


def _needed(work: Work, assembly: Record, many: Decimal) -> tuple[Body, ...]:
    if many <= 0:
        raise Refused(3180, "There was an error when saving a BuildAssembly.  The quantity to build must be positive.")
    lines: list[Body] = []
    for one in assembly.body.get(items.COMPONENTS, []):
        component = work.storage.record("item", one["ItemInventoryRef"])
        line: Body = {"ItemRef": one["ItemInventoryRef"]}
        if component is not None and items.purchase_description(component.body):
            line["Desc"] = items.purchase_description(component.body)
        lines.append(line | {"QuantityNeeded": quantity(number(one.get("Quantity") or "1") * many)})
    return tuple(lines)


def _waiting(work: Work, txn: Transaction, node: Node, shelf: Stock) -> Transaction:
    """The build as it can be saved: done, or pending where components lack and that is allowed."""
    short = [
        line
        for line in txn.lines
        if shelf.item(line["ItemRef"]) is not None and number(line["QuantityNeeded"]) > shelf.on_hand(line["ItemRef"])
    ]
    if short and not _says(node, "MarkPendingIfRequired"):
        name = work.full_name("item", short[0]["ItemRef"])
        raise Refused(
            3180,
            "There was an error when saving a BuildAssembly.  QuickBooks error message: there is insufficient "
            f'quantity of "{name}" on hand to build the assemblies.',
        )
    return replace(txn, posting=not short)


def _says(node: Node, tag: str) -> bool:
    return canonical("BOOL", node.value(tag)) == "true"
