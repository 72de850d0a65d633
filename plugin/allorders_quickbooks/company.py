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
    WEB_CONNECTOR = "web_connector"
    REQUEST_PROCESSOR = "com"


class UndoAs(StrEnum):
    VOID = "void"
    DELETE = "delete"


class WorkOrdersAs(StrEnum):
    BILL = "bill"
    BUILD = "build"


CAPTIONS: dict[StrEnum, str] = {
    Connection.NONE: "Not connected yet",
    Connection.SIMULATOR: "Simulated company file (no QuickBooks)",
    Connection.WEB_CONNECTOR: "QuickBooks Web Connector",
    Connection.REQUEST_PROCESSOR: "QuickBooks on this computer",
    WorkOrdersAs.BILL: "Bills of nothing to an internal vendor",
    WorkOrdersAs.BUILD: "Builds of QuickBooks assemblies, which must have their components there",
    UndoAs.VOID: "Void it in QuickBooks",
    UndoAs.DELETE: "Delete it in QuickBooks",
}

_ACCOUNTS = "Accounts"
FILE_TAB = "Company file"
_PURCHASES = "Purchases and stock"
_SALES = "Sales"


class CompanySetup(Frozen):
    """What a person decided about this company file."""

    connection: Annotated[Connection, Setting("Connection", tab=FILE_TAB)] = Connection.NONE
    location: Annotated[
        str, Setting("Company file", tab=FILE_TAB, help="Its path; empty for the one that QuickBooks has open.")
    ] = ""
    fence_consent: Annotated[
        bool,
        Setting(
            "Create one inactive Other Name in QuickBooks that guards against late duplicates",
            tab=FILE_TAB,
            help="The record is never used on a transaction.",
        ),
    ] = False
    without_fence: Annotated[
        bool,
        Setting(
            "Send without that record",
            tab=FILE_TAB,
            help="A late duplicate can then only be found after it was written, not prevented.",
        ),
    ] = False
    start_date: Annotated[date | None, Setting("Start date", tab=FILE_TAB, help="Nothing dated before it is sent.")] = (
        None
    )
    undo_as: Annotated[UndoAs, Setting("When a sent document is deleted here", tab=FILE_TAB)] = UndoAs.VOID
    keep_messages_days: Annotated[
        int,
        Field(ge=1, le=3650),
        Setting(
            "Days that exact messages are kept",
            tab=FILE_TAB,
            help="What was sent to QuickBooks word for word, and its answer. The history of each document stays.",
        ),
    ] = 90
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

    send_sales_orders: Annotated[
        bool,
        Setting("Send sales orders", tab=_SALES, help="Invoices are then linked to them. QuickBooks Pro has none."),
    ] = False
    receipts_where_paid: Annotated[
        bool, Setting("Send ship docs that were paid on the spot as Sales Receipts", tab=_SALES)
    ] = False
    back_ordered_lines: Annotated[
        bool, Setting("Put lines that are wholly back-ordered on the invoice, with quantity 0", tab=_SALES)
    ] = False
    sales_tax_item: Annotated[
        str, Field(max_length=31), Setting("Sales tax item, where a document names none", tab=_SALES)
    ] = ""
    refund_account: Annotated[str, Setting("Account that refunds are paid from", tab=_SALES)] = "Checking"
    receivable_account: Annotated[str, Setting("Accounts receivable account", tab=_SALES)] = "Accounts Receivable"
    card_methods: Annotated[
        str,
        Setting(
            "Payment methods that are credit cards",
            tab=_SALES,
            help="Separated by commas. A refund of a credit to one of them is a card refund, any other a check.",
        ),
    ] = "American Express, Discover, MasterCard, Visa"

    work_order_vendor: Annotated[str, Field(max_length=41), Setting("Vendor of work order bills", tab=_PURCHASES)] = (
        "NC Internal"
    )
    work_orders_as: Annotated[WorkOrdersAs, Setting("Work orders become", tab=_PURCHASES)] = WorkOrdersAs.BILL
    purchase_freight_account: Annotated[str, Setting("Freight account of purchases", tab=_PURCHASES)] = (
        "Freight and Shipping Costs"
    )
    discount_account: Annotated[str, Setting("Account of discounts", tab=_ACCOUNTS)] = "Sales Discounts"
    adjustment_account: Annotated[
        str, Setting("Account of inventory adjustments, where a document names none", tab=_PURCHASES)
    ] = "Inventory Adjustment"
    adjustment_class: Annotated[
        str, Setting("Class of adjustments that reconcile the stock", tab=_PURCHASES, help="Empty: none.")
    ] = ""
    adjustment_limit: Annotated[
        int,
        Field(ge=0),
        Setting(
            "Reconcile without asking up to this worth",
            tab=_PURCHASES,
            help="In the company's currency, at QuickBooks' average cost, all items of one run together. "
            "What is worth more is proposed, and waits for a person. 0: always ask.",
        ),
    ] = 0

    @property
    def polled(self) -> bool:
        """Whether QuickBooks' side comes for its work: no runner of ours can begin a run then."""
        return self.connection is Connection.WEB_CONNECTOR

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

    `path` is where the company file was when somebody last told: a file elsewhere may be a copy.
    `version` is the qbXML version to speak: the lesser of what this plugin writes and what the file offers.
    `fence` is the ListID of the fence record, `fence_edit` its last known EditSequence; `fence_reported` is
    when that was answered, by our clock, and `clock_seen` the greatest EditSequence met since: a set may leave
    only when QuickBooks' clock is past `fence_edit` (exactly-once, step 12). `wall_seen` is the greatest
    TimeModified met, in QuickBooks' own wall clock: the only base for a window of changes. `audited_to` is
    the wall clock up to which the audit has looked, `audited_at` when it did, by our clock; `check_all`: history went
    back, or QuickBooks may have forgotten a deletion: every binding is suspect.
    `ahead` is the mark on the fence of a set that our tables do not know: they come from a backup, and nothing is sent
    before a person has said so. `gone_on_from` is the last mark of which somebody has. Documents that are new since
    then begin with `first_generation`, so that none has the ExternalGUID of one that was lost.

    `sales_orders` to `customer_fields` are what this file can hold: features that are switched on, whether it tracks
    `lots` or `serials` and where, its two usual tax codes, and the names of the custom fields that users have defined.
    """

    company_name: str = ""
    path: str = ""
    product: str = ""
    version: str = ""
    file_mode: str = ""
    closing_date: date | None = None
    restored_at: str = ""
    sales_tax: bool = False
    multi_currency: bool = False
    read_at: datetime | None = None

    sales_orders: bool = True
    classes: bool = False
    sites: bool = False
    units: bool = False
    lots: bool = False
    serials: bool = False
    tracked_on_sales: bool = True
    tracked_on_purchases: bool = True
    taxable_code: str = "Tax"
    untaxed_code: str = "Non"
    item_fields: tuple[str, ...] = ()
    customer_fields: tuple[str, ...] = ()

    fence: str = ""
    fence_step: FenceStep = FenceStep.NONE
    fence_edit: str = ""
    fence_reported: datetime | None = None
    clock_seen: str = ""
    wall_seen: str = ""
    audited_to: str = ""
    audited_at: datetime | None = None
    check_all: bool = False
    ahead: str = ""
    gone_on_from: str = ""
    first_generation: int = 0

    @property
    def guarded(self) -> bool:
        """Whether the fence stands: then a late set writes nothing. Otherwise a duplicate can only be found."""
        return self.fence_step is FenceStep.READY
