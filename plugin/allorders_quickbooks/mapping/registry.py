"""Which mapper serves which kind of document or record, and the identity that each takes into QuickBooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from decimal import Decimal
from functools import cache
from typing import Any, Protocol, TypeVar, cast, runtime_checkable
from uuid import UUID, uuid5

from allorders_hooks.documents import DocumentRef, Kind

from allorders_quickbooks.mapping import lists
from allorders_quickbooks.mapping.adjustments import AdjustmentMapper
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.custom_fields import Field
from allorders_quickbooks.mapping.entities import CustomerMapper
from allorders_quickbooks.mapping.items import ItemMapper
from allorders_quickbooks.mapping.orders import SalesOrderMapper
from allorders_quickbooks.mapping.payments import PaymentMapper
from allorders_quickbooks.mapping.purchase_orders import PurchaseOrderMapper
from allorders_quickbooks.mapping.purchasing import ReceiverMapper, VendorReturnMapper
from allorders_quickbooks.mapping.refunds import RefundMapper
from allorders_quickbooks.mapping.returns import CustomerReturnMapper
from allorders_quickbooks.mapping.sales import ShipDocMapper
from allorders_quickbooks.mapping.transfers import TransferMapper
from allorders_quickbooks.mapping.vendors import VendorMapper
from allorders_quickbooks.mapping.work_orders import WorkOrderMapper
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.terms import Binding

_NAMESPACE = UUID("7e0c2a1e-3d0b-5a52-9c43-0d6f8f1b6a11")
_SEPARATOR = "\x1f"
Ability = TypeVar("Ability")


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

    def qb_type(self, source: Any, context: Context) -> str:
        """The type of object that an Add makes of it: "Invoice". One that is bound keeps the type that it has."""

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

    def mod(self, source: Any, context: Context, binding: Binding) -> Message | None:
        """The request that makes the bound object what the host has now, under the binding's EditSequence; None
        where what QuickBooks has stays as it is, whatever was changed here."""

    def remove(self, binding: Binding, context: Context) -> Message | None:
        """The request that takes it out of QuickBooks again; None where it stays there and is only let go of."""


@runtime_checkable
class KeepsLines(Protocol):
    """A mapper of documents whose lines others are linked to: an order."""

    def line_keys(self, source: Any, context: Context) -> tuple[str, ...]:
        """The host's key of each line, in QuickBooks' order; "" for one that is no line of the host."""


@runtime_checkable
class Remembers(Protocol):
    """A mapper that has something remembered beside what its messages say."""

    def remembers(self, source: Any, context: Context) -> dict[str, str]:
        """It by a name that no element has. Raises Unmappable."""


@runtime_checkable
class BuysFrom(Protocol):
    """A mapper of documents whose number is their vendor's, so that it is unique with that vendor alone."""

    def vendor(self, source: Any) -> DocumentRef:
        """Who it is from. Raises Unmappable."""


@runtime_checkable
class LooksFirst(Protocol):
    """A mapper of documents that depend on what a record holds in QuickBooks at that moment."""

    def looks_at(self, source: Any, context: Context) -> DocumentRef | None:
        """The record to be read before an Add; None where this document depends on none."""


@runtime_checkable
class WritesCustomFields(Protocol):
    """A mapper of documents that carry custom fields."""

    def fields(self, source: Any, context: Context) -> tuple[Field, ...]:
        """The values that they should have, empty ones included."""


_MAPPERS: tuple[Mapper, ...] = (
    *lists.mappers(),
    CustomerMapper(),
    VendorMapper(),
    ItemMapper(),
    PurchaseOrderMapper(),
    ReceiverMapper(),
    VendorReturnMapper(),
    AdjustmentMapper(),
    WorkOrderMapper(),
    TransferMapper(),
    SalesOrderMapper(),
    ShipDocMapper(),
    CustomerReturnMapper(),
    PaymentMapper(),
    RefundMapper(),
)
_BY_KIND: dict[str, Mapper] = {each.kind: each for each in _MAPPERS}
_OWN = frozenset(_BY_KIND)
_PAYMENTS = frozenset({Kind.SALES_ORDER_PAYMENT.value, Kind.REFUND.value})


class _Kinds(Set[str]):
    """Kinds of documents and records, those of extensions included as long as they are in force."""

    def __init__(self, belongs: Callable[[Mapper], bool]) -> None:
        self._belongs = belongs

    def __contains__(self, kind: object) -> bool:
        found = _BY_KIND.get(kind) if isinstance(kind, str) else None
        return found is not None and self._belongs(found)

    def __iter__(self) -> Iterator[str]:
        return (kind for kind, each in _BY_KIND.items() if self._belongs(each))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @classmethod
    def _from_iterable(cls, kinds: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(kinds)


_OF_HOSTS = frozenset(kind.value for kind in Kind)
KINDS: Set[str] = _Kinds(lambda each: each.kind in _OF_HOSTS or each.kind not in _OWN)
"""What a host saves; the rest are lists that are only read."""

PAYMENT_KINDS: Set[str] = _Kinds(lambda each: each.kind in _PAYMENTS)
TRANSACTION_KINDS: Set[str] = _Kinds(lambda each: not each.is_list and each.kind not in _PAYMENTS)
RECORD_KINDS: Set[str] = _Kinds(lambda each: each.is_list)


def add_mappers(added: Iterable[Mapper]) -> None:
    """Document types that an extension brings. ValueError for a kind that is served already."""
    for each in added:
        if each.kind in _BY_KIND:
            raise ValueError(f"the kind {each.kind} is served already")
        _BY_KIND[each.kind] = each


def remove_mappers(removed: Iterable[Mapper]) -> None:
    """Those of an extension that is taken out; the plugin's own stay."""
    for each in removed:
        if each.kind not in _OWN:
            _BY_KIND.pop(each.kind, None)


def mapper(kind: str) -> Mapper:
    """The mapper of that kind; KeyError for a kind that does not go to QuickBooks."""
    return _BY_KIND[kind]


def able(kind: Mapper, ability: type[Ability]) -> Ability | None:
    """The mapper as one that has that ability, None where it has not."""
    return cast(Ability, kind) if _has(type(kind), cast(type, ability)) else None


@cache
def _has(kind: type, ability: type) -> bool:
    # Asked several times for every document, and looking a protocol's methods up takes long.
    return issubclass(kind, ability)


def guid(installation: str, ref: DocumentRef, generation: int) -> str:
    """The ExternalGUID of a document: always the same for one generation of it, and nobody else's. Lower case,
    without braces."""
    name = _SEPARATOR.join((installation, ref.company, ref.kind, ref.key, str(generation)))
    return str(uuid5(_NAMESPACE, name))
