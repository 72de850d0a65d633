"""The key for card numbers: from the environment or the keyring, made once."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from allorders_quickbooks.cards import keys
from allorders_quickbooks.cards.__main__ import main
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring


class Drawer(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture(autouse=True)
def no_other_key(monkeypatch: pytest.MonkeyPatch, card_key: str) -> Iterator[None]:
    """Nothing in the environment, and whatever keyring this system has afterwards."""
    before = keyring.get_keyring()
    monkeypatch.delenv(keys.ENVIRONMENT)
    yield
    keyring.set_keyring(before)


def test_a_key_is_made_once_and_found_in_the_keyring() -> None:
    keyring.set_keyring(Drawer())
    assert main() == 0
    made = keys.require()
    keys.require.cache_clear()
    assert main() == 0
    assert keys.require() == made


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, card_key: str) -> None:
    keyring.set_keyring(Drawer())
    main()
    monkeypatch.setenv(keys.ENVIRONMENT, card_key)
    assert keys.require() == card_key.encode()


def test_a_system_without_a_keyring_says_what_to_set_instead(capsys: pytest.CaptureFixture[str]) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    assert main() == 1
    assert keys.ENVIRONMENT in capsys.readouterr().err
    with pytest.raises(keys.CardKeyMissing, match="no key"):
        keys.require()
