"""Sales tax: on the taxed lines together, rounded once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sample_host.taxes import tax_on


@dataclass
class Line:
    amount: Decimal
    taxed: bool = True


def test_tax_is_rounded_once_on_the_sum() -> None:
    lines = [Line(Decimal("0.05")), Line(Decimal("0.05")), Line(Decimal("9.99"), taxed=False)]
    assert tax_on(lines, "Sales Tax") == Decimal("0.01")
    assert [tax_on([line], "Sales Tax") for line in lines] == [Decimal("0.00")] * 3


def test_an_unknown_tax_is_none() -> None:
    assert tax_on([Line(Decimal(100))], "") == tax_on([Line(Decimal(100))], "Moon tax") == 0
