"""Ship docs: each becomes an invoice whose total is the host's to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, Line, ShipDoc

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import freight_item, proxy_item
from allorders_quickbooks.mapping.problems import (
    CENT,
    SMALLEST,
    Unmappable,
    block_of_text,
    line_of_text,
    money,
    quantity,
    setting,
)
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message, longest
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd, InvoiceLine, InvoiceLineChange, InvoiceMod
from allorders_quickbooks.qbxml.writer import NUMBER_LIMIT
from allorders_quickbooks.terms import Binding

_NUMBER = longest(InvoiceAdd, "ref_number")
_PO_NUMBER = longest(InvoiceAdd, "po_number")
_MEMO = longest(InvoiceAdd, "memo")
_DESCRIPTION = longest(InvoiceLine, "desc")


class ShipDocMapper:
    """A ship doc becomes an Invoice: its lines, then a line for the freight."""

    kind = Kind.SHIP_DOC.value
    rank = 20
    is_list = False

    def qb_type(self, source: ShipDoc) -> str:
        return "Invoice"

    def title(self, source: ShipDoc) -> str:
        return f"Ship doc {source.number}"

    def needs(self, source: ShipDoc, context: Context) -> tuple[DocumentRef, ...]:
        items = [self._item(source, line, position, context) for position, line in enumerate(source.lines, start=1)]
        if source.freight:
            setting(self.title(source), "Item for freight on invoices", context.setup.freight_item)
            items.append(freight_item(source.ref.company))
        return tuple(dict.fromkeys((self._customer(source), *items)))

    def wanted_name(self, source: ShipDoc) -> None:
        return None

    def distinct_name(self, source: ShipDoc) -> None:
        return None

    def number(self, source: ShipDoc, context: Context) -> str | None:
        if not context.preferences.ship_doc_numbers:
            return None
        return line_of_text(self.title(source), "number", source.number, _NUMBER) or None

    def total(self, source: ShipDoc) -> Decimal | None:
        return source.total

    def add(self, source: ShipDoc, context: Context, guid: str) -> Message:
        lines = tuple(InvoiceLine(**line) for line in self._lines(source, context))
        return InvoiceAdd(**self._head(source, context), external_guid=guid, lines=lines)

    def mod(self, source: ShipDoc, context: Context, binding: Binding) -> Message:
        """Every line is listed, since QuickBooks deletes those that are not: ours take the place of those that are
        there, in their order, and further ones are new."""
        lines = list(self._lines(source, context))
        ids = (*binding.lines, *[NEW_LINE] * len(lines))
        return InvoiceMod(
            txn_id=binding.qb_id,
            edit_sequence=binding.edit_sequence,
            **self._head(source, context),
            lines=tuple(
                InvoiceLineChange(txn_line_id=line_id, **line) for line_id, line in zip(ids, lines, strict=False)
            ),
        )

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def _head(self, source: ShipDoc, context: Context) -> dict[str, Any]:
        self._check_sum(source)
        title = self.title(source)
        memo = f"{title}: {source.memo}" if source.memo.strip() else title
        return {
            "customer_ref": context.reference(self._customer(source)),
            "txn_date": source.txn_date,
            "ref_number": self.number(source, context),
            "bill_address": names.postal(source.bill_to),
            "ship_address": names.postal(source.ship_to),
            "po_number": line_of_text(title, "customer PO number", source.customer_po, _PO_NUMBER),
            "ship_date": source.ship_date or source.txn_date,
            "memo": line_of_text(title, "memo", memo, _MEMO),
        }

    def _check_sum(self, source: ShipDoc) -> None:
        """QuickBooks adds the lines up itself, so a total that says otherwise would never be found there."""
        title = self.title(source)
        if not source.lines and not source.freight:
            raise Unmappable(title, "list of lines", "is empty", "Enter what was shipped and save again.")
        if money(title, "freight", source.freight) < 0:
            raise Unmappable(title, "freight", "is less than nothing", "Correct the freight and save again.")
        amounts = [money(title, f"amount of line {n}", line.amount) for n, line in enumerate(source.lines, start=1)]
        added = sum(amounts, source.freight)
        if money(title, "total", source.total) != added:
            raise Unmappable(
                title,
                "total",
                f"is {source.total}, but lines and freight come to {added}",
                "Open the ship doc, check its lines and save it again.",
            )
        if added < 0:
            raise Unmappable(
                title, "total", f"is {added}, less than nothing", "Enter a customer return instead, and save again."
            )

    def _lines(self, source: ShipDoc, context: Context) -> Iterator[dict[str, Any]]:
        for position, line in enumerate(source.lines, start=1):
            worth = self._worth(source, line, position)
            yield {
                "item_ref": context.reference(self._item(source, line, position, context)),
                "desc": self._description(source, line, position, context),
                "quantity": worth.quantity,
                "rate": worth.rate,
                "amount": worth.amount,
                "sales_tax_code_ref": context.untaxed,
            }
        if source.freight:
            yield {
                "item_ref": context.reference(freight_item(source.ref.company)),
                "amount": source.freight.quantize(CENT),
                "sales_tax_code_ref": context.untaxed,
            }

    def _customer(self, source: ShipDoc) -> DocumentRef:
        if source.customer is None:
            raise Unmappable(self.title(source), "customer", "is missing", "Choose the customer and save again.")
        return source.customer

    def _item(self, source: ShipDoc, line: Line, position: int, context: Context) -> DocumentRef:
        if line.item is None:
            raise Unmappable(
                self.title(source), f"item of line {position}", "is missing", "Choose the item and save again."
            )
        return proxy_item(source.ref.company) if context.one_proxy_item else line.item

    def _description(self, source: ShipDoc, line: Line, position: int, context: Context) -> str | None:
        """None where there is nothing to say: QuickBooks then takes the item's own description. The proxy item
        says which item it stands for."""
        text = line.description
        if context.one_proxy_item and line.item is not None:
            text = f"{context.names.get(line.item, line.item.key)} {text}"
        return block_of_text(self.title(source), f"description of line {position}", text, _DESCRIPTION) or None

    def _worth(self, source: ShipDoc, line: Line, position: int) -> _Worth:
        shipped = quantity(self.title(source), f"quantity of line {position}", line.quantity)
        return _worth(shipped, line.price * (1 - line.discount), line.amount)


@dataclass(frozen=True)
class _Worth:
    """Quantity and rate, or quantity and amount: QuickBooks works out the third, and must not have to round it."""

    quantity: Decimal | None
    rate: Decimal | None = None
    amount: Decimal | None = None


def _worth(shipped: Decimal, rate: Decimal, amount: Decimal) -> _Worth:
    """The rate only where it is exact: QuickBooks' rounding of halves is its own (qbXML reference, section 6)."""
    writable = abs(rate) < NUMBER_LIMIT and rate == rate.quantize(SMALLEST)
    if writable and shipped * rate == amount:
        return _Worth(shipped, rate=rate)
    return _Worth(shipped or None, amount=amount)
