"""The table of what each preference decides, asked of the policy and the mapping alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allorders_hooks.documents import AnyDocument
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping import custom_fields, lots, taken
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.policy import decide, kinds_sent_unasked
from allorders_quickbooks.preferences import Frequency, ItemSync, NcOnly, Reconciliation, SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Hold

from tests.mapping.documents import COFFEE, GUID, PROXY, TEA, binding, context, customer, line, ship_doc, text
from tests.mapping.purchases import BUILT, purchase_order, receiver
from tests.preferences.deeds import CARD, CUSTOMER_FIELDS, ITEM_FIELDS, LOTS

FACTS = CompanyFacts(item_fields=ITEM_FIELDS, customer_fields=CUSTOMER_FIELDS)
SETUP = CompanySetup()
SOLD = ship_doc(line(TEA, "2", "18.50", description="tea", lots=LOTS, ordered=5, back_ordered=3), order_number="900",
                tracking=("1Z",))  # fmt: skip
CHARGED = customer(credit_card=CARD)
BOUGHT = receiver(line(COFFEE, "2", "10", description="coffee", lots=LOTS))


@dataclass(frozen=True)
class Decided:
    """`asks` gives `before` under the first of the values and `after` under the second."""

    preference: str
    values: tuple[Any, Any]
    asks: Callable[[SyncPreferences], object]
    before: object
    after: object
    beside: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.preference}-{self.values[1]}"


def _held(source: AnyDocument) -> Callable[[SyncPreferences], Reason | None]:
    def asks(preferences: SyncPreferences) -> Reason | None:
        decision = decide(source, preferences, SETUP, FACTS)
        return decision.reason if isinstance(decision, Hold) else None

    return asks


def _is_sent_unasked(kind: str) -> Callable[[SyncPreferences], bool]:
    return lambda preferences: kind in kinds_sent_unasked(preferences, SETUP)


def _itself(field: str) -> Callable[[SyncPreferences], object]:
    return lambda preferences: getattr(preferences, field)


def _said(source: Any, found: str) -> Callable[[SyncPreferences], bool]:
    """Whether the message that adds it holds that text."""

    def asks(preferences: SyncPreferences) -> bool:
        names = {TEA: "Chai", COFFEE: "Coffee"}
        bound = {**BUILT, PROXY: binding(PROXY, "ItemNonInventory", "8-20")}
        seen = context(bound, names, FACTS, **preferences.model_dump())
        message: Message = mapper(source.ref.kind).add(source, seen, GUID)
        return found in text(message)

    return asks


def _type(preferences: SyncPreferences) -> str:
    return mapper("receiver").qb_type(BOUGHT, context(facts=FACTS, **preferences.model_dump()))


def _number(preferences: SyncPreferences) -> str | None:
    return mapper("ship_doc").number(SOLD, context(facts=FACTS, **preferences.model_dump()))


def _on_the_line(preferences: SyncPreferences) -> dict[str, str]:
    return custom_fields.of_line(SOLD.lines[0], context(facts=FACTS, **preferences.model_dump()))


def _on_the_head(preferences: SyncPreferences) -> dict[str, str]:
    return custom_fields.of_document("x", SOLD, context(facts=FACTS, **preferences.model_dump()))


def _described(preferences: SyncPreferences) -> str:
    return lots.description(SOLD.lines[0], preferences, instead=True)


def _taken_over(preferences: SyncPreferences) -> tuple[str, ...]:
    """The fields of a customer that has another billing address in QuickBooks."""
    billed = Ret("CustomerRet", children=(Ret("BillAddress", children=(Ret("City", "Berlin"),)),))
    differing = frozenset({"BillAddress", "ShipAddress"})
    shipping = preferences.update_shipping_contact
    return tuple(taken.changes(customer(), billed, differing, shipping=shipping))


DECIDED = (
    Decided("frequency", (Frequency.MANUAL, Frequency.AUTO), _itself("every"), None, timedelta(minutes=30)),
    Decided("interval_minutes", (30, 7), _itself("every"), timedelta(minutes=30), timedelta(minutes=7),
            (("frequency", Frequency.AUTO),)),
    Decided("synchronize_on_startup", (True, False), _itself("synchronize_on_startup"), True, False),
    Decided("send_unsent_transactions", (False, True), _is_sent_unasked("ship_doc"), False, True),
    Decided("send_unsent_payments", (False, True), _is_sent_unasked("so_payment"), False, True),
    Decided("suppress_messages", (False, True), _itself("suppress_messages"), False, True),
    Decided("reconciliation", (Reconciliation.NONE, Reconciliation.TO_QUICKBOOKS), _itself("reconciliation"),
            Reconciliation.NONE, Reconciliation.TO_QUICKBOOKS),
    Decided("nc_only", (NcOnly.USER_CHOICE, NcOnly.DISABLED), _held(ship_doc(nc_only=True)), Reason.NC_ONLY, None),
    Decided("nc_only", (NcOnly.USER_CHOICE, NcOnly.ALL), _held(ship_doc()), None, Reason.NC_ONLY),
    Decided("update_shipping_contact", (False, True), _taken_over, ("bill_to",), ("bill_to", "ship_to")),
    Decided("credit_cards", (False, True), _said(CHARGED, "<CreditCardNumber>"), False, True),
    Decided("no_duplicate_warning", (False, True), _itself("no_duplicate_warning"), False, True),
    Decided("items", (ItemSync.QUICKBOOKS_ITEMS, ItemSync.PROXY_ITEM), _said(SOLD, "<Desc>Chai tea"), False, True),
    Decided("block_purchase_orders", (True, False), _held(purchase_order()), Reason.PO_BLOCKED, None),
    Decided("receive_as_item_receipts", (False, True), _type, "Bill", "ItemReceipt"),
    Decided("original_quantity_field", ("", "Ordered"), _on_the_line, {}, {"Ordered": "5"}),
    Decided("back_order_quantity_field", ("", "To come"), _on_the_line, {}, {"To come": "3"}),
    Decided("sales_order_number_field", ("", "SO #"), _on_the_head, {}, {"SO #": "900"}),
    Decided("tracking_number_field", ("", "Parcel"), _on_the_head, {}, {"Parcel": "1Z"}),
    Decided("ship_doc_numbers", (False, True), _number, None, "1042"),
    Decided("lots_on_invoices", (False, True), _said(SOLD, "<Desc>A17, A18"), False, True),
    Decided("lots_on_bills", (False, True), _said(BOUGHT, "<Desc>A17, A18"), False, True),
    Decided("lots_with_expiration", (False, True), _described, "A17, A18", "A17 (expires 2027-01-31), A18",
            (("lots_on_invoices", True),)),
)  # fmt: skip
