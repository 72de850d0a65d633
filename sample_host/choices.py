"""What a drop-down offers: the active entries of a list, and whatever the form has already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from allorders_hooks.records import ItemType
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from sample_host import models
from sample_host.ledger import Chart
from sample_host.models import Item, Listed, Tracking, Written
from sample_host.sheets import Field, Rows
from sample_host.taxes import RATES
from sample_host.warehouses import WAREHOUSES

TERMS = ("Due on receipt", "Net 15", "Net 30", "Net 60")
ACCOUNT_TYPES = ("Bank", "OtherCurrentAsset", "OtherCurrentLiability", "Income", "CostOfGoodsSold", "Expense")
NEWEST = 200  # documents that a drop-down offers

Choices = list[tuple[str, str]]
_LISTS: Mapping[str, type[Listed]] = {
    "customers": models.Customer,
    "vendors": models.Vendor,
    "items": models.Item,
}
_NAMES: Mapping[str, type[Listed]] = {
    "classes": models.ClassName,
    "customer_types": models.CustomerType,
    "vendor_types": models.VendorType,
    "ship_methods": models.ShipMethod,
    "payment_methods": models.PaymentMethod,
}
_DOCUMENTS: Mapping[str, type[Written]] = {
    "orders": models.SalesOrder,
    "ship_docs": models.ShipDoc,
    "payments": models.Payment,
    "returns": models.CustomerReturn,
    "purchase_orders": models.PurchaseOrder,
    "receivers": models.Receiver,
}
_FIXED: Mapping[str, tuple[str, ...]] = {
    "terms": TERMS,
    "taxes": tuple(RATES),
    "warehouses": WAREHOUSES,
    "account_types": ACCOUNT_TYPES,
}
_ITEM_TYPES = [(each.value, each.value.replace("_", " ").capitalize()) for each in ItemType]
_TRACKINGS = [
    (Tracking.NONE.value, "No numbers"),
    (Tracking.LOT.value, "Lots"),
    (Tracking.SERIAL.value, "Serial numbers"),
]


def offered(
    session: Session, fields: Iterable[Field], rows: Iterable[Rows], entered: Mapping[str, str]
) -> dict[str, Choices]:
    """The choices of every field that has any, by the name of their source; what was entered is among them."""
    wanted: dict[str, set[str]] = {}
    for field in (*fields, *(each for group in rows for each in group.fields)):
        if field.choices:
            chosen = {text for path, text in entered.items() if path.rpartition(".")[2] == field.path and text}
            wanted.setdefault(field.choices, set()).update(chosen)
    return {source: _of(session, source, chosen) for source, chosen in wanted.items()}


def _of(session: Session, source: str, chosen: set[str]) -> Choices:
    if source in _LISTS:
        return _by_key(session, _LISTS[source], chosen)
    if source == "assemblies":
        return _by_key(session, Item, chosen, Item.item_type == ItemType.ASSEMBLY)
    if source in _DOCUMENTS:
        return _newest(session, _DOCUMENTS[source], chosen)
    found = _SPECIAL[source](session) if source in _SPECIAL else [(name, name) for name in _named(session, source)]
    known = {value for value, _ in found}
    return [*found, *((text, text) for text in sorted(chosen - known))]


def _by_key(session: Session, model: type[Listed], chosen: set[str], *more: Any) -> Choices:
    also = [int(text) for text in chosen if text.isdecimal()]
    there = select(model.id, model.name).where(model.deleted.is_(False), *more, or_(model.active, model.id.in_(also)))
    return [(str(row[0]), row[1]) for row in session.execute(there.order_by(func.lower(model.name), model.id))]


def _newest(session: Session, model: type[Written], chosen: set[str]) -> Choices:
    also = [int(text) for text in chosen if text.isdecimal()]
    newest = select(model.id).where(model.deleted.is_(False)).order_by(model.id.desc()).limit(NEWEST)
    there = select(model.id, model.number).where(or_(model.id.in_(newest.scalar_subquery()), model.id.in_(also)))
    return [(str(row[0]), row[1]) for row in session.execute(there.order_by(model.id.desc()))]


def _named(session: Session, source: str) -> tuple[str, ...]:
    if source in _FIXED:
        return _FIXED[source]
    model = _NAMES[source]
    return tuple(session.scalars(select(model.name).where(model.active, model.deleted.is_(False)).order_by(model.name)))


def _accounts(session: Session) -> Choices:
    """The host's own accounts, and those that its ledger posts to by itself."""
    own = session.scalars(select(models.Account.name).where(models.Account.active, models.Account.deleted.is_(False)))
    chart = Chart()
    usual = (chart.adjustments, chart.cost_of_goods, chart.freight_cost)
    return [(name, name) for name in sorted({*own, *usual})]


def _methods(session: Session) -> Choices:
    names = dict.fromkeys((*_named(session, "payment_methods"), "Check", "Cash"))
    return [(name, name) for name in names]


_SPECIAL: Mapping[str, Callable[[Session], Choices]] = {
    "accounts": _accounts,
    "payment_methods": _methods,
    "item_types": lambda session: list(_ITEM_TYPES),
    "trackings": lambda session: list(_TRACKINGS),
}
