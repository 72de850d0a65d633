"""Which qbXML versions this plugin writes, and which of them a company file is spoken to in.

The oldest is the first that keeps an ExternalGUID on invoices and payments, which the protocol rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SPOKEN = ("9.0", "10.0", "11.0", "12.0", "13.0", "14.0", "15.0", "16.0")
OLDEST = SPOKEN[0]

_PLAIN = re.compile(r"\d{1,3}\.\d{1,3}")


def number(version: str) -> tuple[int, int]:
    """A version to compare by: "13.0" is (13, 0)."""
    major, _, minor = version.partition(".")
    return int(major), int(minor)


def choose(offered: Iterable[str]) -> str | None:
    """The newest version that both sides know, None where QuickBooks is too old.

    Versions of other countries ("CA3.0") are passed over; all of them are older than anything spoken here.
    """
    newest = max((number(v) for v in map(str.strip, offered) if _PLAIN.fullmatch(v)), default=(0, 0))
    return next((v for v in reversed(SPOKEN) if number(v) <= newest), None)
