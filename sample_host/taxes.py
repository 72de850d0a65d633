"""The sales taxes that the order desk charges, by the name that both sides know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from sample_host.money import cents

RATES: Mapping[str, Decimal] = {"Sales Tax": Decimal("0.0825")}


class TaxedLine(Protocol):
    """A line that says whether tax is due on it."""

    @property
    def amount(self) -> Decimal: ...

    @property
    def taxed(self) -> bool: ...


def tax_on(lines: Iterable[TaxedLine], tax_item: str) -> Decimal:
    """The tax on the taxed lines together, rounded once. Nothing for a tax that is not known."""
    taxable = sum((line.amount for line in lines if line.taxed), Decimal(0))
    return cents(taxable * RATES.get(tax_item, Decimal(0)))
