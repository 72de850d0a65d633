"""What kind of QuickBooks holds the company file: product, versions, mode, and the features that are switched on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any

LADDER = (
    "1.0", "1.1", "2.0", "2.1", "3.0", "4.0", "4.1", "5.0", "6.0", "7.0", "8.0",
    "9.0", "10.0", "11.0", "12.0", "13.0", "14.0", "15.0", "16.0",
)  # fmt: skip


@dataclass(frozen=True)
class Features:
    """The host and the preferences of the company file.

    `versions` are the qbXML versions offered, ascending. `time_zone` is that of the machine QuickBooks runs on.
    `sales_tax_rate` is the percentage of the default tax item, for a file with sales tax switched on. `tracking` is
    None, SerialNumber or LotNumber. Without `negative_stock` nothing can be sold that is not there.
    """

    product: str = "QuickBooks Enterprise Solutions 24.0"
    major_version: str = "34"
    minor_version: str = "0"
    country: str = "US"
    versions: tuple[str, ...] = LADDER
    file_mode: str = "SingleUser"
    time_zone: str = "America/New_York"
    sample_company: bool = False
    class_tracking: bool = False
    sales_tax: bool = False
    sales_tax_rate: str = "8.25"
    auto_apply_payments: bool = True
    inventory: bool = True
    negative_stock: bool = True
    sites: bool = False
    tracking: str = "None"
    units_of_measure: bool = False
    currencies: bool = False

    @property
    def is_enterprise(self) -> bool:
        return "Enterprise" in self.product

    def missing(self, element: str) -> str | None:
        """The feature that an element belongs to, where this company file does not have it: status 3250."""
        feature = _NEEDS.get(element)
        if feature is None or feature[1](self):
            return None
        return feature[0]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Features:
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        return cls(**{**values, "versions": tuple(values.get("versions", LADDER))})


_SITES = ("multiple inventory sites", lambda features: features.sites)
_UNITS = ("units of measure", lambda features: features.units_of_measure)
_CURRENCIES = ("multiple currencies", lambda features: features.currencies)
_NEEDS: dict[str, tuple[str, Callable[[Features], bool]]] = {
    "InventorySiteRef": _SITES,
    "FromInventorySiteRef": _SITES,
    "ToInventorySiteRef": _SITES,
    "InventorySite": _SITES,
    "TransferInventory": _SITES,
    "ItemSites": _SITES,
    "InventorySiteLocationRef": ("bin locations", lambda features: False),
    "FromInventorySiteLocationRef": ("bin locations", lambda features: False),
    "ToInventorySiteLocationRef": ("bin locations", lambda features: False),
    "SerialNumber": ("serial numbers", lambda features: features.tracking == "SerialNumber"),
    "SerialNumberAdjustment": ("serial numbers", lambda features: features.tracking == "SerialNumber"),
    "LotNumber": ("lot numbers", lambda features: features.tracking == "LotNumber"),
    "LotNumberAdjustment": ("lot numbers", lambda features: features.tracking == "LotNumber"),
    "ExpirationDateForSerialLotNumber": ("serial or lot numbers", lambda features: features.tracking != "None"),
    "UnitOfMeasure": _UNITS,
    "UnitOfMeasureSetRef": _UNITS,
    "OverrideUOMSetRef": _UNITS,
    "CurrencyRef": _CURRENCIES,
    "ExchangeRate": _CURRENCIES,
    "Currency": _CURRENCIES,
}
"""Elements, lists and transactions of features that a company file may lack, with what decides."""
