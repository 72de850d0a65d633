"""One order system with the sync centre a module, on a simulated company file, and one browser for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from sample_host.announce import COMPANY
from sample_host.app import create_app
from sample_host.current import Shop
from sample_host.demonstration import populate
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.passing import Passing, passing
from tests.sample_host.browsing import browser_at, served

DOCUMENTS = 40


@pytest.fixture(scope="module")
def clock() -> Iterator[Passing]:
    """QuickBooks' clock, for those who let time pass between a sending and an edit there."""
    with passing() as clock:
        yield clock


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, clock: Passing) -> Iterator[Shop]:
    place = workplace(tmp_path_factory.mktemp("centre"), None)
    with running(place.database, place.books) as shop:
        connect_to_books(shop)
        populate(shop.host.orders, DOCUMENTS, 8, lambda *_: None)
        shop.plugins.sync_now(COMPANY, "", wait=True)
        yield shop


@pytest.fixture(scope="module")
def page(shop: Shop) -> Iterator[Page]:
    """Ada's browser."""
    with served(shop) as address, browser_at(address) as page:
        page.set_default_timeout(15000)
        yield page


@pytest.fixture
def client_of(shop: Shop) -> Callable[[str], FlaskClient]:
    """A client at whose screen that person works."""

    def client(person: str) -> FlaskClient:
        app = create_app(shop)
        app.testing = True
        at_work = app.test_client()
        with at_work.session_transaction() as session:
            session["user"] = person
            session["csrf_token"] = "token"
        return at_work

    return client
