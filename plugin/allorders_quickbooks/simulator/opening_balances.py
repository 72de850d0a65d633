"""What an opening balance or an opening quantity in an Add turns into: an invoice, a bill, an adjustment, an entry."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from . import forms, ledger
from .books import Body, Record, Transaction
from .general_ledger import DEBIT_TYPES, Entry, enter, special_account
from .markup import Node
from .posting import post
from .stock import KINDS_IN_STOCK
from .values import day, money, quantity
from .work import Work

_OPENING = "Opening balance"


def open_account(work: Work, record: Record, node: Node) -> None:
    """Make what the Add of that record says it starts with. Raises Refused."""
    amount = Decimal(node.value("OpenBalance") or 0)
    if record.kind in KINDS_IN_STOCK:
        _start_stock(work, record, node)
    elif amount and record.kind == "Customer":
        _save(work, _invoice(work, record, amount, node.value("OpenBalanceDate")))
    elif amount and record.kind == "Vendor":
        _save(work, _bill(work, record, amount, node.value("OpenBalanceDate")))
    elif amount and record.kind == "Account":
        _start_account(work, record, amount)


def _invoice(work: Work, customer: Record, amount: Decimal, dated: str) -> Transaction:
    account = ledger.account_of_type(work, ledger.RECEIVABLE)
    body: Body = {"Subtotal": money(amount), "SalesTaxTotal": "0.00"}
    line: Body = {"Desc": _OPENING, "Amount": money(amount)}
    return _opening(work, "Invoice", dated, customer, account, amount, body, line)


def _bill(work: Work, vendor: Record, amount: Decimal, dated: str) -> Transaction:
    account = ledger.account_of_type(work, ledger.PAYABLE)
    expense = special_account(work, "UncategorizedExpenses").list_id
    line: Body = {"LineType": "ExpenseLine", "AccountRef": expense, "Amount": money(amount), "Memo": _OPENING}
    return _opening(work, "Bill", dated, vendor, account, amount, {}, line)


def _opening(
    work: Work, type: str, dated: str, who: Record, account: Record | None, amount: Decimal, body: Body, line: Body
) -> Transaction:
    txn_date = day(dated).isoformat() if dated else work.today.isoformat()
    txn = forms.numbered(work, type, txn_date, body, entity=who.list_id, account=account.list_id if account else None)
    line = {"TxnLineID": work.new_txn_id(), **line}
    return replace(txn, memo=_OPENING, total=amount, open=amount, lines=(line,))


def _save(work: Work, txn: Transaction) -> None:
    ledger.keep(work, txn)
    post(work, txn)


def _start_stock(work: Work, item: Record, node: Node) -> None:
    """The adjustment that puts the first stock on the shelf, against the opening balances."""
    many, value = (Decimal(node.value(name) or 0) for name in ("QuantityOnHand", "TotalValue"))
    if not many and not value:
        return
    dated = node.value("InventoryDate")
    txn_date = day(dated).isoformat() if dated else work.today.isoformat()
    account = special_account(work, "OpeningBalanceEquity").list_id
    line: Body = {
        "TxnLineID": work.new_txn_id(),
        "ItemRef": item.list_id,
        "QuantityDifference": quantity(many),
        "ValueDifference": money(value),
    }
    txn = forms.numbered(work, "InventoryAdjustment", txn_date, {}, account=account)
    _save(work, replace(txn, memo=_OPENING, lines=(line,)))


def _start_account(work: Work, account: Record, amount: Decimal) -> None:
    """The balance of a new account, against the opening balances."""
    equity = special_account(work, "OpeningBalanceEquity").list_id
    entry = Entry(work)
    entry.debit(account.list_id, amount if account.body.get("AccountType") in DEBIT_TYPES else -amount)
    entry.credit(equity, sum(entry.amounts.values(), Decimal(0)))
    enter(work, f"account {account.list_id}", entry)
