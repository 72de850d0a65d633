"""Posting: the entry and the movements of stock that a transaction makes, taken back when it changes or goes.

What each type posts is its rule. A transaction that is pending, or void, posts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from . import inventory_entries, purchase_entries, sales_entries
from .books import Body, Transaction
from .general_ledger import Entry, enter, strike
from .ledger import PAYABLE, RECEIVABLE, move_balance
from .lines import amount
from .stock import Stock
from .work import Work

Rule = Callable[[Work, Transaction, Entry, Stock], None]

RULES: Mapping[str, Rule] = {
    "Invoice": sales_entries.sale,
    "SalesReceipt": sales_entries.sale,
    "CreditMemo": sales_entries.sale,
    "ReceivePayment": sales_entries.payment,
    "ARRefundCreditCard": sales_entries.refund,
    "Bill": purchase_entries.purchase,
    "ItemReceipt": purchase_entries.purchase,
    "VendorCredit": purchase_entries.purchase,
    "Check": purchase_entries.purchase,
    "InventoryAdjustment": inventory_entries.adjustment,
    "BuildAssembly": inventory_entries.build,
    "TransferInventory": inventory_entries.transfer,
}
"""Types that are not here (orders) post nothing."""

_OWED = {"Invoice": 1, "CreditMemo": -1, "ARRefundCreditCard": 1, "Bill": 1, "ItemReceipt": 1, "VendorCredit": -1}
"""Types that change what their customer owes, or what is owed to their vendor, by their total."""

_WEIGHTY = ("ExchangeRate", "SalesTaxTotal", "QuantityToBuild")
_WEIGHTLESS = frozenset(
    {"Desc", "Memo", "ClassRef", "Other1", "Other2", "ServiceDate", "SalesTaxCodeRef", "DataExtRet"}
)
"""What a line may say otherwise without any money or goods moving: the cost of what was sold stays as it was."""

_WITH_EXPENSES = ("Bill", "ItemReceipt", "VendorCredit", "Check")


def post(work: Work, txn: Transaction) -> None:
    """Post a new transaction. Raises Refused."""
    _enter(work, txn, Stock(work))
    _owe(work, txn, 1)


def withdraw(work: Work, txn: Transaction) -> None:
    """Take back what a transaction has posted."""
    strike(work, txn.txn_id)
    stock = Stock(work)
    stock.undo(txn.txn_id)
    stock.put_away(txn.txn_id)
    _owe(work, txn, -1)


def post_again(work: Work, before: Transaction, after: Transaction) -> None:
    """Post a transaction that was changed, where the change is one of money or goods. Raises Refused."""
    if _weight(before) == _weight(after):
        return
    post_over(work, after)
    for entity, change in _changes(work, before, after):
        move_balance(work, entity, change)


def post_over(work: Work, txn: Transaction) -> None:
    """Post the transaction anew as it is now; what its customer owes is not looked at."""
    strike(work, txn.txn_id)
    stock = Stock(work)
    stock.undo(txn.txn_id)
    _enter(work, txn, stock)


def _enter(work: Work, txn: Transaction, stock: Stock) -> None:
    entry = Entry(work)
    rule = RULES.get(txn.type)
    if rule is not None and txn.posting and not txn.voided:
        rule(work, txn, entry, stock)
    enter(work, txn.txn_id, entry)
    stock.put_away(txn.txn_id)


def _weight(txn: Transaction) -> tuple[object, ...]:
    """What a posting depends on."""
    body = {name: value for name, value in txn.body.items() if name.endswith("Ref") or name in _WEIGHTY}
    lines = [{name: value for name, value in line.items() if name not in _WEIGHTLESS} for line in txn.lines]
    return lines, txn.total, txn.entity, txn.account, txn.posting, txn.voided, body


def _owe(work: Work, txn: Transaction, sign: int) -> None:
    for entity, change in owed(work, txn).items():
        move_balance(work, entity, sign * change)


def owed(work: Work, txn: Transaction) -> Mapping[str, Decimal]:
    """By how much the transaction changes the balance of each customer and vendor."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    if not txn.posting or txn.voided:
        return found
    if txn.entity:
        found[txn.entity] += _OWED.get(txn.type, 0) * txn.total
    for line in txn.lines if txn.type in _WITH_EXPENSES else ():
        _owe_for(work, txn, line, found)
    return {entity: change for entity, change in found.items() if change}


def _owe_for(work: Work, txn: Transaction, line: Body, found: dict[str, Decimal]) -> None:
    """An expense on the receivables is what a customer gets, one on the payables what a vendor gets."""
    account = work.storage.record("account", line["AccountRef"]) if line.get("AccountRef") else None
    type, who = account.body.get("AccountType") if account else None, line.get("CustomerRef") or txn.entity
    sign = -1 if txn.type == "VendorCredit" else 1
    if type == RECEIVABLE and who:
        found[who] += sign * amount(line)
    elif type == PAYABLE and txn.entity:
        found[txn.entity] -= sign * amount(line)


def _changes(work: Work, before: Transaction, after: Transaction) -> Iterator[tuple[str, Decimal]]:
    was, now = owed(work, before), owed(work, after)
    for entity in dict.fromkeys((*was, *now)):
        change = now.get(entity, Decimal(0)) - was.get(entity, Decimal(0))
        if change:
            yield entity, change
