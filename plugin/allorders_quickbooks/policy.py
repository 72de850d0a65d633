"""The policy: whether a document goes now, by the preferences of this moment. Pure."""

from __future__ import annotations

from allorders_hooks.documents import AnyDocument, ShipDoc
from allorders_hooks.records import AnyRecord, Record

from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.preferences import NcOnly, SyncPreferences
from allorders_quickbooks.terms import Decision, Hold, Reason, Send


def decide(
    source: AnyDocument | AnyRecord, preferences: SyncPreferences, setup: CompanySetup, facts: CompanyFacts
) -> Decision:
    """Send, or Hold with the reason. What a document waits for is decided where the bindings are known."""
    if isinstance(source, Record):
        return Send()
    if preferences.nc_only is NcOnly.ALL:
        return Hold(Reason.NC_ONLY, "The preference under Advanced makes all transactions NC Only.")
    if source.nc_only and preferences.nc_only is NcOnly.USER_CHOICE:
        return Hold(Reason.NC_ONLY)
    if isinstance(source, ShipDoc) and not source.shipped:
        return Hold(Reason.NOT_READY)
    if setup.start_date is not None and source.txn_date < setup.start_date:
        return Hold(Reason.BEFORE_START_DATE, f"It is dated {source.txn_date}, the start date is {setup.start_date}.")
    if facts.closing_date is not None and source.txn_date <= facts.closing_date:
        return Hold(Reason.CLOSED_PERIOD, f"QuickBooks is closed up to {facts.closing_date}.")
    return Send()


def kinds_sent_unasked(preferences: SyncPreferences) -> tuple[str, ...]:
    """The kinds whose available documents go in a run without having been chosen. List records always do."""
    lists = ("customer", "item")
    transactions = ("ship_doc",) if preferences.send_unsent_transactions else ()
    payments = ("so_payment",) if preferences.send_unsent_payments else ()
    return (*lists, *transactions, *payments)
