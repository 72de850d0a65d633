"""Setting the money of payments against invoices, and taking it back (qbXML reference, section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import ledger
from .books import Application, Transaction
from .references import check_id, unknown_object
from .refusals import Refused
from .values import money
from .work import Work


@dataclass(frozen=True)
class Share:
    """What a request sets against one invoice."""

    txn_id: str
    amount: Decimal
    discount: Decimal = Decimal(0)
    discount_account: str | None = None
    discount_class: str | None = None


def apply(work: Work, payment: Transaction, shares: Sequence[Share]) -> None:
    """Set the money against the invoices. Raises Refused 3120 or 3210."""
    left = payment.total
    for share in shares:
        invoice = _payable(work, payment, share)
        if share.amount > left:
            raise invalid("AppliedToTxnAdd payment amount", share.amount, "You cannot apply more than the payment.")
        left -= share.amount
        _set_against(work, payment, invoice, share)
    work.storage.keep_transaction(_stored(work, payment, left))


def _stored(work: Work, payment: Transaction, left: Decimal) -> Transaction:
    stored = work.storage.transaction(payment.txn_id)
    assert stored is not None  # noqa: S101 it has just been stored
    return replace(stored, open=left)


def _payable(work: Work, payment: Transaction, share: Share) -> Transaction:
    """The invoice that a share pays. One that is paid already counts as not there (status table, 3120)."""
    check_id(share.txn_id, "AppliedToTxnAdd transaction id")
    invoice = work.storage.transaction(share.txn_id)
    usable = invoice is not None and invoice.type == "Invoice" and invoice.entity == payment.entity
    if invoice is None or not usable or not invoice.open:
        raise unknown_object(work, share.txn_id, "AppliedToTxnAdd transaction id")
    ledger.refuse_locked(invoice, 3176)
    if share.amount + share.discount > invoice.open:
        due = share.amount + share.discount
        raise invalid("AppliedToTxnAdd payment amount", due, "You cannot pay more than the amount due.")
    if share.amount < 0 or share.discount < 0:
        raise invalid("AppliedToTxnAdd payment amount", share.amount, "The amount cannot be negative.")
    return invoice


def _set_against(work: Work, payment: Transaction, invoice: Transaction, share: Share) -> None:
    """An invoice listed twice gets the sum."""
    earlier = [one for one in work.storage.applications(payer=payment.txn_id) if one.paid == invoice.txn_id]
    work.storage.keep_application(
        Application(
            payer=payment.txn_id,
            paid=invoice.txn_id,
            amount=share.amount + sum((one.amount for one in earlier), Decimal(0)),
            discount=share.discount + sum((one.discount for one in earlier), Decimal(0)),
            discount_account=share.discount_account,
            discount_class=share.discount_class,
        )
    )
    settle(work, invoice, -(share.amount + share.discount))
    if share.discount:
        ledger.move_balance(work, invoice.entity, -share.discount)


def settle(work: Work, invoice: Transaction, change: Decimal) -> None:
    """The invoice's balance moves by that much: its TimeModified too, its EditSequence by reading."""
    edit = work.now if work.readings.payment_moves_edit else invoice.edit
    work.storage.keep_transaction(replace(invoice, open=invoice.open + change, modified=work.now, edit=edit))


def release(work: Work, payment: Transaction) -> None:
    """Take all the payment's money back from the invoices it pays."""
    for one in work.storage.applications(payer=payment.txn_id):
        invoice = work.storage.transaction(one.paid)
        assert invoice is not None  # noqa: S101 an application goes with either of its transactions
        work.storage.drop_application(one.payer, one.paid)
        settle(work, invoice, one.reduces)
        if one.discount:
            ledger.move_balance(work, invoice.entity, one.discount)


def oldest_first(work: Work, customer: str, total: Decimal) -> list[Share]:
    """How IsAutoApply spreads the money: over the oldest open invoices, not over the one that was meant."""
    shares: list[Share] = []
    rows = work.storage.rows(
        """SELECT txn_id FROM transactions WHERE entity = ? AND type = 'Invoice' AND open > 0 AND NOT locked
           ORDER BY txn_date, number""",
        (customer,),
    )
    for row in rows:
        invoice = work.storage.transaction(row["txn_id"])
        assert invoice is not None  # noqa: S101 it has just been listed
        part = min(total, invoice.open)
        if part > 0:
            shares.append(Share(invoice.txn_id, part))
            total -= part
    return shares


def invalid(field: str, value: Decimal, reason: str) -> Refused:
    """Status 3210, which QuickBooks calls information (captured reply)."""
    return Refused(
        3210,
        f'The "{field}" field has an invalid value "{money(value)}".  QuickBooks error message: {reason}',
        severity="Info",
    )
