"""Vendors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Vendor

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import CURRENCY, TERMS, choices
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import Message, Ref, longest
from allorders_quickbooks.qbxml.messages.entities import VendorAdd, VendorMod
from allorders_quickbooks.terms import Binding

_NAME = longest(VendorAdd, "name")
_TEXTS = ("company_name", "contact", "phone", "fax", "email", "account_number")


class VendorMapper:
    """A vendor becomes a Vendor: names, address and how to reach them; never a balance."""

    kind = Kind.VENDOR.value
    rank = 0
    is_list = True

    def qb_type(self, source: Vendor, context: Context) -> str:
        return "Vendor"

    def title(self, source: Vendor) -> str:
        return f"Vendor {source.name}"

    def needs(self, source: Vendor, context: Context) -> tuple[DocumentRef, ...]:
        return choices(source.ref.company, **self._named(source, context))

    def wanted_name(self, source: Vendor) -> str:
        return names.wanted(source.name, _NAME, source.ref)

    def distinct_name(self, source: Vendor) -> str:
        return names.distinct(source.name, _NAME, source.ref)

    def number(self, source: Vendor, context: Context) -> str | None:
        return None

    def total(self, source: Vendor) -> Decimal | None:
        return None

    def add(self, source: Vendor, context: Context, guid: str) -> Message:
        return VendorAdd(**self._fields(source, context), external_guid=guid)

    def mod(self, source: Vendor, context: Context, binding: Binding) -> Message:
        return VendorMod(list_id=binding.qb_id, edit_sequence=binding.edit_sequence, **self._fields(source, context))

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def _fields(self, source: Vendor, context: Context) -> dict[str, Any]:
        texts = {field: names.fitted(getattr(source, field), longest(VendorAdd, field)) for field in _TEXTS}
        return texts | {
            "name": context.names.get(source.ref) or self.wanted_name(source),
            "is_active": source.active,
            "vendor_address": names.postal(source.address),
            **self._references(source, context),
        }

    def _references(self, source: Vendor, context: Context) -> dict[str, Ref]:
        company = source.ref.company
        named = self._named(source, context)
        return {f"{kind}_ref": context.entry(company, kind, name) for kind, name in named.items()}

    def _named(self, source: Vendor, context: Context) -> dict[str, str]:
        """The entries of simple lists that it mentions. A currency is only ever said, never taken away, and only where
        the file keeps several."""
        named = {Kind.VENDOR_TYPE: source.vendor_type, TERMS: source.terms}
        if context.facts.multi_currency and source.currency.strip():
            named[CURRENCY] = source.currency
        return named
