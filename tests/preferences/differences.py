"""The table of what each preference changes: the values before and after, what is done, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.preferences import deeds
from tests.world import World

ON, OFF = "on", ""
SENT = {"send_unsent_transactions": ON, "send_unsent_payments": ON}


@dataclass(frozen=True)
class Difference:
    """`does` happens in two worlds, which differ in `values` alone; `beside` holds in both, and `begins` makes them. It
    comes to `before` with the values of the first, to `after` with those of the second."""

    preference: str
    values: tuple[str, str]
    does: Callable[[World], object]
    before: object
    after: object
    beside: Mapping[str, str] = field(default_factory=lambda: SENT)
    begins: Callable[[Path], World] = deeds.furnished

    def __str__(self) -> str:
        return f"{self.preference}-{self.values[1] or 'off'}"


def _custom_field(preference: str, name: str, *, head: dict[str, str], of_line: dict[str, str]) -> Difference:
    return Difference(
        preference, ("", name), deeds.custom_fields_of_the_invoice, before=({}, {}), after=(head, of_line)
    )


LOTS, DATED = "A17, A18", "A17 (expires 2027-01-31), A18"
HELD = ["not_ready"]
RUN = "1 sent, 0 changed, 1 held, 0 refused."
DIFFERENCES = (
    Difference("frequency", ("manual", "auto"), deeds.sent_in_the_next_quarter_of_an_hour, 0, 1,
               SENT | {"interval_minutes": "10"}),
    Difference("interval_minutes", ("20", "10"), deeds.sent_in_the_next_quarter_of_an_hour, 0, 1,
               SENT | {"frequency": "auto"}),
    Difference("send_unsent_transactions", (OFF, ON), deeds.sent_unasked, (0, 1), (1, 1),
               {"send_unsent_payments": ON}),
    Difference("send_unsent_payments", (OFF, ON), deeds.sent_unasked, (1, 0), (1, 1),
               {"send_unsent_transactions": ON}),
    Difference("suppress_messages", (OFF, ON), deeds.told_by_a_run, (1, [RUN], HELD), (1, [], HELD)),
    Difference("nc_only", ("user_choice", "disabled"), deeds.sent_marked_and_unmarked, (0, 1), (1, 1)),
    Difference("nc_only", ("user_choice", "all"), deeds.sent_marked_and_unmarked, (0, 1), (0, 0)),
    Difference("no_duplicate_warning", (OFF, ON), deeds.sent_although_the_number_is_taken, ["1042"], ["1042", "1042"],
               SENT | {"ship_doc_numbers": ON}),
    Difference("credit_cards", (OFF, ON), deeds.card_of_the_customer, None,
               ("xxxxxxxxxxxx1111", "7", "2031", "A. Alfreds")),
    Difference("update_shipping_contact", (OFF, ON), deeds.shipping_address_after_the_billing_address,
               ("Kiel", "Kiel"), ("Berlin", "Berlin")),
    Difference("items", ("quickbooks_items", "proxy_item"), deeds.sold_and_listed,
               ("Chai", "loose", True), ("All Orders item", "Chai loose", False)),
    Difference("block_purchase_orders", (ON, OFF), deeds.ordered_from_the_vendor, [], [Decimal("37.50")]),
    Difference("receive_as_item_receipts", (OFF, ON), deeds.received, ["Bill"], ["ItemReceipt"]),
    _custom_field("original_quantity_field", "Ordered", head={}, of_line={"Ordered": "5"}),
    _custom_field("back_order_quantity_field", "To come", head={}, of_line={"To come": "3"}),
    _custom_field("sales_order_number_field", "SO #", head={"SO #": "900"}, of_line={}),
    _custom_field("tracking_number_field", "Parcel", head={"Parcel": "1Z-1, 1Z-2"}, of_line={}),
    Difference("ship_doc_numbers", (OFF, ON), deeds.numbered, "1", "1042"),
    Difference("lots_on_invoices", (OFF, ON), deeds.descriptions, ("tea", "coffee"), (LOTS, "coffee")),
    Difference("lots_on_bills", (OFF, ON), deeds.descriptions, ("tea", "coffee"), ("tea", LOTS)),
    Difference("lots_with_expiration", (OFF, ON), deeds.descriptions, (LOTS, LOTS), (DATED, DATED),
               SENT | {"lots_on_invoices": ON, "lots_on_bills": ON}),
    Difference("reconciliation", ("none", "to_all_orders"), deeds.stock_after_a_loss_here, (-3, 0), (-3, -3),
               begins=deeds.counted),
    Difference("reconciliation", ("none", "to_quickbooks"), deeds.stock_after_a_loss_here, (-3, 0), (0, 0),
               begins=deeds.counted),
)  # fmt: skip
