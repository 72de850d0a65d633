"""Voiding and deleting (qbXML reference, section 8)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import ledger, orders
from .books import Body, Deletion, Record, Transaction
from .general_ledger import is_posted_to
from .kinds import KINDS
from .markup import Node
from .posting import post_over, withdraw
from .references import check_id, record_by_id, transaction_by_id, unknown_object
from .refusals import Refused
from .render import Reply
from .settlement import release, settle
from .work import Work

_NO_MONEY = "0.00"
_ZEROED = ("Amount", "Rate", "Cost", "Subtotal", "SalesTaxTotal", "ValueDifference")
_NOTHING = ("QuantityDifference",)


def void_transaction(work: Work, request: Node) -> Reply:
    """Answers TxnVoid. Raises Refused."""
    type = request.value("TxnVoidType")
    txn = transaction_by_id(work, type, request.value("TxnID"))
    ledger.refuse_locked(txn)
    ledger.refuse_closed(work, txn.txn_date)
    if txn.voided:
        raise Refused(3185, f'There was an error when voiding the {type} "{txn.txn_id}": it is void already.')
    voided = void(work, txn)
    body: Body = {
        "TxnVoidType": type,
        "TxnID": voided.txn_id,
        "TimeCreated": work.stamp(voided.created),
        "TimeModified": work.stamp(voided.modified),
        "RefNumber": voided.ref_number or None,
    }
    return Reply(body=body, recovery=ledger.recovery_of(voided))


def void(work: Work, txn: Transaction) -> Transaction:
    """The transaction stays, without amounts; what paid it, or what it paid, is free again."""
    _undo(work, txn)
    voided = replace(
        txn,
        memo=f"VOID: {txn.memo or ''}",
        total=Decimal(0),
        open=Decimal(0),
        voided=True,
        modified=work.now,
        edit=work.now,
        body=_zeroed(txn.body),
        lines=tuple(_zeroed(line) for line in txn.lines),
    )
    ledger.keep(work, voided)
    return voided


def delete_transaction(work: Work, request: Node) -> Reply:
    """Answers TxnDel. Raises Refused."""
    type = request.value("TxnDelType")
    txn = transaction_by_id(work, type, request.value("TxnID"))
    ledger.refuse_locked(txn)
    ledger.refuse_closed(work, txn.txn_date, code=3161)
    delete(work, txn)
    body: Body = {
        "TxnDelType": type,
        "TxnID": txn.txn_id,
        "TimeDeleted": work.stamp(work.now),
        "RefNumber": txn.ref_number or None,
    }
    return Reply(body=body, recovery=ledger.recovery_of(txn))


def delete(work: Work, txn: Transaction) -> None:
    """The transaction is gone, but for the list of what was deleted."""
    _undo(work, txn)
    work.storage.execute("DELETE FROM links WHERE order_id = ?", (txn.txn_id,))
    work.storage.drop_transaction(txn.txn_id)
    work.storage.set_uses(txn.txn_id, ())
    work.storage.keep_deletion(Deletion(False, txn.type, txn.txn_id, txn.created, work.now, txn.ref_number))


def delete_list_record(work: Work, request: Node) -> Reply:
    """Answers ListDel. By reading it only makes the record inactive, and says the same. Raises Refused."""
    type = request.value("ListDelType")
    check_id(request.value("ListID"), "list id")
    if type not in KINDS:
        raise unknown_object(work, request.value("ListID"), "list id")
    record = record_by_id(work, KINDS[type], request.value("ListID"))
    if record.locked:
        raise Refused(3175, f'There was an error deleting "{record.full_name}": it is in use.')
    if work.readings.list_del_inactivates and not is_needed(work, record):
        work.keep(replace(record, active=False, modified=work.now, edit=work.now))
    else:
        delete_record(work, record)
    body: Body = {
        "ListDelType": type,
        "ListID": record.list_id,
        "TimeDeleted": work.stamp(work.now),
        "FullName": record.full_name,
    }
    return Reply(body=body, recovery={"ListID": record.list_id, "ExternalGUID": record.guid})


def delete_record(work: Work, record: Record) -> None:
    """The record is gone. Raises Refused 3160 where something refers to it."""
    if is_needed(work, record):
        raise Refused(3160, f'The object "{record.full_name}" cannot be deleted because it is used by others.')
    work.storage.drop_record(record.space, record.list_id)
    work.storage.set_uses(f"{record.space} {record.list_id}", ())
    work.storage.keep_deletion(Deletion(True, record.kind, record.list_id, record.created, work.now, record.full_name))


def is_needed(work: Work, record: Record) -> bool:
    """True for a record that something refers to, is below, or was posted to."""
    return (
        work.storage.is_used(record.space, record.list_id)
        or bool(work.storage.children(record.space, record.list_id))
        or (record.space == "account" and is_posted_to(work, record.list_id))
    )


def _undo(work: Work, txn: Transaction) -> None:
    """Take the transaction out of the accounts, the stock, the balances, and out of what it was set against."""
    release(work, txn)
    for one in work.storage.applications(paid=txn.txn_id):
        payment = work.storage.transaction(one.payer)
        assert payment is not None  # noqa: S101 an application goes with either of its transactions
        work.storage.drop_application(one.payer, one.paid)
        settle(work, payment, one.amount)
        if one.discount:
            ledger.move_balance(work, txn.entity, one.discount)
        if one.discount or work.features.currencies:
            post_over(work, payment)
    withdraw(work, txn)
    if txn.type == "ReceivePayment":
        ledger.move_balance(work, txn.entity, txn.total)
    orders.follow(work, txn, None)


def _zeroed(body: Body) -> Body:
    """Without amounts, and without the quantities of an adjustment, which are all it says."""
    return {name: _NO_MONEY if name in _ZEROED else "0" if name in _NOTHING else value for name, value in body.items()}
