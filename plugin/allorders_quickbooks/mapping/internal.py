"""Records that the plugin itself needs in QuickBooks: the item for freight, and the proxy item.

They are ordinary items with keys that no host uses, so they are made, named and bound like any other record.
"""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Item, ItemType

from allorders_quickbooks.company import CompanySetup

FREIGHT = "@freight"
PROXY = "@proxy"


def freight_item(company: str) -> DocumentRef:
    """The item of the freight line of an invoice."""
    return DocumentRef(company=company, kind=Kind.ITEM.value, key=FREIGHT)


def proxy_item(company: str) -> DocumentRef:
    """The item that stands for every other one where items do not synchronize."""
    return DocumentRef(company=company, kind=Kind.ITEM.value, key=PROXY)


def internal_record(ref: DocumentRef, setup: CompanySetup) -> Item | None:
    """The record of that name if it is one of the plugin's own, as the set-up describes it."""
    if ref == freight_item(ref.company):
        return Item(
            ref=ref, name=setup.freight_item, revision=0, item_type=ItemType.OTHER_CHARGE, description="Freight"
        )
    if ref == proxy_item(ref.company):
        return Item(ref=ref, name=setup.proxy_item, revision=0, item_type=ItemType.NON_INVENTORY)
    return None
