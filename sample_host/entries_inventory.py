"""Entries of the warehouse: adjustments, work orders, transfers."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from sample_host.entry_fields import (
    Difference,
    DocumentEntry,
    Entry,
    ExpenseEntry,
    Flag,
    LineEntry,
    LotsEntered,
    Name,
    OptionalId,
    Quantity,
    RowId,
    Text,
)


class AdjustmentLineEntry(Entry):
    """A difference of the quantity on hand, or of the value; either may be negative."""

    id: OptionalId = None
    item_id: RowId
    quantity: Difference = None
    value: Difference = None
    site: Text = ""
    lots: LotsEntered = ()


class AdjustmentEntry(DocumentEntry):
    account: Text = ""
    class_name: Text = ""
    lines: tuple[AdjustmentLineEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        quantities, values = (
            [getattr(line, name) is not None for line in self.lines] for name in ("quantity", "value")
        )
        if any(a == b for a, b in zip(quantities, values, strict=True)) or len(set(quantities)) > 1:
            raise ValueError("All lines change the quantity, or all the value.")
        return self


class WorkOrderEntry(DocumentEntry):
    """`lines` are the components; without a price they cost what they are worth on average."""

    item_id: RowId
    quantity: Quantity
    disassembly: Flag = False
    finished: Flag = False
    class_name: Text = ""
    lots: LotsEntered = ()
    lines: tuple[LineEntry, ...] = Field(min_length=1)
    expenses: tuple[ExpenseEntry, ...] = ()


class TransferLineEntry(Entry):
    id: OptionalId = None
    item_id: RowId
    quantity: Quantity
    lots: LotsEntered = ()


class TransferEntry(DocumentEntry):
    from_site: Name
    to_site: Name
    class_name: Text = ""
    lines: tuple[TransferLineEntry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _elsewhere(self) -> Self:
        if self.from_site == self.to_site:
            raise ValueError("Goods are moved from one warehouse to another.")
        return self
