"""List rows in the contract's words."""

from __future__ import annotations

from typing import Any

from allorders_hooks import records

from sample_host.announce import ref_of
from sample_host.models import Account, Customer, Item, Listed, Vendor
from sample_host.models_lists import Partner


def _record(row: Listed) -> dict[str, Any]:
    return {"ref": ref_of(row), "name": row.name, "revision": row.revision, "active": row.active}


def _partner(row: Partner) -> dict[str, Any]:
    return {
        **_record(row),
        "company_name": row.company_name,
        "contact": row.contact,
        "phone": row.phone,
        "fax": row.fax,
        "email": row.email,
        "account_number": row.account_number,
        "terms": row.terms,
    }


def as_customer(row: Customer) -> records.Customer:
    return records.Customer(**_partner(row), bill_to=row.bill_to, ship_to=row.ship_to, customer_type=row.customer_type)


def as_vendor(row: Vendor) -> records.Vendor:
    return records.Vendor(**_partner(row), address=row.address, vendor_type=row.vendor_type)


def as_item(row: Item) -> records.Item:
    return records.Item(
        **_record(row),
        item_type=row.item_type,
        description=row.description,
        price=row.price,
        cost=row.cost,
        discount=row.discount,
        manufacturer_part=row.manufacturer_part,
        taxed=row.taxed,
    )


def as_account(row: Account) -> records.Account:
    return records.Account(
        **_record(row), number=row.number, account_type=row.account_type, description=row.description
    )


def as_choice(row: Listed) -> records.Choice:
    return records.Choice(**_record(row))
