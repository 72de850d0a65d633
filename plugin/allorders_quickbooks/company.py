"""One company file: CompanySetup, what people decided about it, and CompanyFacts, what QuickBooks says of it.

CompanySetup lies beside the preferences dialog on a screen of its own (behaviour). CompanyFacts are read anew
by every run and never edited by a person.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from allorders_hooks.frozen import Frozen
from allorders_hooks.settings import Setting
from pydantic import Field, model_validator


class Connection(StrEnum):
    """The way to QuickBooks."""

    NONE = "none"
    SIMULATOR = "simulator"


class UndoAs(StrEnum):
    VOID = "void"
    DELETE = "delete"


CAPTIONS: dict[StrEnum, str] = {
    Connection.NONE: "Not connected yet",
    Connection.SIMULATOR: "Simulated company file (no QuickBooks)",
    UndoAs.VOID: "Void it in QuickBooks",
    UndoAs.DELETE: "Delete it in QuickBooks",
}

_ACCOUNTS = "Accounts"
_FILE = "Company file"


class CompanySetup(Frozen):
    """What a person decided about this company file."""

    connection: Annotated[Connection, Setting("Connection", tab=_FILE)] = Connection.NONE
    location: Annotated[
        str, Setting("Company file", tab=_FILE, help="The path of the company file, or of the simulated one.")
    ] = ""
    fence_consent: Annotated[
        bool,
        Setting(
            "Create one inactive Other Name in QuickBooks that guards against late duplicates",
            tab=_FILE,
            help="The record is never used on a transaction.",
        ),
    ] = False
    without_fence: Annotated[
        bool,
        Setting(
            "Send without that record",
            tab=_FILE,
            help="A late duplicate can then only be found after it was written, not prevented.",
        ),
    ] = False
    start_date: Annotated[date | None, Setting("Start date", tab=_FILE, help="Nothing dated before it is sent.")] = None
    undo_as: Annotated[UndoAs, Setting("When a sent document is deleted here", tab=_FILE)] = UndoAs.VOID
    income_account: Annotated[str, Setting("Income account of items", tab=_ACCOUNTS)] = "Sales"
    cogs_account: Annotated[str, Setting("Cost of goods sold account of items", tab=_ACCOUNTS)] = "Cost of Goods Sold"
    asset_account: Annotated[str, Setting("Inventory asset account of items", tab=_ACCOUNTS)] = "Inventory Asset"
    freight_account: Annotated[str, Setting("Freight income account", tab=_ACCOUNTS)] = "Freight Income"
    freight_item: Annotated[str, Field(max_length=31), Setting("Item for freight on invoices", tab=_ACCOUNTS)] = (
        "Freight"
    )
    proxy_item: Annotated[
        str, Field(max_length=31), Setting("Proxy item, where items do not synchronize", tab=_ACCOUNTS)
    ] = "All Orders item"

    @model_validator(mode="after")
    def _no_two_contradict(self) -> CompanySetup:
        if self.fence_consent and self.without_fence:
            raise ValueError(f"{caption('fence_consent')} and {caption('without_fence')} cannot both be on")
        return self


def caption(field: str) -> str:
    """The company screen's caption of a setting."""
    return next(m.caption for m in CompanySetup.model_fields[field].metadata if isinstance(m, Setting))


class FenceStep(StrEnum):
    """How far the fence record is set up (exactly-once: What it rests on, probed at set-up)."""

    NONE = "none"
    NAME_TAKEN = "name_taken"
    ADDED = "added"
    MOVED = "moved"
    STALE_REFUSED = "stale_refused"
    READY = "ready"
    UNUSABLE = "unusable"


class CompanyFacts(Frozen):
    """What the company file says of itself, read at the start of a run.

    `version` is the qbXML version to speak: the lesser of what this plugin writes and what the file offers.
    `fence` is the ListID of the fence record, `fence_edit` its last known EditSequence; `fence_reported` is
    when that was answered, by our clock, and `clock_seen` the greatest EditSequence met since: a set may leave
    only when QuickBooks' clock is past `fence_edit` (exactly-once, step 12). `wall_seen` is the greatest
    TimeModified met, in QuickBooks' own wall clock: the only base for a window of changes. `audited_to` is
    the wall clock up to which the audit has looked; `check_all`: history went back, every binding is suspect.
    """

    company_name: str = ""
    product: str = ""
    version: str = ""
    file_mode: str = ""
    closing_date: date | None = None
    restored_at: str = ""
    sales_tax: bool = False
    multi_currency: bool = False
    read_at: datetime | None = None

    fence: str = ""
    fence_step: FenceStep = FenceStep.NONE
    fence_edit: str = ""
    fence_reported: datetime | None = None
    clock_seen: str = ""
    wall_seen: str = ""
    audited_to: str = ""
    check_all: bool = False

    @property
    def guarded(self) -> bool:
        """Whether the fence stands: then a late set writes nothing. Otherwise a duplicate can only be found."""
        return self.fence_step is FenceStep.READY
