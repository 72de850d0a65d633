"""What purchases post: payables or a bank account, expenses, the inventory that comes in."""

from __future__ import annotations

from decimal import Decimal

from . import items
from .books import Body, Record, Transaction
from .general_ledger import Entry, at_home
from .lines import amount, units
from .stock import Move, Stock
from .work import Work


def purchase(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """A bill, an item receipt, a check or, the other way round, a vendor credit."""
    sign = -1 if txn.type == "VendorCredit" else 1
    for line in txn.lines:
        item = work.storage.record("item", line["ItemRef"]) if line.get("ItemRef") else None
        if item is not None and stock.item(item.list_id) is not None:
            _goods_in(work, txn, line, item, sign, entry, stock)
        elif amount(line):
            value = sign * at_home(work, txn, amount(line))
            entry.debit(_account(line, item) or entry.special("UncategorizedExpenses"), value)
    entry.balance_on(txn.account or entry.special("AccountsPayable"))


def _account(line: Body, item: Record | None) -> str | None:
    account: str | None = line.get("AccountRef") or line.get("OverrideItemAccountRef")
    return account or (items.expense_account(item.body) if item else None)


def _goods_in(work: Work, txn: Transaction, line: Body, item: Record, sign: int, entry: Entry, stock: Stock) -> None:
    """Goods that come in at what is paid for them, or (a negative quantity) go back."""
    many, site = sign * units(line), line.get("InventorySiteRef") or ""
    value = sign * at_home(work, txn, amount(line))
    asset, cost_of_goods = item.body["AssetAccountRef"], item.body["COGSAccountRef"]
    if many >= 0:
        correction = stock.bring(item.list_id, many, value, site)
    elif work.readings.returns_at_average:
        correction = stock.take(item.list_id, -many, site) + value
    else:
        stock.refuse_short(item.list_id, -many)
        stock.move(Move(item.list_id, many, value, site))
        correction = Decimal(0)
    entry.debit(asset, value - correction)
    entry.debit(cost_of_goods, correction)
