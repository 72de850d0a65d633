"""What a company file can hold beyond the plain documents: asked at the start of a run, read from the answers.

PreferencesRet says most of it (qbXML reference, sections 11 and 16). It says nothing of units of measure, so their
sets are asked for; and nothing of sales orders, which the smaller editions do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from allorders_quickbooks.qbxml.messages.base import PUBLIC, Message
from allorders_quickbooks.qbxml.messages.company import DataExtDefQuery, UnitOfMeasureSetQuery
from allorders_quickbooks.qbxml.replies import Reply, Ret

_FIELDS = "facts-DataExtDef"
_UNITS = "facts-UnitOfMeasureSet"
_WITHOUT_SALES_ORDERS = re.compile(r"\b(Simple Start|Basic|Pro)\b", re.IGNORECASE)


def questions() -> list[tuple[str, Message]]:
    """The custom fields that users have defined, and the sets of units. The latter come last: a company file without
    them may refuse the question, and a refusal stops what follows."""
    return [
        custom_fields(),
        (_UNITS, UnitOfMeasureSetQuery(max_returned=1)),
    ]


def custom_fields() -> tuple[str, Message]:
    """The question for the custom fields that users have defined, alone."""
    return _FIELDS, DataExtDefQuery(owner_id=(PUBLIC,))


def read_features(replies: Iterable[Reply]) -> dict[str, Any]:
    """What the answers say, by field of CompanyFacts; whatever was not answered is not in it."""
    answered = list(replies)
    found = {reply.ret.tag: reply.ret for reply in answered if reply.ret is not None}
    known: dict[str, Any] = {}
    if (host := found.get("HostRet")) is not None:
        known["sales_orders"] = not _WITHOUT_SALES_ORDERS.search(host.value("ProductName"))
    if (preferences := found.get("PreferencesRet")) is not None:
        known |= _preferences(preferences)
    if any(reply.status.request_id == _FIELDS and reply.status.code in (0, 1) for reply in answered):
        fields = [reply.ret for reply in answered if reply.ret is not None and reply.ret.tag == "DataExtDefRet"]
        known |= {"item_fields": _fields(fields, "Item"), "customer_fields": _fields(fields, "Customer")}
    if any(reply.status.request_id == _UNITS for reply in answered):
        known["units"] = "UnitOfMeasureSetRet" in found
    return known


def _preferences(ret: Ret) -> dict[str, Any]:
    tracked = ret.value("ItemsAndInventoryPreferences/IsTrackingSerialOrLotNumber")
    return {
        "classes": ret.value("AccountingPreferences/IsUsingClassTracking") == "true",
        "sites": ret.value("MultiLocationInventoryPreferences/IsMultiLocationInventoryEnabled") == "true",
        "lots": tracked == "LotNumber",
        "serials": tracked == "SerialNumber",
        "tracked_on_sales": _is_tracked(ret, "isTrackingOnSalesTransactionsEnabled"),
        "tracked_on_purchases": _is_tracked(ret, "isTrackingOnPurchaseTransactionsEnabled"),
        "taxable_code": ret.value("SalesTaxPreferences/DefaultTaxableSalesTaxCodeRef/FullName") or "Tax",
        "untaxed_code": ret.value("SalesTaxPreferences/DefaultNonTaxableSalesTaxCodeRef/FullName") or "Non",
    }


def _is_tracked(ret: Ret, element: str) -> bool:
    """Whether numbers are tracked there; an older QuickBooks does not tell the places apart."""
    return ret.value(f"ItemsAndInventoryPreferences/{element}") != "false"


def _fields(definitions: Iterable[Ret], on: str) -> tuple[str, ...]:
    """The names of the fields on records of that kind, as QuickBooks lists them."""
    named = (one for one in definitions if on in {each.text.strip() for each in one.all("AssignToObject")})
    return tuple(one.value("DataExtName") for one in named)
