"""The order system keeps the contract about stock: what there is, and one adjustment for one key."""

from __future__ import annotations

from decimal import Decimal

import pytest
from allorders_hooks.documents import Adjustment, DocumentRef
from allorders_hooks.stock import KeepsStock, StockAdjustment, StockLine

from sample_host import models
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from tests.sample_host import entering, trading
from tests.sample_host.trading import shelf


def _item(key: object) -> DocumentRef:
    return DocumentRef(company="main", kind="item", key=str(key))


def _adjustment(item: int, quantity: str, key: str = "k1") -> StockAdjustment:
    lines = (StockLine(item=_item(item), quantity=Decimal(quantity)),)
    return StockAdjustment(key=key, txn_date=entering.DAY, lines=lines)


def test_the_stock_is_told_with_its_worth(host: SampleHost, desk: OrderDesk) -> None:
    assert isinstance(host, KeepsStock)
    goods, fresh = entering.item(desk), entering.item(desk, "Shackle")
    trading.received(desk, goods, "10", "4")
    have = host.stock("main", [_item(goods), _item(fresh), _item(999), _item("x")])
    assert set(have) == {_item(goods), _item(fresh)}
    assert (have[_item(goods)].quantity, have[_item(goods)].value) == (Decimal(10), Decimal(40))
    assert have[_item(fresh)].quantity == 0
    assert host.stock("other", [_item(goods)]) == {}


def test_a_key_adjusts_once_and_stays_out_of_the_books(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    trading.received(desk, goods, "10", "4")
    saved = [host.adjust("main", _adjustment(goods, "-3")) for _ in range(2)]
    assert saved[0] == saved[1] and shelf(host, goods)[0] == 7
    document = host.documents(saved)[saved[0]]
    assert isinstance(document, Adjustment) and document.nc_only
    desk.delete(models.Adjustment, int(saved[0].key), 1)
    assert host.adjust("main", _adjustment(goods, "-3")) == saved[0] and shelf(host, goods)[0] == 10


def test_what_is_not_there_is_refused_and_nothing_is_adjusted(host: SampleHost, desk: OrderDesk) -> None:
    goods = entering.item(desk)
    trading.received(desk, goods, "10", "4")
    adjustment = _adjustment(goods, "1")
    with pytest.raises(ValueError, match="deleted"):
        lines = (*adjustment.lines, StockLine(item=_item(999), quantity=Decimal(1)))
        host.adjust("main", adjustment.model_copy(update={"lines": lines}))
    assert shelf(host, goods)[0] == 10
