"""An order system that is set up for a company file with custom fields, and one browser in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allorders_quickbooks.cards import keys
from allorders_quickbooks.simulator import CompanyFile
from cryptography.fernet import Fernet
from playwright.sync_api import Page

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.running import connect_to_books, running
from tests.plugin.conftest import BOOKS
from tests.plugin.shop import change_settings, url_of
from tests.preferences.deeds import CUSTOMER_FIELDS, ITEM_FIELDS
from tests.sample_host.browsing import browser_at, served


@pytest.fixture(autouse=True)
def card_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A key for card numbers, on this computer for the time of a test."""
    key = Fernet.generate_key().decode()
    monkeypatch.setenv(keys.ENVIRONMENT, key)
    keys.require.cache_clear()
    yield key
    keys.require.cache_clear()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Connected, and synchronized once: the custom fields of the company file are known."""
    directory = tmp_path_factory.mktemp("preferences")
    file = CompanyFile.create(directory / BOOKS)
    for name in ITEM_FIELDS:
        file.bookkeeper.define_field(name, ["Item"])
    for name in CUSTOMER_FIELDS:
        file.bookkeeper.define_field(name, ["Customer"])
    file.close()
    with running(url_of(directory), directory / BOOKS) as shop:
        connect_to_books(shop)
        assert shop.plugins.sync_now(COMPANY, "", wait=True).done
        change_settings(shop, "preferences", send_unsent_transactions="", send_unsent_payments="")
        yield shop


@pytest.fixture(scope="module")
def page(shop: Shop) -> Iterator[Page]:
    with served(shop) as address, browser_at(address) as page:
        yield page
