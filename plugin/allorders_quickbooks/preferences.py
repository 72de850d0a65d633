"""SyncPreferences: the QuickBooks Synchronization dialog, whole, one model a company file.

The captions are those of the dialog (behaviour: The QuickBooks Synchronization screen); where a caption is not
known, it says the effect. Every preference is consulted at the moment of the decision, never remembered.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from allorders_hooks.frozen import Frozen
from allorders_hooks.settings import Setting
from pydantic import Field, model_validator


class Frequency(StrEnum):
    MANUAL = "manual"
    AUTO = "auto"


class Reconciliation(StrEnum):
    NONE = "none"
    TO_ALL_ORDERS = "to_all_orders"
    TO_QUICKBOOKS = "to_quickbooks"


class NcOnly(StrEnum):
    USER_CHOICE = "user_choice"
    DISABLED = "disabled"
    ALL = "all"


class ItemSync(StrEnum):
    QUICKBOOKS_ITEMS = "quickbooks_items"
    PROXY_ITEM = "proxy_item"


CAPTIONS: dict[StrEnum, str] = {
    Frequency.MANUAL: "Manual Synchronize Only",
    Frequency.AUTO: "Auto Synchronize",
    Reconciliation.NONE: "Do not reconcile automatically",
    Reconciliation.TO_ALL_ORDERS: "Make QuickBooks match All Orders",
    Reconciliation.TO_QUICKBOOKS: "Make All Orders match QuickBooks",
    NcOnly.USER_CHOICE: "Allow NC Only transactions if the user says so",
    NcOnly.DISABLED: "Disable NC Only transactions",
    NcOnly.ALL: "Make all transactions NC Only",
    ItemSync.QUICKBOOKS_ITEMS: "Synchronize items with QuickBooks items",
    ItemSync.PROXY_ITEM: "Send one proxy item, with the SKU in the description",
}

_QUANTITIES = "Item custom fields"
_NUMBERS = "Customer custom fields"


class SyncPreferences(Frozen):
    """What goes over, when, and who wins."""

    frequency: Annotated[Frequency, Setting("Frequency", group="Frequency")] = Frequency.MANUAL
    interval_minutes: Annotated[
        int,
        Field(ge=1, le=1440),
        Setting(
            "Minutes between synchronizations",
            group="Frequency",
            help="As long as the application is open.",
            enable_when=("frequency", Frequency.AUTO.value),
        ),
    ] = 30
    synchronize_on_startup: Annotated[bool, Setting("Synchronize On Startup", group="Frequency")] = True
    send_unsent_transactions: Annotated[
        bool,
        Setting(
            "Send unsent transactions to QuickBooks when synching",
            group="When synching",
            help="Off: a document goes when somebody sends it from its page or from a list.",
        ),
    ] = False
    send_unsent_payments: Annotated[
        bool, Setting("Send unsent SO payments to QuickBooks when synching", group="When synching")
    ] = False
    suppress_messages: Annotated[
        bool,
        Setting(
            "Suppress sync messages",
            group="When synching",
            help="Problems stay in the problem list all the same.",
        ),
    ] = False
    reconciliation: Annotated[Reconciliation, Setting("Automatic reconciliation", group="Automatic reconciliation")] = (
        Reconciliation.NONE
    )

    nc_only: Annotated[NcOnly, Setting("NumberCruncher-only transactions", tab="Advanced")] = NcOnly.USER_CHOICE
    update_shipping_contact: Annotated[
        bool,
        Setting(
            "Allow QB to update the customer default shipping contact info to be the same as the customer billing info",
            tab="Advanced",
        ),
    ] = False
    credit_cards: Annotated[bool, Setting("Synchronize customer credit card data with QuickBooks", tab="Advanced")] = (
        False
    )
    no_duplicate_warning: Annotated[bool, Setting("Do not warn about duplicate transactions", tab="Advanced")] = False

    items: Annotated[ItemSync, Setting("How items synchronize", tab="Inventory")] = ItemSync.QUICKBOOKS_ITEMS

    block_purchase_orders: Annotated[bool, Setting("Block all POs from being sent to QB", tab="PO/Receiving")] = True
    receive_as_item_receipts: Annotated[
        bool, Setting("Send receivers as Item Receipts instead of Bills", tab="PO/Receiving")
    ] = False

    original_quantity_field: Annotated[
        str,
        Setting("Original Order Quantity", tab="SO/Shipping", group=_QUANTITIES, choices_from="item_fields"),
    ] = ""
    back_order_quantity_field: Annotated[
        str, Setting("Back Order Quantity", tab="SO/Shipping", group=_QUANTITIES, choices_from="item_fields")
    ] = ""
    sales_order_number_field: Annotated[
        str, Setting("Sales Order #", tab="SO/Shipping", group=_NUMBERS, choices_from="customer_fields")
    ] = ""
    tracking_number_field: Annotated[
        str, Setting("Tracking #", tab="SO/Shipping", group=_NUMBERS, choices_from="customer_fields")
    ] = ""
    ship_doc_numbers: Annotated[
        bool,
        Setting(
            "Use Ship Doc #s as Invoice #s",
            tab="SO/Shipping",
            group="Numbers",
            help="QuickBooks takes 11 characters. Off: QuickBooks numbers the invoice.",
        ),
    ] = False

    lots_on_invoices: Annotated[
        bool, Setting("Include Lot/Serial #s in the description of Invoices", tab="Lot/Serial #s")
    ] = False
    lots_on_bills: Annotated[
        bool, Setting("Include Lot/Serial #s in the description of Bills", tab="Lot/Serial #s")
    ] = False
    lots_with_expiration: Annotated[
        bool, Setting("Append the expiration date to the description", tab="Lot/Serial #s")
    ] = False

    @model_validator(mode="after")
    def _no_two_contradict(self) -> SyncPreferences:
        for first, second in (
            ("original_quantity_field", "back_order_quantity_field"),
            ("sales_order_number_field", "tracking_number_field"),
        ):
            if getattr(self, first) and getattr(self, first) == getattr(self, second):
                raise ValueError(f"{caption(first)} and {caption(second)} cannot use the same custom field")
        if self.lots_with_expiration and not (self.lots_on_invoices or self.lots_on_bills):
            raise ValueError("Append the expiration date needs Include Lot/Serial #s on Invoices or on Bills to be on")
        return self


def caption(field: str) -> str:
    """The dialog's caption of a preference."""
    return next(m.caption for m in SyncPreferences.model_fields[field].metadata if isinstance(m, Setting))
