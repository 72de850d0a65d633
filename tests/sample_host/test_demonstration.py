"""The demonstration data: drawn from its seed, and with everything that a tidy sample lacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allorders_hooks.documents import AnyDocument

from sample_host.demonstration import populate
from sample_host.services import SampleHost, open_host


def documents(host: SampleHost) -> list[AnyDocument]:
    found = host.documents(change.ref for change in host.changed("main", None)).values()
    return [document for document in found if document.type in ("ship_doc", "so_payment")]


@pytest.fixture
def other(tmp_path: object) -> Iterator[SampleHost]:
    host = open_host(f"sqlite:///{tmp_path}/other.sqlite3")
    yield host
    host.orders.close()


def test_the_same_seed_gives_the_same_documents(host: SampleHost, other: SampleHost) -> None:
    for each in (host, other):
        populate(each.orders, 30, 7, lambda *_: None)
    assert len(documents(host)) == 30
    totals = [[(d.number, d.txn_date, d.total) for d in documents(h) if d.type == "ship_doc"] for h in (host, other)]
    assert totals[0] == totals[1]


def test_it_holds_what_a_tidy_sample_lacks(host: SampleHost) -> None:
    populate(host.orders, 160, 1, lambda *_: None)
    found = documents(host)
    ship_docs = [d for d in found if d.type == "ship_doc"]
    payments = [d for d in found if d.type == "so_payment"]
    names = [record.name for record in host.records(c.ref for c in host.changed("main", None)).values()]
    assert any(not doc.shipped for doc in ship_docs) and any(doc.nc_only for doc in ship_docs)
    shipping_days = {doc.order_number: doc.txn_date for doc in ship_docs}
    paid = [(p.txn_date, shipping_days[o.number]) for p in payments for o in p.orders if o.number in shipping_days]
    assert any(day < shipped for day, shipped in paid) and any(day > shipped for day, shipped in paid)
    assert len(names) > len(set(names))
    assert any(":" in name for name in names) and any(len(name) > 41 for name in names)
    assert any(name.encode("cp1252", "replace").decode("cp1252") != name for name in names)
