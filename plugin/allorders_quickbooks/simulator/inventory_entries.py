"""What moves stock without buying or selling posts: adjustments, builds, transfers between sites."""

from __future__ import annotations

from decimal import Decimal

from . import items
from .books import Body, Transaction
from .general_ledger import Entry
from .stock import Move, Stock
from .values import number, rounded
from .work import Work


def adjustment(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """Differences of quantity and of value, against the account that the adjustment names."""
    assert txn.account is not None  # noqa: S101 the schema asks for it
    site = txn.body.get("InventorySiteRef") or ""
    for line in txn.lines:
        item = stock.item(line["ItemRef"])
        assert item is not None  # noqa: S101 no other item gets into an adjustment
        many, value = number(line["QuantityDifference"]), number(line["ValueDifference"])
        stock.refuse_short(item.list_id, -many)
        stock.move(Move(item.list_id, many, value, site))
        entry.debit(item.body["AssetAccountRef"], value)
        entry.credit(txn.account, value)


def build(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """Components go at average cost, and what they were worth is what the assemblies are worth."""
    built = stock.item(txn.body["ItemInventoryAssemblyRef"])
    assert built is not None  # noqa: S101 nothing else is built
    site = txn.body.get("InventorySiteRef") or ""
    worth = Decimal(0)
    for line in txn.lines:
        worth += _use(work, line, site, entry, stock)
    correction = stock.bring(built.list_id, number(txn.body["QuantityToBuild"]), worth, site)
    entry.debit(built.body["AssetAccountRef"], worth - correction)
    entry.debit(built.body["COGSAccountRef"], correction)


def _use(work: Work, line: Body, site: str, entry: Entry, stock: Stock) -> Decimal:
    """What a component is worth that goes into an assembly: at average cost, or as a service is bought."""
    many, component = number(line["QuantityNeeded"]), stock.item(line["ItemRef"])
    if component is not None:
        cost = stock.take(component.list_id, many, site)
        entry.credit(component.body["AssetAccountRef"], cost)
        return cost
    other = work.storage.record("item", line["ItemRef"])
    body = other.body if other else {}
    cost = rounded(many * items.purchase_cost(body), work.readings.rounding)
    entry.credit(items.expense_account(body) or entry.special("UncategorizedExpenses"), cost)
    return cost


def transfer(work: Work, txn: Transaction, entry: Entry, stock: Stock) -> None:
    """From one site to another: nothing is posted."""
    for line in txn.lines:
        item = stock.item(line["ItemRef"])
        if item is not None:
            many = number(line["QuantityTransferred"])
            stock.move(Move(item.list_id, -many, Decimal(0), txn.body["FromInventorySiteRef"]))
            stock.move(Move(item.list_id, many, Decimal(0), txn.body["ToInventorySiteRef"]))
