"""The order system's rows in the contract's words. Pure: whatever a row needs has been loaded with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allorders_hooks.documents import AnyDocument
from allorders_hooks.records import AnyRecord

from sample_host import contract_inventory, contract_lists, contract_purchasing, contract_sales, models
from sample_host.models import Listed, Saved, Written

GREATEST_ID = 2**31 - 1

RECORDS: Mapping[type[Listed], Callable[[Any], AnyRecord]] = {
    models.Customer: contract_lists.as_customer,
    models.Vendor: contract_lists.as_vendor,
    models.Item: contract_lists.as_item,
    models.Account: contract_lists.as_account,
    models.ClassName: contract_lists.as_choice,
    models.CustomerType: contract_lists.as_choice,
    models.VendorType: contract_lists.as_choice,
    models.ShipMethod: contract_lists.as_choice,
    models.PaymentMethod: contract_lists.as_choice,
}
DOCUMENTS: Mapping[type[Written], Callable[[Any], AnyDocument]] = {
    models.SalesOrder: contract_sales.as_sales_order,
    models.ShipDoc: contract_sales.as_ship_doc,
    models.CustomerReturn: contract_sales.as_customer_return,
    models.Payment: contract_sales.as_payment,
    models.Refund: contract_sales.as_refund,
    models.PurchaseOrder: contract_purchasing.as_purchase_order,
    models.Receiver: contract_purchasing.as_receiver,
    models.VendorReturn: contract_purchasing.as_vendor_return,
    models.Adjustment: contract_inventory.as_adjustment,
    models.WorkOrder: contract_inventory.as_work_order,
    models.Transfer: contract_inventory.as_transfer,
}
MODELS: tuple[type[Saved], ...] = (*RECORDS, *DOCUMENTS)


def row_id(key: str) -> int | None:
    """The row that a key names, None for a key that this host never gave out."""
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 10 else 0
    return number if 0 < number <= GREATEST_ID else None


def document_of(row: Written) -> AnyDocument:
    """The document that a row is."""
    return DOCUMENTS[type(row)](row)
