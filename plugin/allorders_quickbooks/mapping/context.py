"""What a mapping may look at besides the document: preferences, set-up, facts, and what is bound already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.preferences import ItemSync, SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Ref
from allorders_quickbooks.terms import Binding

_NON_TAXABLE = "Non"


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

    @property
    def untaxed(self) -> Ref | None:
        """The tax code of lines that bear no tax; a company file without sales tax knows no codes."""
        return Ref(full_name=_NON_TAXABLE) if self.facts.sales_tax else None
