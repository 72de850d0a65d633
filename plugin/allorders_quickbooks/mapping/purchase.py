"""What all documents from a vendor share: head, sum, number and needs.

A form takes of the head what it has a field for; an item receipt has no terms. The host's total must be what lines,
expenses and freight come to, since QuickBooks adds them up itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import choices
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text, money
from allorders_quickbooks.mapping.purchase_lines import needs_of_lines
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import Message, longest
from allorders_quickbooks.qbxml.messages.purchasing import BillAdd
from allorders_quickbooks.terms import Binding

_MEMO = longest(BillAdd, "memo")


class PurchaseMapper:
    """A document from a vendor. Each kind says what it is and what is its own."""

    kind = ""
    rank = 10
    is_list = False
    word = ""
    instead = ""
    number_length = longest(BillAdd, "ref_number")

    def title(self, source: Any) -> str:
        return f"{self.word} {source.number}"

    def needs(self, source: Any, context: Context) -> tuple[DocumentRef, ...]:
        found = (self.vendor(source), *needs_of_lines(self.title(source), source, context))
        return tuple(dict.fromkeys((*found, *choices(source.ref.company, **self._named(source, context)))))

    def wanted_name(self, source: Any) -> None:
        return None

    def distinct_name(self, source: Any) -> None:
        return None

    def number(self, source: Any, context: Context) -> str | None:
        """The number that the vendor gave it where there is one, as bookkeepers file it; else our own."""
        theirs = self._theirs(source)
        field, number = ("vendor's number", theirs) if theirs.strip() else ("number", source.number)
        return line_of_text(self.title(source), field, number, self.number_length) or None

    def total(self, source: Any) -> Decimal | None:
        total: Decimal = source.total
        return total

    def vendor(self, source: Any) -> DocumentRef:
        """Who it is from: two vendors may give the same number."""
        if source.vendor is None:
            raise Unmappable(self.title(source), "vendor", "is missing", "Choose the vendor and save again.")
        vendor: DocumentRef = source.vendor
        return vendor

    def remove(self, binding: Binding, context: Context) -> Message | None:
        return removal(binding, context)

    def _theirs(self, source: Any) -> str:
        return ""

    def _named(self, source: Any, context: Context) -> dict[str, str]:
        """The entries of simple lists that its head mentions."""
        return {}

    def _head(self, source: Any, context: Context, message: type[Message]) -> dict[str, Any]:
        """What the form has a field for."""
        self._check_sum(source)
        title, company = self.title(source), source.ref.company
        memo = f"{title}: {source.memo}" if source.memo.strip() else title
        mentioned = self._named(source, context).items()
        named = {f"{kind}_ref": context.entry(company, kind, name) for kind, name in mentioned}
        values = {
            "vendor_ref": context.reference(self.vendor(source)),
            "txn_date": source.txn_date,
            "ref_number": self.number(source, context),
            "memo": line_of_text(title, "memo", memo, _MEMO),
            "exchange_rate": context.exchange_rate(title, source.currency, source.exchange_rate),
            **named,
            **self._own(source, context),
        }
        return {name: value for name, value in values.items() if name in message.model_fields}

    def _own(self, source: Any, context: Context) -> dict[str, Any]:
        """What only this kind of document says in its head."""
        return {}

    def _check_sum(self, source: Any) -> None:
        """QuickBooks adds the lines up itself, so a total that says otherwise would never be found there."""
        title = self.title(source)
        if not (source.lines or source.expenses or source.freight):
            raise Unmappable(title, "list of lines", "is empty", "Enter what it is about and save again.")
        if money(title, "freight", source.freight) < 0:
            raise Unmappable(title, "freight", "is less than nothing", "Correct the freight and save again.")
        amounts = [
            *(money(title, f"amount of line {n}", line.amount) for n, line in enumerate(source.lines, start=1)),
            *(money(title, f"amount of expense {n}", e.amount) for n, e in enumerate(source.expenses, start=1)),
        ]
        added = sum(amounts, source.freight)
        if money(title, "total", source.total) != added:
            raise Unmappable(
                title,
                "total",
                f"is {source.total}, but lines, expenses and freight come to {added}",
                f"Open the {self.word.lower()}, check its lines and save it again.",
            )
        if added < 0:
            raise Unmappable(title, "total", f"is {added}, less than nothing", self.instead)
