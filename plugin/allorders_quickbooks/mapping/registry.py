"""Which mapper serves which kind of document or record, and the identity that each takes into QuickBooks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID, uuid5

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.entities import CustomerMapper
from allorders_quickbooks.mapping.items import ItemMapper
from allorders_quickbooks.mapping.payments import PaymentMapper
from allorders_quickbooks.mapping.sales import ShipDocMapper
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.terms import Binding

_NAMESPACE = UUID("7e0c2a1e-3d0b-5a52-9c43-0d6f8f1b6a11")
_SEPARATOR = "\x1f"


class Mapper(Protocol):
    """One kind of document or record, `source` being its model in the contract.

    Whatever takes a source may raise Unmappable. `rank` orders what is sent: records before what names them,
    invoices before what pays them.
    """

    @property
    def kind(self) -> str: ...

    @property
    def rank(self) -> int: ...

    @property
    def is_list(self) -> bool: ...

    def qb_type(self, source: Any) -> str:
        """The type of object that it becomes: "Invoice"."""

    def title(self, source: Any) -> str:
        """What people call it: "Ship doc 1042"."""

    def needs(self, source: Any, context: Context) -> tuple[DocumentRef, ...]:
        """What has to be in QuickBooks before it."""

    def wanted_name(self, source: Any) -> str | None:
        """The name that QuickBooks should show; None for a document."""

    def distinct_name(self, source: Any) -> str | None:
        """The name to take where another record of ours has the wanted one; None for a document."""

    def number(self, source: Any, context: Context) -> str | None:
        """The RefNumber that should be its own in QuickBooks; None: QuickBooks numbers it, or it need not be."""

    def total(self, source: Any) -> Decimal | None:
        """What QuickBooks must come to; None for a record."""

    def add(self, source: Any, context: Context, guid: str) -> Message:
        """The request that makes it, with `guid` as its ExternalGUID."""

    def mod(self, source: Any, context: Context, binding: Binding) -> Message:
        """The request that makes the bound object what the host has now, under the binding's EditSequence."""

    def remove(self, binding: Binding, context: Context) -> Message:
        """The request that takes it out of QuickBooks again."""


_MAPPERS: tuple[Mapper, ...] = (CustomerMapper(), ItemMapper(), ShipDocMapper(), PaymentMapper())
_BY_KIND: Mapping[str, Mapper] = {each.kind: each for each in _MAPPERS}

KINDS = frozenset(_BY_KIND)
RECORD_KINDS = frozenset(each.kind for each in _MAPPERS if each.is_list)


def mapper(kind: str) -> Mapper:
    """The mapper of that kind; KeyError for a kind that does not go to QuickBooks."""
    return _BY_KIND[kind]


def guid(installation: str, ref: DocumentRef, generation: int) -> str:
    """The ExternalGUID of a document: always the same for one generation of it, and nobody else's. Lower case,
    without braces."""
    name = _SEPARATOR.join((installation, ref.company, ref.kind, ref.key, str(generation)))
    return str(uuid5(_NAMESPACE, name))
