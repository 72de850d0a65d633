"""Credit memos set against invoices, and refunds of them (qbXML reference, section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import ledger
from .books import Application, Transaction
from .markup import Node
from .references import check_id, unknown_object
from .refusals import Refused
from .settlement import invalid, settle
from .values import money
from .work import Work

_CREDITS = ("CreditMemo", "ReceivePayment")


@dataclass(frozen=True)
class Credit:
    """What a SetCredit says: so much of a credit goes to an invoice."""

    credit_id: str
    invoice_id: str
    amount: Decimal


def credits_of(node: Node, invoice_id: str) -> list[Credit]:
    """The SetCredit elements of an invoice, or of what a payment is applied to."""
    return [
        Credit(one.value("CreditTxnID"), invoice_id, Decimal(one.value("AppliedAmount") or 0))
        for one in node.all("SetCredit")
    ]


def apply_credits(work: Work, entity: str, credits: Sequence[Credit]) -> None:
    """Set the credits against their invoices. Raises Refused 3120 or 3210."""
    for one in credits:
        credit = _of(work, one.credit_id, entity, _CREDITS)
        invoice = _of(work, one.invoice_id, entity, ("Invoice",))
        if one.amount > min(credit.open, invoice.open):
            raise invalid("AppliedAmount", one.amount, "You cannot apply more than the credit or the amount due.")
        _set_against(work, credit, invoice, one.amount)
        settle(work, credit, -one.amount)


def refund(work: Work, payer: Transaction, credit_id: str, amount: Decimal) -> None:
    """Give so much of a credit back. Raises Refused 3120 or 3210."""
    credit = _of(work, credit_id, payer.entity, _CREDITS)
    if amount > credit.open:
        raise invalid("RefundAmount", amount, "You cannot refund more than the credit that is left.")
    _set_against(work, payer, credit, amount)


def still_open(work: Work, before: Transaction, after: Transaction) -> Transaction:
    """A changed form with what is left of it: money that was applied stays so. Raises Refused 3210 without room."""
    storage = work.storage
    used = sum((one.reduces for one in storage.applications(paid=before.txn_id)), Decimal(0))
    used += sum((one.amount for one in storage.applications(payer=before.txn_id)), Decimal(0))
    if used and (used > after.total or after.entity != before.entity or not after.posting):
        raise Refused(
            3210, f'The "{before.type}" has payments of {money(used)} that this change does not leave room for.'
        )
    return replace(after, open=after.total - used if after.posting else Decimal(0))


def _of(work: Work, txn_id: str, entity: str, types: Sequence[str]) -> Transaction:
    check_id(txn_id, "credit transaction id")
    found = work.storage.transaction(txn_id)
    if found is None or found.type not in types or found.entity != entity or not found.open:
        raise unknown_object(work, txn_id, "credit transaction id")
    ledger.refuse_locked(found, 3176)
    return found


def _set_against(work: Work, payer: Transaction, paid: Transaction, amount: Decimal) -> None:
    if amount <= 0:
        raise invalid("AppliedAmount", amount, "The amount must be positive.")
    earlier = [one for one in work.storage.applications(payer=payer.txn_id) if one.paid == paid.txn_id]
    total = amount + sum((one.amount for one in earlier), Decimal(0))
    work.storage.keep_application(Application(payer.txn_id, paid.txn_id, total, Decimal(0), None, None))
    settle(work, paid, -amount)
