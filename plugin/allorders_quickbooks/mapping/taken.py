"""Records of the host out of QuickBooks' own: the way back of what the other mappings say. Pure.

A field is taken where two things hold: the element in QuickBooks does not hold what the host's record comes to, and the
value that it gives is another one than the host has. So what QuickBooks can only hold cut or in other letters stays as
the host has it, and nothing is ever taken twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from allorders_hooks.documents import Address, DocumentRef, Kind
from allorders_hooks.records import Account, AnyRecord, Choice, Customer, Item, ItemType, Vendor

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.mapping.internal import SIMPLE_LISTS
from allorders_quickbooks.mapping.items import TYPES
from allorders_quickbooks.qbxml.replies import Ret

_NOTHING = Decimal(0)
_ITEM_TYPES: Mapping[str, ItemType] = {qb_type: item_type for item_type, qb_type in TYPES.items()}
_KINDS: Mapping[str, str] = {
    "Customer": Kind.CUSTOMER.value,
    "Vendor": Kind.VENDOR.value,
    **dict.fromkeys(_ITEM_TYPES, Kind.ITEM.value),
    **{each.qb_type: str(each.kind) for each in SIMPLE_LISTS.values()},
}
_REACHED = {
    "Name": "name",
    "IsActive": "active",
    "CompanyName": "company_name",
    "Contact": "contact",
    "Phone": "phone",
    "Fax": "fax",
    "Email": "email",
    "AccountNumber": "account_number",
    "TermsRef": "terms",
    "CurrencyRef": "currency",
}
_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Kind.CUSTOMER.value: {
        **{element: (field,) for element, field in _REACHED.items()},
        "BillAddress": ("bill_to",),
        "ShipAddress": ("ship_to",),
        "CustomerTypeRef": ("customer_type",),
        "CreditCardInfo": ("credit_card",),
    },
    Kind.VENDOR.value: {
        **{element: (field,) for element, field in _REACHED.items()},
        "VendorAddress": ("address",),
        "VendorTypeRef": ("vendor_type",),
    },
    Kind.ITEM.value: {
        "Name": ("name",),
        "IsActive": ("active",),
        "ManufacturerPartNumber": ("manufacturer_part",),
        "SalesDesc": ("description",),
        "SalesPrice": ("price",),
        "PurchaseCost": ("cost",),
        "SalesOrPurchase": ("description", "price"),
        "SalesAndPurchase": ("description", "price", "cost"),
        "ItemDesc": ("description",),
        "DiscountRatePercent": ("discount",),
    },
}
_ACCOUNT = ("number", "account_type", "description")


def kind_of(qb_type: str) -> str | None:
    """The kind of the host's records that objects of that type are; None where the host has none."""
    return _KINDS.get(qb_type)


def full_name(ret: Ret) -> str:
    """What people call it: a name with those above it, or the initials of a sales rep."""
    return ret.value("FullName") or ret.value("Name") or ret.value("Initial")


def created(ref: DocumentRef, ret: Ret, facts: CompanyFacts) -> tuple[AnyRecord, tuple[str, ...]] | None:
    """The record that QuickBooks has, and the fields that it says something of; None where it is of no use here."""
    values = {"name": full_name(ret), "active": ret.value("IsActive") != "false", **_content(ref.kind, ret)}
    match ref.kind:
        case Kind.CUSTOMER.value:
            return Customer(ref=ref, revision=0, **values), tuple(values)
        case Kind.VENDOR.value:
            return Vendor(ref=ref, revision=0, **values), tuple(values)
        case Kind.ITEM.value:
            item_type = _ITEM_TYPES[ret.tag.removesuffix("Ret")]
            more = {"item_type": item_type, "taxed": ret.value("SalesTaxCodeRef/FullName") == facts.taxable_code}
            return Item(ref=ref, revision=0, **values, **more), (*values, *more)
        case Kind.ACCOUNT.value:
            return Account(ref=ref, revision=0, **values), tuple(values)
        case kind if kind in SIMPLE_LISTS:
            return Choice(ref=ref, revision=0, **values), tuple(values)
    return None


