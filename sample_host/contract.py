"""The order system's rows in the contract's words. Pure: whatever a row needs has been loaded with it."""

from __future__ import annotations

from allorders_hooks import documents, records
from allorders_hooks.documents import DocumentRef, Kind

from sample_host.announce import COMPANY, ref_of
from sample_host.models import Customer, Item, Payment, ShipDoc, ShipDocLine

GREATEST_ID = 2**31 - 1


def row_id(key: str) -> int | None:
    """The row that a key names, None for a key that this host never gave out."""
    number = int(key) if key.isascii() and key.isdecimal() and len(key) <= 10 else 0
    return number if 0 < number <= GREATEST_ID else None


def ref(kind: Kind, row: int | None) -> DocumentRef | None:
    return None if row is None else DocumentRef(company=COMPANY, kind=kind, key=str(row))


def as_customer(row: Customer) -> records.Customer:
    return records.Customer(
        ref=ref_of(row),
        name=row.name,
        revision=row.revision,
        active=row.active,
        company_name=row.company_name,
        contact=row.contact,
        bill_to=row.bill_to,
        ship_to=row.ship_to,
        phone=row.phone,
        fax=row.fax,
        email=row.email,
        account_number=row.account_number,
    )


def as_item(row: Item) -> records.Item:
    return records.Item(
        ref=ref_of(row),
        name=row.name,
        revision=row.revision,
        active=row.active,
        item_type=row.item_type,
        description=row.description,
        price=row.price,
        cost=row.cost,
        manufacturer_part=row.manufacturer_part,
    )


def as_ship_doc(row: ShipDoc) -> documents.ShipDoc:
    return documents.ShipDoc(
        ref=ref_of(row),
        number=row.number,
        txn_date=row.txn_date,
        revision=row.revision,
        memo=row.memo,
        nc_only=row.nc_only,
        customer=ref(Kind.CUSTOMER, row.order.customer_id),
        order_number=row.order.number,
        customer_po=row.customer_po,
        shipped=row.shipped,
        ship_date=row.ship_date,
        bill_to=row.bill_to,
        ship_to=row.ship_to,
        lines=tuple(_as_line(line) for line in row.lines),
        freight=row.freight,
        total=row.total,
    )


def _as_line(row: ShipDocLine) -> documents.Line:
    return documents.Line(
        key=str(row.id),
        item=ref(Kind.ITEM, row.item_id),
        description=row.description,
        quantity=row.quantity,
        price=row.price,
        discount=row.discount,
        amount=row.amount,
    )


def as_payment(row: Payment) -> documents.SalesOrderPayment:
    return documents.SalesOrderPayment(
        ref=ref_of(row),
        number=row.number,
        txn_date=row.txn_date,
        revision=row.revision,
        memo=row.memo,
        nc_only=row.nc_only,
        customer=ref(Kind.CUSTOMER, row.order.customer_id),
        orders=(
            documents.PaidOrder(number=row.order.number, ship_docs=tuple(ref_of(doc) for doc in row.order.ship_docs)),
        ),
        amount=row.amount,
        method=row.method,
        reference=row.reference,
    )
