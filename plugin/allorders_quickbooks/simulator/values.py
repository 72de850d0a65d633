"""The types of qbXML (reference, section 3): what may be written, and how QuickBooks writes it back."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from .readings import Rounding
from .refusals import Refused

CENT = Decimal("0.01")
RATE_STEP = Decimal("0.00001")

_PATTERNS = {
    "BOOL": r"(true|false|1|0)?",
    "AMT": r"([+-]?\d{1,13}(\.\d\d)?)?",
    "PRICE": r"([+-]?\d{1,10}(\.\d{1,5})?)?",
    "QUAN": r"([+-]?\d{1,10}(\.\d{1,5})?)?",
    "PERCENT": r"([+-]?\d{1,10}(\.\d{1,5})?)?",
    "FLOAT": r"([+-]?(\d+(\.\d*)?|\.\d+))?",
    "INT": r"[+-]?\d{1,10}",
    "DATE": r"(\d{4}-\d\d-\d\d)?",
    "DATETIME": r"(\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}(:\d{1,2}(:\d{1,2}([+-]\d{1,2}:\d{1,2})?)?)?)?)?",
    "GUID": r"0|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}",
    "TIMEINTERVAL": r"([+-]?PT(\d+H)?(\d+M)?(\d+S)?)?",
}
_LEXICAL = {kind: re.compile(pattern, re.ASCII) for kind, pattern in _PATTERNS.items()}
_OBJECT_ID = re.compile(r"[0-9A-F]+-\d+", re.ASCII | re.IGNORECASE)


def fits(kind: str, text: str) -> bool:
    """True where the text is in the type's lexical form. Blanks around it do not count."""
    pattern = _LEXICAL.get(kind)
    return pattern is None or pattern.fullmatch(text.strip()) is not None


def is_object_id(text: str) -> bool:
    return _OBJECT_ID.fullmatch(text) is not None


def money(amount: Decimal) -> str:
    """An amount with its two decimals."""
    return f"{amount:.2f}"


def price(amount: Decimal) -> str:
    """A price with two decimals, or with as many as it needs, five at most."""
    plain = f"{amount.normalize():f}"
    _, _, decimals = plain.partition(".")
    return plain if len(decimals) > 2 else f"{amount:.2f}"


def quantity(amount: Decimal) -> str:
    """A quantity without superfluous zeros."""
    return f"{amount.normalize():f}" if amount else "0"


def percent(amount: Decimal) -> str:
    """A percentage as QuickBooks prints prices in percent: `18.0%`, which no request could send back."""
    plain = f"{amount.normalize():f}"
    return f"{plain}%" if "." in plain else f"{plain}.0%"


def number(text: str) -> Decimal:
    """A stored amount, price, quantity or percentage."""
    return Decimal(text.removesuffix("%"))


def rounded(amount: Decimal, rounding: Rounding) -> Decimal:
    """To the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP if rounding is Rounding.HALF_UP else ROUND_HALF_EVEN)


def day(text: str) -> date:
    """A date. Raises Refused 3020 where the calendar has no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(3020, f'There was an error when converting the date value "{text}".') from None


def canonical(kind: str, text: str) -> str:
    """A value of any type but text, as replies show it. Raises Refused 3020 for an impossible date."""
    text = text.strip()
    if kind == "BOOL":
        return "true" if text in ("true", "1") else "false"
    if kind == "DATE":
        return day(text).isoformat()
    writer = {"AMT": money, "PRICE": price, "QUAN": quantity, "PERCENT": percent}.get(kind)
    return writer(Decimal(text)) if writer else text
