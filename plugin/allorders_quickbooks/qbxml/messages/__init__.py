"""Every message that this plugin can write, by name. A family is imported when one of its messages is asked for:
building the models takes most of the time that importing this package would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from allorders_quickbooks.qbxml.messages.base import Message

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "entities": (
        "EmployeeQuery",
        *(f"{entity}{verb}" for entity in ("Customer", "Vendor", "OtherName") for verb in ("Add", "Mod", "Query")),
    ),
    "items": (
        "ItemQuery",
        "ItemSalesTaxQuery",
        *(
            f"Item{kind}{verb}"
            for kind in ("Inventory", "InventoryAssembly", "NonInventory", "Service", "OtherCharge", "Discount")
            for verb in ("Add", "Mod", "Query")
        ),
    ),
    "sales": ("InvoiceAdd", "InvoiceMod", "InvoiceQuery"),
    "sales_orders": ("SalesOrderAdd", "SalesOrderMod", "SalesOrderQuery"),
    "receipts": ("SalesReceiptAdd", "SalesReceiptMod", "SalesReceiptQuery"),
    "returns": ("CreditMemoAdd", "CreditMemoMod", "CreditMemoQuery"),
    "refunds": ("CheckAdd", "CheckMod", "CheckQuery", "ARRefundCreditCardAdd", "ARRefundCreditCardQuery"),
    "custom_values": ("DataExtAdd", "DataExtMod", "DataExtDel"),
    "payments": ("ReceivePaymentAdd", "ReceivePaymentMod", "ReceivePaymentQuery"),
    "company": (
        "HostQuery",
        "CompanyQuery",
        "CompanyActivityQuery",
        "PreferencesQuery",
        "AccountQuery",
        "DataExtDefQuery",
        "UnitOfMeasureSetQuery",
    ),
    "simple_lists": (
        *(
            f"{entry}{verb}"
            for entry in ("CustomerType", "VendorType", "Class", "ShipMethod", "PaymentMethod")
            for verb in ("Add", "Query")
        ),
        "AccountAdd",
        *(f"{entry}Query" for entry in ("Terms", "SalesRep", "SalesTaxCode", "Currency", "InventorySite")),
    ),
    "purchasing": tuple(
        f"{document}{verb}"
        for document in ("PurchaseOrder", "Bill", "ItemReceipt", "VendorCredit")
        for verb in ("Add", "Mod", "Query")
    ),
    "inventory": tuple(
        f"{document}{verb}" for document in ("InventoryAdjustment", "BuildAssembly") for verb in ("Add", "Mod", "Query")
    ),
    "transfers": ("TransferInventoryAdd", "TransferInventoryMod", "TransferInventoryQuery"),
    "deletion": ("TxnVoid", "TxnDel", "ListDel", "TxnDeletedQuery", "ListDeletedQuery"),
}

_FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names}


_ADDED: dict[str, type[Message]] = {}


def add_messages(added: Iterable[type[Message]]) -> None:
    """Messages that an extension writes. ValueError for one that there is already."""
    for cls in added:
        if cls.__name__ in _FAMILY_OF or _ADDED.get(cls.__name__, cls) is not cls:
            raise ValueError(f"the message {cls.__name__} exists already")
        _ADDED[cls.__name__] = cls


def message_class(name: str) -> type[Message]:
    """The model of a message ("InvoiceAdd"); KeyError where this plugin does not write it."""
    if name in _ADDED:
        return _ADDED[name]
    module = import_module(f"{__name__}.{_FAMILY_OF[name]}")
    found: type[Message] = getattr(module, name)
    return found
