"""Documents, records and contexts that the tests of this directory vary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from allorders_hooks.documents import Address, DocumentRef, Line, PaidOrder, SalesOrderPayment, ShipDoc
from allorders_hooks.records import Customer, Item
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import freight_item, proxy_item
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.terms import Binding

COMPANY = "main"
CENT = Decimal("0.01")
GUID = "01234567-89ab-cdef-0123-456789abcdef"


def ref(kind: str, key: str) -> DocumentRef:
    return DocumentRef(company=COMPANY, kind=kind, key=key)


CUSTOMER = ref("customer", "ALFKI")
TEA = ref("item", "1")
COFFEE = ref("item", "2")
FREIGHT = freight_item(COMPANY)
PROXY = proxy_item(COMPANY)
ADDRESS = Address(
    name="Alfreds Futterkiste", street="Obere Str. 57", city="Berlin", postal_code="12209", country="Germany"
)


def binding(of: DocumentRef, qb_type: str, qb_id: str, **fields: Any) -> Binding:
    values: dict[str, Any] = {
        "generation": 1,
        "edit_sequence": "17",
        "guid": GUID,
        "number": "",
        "name": "",
        "total": None,
        "version": 1,
    }
    return Binding(ref=of, qb_type=qb_type, qb_id=qb_id, **values | fields)


BOUND = {
    CUSTOMER: binding(CUSTOMER, "Customer", "8-1"),
    TEA: binding(TEA, "ItemInventory", "8-2"),
    COFFEE: binding(COFFEE, "ItemInventory", "8-3"),
    FREIGHT: binding(FREIGHT, "ItemOtherCharge", "8-4"),
}


def context(
    bindings: Mapping[DocumentRef, Binding] = BOUND,
    names: Mapping[DocumentRef, str] | None = None,
    facts: CompanyFacts = CompanyFacts(),  # noqa: B008 frozen
    setup: CompanySetup = CompanySetup(),  # noqa: B008 frozen
    **preferences: Any,
) -> Context:
    return Context(SyncPreferences(**preferences), setup, facts, bindings, names or {})


def line(item: DocumentRef | None, quantity: str, price: str, discount: str = "0", **fields: Any) -> Line:
    amount = Decimal(quantity) * Decimal(price) * (1 - Decimal(discount))
    values: dict[str, Any] = {
        "key": f"{item}",
        "item": item,
        "quantity": Decimal(quantity),
        "price": Decimal(price),
        "discount": Decimal(discount),
        "amount": amount.quantize(CENT, ROUND_HALF_UP),
    }
    return Line(**values | fields)


def ship_doc(*lines: Line, **fields: Any) -> ShipDoc:
    lines = lines or (line(TEA, "3", "18.50", description="tea"), line(COFFEE, "2", "10"))
    freight = fields.get("freight", Decimal(0))
    values: dict[str, Any] = {
        "ref": ref("ship_doc", "7"),
        "number": "1042",
        "txn_date": date(2024, 2, 29),
        "revision": 1,
        "customer": CUSTOMER,
        "shipped": True,
        "ship_date": date(2024, 3, 1),
        "lines": lines,
        "total": sum((each.amount for each in lines), freight),
    }
    return ShipDoc(**values | fields)


def payment(amount: str, *ship_docs: DocumentRef, **fields: Any) -> SalesOrderPayment:
    values: dict[str, Any] = {
        "ref": ref("so_payment", "3"),
        "number": "P-3",
        "txn_date": date(2024, 2, 28),
        "revision": 1,
        "customer": CUSTOMER,
        "orders": (PaidOrder(number="900", ship_docs=ship_docs),),
        "amount": Decimal(amount),
    }
    return SalesOrderPayment(**values | fields)


def customer(name: str = "Alfreds Futterkiste", **fields: Any) -> Customer:
    return Customer(**{"ref": CUSTOMER, "name": name, "revision": 1} | fields)


def item(name: str = "Chai", **fields: Any) -> Item:
    return Item(**{"ref": TEA, "name": name, "revision": 1} | fields)


def text(message: Message) -> str:
    return message_text(message, "1", "13.0")
