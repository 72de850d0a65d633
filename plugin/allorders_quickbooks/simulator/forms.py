"""What the Add and the Mod of every transaction have in common: the header, its checks, storing it, the reply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from . import ledger, orders
from .books import Body, Transaction
from .custom_fields import only_of
from .fields import aggregate, merged, text
from .grammar import Shape
from .guards import refuse_guid, refuse_stale
from .markup import Node
from .posting import post, post_again
from .references import is_blank, resolve, transaction_by_id
from .refusals import Refused
from .render import Reply
from .txn_rets import txn_ret
from .values import canonical, day
from .work import Work

HEADER = frozenset({"TxnDate", "RefNumber", "Memo", "IsPending"})
"""Elements that are kept in the transaction itself, whatever its type."""


def new(work: Work, node: Node, type: str, body: Body, *, entity: str = "", account: str | None = None) -> Transaction:
    """A transaction with the header of an Add. Its lines and its total are still to come. Raises Refused."""
    guid = node.value("ExternalGUID") or None
    refuse_guid(work, guid)
    txn_date = ledger.transaction_date(work, node, type)
    ledger.refuse_closed(work, txn_date)
    blank = numbered(work, type, txn_date, body, entity=entity, account=account)
    return replace(
        blank,
        ref_number=ledger.reference_number(work, node, type),
        guid=guid,
        memo=text(work, node.value("Memo"), long=True) or None,
        posting=canonical("BOOL", node.value("IsPending")) != "true",
    )


def numbered(
    work: Work, type: str, txn_date: str, body: Body, *, entity: str = "", account: str | None = None
) -> Transaction:
    """A transaction with nothing but its ids."""
    return Transaction(
        number=work.storage.next_number("transaction"),
        txn_id=work.new_txn_id(),
        type=type,
        ref_number=None,
        entity=entity,
        account=account,
        txn_date=txn_date,
        created=work.now,
        modified=work.now,
        edit=work.now,
        guid=None,
        total=Decimal(0),
        open=Decimal(0),
        body=body,
    )


def opened(work: Work, request: Node, shape: Shape, type: str) -> tuple[Node, Shape, Transaction]:
    """The aggregate of a Mod with its children, and the transaction that it changes. Raises Refused."""
    node, below = aggregate(request, shape)
    txn = transaction_by_id(work, type, node.value("TxnID"))
    ledger.refuse_locked(txn)
    refuse_stale(node.value("EditSequence"), txn.edit, {f"{type}Ret": only_of(work, txn_ret(work, txn), ())})
    return node, below, txn


def changed(work: Work, node: Node, txn: Transaction, said: Body) -> Transaction:
    """The transaction with the header that a Mod gives. Raises Refused for a period that is closed."""
    ref_number, memo, dated = node.find("RefNumber"), node.find("Memo"), node.value("TxnDate")
    pending = node.value("IsPending")
    result = replace(
        txn,
        ref_number=(text(work, ref_number.text).strip() or None) if ref_number is not None else txn.ref_number,
        memo=(text(work, memo.text, long=True) or None) if memo is not None else txn.memo,
        txn_date=day(dated).isoformat() if dated else txn.txn_date,
        posting=canonical("BOOL", pending) != "true" if pending else txn.posting,
        body=merged(txn.body, said),
        modified=work.now,
        edit=work.now,
    )
    ledger.refuse_closed(work, txn.txn_date, result.txn_date)
    return result


def named(work: Work, node: Node, tag: str, place: str, stored: str | None) -> str | None:
    """The ListID that a reference of a Mod names, the stored one where it is not sent. Raises Refused."""
    reference = node.find(tag)
    return resolve(work, reference, place).list_id if reference is not None else stored


def refuse_cleared(node: Node, tags: Iterable[str]) -> None:
    """Raises Refused 3190 for a reference that a Mod must not empty."""
    for tag in tags:
        reference = node.find(tag)
        if reference is not None and is_blank(reference):
            raise Refused(3190, f'The "{tag}" field cannot be cleared.')


def refuse_empty(txn: Transaction) -> Transaction:
    """Raises Refused 3180 for a form without lines."""
    if not txn.lines:
        article = "an" if txn.type[0] in "AEIOU" else "a"
        raise Refused(
            3180, f"There was an error when saving {article} {txn.type}.  QuickBooks error message: it has no lines."
        )
    return txn


def refuse_negative(txn: Transaction) -> Transaction:
    """Raises Refused 3180 for a total below nothing."""
    if txn.total < 0:
        article = "an" if txn.type[0] in "AEIOU" else "a"
        raise Refused(
            3180,
            f"There was an error when saving {article} {txn.type}.  "
            "QuickBooks error message: The amount of a transaction cannot be negative.",
        )
    return txn


def save(work: Work, txn: Transaction) -> None:
    """Store and post a new transaction, and the quantities of the orders that it was made of. Raises Refused."""
    ledger.keep(work, txn)
    post(work, txn)
    orders.follow(work, None, txn)
    ledger.remember(work, txn)


def save_change(work: Work, before: Transaction, after: Transaction) -> None:
    """Store and post what a Mod has made of a transaction. Raises Refused."""
    ledger.keep(work, after)
    post_again(work, before, after)
    orders.follow(work, before, after)


def reply(work: Work, txn: Transaction) -> Reply:
    """The answer to an Add or a Mod: the transaction as it is stored now."""
    stored = work.storage.transaction(txn.txn_id)
    assert stored is not None  # noqa: S101 it has just been stored
    ret = only_of(work, txn_ret(work, stored), ())
    return Reply(body={f"{txn.type}Ret": ret}, recovery=ledger.recovery_of(stored))
