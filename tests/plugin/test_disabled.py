"""What happens in the order system while the plugin is switched off is found by the first run after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.plugins import PluginManager

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.orders import OrderDesk
from sample_host.running import connect_to_books, running
from sample_host.services import open_host
from tests.plugin.conftest import BOOKS
from tests.plugin.shop import enter_order, invoices, priced, row, ship, sync, url_of


@contextmanager
def _switched_off(place: Path) -> Iterator[Shop]:
    """The order system at work, with every plugin disabled."""
    host = open_host(url_of(place))
    plugins = PluginManager(host, enabled=lambda plugin, company: False, sender=host.orders)
    plugins.load()
    try:
        yield Shop(host, plugins, place / BOOKS)
    finally:
        plugins.close()
        host.orders.close()


@contextmanager
def _switched_on(place: Path) -> Iterator[Shop]:
    with running(url_of(place), place / BOOKS) as shop:
        connect_to_books(shop)
        yield shop


def _revision(shop: Shop, ref: DocumentRef) -> int:
    return shop.host.documents([ref])[ref].revision


def _synchronized(place: Path) -> list[Decimal]:
    """What the invoices come to after the first run since the plugin was switched on again."""
    with _switched_on(place) as shop:
        assert sync(shop).done
        return sorted(invoice.total for invoice in invoices(shop))


def test_documents_that_were_saved_meanwhile_are_sent_once(place: Path) -> None:
    with _switched_on(place) as shop:
        ship(shop, customer="Before")
        assert sync(shop).done
    with _switched_off(place) as shop:
        ship(shop, customer="Meanwhile")
    assert _synchronized(place) == [Decimal("37.80"), Decimal("37.80")]
    assert _synchronized(place) == [Decimal("37.80"), Decimal("37.80")]


def test_a_document_that_was_changed_meanwhile_is_changed_in_quickbooks(place: Path) -> None:
    with _switched_on(place) as shop:
        order = enter_order(shop)
        dearer = priced(shop, order, "11.00")
        key = OrderDesk(shop.host.orders).ship(order, priced(shop, order, "10.00"))
        ref = DocumentRef(company=COMPANY, kind=Kind.SHIP_DOC, key=str(key))
        assert sync(shop).done
    with _switched_off(place) as shop:
        OrderDesk(shop.host.orders).change_ship_doc(key, _revision(shop, ref), dearer)
    assert _synchronized(place) == [Decimal("22.00")]


def test_a_document_that_was_deleted_meanwhile_is_taken_out_of_quickbooks(place: Path) -> None:
    with _switched_on(place) as shop:
        ref = ship(shop)
        assert sync(shop).done
    with _switched_off(place) as shop:
        OrderDesk(shop.host.orders).delete_ship_doc(int(ref.key), _revision(shop, ref))
    assert _synchronized(place) == []


def test_the_sweep_is_what_found_them(place: Path) -> None:
    with _switched_on(place) as shop:
        before = row(shop).swept_to
    with _switched_off(place) as shop:
        ship(shop)
    with _switched_on(place) as shop:
        assert sync(shop).done
        after = row(shop).swept_to
    assert after is not None and (before is None or after > before)
