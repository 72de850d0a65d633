"""Every page: who sees it, who may press what, and what it is protected by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allorders_hooks.host import Right
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.tables import message_set
from allorders_quickbooks.web.pages import NAME, POLICY, ROUTES, Route
from flask.testing import FlaskClient
from sqlalchemy import select

from sample_host.current import Shop
from sample_host.entries import CustomerEntry
from sample_host.orders import OrderDesk
from sample_host.people import PEOPLE
from tests.sample_host.plugins import HOSTILE

Client = Callable[[str], FlaskClient]
READ = [route for route in ROUTES if route.methods == ("GET",)]
PRESSED = [route for route in ROUTES if route.methods != ("GET",)]


def path(route: Route) -> str:
    return f"/{NAME}{route.rule}{'?ref=ship_doc|1' if route.rule == '/document' else ''}"


@pytest.fixture(scope="module")
def set_id(shop: Shop) -> str:
    """A message set that carried ship docs."""
    database = Database(shop.host.orders.url)
    try:
        with database.read() as connection:
            return connection.execute(select(message_set.c.id).where(message_set.c.write)).scalars().first() or ""
    finally:
        database.close()


def named(route: Route) -> str:
    return route.rule


@pytest.mark.parametrize("route", READ, ids=named)
def test_a_page_opens_for_whoever_may_see_and_for_nobody_else(client_of: Client, route: Route, set_id: str) -> None:
    address = path(route).replace("<set_id>", set_id)
    may_see = "Ben" if route.right is Right.UNDO else "Vera"
    assert client_of(may_see).get(address).status_code == 200
    stranger = client_of("nobody").get(address)
    assert stranger.status_code == 403
    assert "You may not see what is synchronized with QuickBooks." in stranger.text


@pytest.mark.parametrize("route", PRESSED, ids=named)
def test_a_verb_is_refused_to_whoever_lacks_its_right(client_of: Client, route: Route) -> None:
    without = [name for name, (_, rights) in PEOPLE.items() if route.right not in rights]
    assert "Vera" in without
    for person in without:
        answer = client_of(person).post(path(route), data={"csrf_token": "token"})
        assert answer.status_code == 403, person
        assert f"the right to {route.right.value}" in answer.text


@pytest.mark.parametrize("route", PRESSED, ids=named)
def test_a_verb_is_refused_without_the_sites_token(client_of: Client, route: Route) -> None:
    assert route.right is not Right.VIEW
    assert client_of("Ada").post(path(route)).status_code == 400


@pytest.mark.parametrize("route", READ, ids=named)
def test_no_page_has_script_or_style_of_its_own(client_of: Client, route: Route, set_id: str) -> None:
    answer = client_of("Ada").get(path(route).replace("<set_id>", set_id))
    policy = answer.headers["Content-Security-Policy"]
    assert policy == POLICY or ("script-src" not in policy and "default-src 'none'" in policy)
    assert "unsafe" not in policy
    assert " style=" not in answer.text and " onclick=" not in answer.text
    if policy == POLICY:
        assert "<style" not in answer.text and "<script>" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_verb_leads_back_to_these_pages_and_nowhere_else(client_of: Client) -> None:
    for back in ("https://elsewhere.example/", "//elsewhere.example/", "/orders", "/quickbooks/\\elsewhere"):
        form = {"csrf_token": "token", "back": back}
        answer = client_of("Ada").post("/quickbooks/act", data=form)
        assert answer.headers["Location"] == "/quickbooks/problems", back


def test_buttons_are_there_for_those_alone_who_may_press_them(client_of: Client) -> None:
    assert "Synchronize now" in client_of("Olga").get("/quickbooks/").text
    assert "Synchronize now" not in client_of("Vera").get("/quickbooks/").text


def test_what_people_enter_is_shown_as_text(client_of: Client, shop: Shop) -> None:
    OrderDesk(shop.host.orders).add_customer(CustomerEntry(name=HOSTILE))
    page = client_of("Ada").get("/quickbooks/preview").text
    assert "&lt;script&gt;" in page and HOSTILE not in page
    asked = client_of("Ada").get("/quickbooks/history/journal", query_string={"who": HOSTILE}).text
    assert "&lt;script&gt;" in asked and HOSTILE not in asked


def test_a_verb_that_takes_more_than_operating_is_neither_offered_nor_done(client_of: Client) -> None:
    assert "Take out of QuickBooks" in client_of("Ben").get("/quickbooks/document?ref=ship_doc|1").text
    assert "Take out of QuickBooks" not in client_of("Olga").get("/quickbooks/document?ref=ship_doc|1").text
    pressed = {"csrf_token": "token", "action": "undo", "ref": "ship_doc|1"}
    answer = client_of("Olga").post("/quickbooks/act", data=pressed, follow_redirects=True)
    assert "You may not take documents out of QuickBooks." in answer.text
