"""Payments of customers: Add and Mod, and setting their money against invoices (qbXML reference, section 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from . import ledger
from .books import Transaction
from .credits import Credit, apply_credits, credits_of
from .fields import absorb, aggregate, merged, text, without_blanks
from .grammar import Shape
from .guards import refuse_guid, refuse_stale
from .markup import Node
from .posting import post_over
from .references import is_blank, need, resolve, shown, transaction_by_id
from .refusals import Refused
from .render import Reply
from .rets import against, payment_ret
from .settlement import Share, apply, invalid, oldest_first, release
from .values import canonical, day
from .work import Work

TYPE = "ReceivePayment"
_OWN = frozenset(
    {
        "CustomerRef",
        "ARAccountRef",
        "TxnDate",
        "RefNumber",
        "TotalAmount",
        "Memo",
        "IsAutoApply",
        "AppliedToTxnAdd",
        "AppliedToTxnMod",
    }
)


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers ReceivePaymentAdd. Raises Refused."""
    node, below = aggregate(request, shape)
    customer = resolve(work, need(node, "CustomerRef", TYPE), TYPE)
    account = ledger.receivable(work, node, TYPE)
    guid = node.value("ExternalGUID") or None
    refuse_guid(work, guid)
    shares, credits = _applied(work, node, "AppliedToTxnAdd")
    total = Decimal(node.value("TotalAmount") or sum((share.amount for share in shares), Decimal(0)))
    if total < 0:
        raise invalid("TotalAmount", total, "The amount of a payment cannot be negative.")
    said = without_blanks(absorb(work, node, below, TYPE, _OWN))
    if "DepositToAccountRef" not in said:
        said["DepositToAccountRef"] = ledger.undeposited(work)
    if credits and not total and not shares:
        apply_credits(work, customer.list_id, credits)
        return _credits_alone(work, customer.list_id, credits)
    txn_date = ledger.transaction_date(work, node, TYPE)
    ledger.refuse_closed(work, txn_date)
    txn = Transaction(
        number=work.storage.next_number("transaction"),
        txn_id=work.new_txn_id(),
        type=TYPE,
        ref_number=ledger.reference_number(work, node, TYPE),
        entity=customer.list_id,
        account=account.list_id,
        txn_date=txn_date,
        created=work.now,
        modified=work.now,
        edit=work.now,
        guid=guid,
        total=total,
        open=total,
        memo=text(work, node.value("Memo"), long=True) or None,
        body=said,
    )
    if canonical("BOOL", node.value("IsAutoApply")) == "true":
        shares = oldest_first(work, customer.list_id, total)
    ledger.keep(work, txn)
    ledger.move_balance(work, txn.entity, -total)
    apply(work, txn, shares)
    post_over(work, txn)
    apply_credits(work, txn.entity, credits)
    ledger.remember(work, txn)
    return _reply(work, txn)


