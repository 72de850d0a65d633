"""The demonstration data of every kind: drawn from its seed, and with all the ways there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sample_host.comparison import TITLES
from sample_host.everything import one_round, opened
from sample_host.everything_changes import change_some, delete_some, finish_all
from sample_host.everything_trade import Trade
from sample_host.services import SampleHost, open_host

ROUNDS = 30


def traded(host: SampleHost, rounds: int, seed: int = 4) -> Trade:
    trade = opened(host.orders, seed)
    for _ in range(rounds):
        one_round(trade)
    return trade


def documents(host: SampleHost) -> list[Any]:
    return list(host.documents(change.ref for change in host.changed("main", None)).values())


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trade]:
    host = open_host(f"sqlite:///{tmp_path_factory.mktemp('traded')}/orders.sqlite3")
    yield traded(host, ROUNDS)
    host.orders.close()


@pytest.fixture(scope="module")
def shop(trade: Trade) -> SampleHost:
    return SampleHost(trade.database)


def test_each_round_saves_one_document_of_every_kind(shop: SampleHost) -> None:
    assert Counter(document.type for document in documents(shop)) == dict.fromkeys(TITLES, ROUNDS)


def test_it_holds_all_the_ways_there_are(shop: SampleHost) -> None:
    by_kind: dict[str, list[Any]] = {kind: [] for kind in TITLES}
    for document in documents(shop):
        by_kind[document.type].append(document)
    ship_docs, receivers = by_kind["ship_doc"], by_kind["receiver"]
    assert any(line.back_ordered for doc in ship_docs for line in doc.lines)
    assert any(line.lots for doc in receivers for line in doc.lines)
    assert any(doc.tax for doc in ship_docs) and any(doc.paid for doc in ship_docs)
    assert any(doc.expenses for doc in receivers) and any(doc.freight for doc in receivers)
    assert any(work.expenses for work in by_kind["work_order"])
    assert any(line.value is not None for each in by_kind["adjustment"] for line in each.lines)
    assert any(len(payment.orders) > 1 for payment in by_kind["so_payment"])
    assert any(document.nc_only for document in documents(shop))


def test_the_same_seed_gives_the_same_documents(host: SampleHost, tmp_path: Path) -> None:
    other = open_host(f"sqlite:///{tmp_path}/other.sqlite3")
    for each in (host, other):
        traded(each, 3)
    assert documents(host) == documents(other)
    other.orders.close()


def test_afterwards_some_are_changed_some_deleted_and_all_work_is_done(host: SampleHost) -> None:
    trade = traded(host, 16, seed=2)
    before = {document.ref: document for document in documents(host)}
    finish_all(trade)
    assert all(each.finished for each in documents(host) if each.type == "work_order")
    assert all(each.shipped for each in documents(host) if each.type == "ship_doc")
    change_some(trade)
    changed = {each.type for each in documents(host) if each != before[each.ref]}
    assert changed >= set(TITLES) - {"sales_order"}
    delete_some(trade)
    assert len(documents(host)) < len(before)
