"""The key that card numbers are sealed with: from the environment or from the system's keyring, never from a table.

python -m allorders_quickbooks.cards      makes a key and puts it into the keyring of whoever runs it
"""

from __future__ import annotations

import os
from functools import cache

from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.log import log

ENVIRONMENT = "ALLORDERS_QUICKBOOKS_CARD_KEY"
SERVICE, ENTRY = "allorders-quickbooks", "card key"
_REMEDY = (
    f"Run python -m allorders_quickbooks.cards on each computer that synchronizes, or set {ENVIRONMENT} there; "
    "then save again."
)


class CardKeyMissing(ConfigurationError):
    """Card numbers cannot be sealed or read on this computer."""


@cache
def require() -> bytes:
    """The key, looked for once a process until it is found. Raises CardKeyMissing."""
    try:
        from cryptography.fernet import Fernet
    except ModuleNotFoundError as lacking:
        raise CardKeyMissing(
            "What seals card numbers is not installed on this computer.",
            f"module {lacking.name}",
            "Install allorders-quickbooks[cards], then save again.",
        ) from None
    key = (os.environ.get(ENVIRONMENT) or _in_keyring()).encode()
    if not key:
        raise CardKeyMissing("There is no key to seal card numbers with on this computer.", remedy=_REMEDY)
    try:
        Fernet(key)
    except ValueError:
        raise CardKeyMissing("The key for card numbers is not one.", remedy=_REMEDY) from None
    return key


def _in_keyring() -> str:
    """What the keyring holds; a computer without a keyring has no key in it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, ENTRY) or ""
    except KeyringError as error:
        log.info("keyring not read", why=type(error).__name__)
        return ""


def make() -> None:
    """Put a new key into the keyring, unless there is one: nothing that it sealed could be read with another.

    Raises keyring.errors.KeyringError where this system has no keyring.
    """
    import keyring
    from cryptography.fernet import Fernet

    if not keyring.get_password(SERVICE, ENTRY):
        keyring.set_password(SERVICE, ENTRY, Fernet.generate_key().decode("ascii"))
