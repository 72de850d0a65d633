"""Every message that this plugin can write, by name. A family is imported when one of its messages is asked for:
building the models takes most of the time that importing this package would."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from allorders_quickbooks.qbxml.messages.base import Message

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "entities": ("CustomerAdd", "CustomerMod", "CustomerQuery", "OtherNameAdd", "OtherNameMod", "OtherNameQuery"),
    "items": (
        "ItemQuery",
        *(
            f"{item}{verb}"
            for item in ("ItemInventory", "ItemNonInventory", "ItemService", "ItemOtherCharge")
            for verb in ("Add", "Mod", "Query")
        ),
    ),
    "sales": ("InvoiceAdd", "InvoiceMod", "InvoiceQuery"),
    "payments": ("ReceivePaymentAdd", "ReceivePaymentMod", "ReceivePaymentQuery"),
    "company": (
        "HostQuery",
        "CompanyQuery",
        "CompanyActivityQuery",
        "PreferencesQuery",
        "AccountQuery",
        "DataExtDefQuery",
    ),
    "deletion": ("TxnVoid", "TxnDel", "ListDel", "TxnDeletedQuery", "ListDeletedQuery"),
}

_FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names}


def message_class(name: str) -> type[Message]:
    """The model of a message ("InvoiceAdd"); KeyError where this plugin does not write it."""
    module = import_module(f"{__name__}.{_FAMILY_OF[name]}")
    found: type[Message] = getattr(module, name)
    return found
