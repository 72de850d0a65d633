"""What cannot be sent as it stands, and the checks that find it before QuickBooks does.

A check returns the value as it is sent, or raises with a sentence that names the document, the field and the
remedy. Lengths come from the messages themselves (`longest`), characters from the text rules of qbXML.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from allorders_quickbooks.errors import QuickBooksPluginError
from allorders_quickbooks.qbxml.text import cp1252_problem, paragraphs, single_line
from allorders_quickbooks.qbxml.writer import AMOUNT_LIMIT, NUMBER_LIMIT
from allorders_quickbooks.reasons import Reason

CENT = Decimal("0.01")
SMALLEST = Decimal("0.00001")
"""The grain of prices and quantities in qbXML."""


class Unmappable(QuickBooksPluginError):
    """QuickBooks could not take this document. `field` is what the user calls the field that is to blame."""

    def __init__(
        self, title: str, field: str, problem: str, remedy: str, reason: Reason = Reason.INVALID_FIELD
    ) -> None:
        super().__init__(f"{title}: the {field} {problem}.", remedy=remedy)
        self.field = field
        self.reason = reason


def line_of_text(title: str, field: str, value: str, limit: int) -> str:
    """Text of one line, trimmed."""
    return _checked(title, field, single_line(value), limit)


def block_of_text(title: str, field: str, value: str, limit: int) -> str:
    """Text that may have several lines."""
    return _checked(title, field, paragraphs(value), limit)


def _checked(title: str, field: str, text: str, limit: int) -> str:
    problem = cp1252_problem(text)
    if problem is not None:
        raise Unmappable(
            title,
            field,
            f"holds {problem}, which QuickBooks cannot hold",
            f"Take it out of the {field} and save again.",
        )
    if len(text) > limit:
        raise Unmappable(
            title,
            field,
            f"has {len(text)} characters, and QuickBooks takes {limit}",
            f"Shorten the {field} and save again.",
        )
    return text


def money(title: str, field: str, value: Decimal) -> Decimal:
    """An amount in whole cents that QuickBooks' amounts have room for."""
    if not value.is_finite() or abs(value) >= AMOUNT_LIMIT:
        raise Unmappable(title, field, f"is {value}, too large for QuickBooks", f"Correct the {field} and save again.")
    if value != value.quantize(CENT):
        raise Unmappable(
            title, field, f"is {value}, a fraction of a cent", f"Round the {field} to the cent and save again."
        )
    return value.quantize(CENT)


def quantity(
    title: str, field: str, value: Decimal, remedy: str = "Enter a customer return instead, and save again."
) -> Decimal:
    """A quantity that is not negative and has five decimals at most; `remedy` is for a negative one."""
    if not value.is_finite() or value >= NUMBER_LIMIT:
        raise Unmappable(title, field, f"is {value}, too large for QuickBooks", f"Correct the {field} and save again.")
    if value < 0:
        raise Unmappable(title, field, f"is {value}, less than nothing", remedy)
    if value != value.quantize(SMALLEST):
        raise Unmappable(
            title, field, f"is {value}, with more than five decimals", f"Round the {field} and save again."
        )
    return value


def price(title: str, field: str, value: Decimal) -> Decimal:
    """The price of a list record, to five decimals."""
    if not value.is_finite() or abs(value) >= NUMBER_LIMIT:
        raise Unmappable(title, field, f"is {value}, too large for QuickBooks", f"Correct the {field} and save again.")
    return value.quantize(SMALLEST, ROUND_HALF_UP)


def exchange_rate(title: str, value: Decimal) -> Decimal:
    """What one unit of a foreign currency is worth: a number above nothing."""
    if not value.is_finite() or value <= 0 or value >= NUMBER_LIMIT:
        raise Unmappable(title, "exchange rate", f"is {value}", "Correct the exchange rate and save again.")
    return value


def setting(title: str, caption: str, value: str) -> str:
    """A setting of the company screen that the mapping cannot do without."""
    if not value.strip():
        raise Unmappable(
            title,
            f"setting “{caption}”",
            "is empty",
            "Fill it in on the company screen, then synchronize again.",
            Reason.CONFIGURATION,
        )
    return value.strip()
