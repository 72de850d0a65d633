"""Texts for a spreadsheet: what it would take for a formula is written so that it does not."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(_RISKY) else text
