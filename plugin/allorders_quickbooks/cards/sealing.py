"""Sealing what holds a card number, before it is kept and until it leaves for QuickBooks again.

A message set is sealed whole. What a binding remembers of a number is a keyed digest, by which a changed number is
noticed, and the last four digits, which are all that QuickBooks itself shows.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from allorders_quickbooks.cards.keys import CardKeyMissing, require

_SEALED = b"sealed:"
_NUMBER = b"<CreditCardNumber>"


def sealed(content: bytes) -> bytes:
    """The content as it is kept: as it is, or unreadable where it holds a card number. Raises CardKeyMissing."""
    if _NUMBER not in content:
        return content
    from cryptography.fernet import Fernet

    return _SEALED + Fernet(require()).encrypt(content)


def opened(kept: bytes) -> bytes:
    """The content again, byte for byte. Raises CardKeyMissing, also where it was sealed with another key."""
    if not kept.startswith(_SEALED):
        return kept
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(require()).decrypt(kept.removeprefix(_SEALED))
    except InvalidToken:
        raise CardKeyMissing(
            "Something here was sealed with another key for card numbers than this computer has.",
            remedy="Give this computer the key of the one that sealed it.",
        ) from None


def digest(number: str) -> str:
    """A fingerprint of a number that nobody can make without the key. Raises CardKeyMissing."""
    return hmac.new(require(), number.encode(), sha256).hexdigest()
