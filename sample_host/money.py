"""How amounts are worked out: exact decimals, half a cent always up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """The amount to the cent, half a cent away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def line_amount(quantity: Decimal, price: Decimal, discount: Decimal) -> Decimal:
    """What a line comes to. `discount` is a fraction: 0.15 is fifteen per cent."""
    return cents(price * quantity * (1 - discount))


def document_total(amounts: Iterable[Decimal], freight: Decimal) -> Decimal:
    return sum(amounts, Decimal(0)) + freight
