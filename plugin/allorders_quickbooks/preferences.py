"""SyncPreferences: the QuickBooks Synchronization dialog, whole, one model a company file.

The captions are those of the dialog (behaviour: The QuickBooks Synchronization screen); where a caption is not
known, it says the effect. Every preference is consulted at the moment of the decision, never remembered.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from allorders_hooks.frozen import Frozen
from allorders_hooks.settings import Setting, conflict
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

CUSTOM_FIELDS_TAB = "SO/Shipping"
_QUANTITIES = "Item custom fields"
_NUMBERS = "Customer custom fields"
_REPLACED = "The numbers replace the description of the line, in their order."
_ITEM_FIELD = "Written to that custom field on each line of invoices and sales orders."
_CUSTOMER_FIELD = "Written to that custom field of invoices and sales orders."


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
    synchronize_on_startup: Annotated[
        bool,
        Setting(
            "Synchronize On Startup",
            group="Frequency",
            help="Whenever the company is opened, even where it is synchronized manually only.",
        ),
    ] = True
    send_unsent_transactions: Annotated[
        bool,
        Setting(
            "Send unsent transactions to QuickBooks when synching",
            group="When synching",
            help="Off: a document goes when somebody sends it from its page or from a list.",
        ),
    ] = False
    send_unsent_payments: Annotated[
        bool,
        Setting(
            "Send unsent SO payments to QuickBooks when synching",
            group="When synching",
            help="Off: a payment on a sales order goes when somebody sends it.",
        ),
    ] = False
    suppress_messages: Annotated[
        bool,
        Setting(
            "Suppress sync messages",
            group="When synching",
            help="Problems stay in the problem list all the same.",
        ),
    ] = False
    reconciliation: Annotated[
        Reconciliation,
        Setting(
            "Automatic reconciliation",
            group="Automatic reconciliation",
            help="At the end of each synchronization. What waiting documents explain is never adjusted.",
        ),
    ] = Reconciliation.NONE

    nc_only: Annotated[
        NcOnly,
        Setting(
            "NumberCruncher-only transactions",
            tab="Advanced",
            help="An NC Only transaction is kept here and never sent to QuickBooks.",
        ),
    ] = NcOnly.USER_CHOICE
    update_shipping_contact: Annotated[
        bool,
        Setting(
            "Allow QB to update the customer default shipping contact info to be the same as the customer billing info",
            tab="Advanced",
            help="When a customer is changed in QuickBooks.",
        ),
    ] = False
    credit_cards: Annotated[
        bool,
        Setting(
            "Synchronize customer credit card data with QuickBooks",
            tab="Advanced",
            help="Needs a key on this computer that the numbers are sealed with. Security codes are never sent.",
        ),
    ] = False
    no_duplicate_warning: Annotated[
        bool,
        Setting(
            "Do not warn about duplicate transactions",
            tab="Advanced",
            help="Off: a document whose number QuickBooks has already is held until somebody looks at it.",
        ),
    ] = False

    items: Annotated[
        ItemSync,
        Setting(
            "How items synchronize",
            tab="Inventory",
            help="With one proxy item QuickBooks keeps no stock: items, adjustments and transfers stay here.",
        ),
    ] = ItemSync.QUICKBOOKS_ITEMS

    block_purchase_orders: Annotated[
        bool,
        Setting(
            "Block all POs from being sent to QB",
            tab="PO/Receiving",
            help="Off: a PO is closed here once it is sent, and what QuickBooks receives on it does not come back.",
        ),
    ] = True
    receive_as_item_receipts: Annotated[
        bool,
        Setting(
            "Send receivers as Item Receipts instead of Bills",
            tab="PO/Receiving",
            help="As QuickBooks' enhanced inventory receiving needs it; the bill is entered there.",
        ),
    ] = False

    original_quantity_field: Annotated[
        str,
        Setting(
            "Original Order Quantity",
            tab=CUSTOM_FIELDS_TAB,
            group=_QUANTITIES,
            choices_from="item_fields",
            help=_ITEM_FIELD,
        ),
    ] = ""
    back_order_quantity_field: Annotated[
        str,
        Setting(
            "Back Order Quantity",
            tab=CUSTOM_FIELDS_TAB,
            group=_QUANTITIES,
            choices_from="item_fields",
            help=_ITEM_FIELD,
        ),
    ] = ""
    sales_order_number_field: Annotated[
        str,
        Setting(
            "Sales Order #", tab=CUSTOM_FIELDS_TAB, group=_NUMBERS, choices_from="customer_fields", help=_CUSTOMER_FIELD
        ),
    ] = ""
    tracking_number_field: Annotated[
        str,
        Setting(
            "Tracking #", tab=CUSTOM_FIELDS_TAB, group=_NUMBERS, choices_from="customer_fields", help=_CUSTOMER_FIELD
        ),
    ] = ""
    ship_doc_numbers: Annotated[
        bool,
        Setting(
            "Use Ship Doc #s as Invoice #s",
            tab=CUSTOM_FIELDS_TAB,
            group="Numbers",
            help="QuickBooks takes 11 characters. Off: QuickBooks numbers the invoice.",
        ),
    ] = False

    lots_on_invoices: Annotated[
        bool, Setting("Include Lot/Serial #s in the description of Invoices", tab="Lot/Serial #s", help=_REPLACED)
    ] = False
    lots_on_bills: Annotated[
        bool, Setting("Include Lot/Serial #s in the description of Bills", tab="Lot/Serial #s", help=_REPLACED)
    ] = False
    lots_with_expiration: Annotated[
        bool,
        Setting(
            "Append the expiration date to the description",
            tab="Lot/Serial #s",
            help="Of each number that has one; needs one of the two above.",
        ),
    ] = False

    @property
    def every(self) -> timedelta | None:
        """How long after one run the next begins by itself; None where none does."""
        return timedelta(minutes=self.interval_minutes) if self.frequency is Frequency.AUTO else None

    @model_validator(mode="after")
    def _no_two_contradict(self) -> SyncPreferences:
        for first, second in (
            ("original_quantity_field", "back_order_quantity_field"),
            ("sales_order_number_field", "tracking_number_field"),
        ):
            if getattr(self, first) and getattr(self, first) == getattr(self, second):
                sentence = f"{caption(first)} and {caption(second)} cannot use the same custom field"
                raise conflict(sentence, first, second)
        if self.lots_with_expiration and not (self.lots_on_invoices or self.lots_on_bills):
            numbers = f"{caption('lots_on_invoices')} or {caption('lots_on_bills')}"
            sentence = f"{caption('lots_with_expiration')} needs {numbers} to be on"
            raise conflict(sentence, "lots_with_expiration")
        if self.reconciliation is not Reconciliation.NONE and self.items is ItemSync.PROXY_ITEM:
            sentence = (
                f"{caption('reconciliation')} cannot go with {caption('items')} as "
                f"{CAPTIONS[ItemSync.PROXY_ITEM]}: QuickBooks keeps no stock then"
            )
            raise conflict(sentence, "reconciliation", "items")
        return self


def caption(field: str) -> str:
    """The dialog's caption of a preference."""
    return next(m.caption for m in SyncPreferences.model_fields[field].metadata if isinstance(m, Setting))
