"""The policy: whether a document goes now, by the preferences of this moment. Pure."""

from __future__ import annotations

from allorders_hooks.documents import (
    Adjustment,
    AnyDocument,
    Kind,
    PurchaseOrder,
    SalesOrder,
    ShipDoc,
    Transfer,
    WorkOrder,
)
from allorders_hooks.records import AnyRecord, Item, Record
from allorders_hooks.status import NcOnlyBox

from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.internal import is_internal
from allorders_quickbooks.mapping.registry import PAYMENT_KINDS, RECORD_KINDS, TRANSACTION_KINDS
from allorders_quickbooks.matching.sides import Choice
from allorders_quickbooks.preferences import ItemSync, NcOnly, SyncPreferences
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Decision, Hold, Send


def decide(
    source: AnyDocument | AnyRecord, preferences: SyncPreferences, setup: CompanySetup, facts: CompanyFacts
) -> Decision:
    """Send, or Hold with the reason. What a document waits for is decided where the bindings are known."""
    if isinstance(source, Record):
        return _decide_record(source, preferences)
    if preferences.nc_only is NcOnly.ALL:
        return Hold(Reason.NC_ONLY, "The preference under Advanced makes all transactions NC Only.")
    if source.nc_only and preferences.nc_only is NcOnly.USER_CHOICE:
        return Hold(Reason.NC_ONLY)
    if isinstance(source, ShipDoc) and not source.shipped:
        return Hold(Reason.NOT_READY)
    if isinstance(source, WorkOrder) and not source.finished:
        return Hold(Reason.NOT_FINISHED)
    if isinstance(source, PurchaseOrder) and preferences.block_purchase_orders:
        return Hold(Reason.PO_BLOCKED)
    if isinstance(source, Adjustment | Transfer) and preferences.items is ItemSync.PROXY_ITEM:
        return Hold(Reason.ITEMS_STAY, "QuickBooks keeps no stock of the proxy item.")
    if isinstance(source, Transfer) and not facts.sites:
        return Hold(Reason.NOT_IN_EDITION, "This company file has no inventory sites.")
    if isinstance(source, SalesOrder) and not setup.send_sales_orders:
        return Hold(Reason.ORDERS_STAY)
    if isinstance(source, SalesOrder) and not facts.sales_orders:
        return Hold(Reason.NOT_IN_EDITION, f"{facts.product} has no sales orders.")
    if setup.start_date is not None and source.txn_date < setup.start_date:
        return Hold(Reason.BEFORE_START_DATE, f"It is dated {source.txn_date}, the start date is {setup.start_date}.")
    if facts.closing_date is not None and source.txn_date <= facts.closing_date:
        return Hold(Reason.CLOSED_PERIOD, f"QuickBooks is closed up to {facts.closing_date}.")
    return Send()


def _decide_record(source: Record, preferences: SyncPreferences) -> Decision:
    """Records have no date and no NC Only box; with one proxy item, the host's own items stay here."""
    if isinstance(source, Item) and preferences.items is ItemSync.PROXY_ITEM and not is_internal(source.ref):
        return Hold(Reason.ITEMS_STAY)
    return Send()


def decide_unmatched(listed: str, confirmed: bool, decision: Choice | None) -> Hold | None:
    """Whether a record that QuickBooks does not hold yet has to wait, by its list's matching; `decision` is None for
    one that was never matched: it came after the list was confirmed."""
    if decision in (Choice.SKIP, Choice.MERGE):
        return Hold(Reason.KEPT_OUT)
    if not confirmed:
        return Hold(Reason.UNMATCHED, f"The list {listed} is not confirmed.")
    if decision is Choice.UNDECIDED:
        return Hold(Reason.UNMATCHED, "Nobody has decided about it.")
    return None


_BOXES = {NcOnly.USER_CHOICE: NcOnlyBox.CHOICE, NcOnly.DISABLED: NcOnlyBox.IGNORED, NcOnly.ALL: NcOnlyBox.FORCED}


def nc_only_box(preferences: SyncPreferences) -> NcOnlyBox:
    """What the NC Only box of a document is worth, for the forms that show it."""
    return _BOXES[preferences.nc_only]


def kinds_sent_unasked(preferences: SyncPreferences, setup: CompanySetup) -> tuple[str, ...]:
    """The kinds whose available documents go in a run without having been chosen. List records always do."""
    transactions = TRANSACTION_KINDS if preferences.send_unsent_transactions else frozenset()
    payments = PAYMENT_KINDS if preferences.send_unsent_payments else frozenset()
    return tuple(sorted((RECORD_KINDS | transactions | payments) - kinds_that_stay(setup)))


def kinds_that_stay(setup: CompanySetup) -> frozenset[str]:
    """The kinds that this company does not send at all: nobody has to be told of each document that stays."""
    return frozenset() if setup.send_sales_orders else frozenset({Kind.SALES_ORDER.value})
