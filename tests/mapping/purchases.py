"""Documents from vendors and movements of stock that the tests of this directory vary."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import (
    Adjustment,
    AdjustmentLine,
    Expense,
    Line,
    PurchaseOrder,
    Receiver,
    Transfer,
    TransferLine,
    VendorReturn,
    WorkOrder,
)
from allorders_hooks.records import Account, Choice, Vendor
from allorders_quickbooks.mapping.internal import choice, work_order_vendor
from allorders_quickbooks.terms import Binding

from tests.mapping.documents import BOUND, COFFEE, COMPANY, TEA, binding, line, ref

VENDOR = ref("vendor", "V1")
KIT = ref("item", "3")
INTERNAL = work_order_vendor(COMPANY)
BUILT = {
    **BOUND,
    VENDOR: binding(VENDOR, "Vendor", "8-10"),
    KIT: binding(KIT, "ItemInventoryAssembly", "8-11"),
    INTERNAL: binding(INTERNAL, "Vendor", "8-12"),
}


def entry(kind: str, name: str, qb_type: str, qb_id: str) -> dict[Any, Binding]:
    """An entry of a simple list that QuickBooks has."""
    found = choice(COMPANY, kind, name)
    return {found: binding(found, qb_type, qb_id)}


def spent(amount: str, account: str = "Freight In", **fields: Any) -> Expense:
    return Expense(key=account, account=account, amount=Decimal(amount), **fields)


def _document(kind: str, key: str, fields: dict[str, Any], **values: Any) -> dict[str, Any]:
    head = {"ref": ref(kind, key), "number": key.upper(), "txn_date": date(2024, 2, 29), "revision": 1}
    values = {**head, **values, **fields}
    lines, expenses = values.get("lines", ()), values.get("expenses", ())
    if "vendor" in values and "total" not in values:
        added = sum((each.amount for each in (*lines, *expenses)), values.get("freight", Decimal(0)))
        values["total"] = added
    return values


def receiver(*lines: Line, **fields: Any) -> Receiver:
    lines = lines or (line(TEA, "3", "12.50", description="tea"), line(COFFEE, "2", "10"))
    return Receiver(**_document("receiver", "r1", fields, vendor=VENDOR, lines=lines))


def vendor_return(*lines: Line, **fields: Any) -> VendorReturn:
    lines = lines or (line(TEA, "1", "12.50"),)
    return VendorReturn(**_document("vendor_return", "b1", fields, vendor=VENDOR, lines=lines))


def purchase_order(*lines: Line, **fields: Any) -> PurchaseOrder:
    lines = lines or (line(TEA, "3", "12.50", description="tea"),)
    return PurchaseOrder(**_document("purchase_order", "o1", fields, vendor=VENDOR, lines=lines))


def adjustment(*lines: AdjustmentLine, **fields: Any) -> Adjustment:
    lines = lines or (AdjustmentLine(key="1", item=TEA, quantity=Decimal(-2)),)
    return Adjustment(**_document("adjustment", "a1", fields, lines=lines))


def work_order(*components: Line, **fields: Any) -> WorkOrder:
    components = components or (line(TEA, "4", "2.50"), line(COFFEE, "1", "5"))
    values = {"item": KIT, "quantity": Decimal(2), "finished": True, "components": components, **fields}
    expenses = values.get("expenses", ())
    values.setdefault("amount", sum((each.amount for each in (*components, *expenses)), Decimal(0)))
    return WorkOrder(**_document("work_order", "w1", values))


def transfer(*lines: TransferLine, **fields: Any) -> Transfer:
    lines = lines or (TransferLine(key="1", item=TEA, quantity=Decimal(3)),)
    sites = {"from_site": "Harbour", "to_site": "Town", **fields}
    return Transfer(**_document("transfer", "t1", sites, lines=lines))


def vendor(name: str = "Exotic Liquids", **fields: Any) -> Vendor:
    return Vendor(**{"ref": VENDOR, "name": name, "revision": 1} | fields)


def account(name: str = "Freight In", account_type: str = "Expense", **fields: Any) -> Account:
    values = {"ref": ref("account", "A1"), "name": name, "revision": 1, "account_type": account_type}
    return Account(**values | fields)


def listed(kind: str, name: str, **fields: Any) -> Choice:
    return Choice(**{"ref": ref(kind, "L1"), "name": name, "revision": 1} | fields)
