"""Entries of what is bought: purchase orders, receivers, returns to vendors."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from allorders_hooks.documents import Address
from pydantic import Field, model_validator

from sample_host.entry_fields import (
    DocumentEntry,
    ExpenseEntry,
    Flag,
    LineEntry,
    Money,
    OptionalDate,
    OptionalId,
    RowId,
    Text,
)


class PurchaseOrderEntry(DocumentEntry):
    vendor_id: RowId
    expected: OptionalDate = None
    terms: Text = ""
    ship_method: Text = ""
    class_name: Text = ""
    closed: Flag = False
    freight: Money = Decimal(0)
    ship_to: Address = Address()
    lines: tuple[LineEntry, ...] = Field(min_length=1)


class ReceiverLineEntry(LineEntry):
    """`order_line_id` says which line of the purchase order has come."""

    order_line_id: OptionalId = None


class _Came(DocumentEntry):
    """What has lines, expenses, or both."""

    vendor_id: RowId
    class_name: Text = ""
    freight: Money = Decimal(0)
    lines: tuple[LineEntry, ...] = ()
    expenses: tuple[ExpenseEntry, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.lines and not self.expenses:
            raise ValueError("At least one line or expense is needed.")
        return self


class ReceiverEntry(_Came):
    order_id: OptionalId = None
    vendor_invoice: Text = ""
    due_date: OptionalDate = None
    terms: Text = ""
    lines: tuple[ReceiverLineEntry, ...] = ()


class VendorReturnEntry(_Came):
    """Goods that went back, at positive quantities and amounts."""

    receiver_id: OptionalId = None
    vendor_reference: Text = ""
