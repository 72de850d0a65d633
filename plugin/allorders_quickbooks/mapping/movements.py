"""What documents move of the stock: as the host means them, and as QuickBooks holds them. Pure.

A quantity is positive where goods come. What a document moves on paper only (not shipped yet, not finished yet) is
nothing; a transfer moves nothing on the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from allorders_hooks import documents
from allorders_hooks.documents import DocumentRef, Kind

from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.replies import Ret

K = TypeVar("K", DocumentRef, str)

STOCK_KINDS = (
    Kind.SHIP_DOC.value,
    Kind.CUSTOMER_RETURN.value,
    Kind.RECEIVER.value,
    Kind.VENDOR_RETURN.value,
    Kind.ADJUSTMENT.value,
    Kind.WORK_ORDER.value,
)
STOCKED_TYPES = ("ItemInventory", "ItemInventoryAssembly")

_SIGNS = {"Invoice": -1, "SalesReceipt": -1, "VendorCredit": -1, "CreditMemo": 1, "Bill": 1, "ItemReceipt": 1}
_BUILD = "BuildAssembly"


def of_document(document: object) -> dict[DocumentRef, Decimal]:
    """What the host means it to move, by item."""
    return _summed(_moves(document))


def _moves(document: object) -> Iterator[tuple[DocumentRef | None, Decimal]]:
    match document:
        case documents.ShipDoc():
            yield from ((line.item, -line.quantity) for line in document.lines if document.shipped)
        case documents.CustomerReturn() | documents.Receiver():
            yield from ((line.item, line.quantity) for line in document.lines)
        case documents.VendorReturn():
            yield from ((line.item, -line.quantity) for line in document.lines)
        case documents.Adjustment():
            yield from ((line.item, line.quantity or Decimal(0)) for line in document.lines)
        case documents.WorkOrder() if document.finished:
            sign = -1 if document.disassembly else 1
            yield document.item, sign * document.quantity
            yield from ((line.item, -sign * line.quantity) for line in document.components)


def of_object(ret: Ret) -> dict[str, Decimal]:
    """What an object in QuickBooks has moved, by the ListID of the item; nothing for one that was voided.

    Of a build only the assembly: its components are asked for by nobody (see `of_build`).
    """
    kind = objects.object_type(ret)
    if kind is None or objects.is_voided(ret):
        return {}
    if kind.name == _BUILD:
        return _summed([(ret.value("ItemInventoryAssemblyRef/ListID"), ret.decimal("QuantityToBuild") or Decimal(0))])
    if kind.name == "InventoryAdjustment":
        return _summed(_lines(ret, kind.line_tags, "QuantityDifference", 1))
    return _summed(_lines(ret, kind.line_tags, "Quantity", _SIGNS.get(kind.name, 0)))


def of_build(meant: Mapping[DocumentRef, Decimal], assembly: DocumentRef, built: Decimal) -> dict[DocumentRef, Decimal]:
    """What a build of so many has moved: components in the proportion in which the host's work order takes them."""
    whole = meant.get(assembly, Decimal(0))
    return {item: moved * built / whole for item, moved in meant.items()} if whole else {}


def _lines(ret: Ret, tags: tuple[str, ...], element: str, sign: int) -> Iterator[tuple[str, Decimal]]:
    """Lines of a group stand one level deeper."""
    for child in ret.children:
        if child.tag in tags and child.find("ItemRef") is not None:
            yield child.value("ItemRef/ListID"), sign * (child.decimal(element) or Decimal(0))
        elif child.tag in tags:
            yield from _lines(child, tuple(each.tag for each in child.children), element, sign)


def _summed(moves: Iterable[tuple[K | None, Decimal]]) -> dict[K, Decimal]:
    found: dict[K, Decimal] = {}
    for item, quantity in moves:
        if item and quantity:
            found[item] = found.get(item, Decimal(0)) + quantity
    return {item: quantity for item, quantity in found.items() if quantity}
