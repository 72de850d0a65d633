"""What all documents to a customer share: head, sum, needs, and how an Add and a Mod are put together.

A form takes of the head what it has a field for: a receipt has no terms, an order no payment method. The host's
total must be what lines, freight and tax come to, since QuickBooks adds them up itself; what it makes of the tax is
compared with the host's when it answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind

from allorders_quickbooks.mapping import custom_fields, names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.custom_fields import Field
from allorders_quickbooks.mapping.internal import SALES_REP, SIMPLE_LISTS, TAX_ITEM, TERMS, choices, freight_item
from allorders_quickbooks.mapping.lines import SoldLine, kept, needs_of_lines, sold_lines
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text, money, setting
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Aggregate, LinkedLine, Message, longest, parts
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd
from allorders_quickbooks.qbxml.text import single_line
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding

NUMBER_LENGTH = longest(InvoiceAdd, "ref_number")
"""The same on every sales form (qbXML reference, section 5)."""

_PO_NUMBER = longest(InvoiceAdd, "po_number")
_MEMO = longest(InvoiceAdd, "memo")


class SaleMapper:
    """A document to a customer. `word` is what people call it; `instead` what to enter for a negative one."""

    kind = ""
    rank = 20
    is_list = False
    word = ""
    instead = ""

    def qb_type(self, source: Any, context: Context) -> str:
        raise NotImplementedError

    def title(self, source: Any) -> str:
        return f"{self.word} {source.number}"

    def needs(self, source: Any, context: Context) -> tuple[DocumentRef, ...]:
        title, company, facts = self.title(source), source.ref.company, context.facts
        found = [self._customer(source), *needs_of_lines(title, source, context)]
        if source.freight:
            setting(title, "Item for freight on invoices", context.setup.freight_item)
            found.append(freight_item(company))
        named = {
            TERMS: self._read_only(source, "terms", source.terms, TERMS),
            SALES_REP: self._read_only(source, "sales rep", source.sales_rep, SALES_REP),
            Kind.SHIP_METHOD: source.ship_method,
            Kind.CLASS: source.class_name if facts.classes else "",
            TAX_ITEM: self._tax_item(source, context) if facts.sales_tax else "",
        }
        return tuple(dict.fromkeys((*found, *choices(company, **named))))

    def wanted_name(self, source: Any) -> None:
        return None

    def distinct_name(self, source: Any) -> None:
        return None

    def number(self, source: Any, context: Context) -> str | None:
        """The host's own number where the form has room for it; else QuickBooks numbers the document."""
        return single_line(source.number) or None if names.fits(source.number, NUMBER_LENGTH) else None

    def total(self, source: Any) -> Decimal | None:
        total: Decimal = source.total
        return total

    def add(self, source: Any, context: Context, guid: str) -> Message:
        message = message_class(f"{self.qb_type(source, context)}Add")
        head, new_line = self._head(source, context, message), _line_type(message)
        lines = tuple(self._new(new_line, line, source, context) for line in self._lines(source, context))
        return message(**head | {"external_guid": guid, "lines": lines})

    def mod(self, source: Any, context: Context, binding: Binding) -> Message:
        """Every line is listed, since QuickBooks deletes those that are not: ours take the place of those that are
        there, in their order, and further ones are new."""
        message = message_class(f"{binding.qb_type}Mod")
        head, changed, lines = self._head(source, context, message), _line_type(message), self._lines(source, context)
        ids = (*binding.lines, *[NEW_LINE] * len(lines))
        listed = tuple(
            changed(**{"txn_line_id": line_id, **line.fields}) for line_id, line in zip(ids, lines, strict=False)
        )
        return message(**head | {"txn_id": binding.qb_id, "edit_sequence": binding.edit_sequence, "lines": listed})

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def fields(self, source: Any, context: Context) -> tuple[Field, ...]:
        """The custom values of the document and of its lines."""
        head = custom_fields.of_document(self.title(source), source, context)
        lines = self._lines(source, context) if context.facts.item_fields else []
        return custom_fields.placed(head, [line.custom for line in lines])

    def _lines(self, source: Any, context: Context) -> list[SoldLine]:
        return list(sold_lines(self.title(source), source, context))

    def _new(self, new_line: type[Aggregate], line: SoldLine, source: Any, context: Context) -> Aggregate:
        fields = {**line.fields, "custom": custom_fields.new_values(line.custom)}
        link = self._link(line, source, context) if "link" in new_line.model_fields else None
        return new_line(**fields) if link is None else new_line(**fields | {"item_ref": None, "link": link})

    def _link(self, line: SoldLine, source: Any, context: Context) -> LinkedLine | None:
        """The line of a sales order that this one fulfils, where QuickBooks has it."""
        return None

    def _head(self, source: Any, context: Context, message: type[Message]) -> dict[str, Any]:
        self._check_sum(source, context)
        title, company, facts = self.title(source), source.ref.company, context.facts
        memo = f"{title}: {source.memo}" if source.memo.strip() else title
        values = {
            "customer_ref": context.reference(self._customer(source)),
            "class_ref": context.entry(company, Kind.CLASS, source.class_name) if facts.classes else None,
            "txn_date": source.txn_date,
            "ref_number": self.number(source, context),
            "bill_address": names.postal(source.bill_to),
            "ship_address": names.postal(source.ship_to),
            "po_number": line_of_text(title, "customer PO number", source.customer_po, _PO_NUMBER),
            "terms_ref": context.entry(company, TERMS, self._read_only(source, "terms", source.terms, TERMS)),
            "sales_rep_ref": context.entry(
                company, SALES_REP, self._read_only(source, "sales rep", source.sales_rep, SALES_REP)
            ),
            "ship_method_ref": context.entry(company, Kind.SHIP_METHOD, source.ship_method),
            "item_sales_tax_ref": self._tax_ref(source, context),
            "memo": line_of_text(title, "memo", memo, _MEMO),
            "exchange_rate": context.exchange_rate(title, source.currency, source.exchange_rate),
            **self._own(source, context),
        }
        return {name: value for name, value in values.items() if name in message.model_fields}

    def _own(self, source: Any, context: Context) -> dict[str, Any]:
        """What only this kind of document says in its head."""
        return {}

    def _tax_item(self, source: Any, context: Context) -> str:
        return self._read_only(source, "tax item", source.tax_item.strip() or context.setup.sales_tax_item, TAX_ITEM)

    def _read_only(self, source: Any, field: str, name: str, kind: str) -> str:
        """An entry of a list that is never written to: one that QuickBooks could not hold cannot be there."""
        return line_of_text(self.title(source), field, name, SIMPLE_LISTS[kind].length)

    def _tax_ref(self, source: Any, context: Context) -> Any:
        """Left alone where nobody says: QuickBooks then takes the customer's."""
        name = self._tax_item(source, context)
        return context.entry(source.ref.company, TAX_ITEM, name) if context.facts.sales_tax and name.strip() else None

    def _customer(self, source: Any) -> DocumentRef:
        if source.customer is None:
            raise Unmappable(self.title(source), "customer", "is missing", "Choose the customer and save again.")
        customer: DocumentRef = source.customer
        return customer

    def _check_sum(self, source: Any, context: Context) -> None:
        """QuickBooks adds the lines up itself, so a total that says otherwise would never be found there."""
        title = self.title(source)
        if not any(kept(source, context)) and not source.freight:
            raise Unmappable(title, "list of lines", "is empty", "Enter what it is about and save again.")
        amounts = [money(title, f"amount of line {n}", line.amount) for n, line in enumerate(source.lines, start=1)]
        added = sum(amounts, self._charge(source, "freight") + self._tax(source, context))
        if money(title, "total", source.total) != added:
            raise Unmappable(
                title,
                "total",
                f"is {source.total}, but lines, freight and tax come to {added}",
                f"Open the {self.word.lower()}, check its lines and save it again.",
            )
        if added < 0:
            raise Unmappable(title, "total", f"is {added}, less than nothing", self.instead)

    def _charge(self, source: Any, field: str) -> Decimal:
        charged = money(self.title(source), field, getattr(source, field))
        if charged < 0:
            raise Unmappable(self.title(source), field, "is less than nothing", f"Correct the {field} and save again.")
        return charged

    def _tax(self, source: Any, context: Context) -> Decimal:
        """No amount of tax can be sent: QuickBooks works it out, where it is to have any (section 6)."""
        tax = self._charge(source, "tax")
        if tax and not context.facts.sales_tax:
            raise Unmappable(
                self.title(source),
                "tax",
                f"is {tax}, and sales tax is switched off in QuickBooks",
                "Switch sales tax on in QuickBooks, then synchronize again.",
                Reason.CONFIGURATION,
            )
        return tax


def _line_type(message: type[Message]) -> type[Aggregate]:
    """What a message's lines are made of."""
    found: Iterable[type[Aggregate] | None] = (p.aggregate for p in parts(message) if p.attribute == "lines")
    return next(aggregate for aggregate in found if aggregate is not None)
