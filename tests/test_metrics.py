"""The metrics: figures of every open company for whoever has the token, and no document's name among them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from allorders_quickbooks import metrics
from allorders_quickbooks.simulator import CompanyFile
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import Client

from sample_host.app import served
from sample_host.running import connect_to_books, running
from tests.scenarios.conftest import world
from tests.world import COMPANY, World, a_ship_doc

__all__ = ["world"]

Labels = tuple[tuple[str, str], ...]


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(metrics.TOKEN, "Sesame-1")
    return "Sesame-1"


def _scraped(client: Client, token: str, path: str = "/") -> Mapping[tuple[str, Labels], float]:
    text = client.get(path, headers={"Authorization": f"Bearer {token}"}).text
    families = text_string_to_metric_families(text)
    return {
        (sample.name.removeprefix("allorders_quickbooks_"), tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def _client(world: World) -> Client:
    application = metrics.application(lambda: {COMPANY: world.ports})
    assert application is not None
    return Client(application)


def test_the_figures_are_those_of_the_tables_at_each_scrape(world: World, token: str) -> None:
    client, company = _client(world), (("company", COMPANY),)
    world.save(a_ship_doc("S1", shipped=False))
    world.save(a_ship_doc("S2"))
    before = _scraped(client, token)
    assert (before["waiting_documents", company], before["sent_documents_total", company]) == (2, 2)
    run = world.run()
    after = _scraped(client, token)
    assert (after["waiting_documents", company], after["sent_documents_total", company]) == (0, 3)
    held = (("company", COMPANY), ("reason", "not_ready"), ("state", "held"))
    assert after["documents", held] == 1
    assert after["bound_documents", company] == 3
    assert run.ended is not None and after["last_success_seconds", company] == run.ended.timestamp()
    assert after["busy_seconds_total", company] > 0 and after["runs_total", company] == run.number


def test_no_label_names_a_document(world: World, token: str) -> None:
    world.prefer(ship_doc_numbers=True)
    world.save(a_ship_doc("S1", number="a-number-of-some-customer"))
    world.run()
    text = _client(world).get("/", headers={"Authorization": f"Bearer {token}"}).text
    assert 'reason="invalid_field"' in text
    assert "S1" not in text and "some-customer" not in text


@pytest.mark.parametrize("said", [None, "", "Bearer", "Bearer wrong", "Basic Sesame-1", "Bearer Sesame-1é"])
def test_without_the_token_nothing_is_told(world: World, token: str, said: str | None) -> None:
    answer = _client(world).get("/", headers={} if said is None else {"Authorization": said})
    assert answer.status_code == 401
    assert "allorders_quickbooks" not in answer.text


def test_where_no_token_is_named_there_is_no_endpoint(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(metrics.TOKEN, raising=False)
    assert metrics.application(lambda: {COMPANY: world.ports}) is None


def test_a_host_serves_them_beside_its_pages(tmp_path: Path, token: str) -> None:
    CompanyFile.create(tmp_path / "company.qbsim").close()
    url = f"sqlite:///{(tmp_path / 'orders.sqlite3').as_posix()}"
    with running(url, tmp_path / "company.qbsim") as shop:
        connect_to_books(shop)
        client = Client(served(shop))
        assert any(name == "bound_documents" for name, _ in _scraped(client, token, metrics.PATH))
        assert client.get(metrics.PATH).status_code == 401
