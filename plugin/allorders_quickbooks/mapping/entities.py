"""Customers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Customer

from allorders_quickbooks.mapping import cards, names, remembered
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import CURRENCY, TERMS, choices
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import Message, Ref, longest
from allorders_quickbooks.qbxml.messages.entities import CustomerAdd, CustomerMod
from allorders_quickbooks.terms import Binding

_NAME = longest(CustomerAdd, "name")
_TEXTS = ("company_name", "contact", "phone", "fax", "email", "account_number")


class CustomerMapper:
    """A customer becomes a Customer: names, addresses and how to reach them; never a balance."""

    kind = Kind.CUSTOMER.value
    rank = 0
    is_list = True

    def qb_type(self, source: Customer, context: Context) -> str:
        return "Customer"

    def title(self, source: Customer) -> str:
        return f"Customer {source.name}"

    def needs(self, source: Customer, context: Context) -> tuple[DocumentRef, ...]:
        return choices(source.ref.company, **self._named(source, context))

    def wanted_name(self, source: Customer) -> str:
        return names.wanted(source.name, _NAME, source.ref)

    def distinct_name(self, source: Customer) -> str:
        return names.distinct(source.name, _NAME, source.ref)

    def number(self, source: Customer, context: Context) -> str | None:
        return None

    def total(self, source: Customer) -> Decimal | None:
        return None

    def add(self, source: Customer, context: Context, guid: str) -> Message:
        return CustomerAdd(**self._fields(source, context), external_guid=guid)

    def mod(self, source: Customer, context: Context, binding: Binding) -> Message:
        return CustomerMod(list_id=binding.qb_id, edit_sequence=binding.edit_sequence, **self._fields(source, context))

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def remembers(self, source: Customer, context: Context) -> dict[str, str]:
        """A fingerprint of the card number, which is kept nowhere: by its last digits a change could be missed."""
        card = cards.wanted(source, context)
        return {} if card is None else {remembered.CARD: cards.fingerprint(self.title(source), card)}

    def _fields(self, source: Customer, context: Context) -> dict[str, Any]:
        texts = {field: names.fitted(getattr(source, field), longest(CustomerAdd, field)) for field in _TEXTS}
        return texts | {
            "name": context.names.get(source.ref) or self.wanted_name(source),
            "is_active": source.active,
            "bill_address": names.postal(source.bill_to),
            "ship_address": names.postal(source.ship_to),
            "credit_card_info": cards.info(self.title(source), source, context),
            **self._references(source, context),
        }

    def _references(self, source: Customer, context: Context) -> dict[str, Ref]:
        company = source.ref.company
        named = self._named(source, context)
        return {f"{kind}_ref": context.entry(company, kind, name) for kind, name in named.items()}

    def _named(self, source: Customer, context: Context) -> dict[str, str]:
        """The entries of simple lists that it mentions. A currency is only ever said, never taken away, and only where
        the file keeps several."""
        named = {Kind.CUSTOMER_TYPE: source.customer_type, TERMS: source.terms}
        if context.facts.multi_currency and source.currency.strip():
            named[CURRENCY] = source.currency
        return named
