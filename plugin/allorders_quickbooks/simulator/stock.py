"""Inventory at average cost: what comes to an item's stock and goes from it, and what that is worth.

The average is that of the moment a transaction is saved. What a transaction has moved is remembered, so that taking
it back is exact. Quantities may be negative: QuickBooks sells what is not there, unless the company forbids it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from .books import Body, Record
from .refusals import Refused
from .rows import cents, from_cents, from_stored_quantity, stored_quantity
from .values import RATE_STEP, money, price, quantity, rounded
from .work import Work

KINDS_IN_STOCK = ("ItemInventory", "ItemInventoryAssembly")
WORTH = "Worth"
"""Where an item's body keeps what its stock is worth. No reply knows an element of that name."""

NOTHING: Body = {
    "QuantityOnHand": "0",
    "AverageCost": "0.00",
    "QuantityOnOrder": "0",
    "QuantityOnSalesOrder": "0",
    WORTH: "0.00",
}
"""What the body of an item that is new has of this."""


@dataclass(frozen=True)
class Move:
    """Stock of an item that came (positive) or went, and what the item's worth changed by. `site` is a ListID or ''."""

    item: str
    quantity: Decimal
    value: Decimal
    site: str = ""


class Stock:
    """The shelves that one transaction touches: each is read once, changed here, and written by `put_away`."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._records: dict[str, Record] = {}
        self._changed: set[str] = set()
        self.moves: list[Move] = []

    def item(self, list_id: str) -> Record | None:
        """The item of that id where it is one that stock is kept of."""
        if list_id not in self._records:
            found = self._work.storage.record("item", list_id)
            if found is None or found.kind not in KINDS_IN_STOCK:
                return None
            self._records[list_id] = found
        return self._records[list_id]

    def on_hand(self, list_id: str) -> Decimal:
        return self._figure(list_id, "QuantityOnHand")

    def worth(self, list_id: str) -> Decimal:
        return self._figure(list_id, WORTH)

    def cost_of(self, list_id: str, many: Decimal) -> Decimal:
        """What that many of the item are worth, to the cent: where they are all there are, all that it is worth."""
        return rounded(many * self._unit_cost(list_id), self._work.readings.rounding)

    def refuse_short(self, list_id: str, many: Decimal) -> None:
        """Raises Refused 3180 where that many are not there and the company forbids negative stock."""
        if many > 0 and many > self.on_hand(list_id) and not self._work.features.negative_stock:
            raise Refused(
                3180,
                "There was an error when saving the transaction.  QuickBooks error message: there is insufficient "
                f'quantity of "{self._records[list_id].full_name}" on hand.',
            )

    def take(self, list_id: str, many: Decimal, site: str = "") -> Decimal:
        """That many go at average cost; their value. Raises Refused 3180 where they may not."""
        self.refuse_short(list_id, many)
        value = self.cost_of(list_id, many)
        self.move(Move(list_id, -many, -value, site))
        return value

    def bring(self, list_id: str, many: Decimal, value: Decimal, site: str = "") -> Decimal:
        """That many come, for that much; by how much what was oversold turns out dearer than it was booked."""
        correction = self._correction(list_id, many, value)
        self.move(Move(list_id, many, value - correction, site))
        return correction

    def move(self, one: Move) -> None:
        self.moves.append(one)
        self._shift(one.item, one.quantity, one.value)

    def order(self, list_id: str, element: str, many: Decimal) -> None:
        """So many more of the item are on order (QuantityOnOrder) or on sales order (QuantityOnSalesOrder)."""
        if self.item(list_id) is not None and many:
            self._write(list_id, {element: quantity(self._figure(list_id, element) + many)})

    def receive(self, list_id: str, shelf: Body) -> None:
        """All that was on the shelf of an item that is merged into this one."""
        self.item(list_id)
        self._shift(list_id, Decimal(shelf.get("QuantityOnHand") or 0), Decimal(shelf.get(WORTH) or 0))
        for element in ("QuantityOnOrder", "QuantityOnSalesOrder"):
            self.order(list_id, element, Decimal(shelf.get(element) or 0))

    def reverse(self, txn_id: str) -> bool:
        """The shelves without what a transaction has moved; whether it had moved anything."""
        rows = self._work.storage.rows("SELECT * FROM moves WHERE txn_id = ?", (txn_id,))
        for row in rows:
            if self.item(row["item"]) is not None:
                self._shift(row["item"], -from_stored_quantity(row["quantity"]), -from_cents(row["value"]))
        return bool(rows)

    def undo(self, txn_id: str) -> None:
        """Everything that a transaction has moved goes back."""
        if self.reverse(txn_id):
            self._work.storage.execute("DELETE FROM moves WHERE txn_id = ?", (txn_id,))

    def put_away(self, txn_id: str) -> None:
        """Write the items that changed, and what the transaction moved."""
        work = self._work
        for list_id in sorted(self._changed):
            record = self._records[list_id]
            work.keep(work.touch(record) if work.readings.stock_moves_modified else record)
        work.storage.execute_many(
            "INSERT INTO moves VALUES (?, ?, ?, ?, ?)",
            [(txn_id, m.item, m.site, stored_quantity(m.quantity), cents(m.value)) for m in self.moves],
        )

    def _correction(self, list_id: str, many: Decimal, value: Decimal) -> Decimal:
        on_hand = self.on_hand(list_id)
        if not self._work.readings.oversold_corrected or on_hand >= 0 or many <= 0:
            return Decimal(0)
        oversold = min(many, -on_hand)
        booked = -self.worth(list_id) * oversold / -on_hand
        return rounded(value * oversold / many - booked, self._work.readings.rounding)

    def _unit_cost(self, list_id: str) -> Decimal:
        on_hand, worth = self.on_hand(list_id), self.worth(list_id)
        if on_hand > 0 and worth >= 0:
            return worth / on_hand
        average = self._figure(list_id, "AverageCost")
        if not average and self._work.readings.unbought_at_cost:
            return self._figure(list_id, "PurchaseCost")
        return average

    def _shift(self, list_id: str, many: Decimal, value: Decimal) -> None:
        on_hand, worth = self.on_hand(list_id) + many, self.worth(list_id) + value
        changes: Body = {"QuantityOnHand": quantity(on_hand), WORTH: money(worth)}
        if on_hand > 0 and worth >= 0:
            changes["AverageCost"] = price((worth / on_hand).quantize(RATE_STEP))
        elif many > 0 and value > 0 and not self._figure(list_id, "AverageCost"):
            changes["AverageCost"] = price((value / many).quantize(RATE_STEP))
        self._write(list_id, changes)

    def _figure(self, list_id: str, element: str) -> Decimal:
        record = self.item(list_id)
        return Decimal((record.body.get(element) or 0) if record is not None else 0)

    def _write(self, list_id: str, changes: Body) -> None:
        record = self._records[list_id]
        self._records[list_id] = replace(record, body=record.body | changes)
        self._changed.add(list_id)
