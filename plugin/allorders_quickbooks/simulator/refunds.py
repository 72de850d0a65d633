"""Refunds to a customer's credit card. There is no Mod of them (qbXML reference, section 7)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import forms, ledger
from .credits import refund
from .fields import absorb, aggregate, without_blanks
from .grammar import Shape
from .markup import Node
from .references import need, resolve
from .render import Reply
from .work import Work

TYPE = "ARRefundCreditCard"
_OWN = forms.HEADER | {"CustomerRef", "ARAccountRef", "RefundAppliedToTxnAdd"}


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers ARRefundCreditCardAdd. Raises Refused."""
    node, below = aggregate(request, shape)
    customer = resolve(work, need(node, "CustomerRef", TYPE), TYPE)
    account = ledger.receivable(work, node, TYPE)
    body = without_blanks(absorb(work, node, below, TYPE, _OWN))
    body.setdefault("RefundFromAccountRef", ledger.undeposited(work))
    shares = [(one.value("TxnID"), Decimal(one.value("RefundAmount"))) for one in node.all("RefundAppliedToTxnAdd")]
    txn = forms.new(work, node, TYPE, body, entity=customer.list_id, account=account.list_id)
    txn = replace(txn, total=sum((amount for _, amount in shares), Decimal(0)))
    forms.save(work, txn)
    for credit_id, amount in shares:
        refund(work, txn, credit_id, amount)
    return forms.reply(work, txn)
