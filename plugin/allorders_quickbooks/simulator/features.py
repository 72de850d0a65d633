"""What kind of QuickBooks holds the company file: product, versions, mode, and the features that are switched on."""

from __future__ import annotations

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
    `sales_tax_rate` is the percentage of the default tax item, for a file with sales tax switched on.
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

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Features:
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in stored.items() if name in known}
        return cls(**{**values, "versions": tuple(values.get("versions", LADDER))})


NOT_SWITCHED_ON = {
    "InventorySiteRef": "multiple inventory sites",
    "InventorySiteLocationRef": "bin locations",
    "SerialNumber": "serial numbers",
    "LotNumber": "lot numbers",
    "UnitOfMeasure": "units of measure",
    "UnitOfMeasureSetRef": "units of measure",
    "OverrideUOMSetRef": "units of measure",
    "CurrencyRef": "multiple currencies",
    "ExchangeRate": "multiple currencies",
}
"""Elements of features that a simulated company file does not have: sending one is answered with 3250."""
