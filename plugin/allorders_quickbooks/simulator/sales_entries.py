"""What sales and the money of customers post: receivables, income, tax, cost of goods sold."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from . import items
from .books import Application, Body, Transaction
from .general_ledger import Entry, at_home
from .lines import amount, units
from .stock import Stock
from .values import number
from .work import Work


def sale(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """An invoice, a sales receipt or, the other way round, a credit memo."""
    sign = -1 if txn.type == "CreditMemo" else 1
    tax = at_home(work, txn, number(txn.body.get("SalesTaxTotal") or "0"))
    if tax:
        entry.credit(entry.special("SalesTaxPayable"), sign * tax)
    for line in txn.lines:
        _sell(work, txn, line, entry, stock, sign)
    entry.balance_on(txn.account or entry.special("AccountsReceivable"))


def _sell(work: Work, txn: Transaction, line: Body, entry: Entry, stock: Stock, sign: int) -> None:
    item = work.storage.record("item", line["ItemRef"]) if line.get("ItemRef") else None
    account = line.get("OverrideItemAccountRef") or (items.income_account(item.body) if item else None)
    if amount(line):
        entry.credit(account or entry.special("UncategorizedIncome"), sign * at_home(work, txn, amount(line)))
    if item is not None and stock.item(item.list_id) is not None:
        goods_out(item.body, item.list_id, sign * units(line), line.get("InventorySiteRef") or "", entry, stock)


def goods_out(body: Body, item: str, many: Decimal, site: str, entry: Entry, stock: Stock) -> None:
    """Goods that go to a customer at average cost, or (negative) come back from one."""
    if many >= 0:
        cost = stock.take(item, many, site)
    else:
        value = stock.cost_of(item, -many)
        cost = stock.bring(item, -many, value, site) - value
    entry.debit(body["COGSAccountRef"], cost)
    entry.credit(body["AssetAccountRef"], cost)


def payment(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """A payment of a customer, the discounts granted with it, and what the exchange rates have made of it."""
    receivable = txn.account or entry.special("AccountsReceivable")
    applications = work.storage.applications(payer=txn.txn_id)
    entry.debit(txn.body.get("DepositToAccountRef") or entry.special("UndepositedFunds"), at_home(work, txn, txn.total))
    entry.credit(receivable, _settled(work, txn, applications))
    for one in applications:
        if one.discount and one.discount_account:
            entry.debit(one.discount_account, at_home(work, txn, one.discount))
            entry.credit(receivable, at_home(work, txn, one.discount))
    if sum(entry.amounts.values()):
        entry.balance_on(entry.special("ExchangeGainLoss"))


def _settled(work: Work, txn: Transaction, applications: Sequence[Application]) -> Decimal:
    """What of the receivables is paid: each invoice at its own rate, the rest at the payment's."""
    if not work.features.currencies:
        return txn.total
    rest, settled = txn.total, Decimal(0)
    for one in applications:
        paid = work.storage.transaction(one.paid)
        assert paid is not None  # noqa: S101 an application goes with either of its transactions
        rest -= one.amount
        settled += at_home(work, paid, one.amount)
    return settled + at_home(work, txn, rest)


def refund(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """Money that goes back to a customer's credit card."""
    total = at_home(work, txn, txn.total)
    entry.debit(txn.account or entry.special("AccountsReceivable"), total)
    entry.credit(txn.body.get("RefundFromAccountRef") or entry.special("UndepositedFunds"), total)