def changes(record: AnyRecord, ret: Ret, differing: frozenset[str], *, shipping: bool) -> dict[str, Any]:
    """What the host's record has to take over, by field. `differing` are the elements that do not hold what it comes to
    (of simple lists: "Name" where QuickBooks has renamed it). `shipping`: a new billing address becomes the default
    shipping address as well, which QuickBooks' own then never does."""
    kind = record.ref.kind
    there = {"name": full_name(ret), "active": ret.value("IsActive") != "false", **_content(kind, ret)}
    if isinstance(record, Customer):
        there["credit_card"] = _card(record, ret)
    known = {field for element in differing for field in _FIELDS.get(kind, _SIMPLE).get(element, ())}
    if kind == Kind.ACCOUNT:
        known |= set(_ACCOUNT)
    if shipping and isinstance(record, Customer):
        known.discard("ship_to")
        if "bill_to" in known and there["bill_to"] != record.bill_to:
            known.add("ship_to")
            there["ship_to"] = there["bill_to"]
    return {field: there[field] for field in sorted(known) if field in there and there[field] != getattr(record, field)}


_SIMPLE: Mapping[str, tuple[str, ...]] = MappingProxyType({"Name": ("name",), "IsActive": ("active",)})


def _content(kind: str, ret: Ret) -> dict[str, Any]:
    """The fields that QuickBooks says something of, but for the name and whether it is active."""
    reader = _READERS.get(kind)
    return {} if reader is None else reader(ret)


def _reached(ret: Ret) -> dict[str, Any]:
    texts = ("company_name", "contact", "phone", "fax", "email", "account_number")
    elements = {field: element for element, field in _REACHED.items()}
    refs = {"terms": ret.value("TermsRef/FullName"), "currency": ret.value("CurrencyRef/FullName")}
    return {field: ret.value(elements[field]) for field in texts} | refs


def _customer(ret: Ret) -> dict[str, Any]:
    return _reached(ret) | {
        "bill_to": _address(ret.find("BillAddress")),
        "ship_to": _address(ret.find("ShipAddress")),
        "customer_type": ret.value("CustomerTypeRef/FullName"),
    }


def _vendor(ret: Ret) -> dict[str, Any]:
    return _reached(ret) | {
        "address": _address(ret.find("VendorAddress")),
        "vendor_type": ret.value("VendorTypeRef/FullName"),
    }


def _item(ret: Ret) -> dict[str, Any]:
    found: dict[str, Any] = {"manufacturer_part": ret.value("ManufacturerPartNumber")}
    sold, both = ret.find("SalesOrPurchase"), ret.find("SalesAndPurchase")
    if ret.tag == "ItemDiscountRet":
        percent = ret.decimal("DiscountRatePercent")
        discount = {} if percent is None else {"discount": percent / 100}
        return {"description": ret.value("ItemDesc"), **discount}
    if sold is not None:
        price = {} if sold.decimal("Price") is None else {"price": sold.decimal("Price")}
        return found | {"description": sold.value("Desc"), **price}
    said = both if both is not None else ret
    return found | {
        "description": said.value("SalesDesc"),
        "price": said.decimal("SalesPrice") or _NOTHING,
        "cost": said.decimal("PurchaseCost") or _NOTHING,
    }


def _account(ret: Ret) -> dict[str, Any]:
    return {
        "number": ret.value("AccountNumber"),
        "account_type": ret.value("AccountType"),
        "description": ret.value("Desc"),
    }


_READERS: Mapping[str, Callable[[Ret], dict[str, Any]]] = {
    Kind.CUSTOMER.value: _customer,
    Kind.VENDOR.value: _vendor,
    Kind.ITEM.value: _item,
    Kind.ACCOUNT.value: _account,
}


def _address(ret: Ret | None) -> Address:
    """The first line is whose address it is, the second the street, whatever else there is stands in the third."""
    if ret is None:
        return Address()
    lines = [text for text in (ret.value(f"Addr{number}") for number in range(1, 6)) if text]
    return Address(
        name=lines[0] if lines else "",
        street=lines[1] if len(lines) > 1 else "",
        street2=", ".join(lines[2:]),
        city=ret.value("City"),
        region=ret.value("State"),
        postal_code=ret.value("PostalCode"),
        country=ret.value("Country"),
    )


def _card(record: Customer, ret: Ret) -> Any:
    """The host's own card with what else is known of it there. A number never comes from QuickBooks, which masks it: of
    another card than the host's nothing is taken."""
    card, there = record.credit_card, ret.find("CreditCardInfo")
    if card is None or there is None:
        return card
    shown = there.value("CreditCardNumber")[-4:]
    if shown and not card.number.get_secret_value().endswith(shown):
        return card
    month, year = there.decimal("ExpirationMonth"), there.decimal("ExpirationYear")
    if month is None or year is None:
        return card
    return card.model_copy(
        update={
            "expiration_month": int(month),
            "expiration_year": int(year),
            "name": there.value("NameOnCard"),
            "address": there.value("CreditCardAddress"),
            "postal_code": there.value("CreditCardPostalCode"),
        }
    )
