"""Purchase orders: Add and Mod. They post nothing; items are on order until they are received."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import forms, sales
from .books import Body, Transaction
from .custom_fields import inline
from .fields import absorb, aggregate, without_blanks
from .grammar import Shape
from .lines import NEW, NOT_STORED, amount, line_nodes, listed, nodes
from .markup import Node
from .purchase_lines import priced, revised
from .references import need, resolve
from .render import Reply
from .work import Work

TYPE = "PurchaseOrder"
TEMPLATE = "Custom Purchase Order"
_OWN = forms.HEADER | nodes(TYPE) | {"VendorRef"}
_PLACE = "PurchaseOrder line"


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers PurchaseOrderAdd. The schema does without a vendor, QuickBooks does not (section 6). Raises Refused."""
    node, below = aggregate(request, shape)
    vendor = resolve(work, need(node, "VendorRef", TYPE), TYPE)
    said = without_blanks(absorb(work, node, below, TYPE, _OWN))
    txn = forms.new(work, node, TYPE, {}, entity=vendor.list_id)
    usual: Body = {
        name: vendor.body[name] for name in ("CurrencyRef", "VendorAddress", "TermsRef") if name in vendor.body
    }
    template = work.storage.record_named("template", TEMPLATE)
    body = usual | ({"TemplateRef": template.list_id} if template else {}) | {"IsToBePrinted": "true"} | said
    body.setdefault("DueDate", sales.due_date(work, body.get("TermsRef"), txn.txn_date))
    body.setdefault("ExpectedDate", txn.txn_date)
    lines = tuple(_new(work, one, shape) for one, shape in line_nodes(node, below, nodes(TYPE)))
    txn = _totalled(forms.refuse_empty(replace(txn, body=body, lines=lines)))
    forms.save(work, txn)
    return forms.reply(work, txn)


def modify(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers PurchaseOrderMod. Raises Refused."""
    node, below, txn = forms.opened(work, request, shape, TYPE)
    forms.refuse_cleared(node, ("VendorRef", "TemplateRef"))
    changed = forms.changed(work, node, txn, absorb(work, node, below, TYPE, _OWN))
    changed = replace(
        changed,
        entity=forms.named(work, node, "VendorRef", TYPE, txn.entity) or "",
        lines=_changed_lines(work, node, below, txn.lines),
    )
    changed = _totalled(changed)
    forms.save_change(work, txn, changed)
    return forms.reply(work, changed)


def _changed_lines(work: Work, node: Node, shape: Shape, lines: tuple[Body, ...]) -> tuple[Body, ...]:
    stored = {line["TxnLineID"]: line for line in lines}
    result = [_changed(work, one, below, stored) for one, below in line_nodes(node, shape, nodes(TYPE))]
    return tuple(result) or lines


def _new(work: Work, node: Node, shape: Shape) -> Body:
    said = without_blanks(absorb(work, node, shape, _PLACE, NOT_STORED))
    return priced(work, said, said, "Rate") | {"TxnLineID": work.new_txn_id(), "DataExtRet": inline(work, node, TYPE)}


def _changed(work: Work, node: Node, shape: Shape, stored: dict[str, Body]) -> Body:
    if node.value("TxnLineID") == NEW:
        return _new(work, node, shape)
    line = listed(stored, node.value("TxnLineID"))
    said = absorb(work, node, shape, _PLACE, NOT_STORED)
    return revised(work, line, said, lambda work, line, said: priced(work, line, said, "Rate"), "Rate")


def _totalled(txn: Transaction) -> Transaction:
    total = sum((amount(line) for line in txn.lines), Decimal(0))
    return forms.refuse_negative(replace(txn, total=total))
