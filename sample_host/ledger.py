"""The host's own double-entry ledger: what its documents mean in money, account by account. Pure.

It knows documents and items of the contract and nothing of any accounting system, so that the balances of one can be
compared with it. Goods are kept at moving average, and an average depends on the order of events: documents are
posted one by one, in the order in which whoever is compared took them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from allorders_hooks import documents
from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.records import Item, ItemType

from sample_host.costing import Stock, movements

STOCKED = (ItemType.INVENTORY, ItemType.ASSEMBLY)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Chart:
    """The accounts that documents do not name themselves."""

    receivable: str = "Accounts Receivable"
    payable: str = "Accounts Payable"
    undeposited: str = "Undeposited Funds"
    bank: str = "Checking"
    inventory: str = "Inventory Asset"
    sales_tax: str = "Sales Tax Payable"
    sales: str = "Sales"
    discounts: str = "Sales Discounts"
    freight_income: str = "Freight Income"
    cost_of_goods: str = "Cost of Goods Sold"
    freight_cost: str = "Freight and Shipping Costs"
    bought_services: str = "Cost of Goods Sold"
    adjustments: str = "Inventory Adjustment"


@dataclass
class Entry:
    """What one document has posted: debits (positive) and credits by account, and what it moved of each item."""

    document: AnyDocument
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    moved: list[tuple[DocumentRef, Decimal, Decimal]] = field(default_factory=list)

    def debit(self, account: str, amount: Decimal) -> None:
        self.amounts[account] += amount

    def credit(self, account: str, amount: Decimal) -> None:
        self.amounts[account] -= amount


class Ledger:
    """Documents posted, changed and withdrawn; `items` are those that they may name."""

    def __init__(self, items: Mapping[DocumentRef, Item], chart: Chart | None = None) -> None:
        self._items = items
        self._chart = chart or Chart()
        self._entries: dict[DocumentRef, Entry] = {}
        self._stock: dict[DocumentRef, Stock] = defaultdict(Stock)

    def __contains__(self, ref: DocumentRef) -> bool:
        return ref in self._entries

    def post(self, document: AnyDocument) -> None:
        """Post a document, in the place of what it had posted before. One that says the same of goods and money as
        before keeps its entry, at the costs of its first day."""
        before = self._entries.get(document.ref)
        if before is not None and weight(before.document) == weight(document):
            before.document = document
            return
        self.withdraw(document.ref)
        entry = Entry(document)
        rule = _RULES.get(type(document))
        if rule is not None:
            rule(self, entry)
        if sum(entry.amounts.values(), NOTHING):
            raise ValueError(f"{document.ref} does not balance: {dict(entry.amounts)}")
        self._entries[document.ref] = entry

    def withdraw(self, ref: DocumentRef) -> None:
        """Take back what a document has posted, if it has."""
        entry = self._entries.pop(ref, None)
        for item, quantity, value in entry.moved if entry else ():
            self._stock[item].shift(-quantity, -value)

    def trial_balance(self) -> dict[str, Decimal]:
        """Debits less credits of every account that is not even; together they are nothing."""
        together: dict[str, Decimal] = defaultdict(Decimal)
        for entry in self._entries.values():
            for account, amount in entry.amounts.items():
                together[account] += amount
        return {account: amount for account, amount in sorted(together.items()) if amount}

    def stock(self) -> dict[DocumentRef, tuple[Decimal, Decimal]]:
        """Quantity and worth of each item that was ever moved."""
        return {item: (stock.on_hand, stock.worth) for item, stock in self._stock.items()}

    # --- what each kind of document means -----------------------------------------------------------------------

    def _sale(self, entry: Entry, sign: int, debtor: str) -> None:
        document = entry.document
        assert isinstance(document, documents.ShipDoc | documents.CustomerReturn)  # noqa: S101
        entry.debit(debtor, sign * document.total)
        entry.credit(self._chart.sales_tax, sign * document.tax)
        entry.credit(self._chart.freight_income, sign * document.freight)
        for line in document.lines:
            entry.credit(self._income(line.item), sign * line.amount)
        for value, _ in self._moves(entry):
            entry.debit(self._chart.inventory, value)
            entry.credit(self._chart.cost_of_goods, value)

    def _ship_doc(self, entry: Entry) -> None:
        document = entry.document
        assert isinstance(document, documents.ShipDoc)  # noqa: S101
        if document.shipped:
            self._sale(entry, 1, self._chart.undeposited if document.paid else self._chart.receivable)

    def _customer_return(self, entry: Entry) -> None:
        self._sale(entry, -1, self._chart.receivable)

    def _payment(self, entry: Entry) -> None:
        document = entry.document
        assert isinstance(document, documents.SalesOrderPayment)  # noqa: S101
        entry.debit(self._chart.undeposited, document.amount)
        entry.credit(self._chart.receivable, document.amount)

    def _refund(self, entry: Entry) -> None:
        document = entry.document
        assert isinstance(document, documents.Refund)  # noqa: S101
        entry.debit(self._chart.receivable, document.amount)
        entry.credit(self._chart.bank, document.amount)

    def _purchase(self, entry: Entry, sign: int) -> None:
        document = entry.document
        assert isinstance(document, documents.Receiver | documents.VendorReturn)  # noqa: S101
        entry.credit(self._chart.payable, sign * document.total)
        entry.debit(self._chart.freight_cost, sign * document.freight)
        for expense in document.expenses:
            entry.debit(expense.account, sign * expense.amount)
        for line in document.lines:
            if not self._is_stocked(line.item):
                entry.debit(self._chart.bought_services, sign * line.amount)
        for value, correction in self._moves(entry):
            entry.debit(self._chart.inventory, value)
            entry.debit(self._chart.cost_of_goods, correction)

    def _receiver(self, entry: Entry) -> None:
        self._purchase(entry, 1)

    def _vendor_return(self, entry: Entry) -> None:
        self._purchase(entry, -1)

    def _adjustment(self, entry: Entry) -> None:
        document = entry.document
        assert isinstance(document, documents.Adjustment)  # noqa: S101
        account = document.account or self._chart.adjustments
        for value, _ in self._moves(entry):
            entry.debit(self._chart.inventory, value)
            entry.credit(account, value)

    def _work_order(self, entry: Entry) -> None:
        """Nobody is owed anything: what goes into the goods is what they are worth."""
        document = entry.document
        assert isinstance(document, documents.WorkOrder)  # noqa: S101
        if not document.finished:
            return
        sign = -1 if document.disassembly else 1
        for expense in document.expenses:
            entry.credit(expense.account, sign * expense.amount)
        for line in document.components:
            if not self._is_stocked(line.item):
                entry.credit(self._chart.bought_services, sign * line.amount)
        for value, correction in self._moves(entry):
            entry.debit(self._chart.inventory, value)
            entry.debit(self._chart.cost_of_goods, correction)

    def _moves(self, entry: Entry) -> Iterator[tuple[Decimal, Decimal]]:
        for movement in movements(entry.document):
            if self._is_stocked(movement.item):
                value, correction = self._stock[movement.item].move(movement)
                entry.moved.append((movement.item, movement.quantity, value))
                yield value, correction

    def _income(self, ref: DocumentRef | None) -> str:
        item = self._items.get(ref) if ref is not None else None
        is_discount = item is not None and item.item_type is ItemType.DISCOUNT
        return self._chart.discounts if is_discount else self._chart.sales

    def _is_stocked(self, ref: DocumentRef | None) -> bool:
        return ref is not None and ref in self._items and self._items[ref].item_type in STOCKED


_RULES: Mapping[type[AnyDocument], Callable[[Ledger, Entry], None]] = {
    documents.ShipDoc: Ledger._ship_doc,
    documents.CustomerReturn: Ledger._customer_return,
    documents.SalesOrderPayment: Ledger._payment,
    documents.Refund: Ledger._refund,
    documents.Receiver: Ledger._receiver,
    documents.VendorReturn: Ledger._vendor_return,
    documents.Adjustment: Ledger._adjustment,
    documents.WorkOrder: Ledger._work_order,
}
"""Orders and transfers are no business of a ledger."""

_ONLY_READ = (
    *("number", "txn_date", "revision", "memo", "customer_po", "tracking", "ship_date", "due_date", "expected"),
    *("order_number", "vendor_invoice", "vendor_reference", "reference", "orders", "bill_to", "ship_to"),
)


def weight(document: AnyDocument) -> dict[str, object]:
    """What an entry depends on: all that is not only read."""
    return document.model_dump(exclude=set(_ONLY_READ))