def modify(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers ReceivePaymentMod. Raises Refused."""
    node, below = aggregate(request, shape)
    txn = transaction_by_id(work, TYPE, node.value("TxnID"))
    ledger.refuse_locked(txn)
    refuse_stale(node.value("EditSequence"), txn.edit, {"ReceivePaymentRet": payment_ret(work, txn)})
    changed = _changed(work, node, below, txn)
    ledger.refuse_closed(work, txn.txn_date, changed.txn_date)
    shares, credits = _applied(work, node, "AppliedToTxnMod")
    listed = {share.txn_id: share for share in shares}
    if listed or (changed.total, changed.entity) != (txn.total, txn.entity):
        _spread_again(work, txn, changed, listed)
    else:
        ledger.keep(work, changed)
    post_over(work, changed)
    apply_credits(work, changed.entity, credits)
    return _reply(work, changed)


def _spread_again(work: Work, before: Transaction, after: Transaction, listed: Mapping[str, Share]) -> None:
    """Take the money back and set it against what the Mod lists; by reading, and where it lists none, what it had."""
    shares = {
        one.paid: Share(one.paid, one.amount, one.discount, one.discount_account, one.discount_class)
        for one in work.storage.applications(payer=before.txn_id)
    }
    if listed:
        shares = dict(listed) if work.readings.payment_mod_releases else {**shares, **listed}
    release(work, before)
    ledger.keep(work, replace(after, open=after.total))
    ledger.move_balance(work, before.entity, before.total)
    ledger.move_balance(work, after.entity, -after.total)
    apply(work, after, [share for share in shares.values() if share.amount or share.discount])


def _changed(work: Work, node: Node, shape: Shape, txn: Transaction) -> Transaction:
    said = absorb(work, node, shape, TYPE, _OWN)
    number, memo, customer = node.find("RefNumber"), node.find("Memo"), node.find("CustomerRef")
    if customer is not None and is_blank(customer):
        raise Refused(3190, 'The "CustomerRef" field cannot be cleared.')
    return replace(
        txn,
        ref_number=(text(work, number.text).strip() or None) if number is not None else txn.ref_number,
        memo=(text(work, memo.text, long=True) or None) if memo is not None else txn.memo,
        entity=resolve(work, customer, TYPE).list_id if customer is not None else txn.entity,
        txn_date=day(node.value("TxnDate")).isoformat() if node.value("TxnDate") else txn.txn_date,
        total=Decimal(node.value("TotalAmount") or txn.total),
        body=merged(txn.body, said),
        modified=work.now,
        edit=work.now,
    )


def _applied(work: Work, node: Node, tag: str) -> tuple[list[Share], list[Credit]]:
    """What a payment sets against invoices, of its own money and of credits that the customer had. Raises Refused."""
    ones = list(node.all(tag))
    credits = [credit for one in ones for credit in credits_of(one, one.value("TxnID"))]
    shares = [
        _share(work, one)
        for one in ones
        if one.find("SetCredit") is None or one.value("PaymentAmount") or one.value("DiscountAmount")
    ]
    return shares, credits


def _credits_alone(work: Work, customer: str, credits: Sequence[Credit]) -> Reply:
    """Credits set against invoices without any money are no transaction: the answer has no TxnID (section 6)."""
    applied = []
    for invoice_id in dict.fromkeys(credit.invoice_id for credit in credits):
        invoice = work.storage.transaction(invoice_id)
        assert invoice is not None  # noqa: S101 it has just been paid
        applied.append(against(invoice, Decimal(0)))
    ret = {"CustomerRef": shown(work, "CustomerRef", customer), "TotalAmount": "0.00", "AppliedToTxnRet": applied}
    return Reply(body={"ReceivePaymentRet": ret})


def _share(work: Work, node: Node) -> Share:
    """What an AppliedToTxn says. Raises Refused 3150 for a discount without its account."""
    account, klass = node.find("DiscountAccountRef"), node.find("DiscountClassRef")
    discount = Decimal(node.value("DiscountAmount") or 0)
    if discount and (account is None or is_blank(account)):
        raise Refused(3150, 'A "DiscountAmount" needs a "DiscountAccountRef".')
    if node.tag == "AppliedToTxnAdd" and node.find("PaymentAmount") is None and not discount:
        raise Refused(3150, 'An "AppliedToTxnAdd" needs a "PaymentAmount", a "SetCredit" or a "DiscountAmount".')
    return Share(
        txn_id=node.value("TxnID"),
        amount=Decimal(node.value("PaymentAmount") or 0),
        discount=discount,
        discount_account=resolve(work, account, TYPE).list_id if account is not None and discount else None,
        discount_class=resolve(work, klass, TYPE).list_id if klass is not None and discount else None,
    )


def _reply(work: Work, txn: Transaction) -> Reply:
    stored = work.storage.transaction(txn.txn_id)
    assert stored is not None  # noqa: S101 it has just been stored
    return Reply(body={"ReceivePaymentRet": payment_ret(work, stored)}, recovery=ledger.recovery_of(stored))
