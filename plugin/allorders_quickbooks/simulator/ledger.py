"""What all transactions have in common: dates, numbers, the closing date, and the balances that they move."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from .books import Body, Record, Transaction
from .fields import text, used_by
from .markup import Node
from .references import is_blank, resolve
from .refusals import Refused
from .values import day
from .work import Work

RECEIVABLE, PAYABLE = "AccountsReceivable", "AccountsPayable"
_NUMBERED_BY_OTHERS = ("Bill", "ItemReceipt", "VendorCredit")
_NUMBER_AT_END = re.compile(r"\d+$")


def transaction_date(work: Work, node: Node, type: str) -> str:
    """The date given, or else that of the transaction of this type saved last: not today (section 6)."""
    given = node.value("TxnDate")
    if given:
        return day(given).isoformat()
    return work.storage.fact(f"last date of {type}") or work.today.isoformat()


def reference_number(work: Work, node: Node, type: str) -> str | None:
    """The number given; empty means none; left out, QuickBooks takes the one after the last, except for vendors."""
    given = node.find("RefNumber")
    if given is not None:
        return text(work, given.text).strip() or None
    return None if type in _NUMBERED_BY_OTHERS else following(work.storage.fact(f"last number of {type}"))


def following(number: str) -> str:
    """The number after that one: its last digits counted on, leading zeros kept."""
    match = _NUMBER_AT_END.search(number)
    if match is None:
        return f"{number}1"
    return f"{number[: match.start()]}{int(match[0]) + 1:0{len(match[0])}d}"


def remember(work: Work, txn: Transaction) -> None:
    """The date and number that the next transaction of this type goes on from."""
    work.storage.set_fact(f"last date of {txn.type}", txn.txn_date)
    if txn.ref_number and _NUMBER_AT_END.search(txn.ref_number):
        work.storage.set_fact(f"last number of {txn.type}", txn.ref_number)


def refuse_closed(work: Work, *dates: str, code: int = 3171) -> None:
    """Raises Refused 3171 (3161 for a deletion) for a date in a period that is closed."""
    closing = work.storage.fact("closing date")
    if closing and any(date.fromisoformat(one) <= date.fromisoformat(closing) for one in dates):
        verb = "delete" if code == 3161 else "modify"
        raise Refused(
            code,
            f"There was an attempt to {verb} a transaction with a date on or before the closing date of the company.",
        )


def refuse_locked(txn: Transaction, code: int = 3175) -> None:
    """Raises Refused for a transaction that somebody has open in a window."""
    if txn.locked:
        raise Refused(code, f'There was an error modifying the {txn.type} "{txn.txn_id}": it is in use.')


def move_balance(work: Work, list_id: str, amount: Decimal) -> None:
    """A customer owes that much more, or a vendor is owed it: TimeModified moves, EditSequence stays (section 5)."""
    customer = work.storage.record("entity", list_id)
    assert customer is not None  # noqa: S101 a record in use cannot be deleted
    work.keep(work.touch(replace(customer, balance=customer.balance + amount)))


def keep(work: Work, txn: Transaction, referred: Iterable[tuple[str, str]] = ()) -> None:
    """Store the transaction and which list records it uses."""
    work.storage.keep_transaction(txn)
    used = {*referred, *used_by(txn.body)}
    if txn.entity:
        used.add(("entity", txn.entity))
    if txn.account:
        used.add(("account", txn.account))
    for line in txn.lines:
        used.update(used_by(line))
    work.storage.set_uses(txn.txn_id, used)


def account_of_type(work: Work, type: str) -> Record | None:
    """The first active account of that type, which QuickBooks takes where a request names none."""
    row = work.storage.row(
        "SELECT list_id FROM records WHERE kind = 'Account' AND active AND body LIKE ? ORDER BY rowid LIMIT 1",
        (f'%"AccountType": "{type}"%',),
    )
    return work.storage.record("account", row["list_id"]) if row else None


def receivable(work: Work, node: Node, place: str) -> Record:
    """The receivables account, the first of its type where none is named. Raises Refused 3140 or 3270."""
    return _account_for(work, node, "ARAccountRef", RECEIVABLE, "Accounts Receivable", place)


def payable(work: Work, node: Node, place: str) -> Record:
    """The payables account, the first of its type where none is named. Raises Refused 3140 or 3270."""
    return _account_for(work, node, "APAccountRef", PAYABLE, "Accounts Payable", place)


def _account_for(work: Work, node: Node, tag: str, type: str, title: str, place: str) -> Record:
    named = node.find(tag)
    if named is not None and not is_blank(named):
        account = resolve(work, named, place)
        if account.body.get("AccountType") != type:
            raise Refused(3140, f'The account "{account.full_name}" is not an {title} account.')
        return account
    usual = account_of_type(work, type)
    if usual is None:
        raise Refused(3270, f"The {title} account is missing.")
    return usual


def undeposited(work: Work) -> str | None:
    """The account that takes money until it is brought to a bank."""
    account = work.storage.record_named("account", "Undeposited Funds")
    return account.list_id if account else None


def recovery_of(txn: Transaction) -> Body:
    """The ids by which a replay may speak of the transaction (section 13)."""
    return {
        "TxnID": txn.txn_id,
        "TxnNumber": str(txn.number),
        "EditSequence": str(txn.edit),
        "ExternalGUID": txn.guid,
    }
