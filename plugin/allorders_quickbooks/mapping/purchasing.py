"""What came in from vendors, and what went back: bills, item receipts and vendor credits.

Expenses stand before items, as on QuickBooks' forms. The lines of a receiver are linked to those of its purchase order
where QuickBooks has that, line by line, and never one that is split by lots.
"""

from __future__ import annotations

from typing import Any

from allorders_hooks.documents import Kind, Receiver, VendorReturn

from allorders_quickbooks.mapping import remembered
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import TERMS
from allorders_quickbooks.mapping.purchase import PurchaseMapper
from allorders_quickbooks.mapping.purchase_lines import BoughtLine, bought_lines, expense_lines
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, LinkedLine, Message
from allorders_quickbooks.qbxml.messages.purchasing import (
    CreditedItemLine,
    ExpenseLine,
    ExpenseLineChange,
    ItemLine,
    ItemLineChange,
)
from allorders_quickbooks.qbxml.objects import EXPENSE
from allorders_quickbooks.terms import Binding


class _ReceivedMapper(PurchaseMapper):
    """What has expense lines and item lines."""

    new_line: type[ItemLine] | type[CreditedItemLine] = ItemLine

    def qb_type(self, source: Any, context: Context) -> str:
        raise NotImplementedError

    def add(self, source: Any, context: Context, guid: str) -> Message:
        message = message_class(f"{self.qb_type(source, context)}Add")
        expenses = tuple(ExpenseLine(**fields) for fields in expense_lines(self.title(source), source, context))
        lines = tuple(self._new(line, source, context) for line in bought_lines(self.title(source), source, context))
        content = {"external_guid": guid, "expenses": expenses, "lines": lines}
        return message(**self._head(source, context, message) | content)

    def mod(self, source: Any, context: Context, binding: Binding) -> Message:
        """Ours take the place of the lines that are there, expenses of expenses and items of items."""
        message = message_class(f"{binding.qb_type}Mod")
        identity = {"txn_id": binding.qb_id, "edit_sequence": binding.edit_sequence}
        expenses = list(expense_lines(self.title(source), source, context))
        lines = [line.fields for line in bought_lines(self.title(source), source, context)]
        head = self._head(source, context, message)
        return message(**identity | head | changed_lines(binding, expenses, lines))

    def _new(self, line: BoughtLine, source: Any, context: Context) -> ItemLine | CreditedItemLine:
        return self.new_line(**line.fields)


def changed_lines(binding: Binding, expenses: list[Any], lines: list[Any]) -> dict[str, Any]:
    """The lines of a Mod: QuickBooks deletes those of a kind that are not listed, and must be told where none is left
    of it."""
    spent = [line.removeprefix(EXPENSE) for line in binding.lines if line.startswith(EXPENSE)]
    bought = [line for line in binding.lines if not line.startswith(EXPENSE)]
    return {
        "clear_expense_lines": True if spent and not expenses else None,
        "expenses": tuple(
            ExpenseLineChange(txn_line_id=line_id, **fields)
            for line_id, fields in zip((*spent, *[NEW_LINE] * len(expenses)), expenses, strict=False)
        ),
        "clear_item_lines": True if bought and not lines else None,
        "lines": tuple(
            ItemLineChange(txn_line_id=line_id, **fields)
            for line_id, fields in zip((*bought, *[NEW_LINE] * len(lines)), lines, strict=False)
        ),
    }


class ReceiverMapper(_ReceivedMapper):
    """A receiver becomes a Bill, or an ItemReceipt by preference, whose bill somebody enters in QuickBooks."""

    kind = Kind.RECEIVER.value
    word = "Receiver"
    instead = "Enter a vendor return instead, and save again."

    def qb_type(self, source: Receiver, context: Context) -> str:
        return "ItemReceipt" if context.preferences.receive_as_item_receipts else "Bill"

    def _theirs(self, source: Receiver) -> str:
        return source.vendor_invoice

    def _named(self, source: Receiver, context: Context) -> dict[str, str]:
        return {TERMS: source.terms}

    def _own(self, source: Receiver, context: Context) -> dict[str, Any]:
        return {"due_date": source.due_date}

    def _new(self, line: BoughtLine, source: Receiver, context: Context) -> ItemLine:
        order = context.bindings.get(source.order) if source.order is not None else None
        line_id = remembered.line_id(order, line.order_line) if order is not None and line.order_line else None
        if order is None or line_id is None:
            return ItemLine(**line.fields)
        link = LinkedLine(txn_id=order.qb_id, txn_line_id=line_id)
        return ItemLine(**{**line.fields, "item_ref": None, "link_to_txn": link})


class VendorReturnMapper(_ReceivedMapper):
    """A vendor return becomes a VendorCredit, at positive quantities and amounts."""

    kind = Kind.VENDOR_RETURN.value
    word = "Vendor return"
    instead = "Enter a receiver instead, and save again."
    new_line = CreditedItemLine

    def qb_type(self, source: VendorReturn, context: Context) -> str:
        return "VendorCredit"

    def _theirs(self, source: VendorReturn) -> str:
        return source.vendor_reference
