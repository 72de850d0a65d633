"""What is bought: bills, item receipts, vendor credits and checks, each with its Add and its Mod."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from . import forms, ledger, orders, purchase_lines
from .books import Body, Transaction
from .credits import refund, still_open
from .fields import absorb, aggregate, without_blanks
from .grammar import Shape
from .lines import amount
from .markup import Node
from .references import is_blank, need, resolve
from .refusals import Refused
from .render import Reply
from .sales import due_date
from .settlement import release
from .work import Work

_APPLIED = ("ApplyCheckToTxnAdd", "ApplyCheckToTxnMod")
_OWN = (
    forms.HEADER
    | purchase_lines.NODES
    | {"VendorRef", "PayeeEntityRef", "APAccountRef", "AccountRef", "LinkToTxnID", *_APPLIED}
)


@dataclass(frozen=True)
class Form:
    """What is particular to a type: who is named where, and which account the total goes to."""

    type: str
    entity: str
    account: str
    owed: bool
    head: Callable[[Work, Body, str], Body] = lambda work, body, txn_date: body


def _with_due_date(work: Work, body: Body, txn_date: str) -> Body:
    return body if "DueDate" in body else body | {"DueDate": due_date(work, body.get("TermsRef"), txn_date)}


FORMS = {
    form.type: form
    for form in (
        Form("Bill", "VendorRef", "APAccountRef", owed=True, head=_with_due_date),
        Form("ItemReceipt", "VendorRef", "APAccountRef", owed=True),
        Form("VendorCredit", "VendorRef", "APAccountRef", owed=True),
        Form("Check", "PayeeEntityRef", "AccountRef", owed=False),
    )
}


def add(work: Work, request: Node, shape: Shape, type: str) -> Reply:
    """Answers the Add of a bill, an item receipt, a vendor credit or a check. Raises Refused."""
    form = FORMS[type]
    node, below = aggregate(request, shape)
    entity = _entity(work, node, form)
    account = _account(work, node, form)
    body = without_blanks(absorb(work, node, below, type, _OWN))
    txn = forms.new(work, node, type, body, entity=entity, account=account)
    txn = replace(txn, body=form.head(work, body, txn.txn_date), lines=_lines(work, node, below, type, entity))
    txn = _totalled(forms.refuse_empty(txn), form)
    forms.save(work, txn)
    _apply(work, txn, node)
    return forms.reply(work, txn)


def modify(work: Work, request: Node, shape: Shape, type: str) -> Reply:
    """Answers the Mod of a bill, an item receipt, a vendor credit or a check. Raises Refused."""
    form = FORMS[type]
    node, below, txn = forms.opened(work, request, shape, type)
    forms.refuse_cleared(node, (form.entity, form.account) if form.owed else (form.account,))
    changed = forms.changed(work, node, txn, absorb(work, node, below, type, _OWN))
    changed = replace(
        changed,
        entity=forms.named(work, node, form.entity, type, txn.entity) or "",
        account=forms.named(work, node, form.account, type, txn.account),
        lines=purchase_lines.changed(work, node, below, type, txn.lines),
    )
    changed = _totalled(forms.refuse_empty(changed), form)
    if form.owed:
        changed = still_open(work, txn, changed)
    forms.save_change(work, txn, replace(changed, voided=changed.voided and not changed.total))
    if any(node.find(tag) is not None for tag in _APPLIED):
        release(work, txn)
    _apply(work, changed, node)
    return forms.reply(work, changed)


def _entity(work: Work, node: Node, form: Form) -> str:
    """The vendor, or whoever a check is made out to; that may be nobody. Raises Refused."""
    reference = node.find(form.entity)
    if not form.owed and (reference is None or is_blank(reference)):
        return ""
    return resolve(work, need(node, form.entity, form.type), form.type).list_id


def _account(work: Work, node: Node, form: Form) -> str:
    if form.owed:
        return ledger.payable(work, node, form.type).list_id
    account = resolve(work, need(node, form.account, form.type), form.type)
    if account.body.get("AccountType") not in ("Bank", "OtherCurrentAsset"):
        raise Refused(3140, f'The account "{account.full_name}" is not one that a check can be drawn on.')
    return account.list_id


def _lines(work: Work, node: Node, shape: Shape, type: str, entity: str) -> tuple[Body, ...]:
    if type not in orders.SOURCE:
        return purchase_lines.added(work, node, shape, type)
    pulled = tuple(purchase_lines.made(work, line) for line in orders.pulled(work, node, type, entity))
    return pulled + purchase_lines.added(
        work, node, shape, type, lambda link, said: orders.pull(work, link, said, node, type, entity)
    )


def _totalled(txn: Transaction, form: Form) -> Transaction:
    total = sum((amount(line) for line in txn.lines), Decimal(0))
    return forms.refuse_negative(replace(txn, total=total, open=total if form.owed else Decimal(0)))


def _apply(work: Work, check: Transaction, node: Node) -> None:
    """A check that refunds credits: each is less by what the check says of it. Raises Refused 3210 for too much."""
    left = check.total
    for tag in _APPLIED:
        for one in node.all(tag):
            part = Decimal(one.value("Amount") or left)
            left -= part
            if left < 0:
                raise Refused(3210, "You cannot refund more than the amount of the check.", severity="Info")
            refund(work, check, one.value("TxnID"), part)
