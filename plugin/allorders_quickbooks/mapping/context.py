"""What a mapping may look at besides the document: preferences, set-up, facts, and what is bound already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.internal import SIMPLE_LISTS, choice
from allorders_quickbooks.mapping.problems import Unmappable, exchange_rate
from allorders_quickbooks.preferences import ItemSync, SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Ref
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding


@dataclass(frozen=True)
class Context:
    """`bindings` holds what the document refers to, `names` the name that each list record has or shall take."""

    preferences: SyncPreferences
    setup: CompanySetup
    facts: CompanyFacts
    bindings: Mapping[DocumentRef, Binding]
    names: Mapping[DocumentRef, str]

    @property
    def one_proxy_item(self) -> bool:
        return self.preferences.items is ItemSync.PROXY_ITEM

    def reference(self, ref: DocumentRef) -> Ref:
        """How a message names that record: by ListID once QuickBooks has it, else by the name that it will have."""
        bound = self.bindings.get(ref)
        return Ref(full_name=self.names[ref]) if bound is None else Ref(list_id=bound.qb_id)

    def entry(self, company: str, kind: str, name: str) -> Ref:
        """An entry of a simple list (see internal) by ListID once it is known, else by its name. An empty name names
        nothing: an Add leaves that out, a Mod clears what was there."""
        if not name.strip():
            return Ref(full_name="")
        bound = self.bindings.get(choice(company, kind, name))
        return Ref(full_name=SIMPLE_LISTS[kind].name(name)) if bound is None else Ref(list_id=bound.qb_id)

    def tax_code(self, *, taxed: bool) -> Ref | None:
        """The tax code of a line; a company file without sales tax knows no codes."""
        code = self.facts.taxable_code if taxed else self.facts.untaxed_code
        return Ref(full_name=code) if self.facts.sales_tax else None

    def exchange_rate(self, title: str, currency: str, rate: Decimal | None) -> Decimal | None:
        """What one unit of the document's currency is worth, where the company file keeps several. A file that keeps
        one cannot hold a document in another; the currency itself is the customer's or the vendor's there."""
        if self.facts.multi_currency:
            return None if rate is None else exchange_rate(title, rate)
        if currency.strip():
            raise Unmappable(
                title,
                "currency",
                f"is {currency.strip()}, and this company file keeps its books in one currency only",
                "Switch multiple currencies on in QuickBooks, or keep the document NC Only.",
                Reason.NOT_IN_EDITION,
            )
        return None
