"""A running order system: host and plugins started and stopped, the QuickBooks plugin set up through the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from allorders_hooks.events import AppStarted, AppStopping, app_started, app_stopping
from allorders_hooks.plugins import PluginManager
from allorders_hooks.status import ActionResult

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.services import open_host

PLUGIN = "quickbooks"
ON, OFF = "on", ""


class NotSetUp(Exception):
    """The plugin is not there, or it refused its settings. The text says which and why."""


@contextmanager
def running(url: str, books: Path | None) -> Iterator[Shop]:
    """The order system with every installed plugin, its company open from here to the end of the block."""
    host = open_host(url)
    plugins = PluginManager(host, sender=host.orders)
    plugins.load()
    companies = tuple(host.companies())
    app_started.send(host.orders, event=AppStarted(at=datetime.now(UTC), companies=companies))
    try:
        yield Shop(host, plugins, books)
    finally:
        app_stopping.send(host.orders, event=AppStopping(at=datetime.now(UTC), companies=companies))
        plugins.close()
        host.orders.close()


def connect_to_books(shop: Shop) -> None:
    """Point the plugin at the simulated company file, and let it send what is unsent. Raises NotSetUp."""
    setting = {"connection": "simulator", "location": str(shop.books), "fence_consent": ON}
    _save(shop, "company", setting)
    _save(shop, "preferences", {"send_unsent_transactions": ON, "send_unsent_payments": ON})


def run_only_when_asked(shop: Shop) -> None:
    """Let no run begin because a process of the host does. Raises NotSetUp."""
    _save(shop, "preferences", {"synchronize_on_startup": OFF})


def connect_web_connector(shop: Shop) -> None:
    """Let the Web Connector fetch the work, all that is unsent included. Raises NotSetUp."""
    _save(shop, "company", {"connection": "web_connector", "location": "", "fence_consent": ON})
    _save(shop, "preferences", {"send_unsent_transactions": ON, "send_unsent_payments": ON})


def use_ship_doc_numbers(shop: Shop, use: bool) -> None:
    """Whether an invoice bears its ship doc's number. Raises NotSetUp."""
    _save(shop, "preferences", {"ship_doc_numbers": ON if use else OFF})


def send_everything(shop: Shop) -> None:
    """Let nothing be held by a preference: orders of both kinds, and sales that were paid on the spot as such. Raises
    NotSetUp."""
    _save(shop, "company", {"send_sales_orders": ON, "receipts_where_paid": ON})
    _save(shop, "preferences", {"block_purchase_orders": OFF})


def is_connected(shop: Shop) -> bool:
    """Whether somebody has set the plugin up already."""
    return any(summary.ready for summary in shop.plugins.sync_summary(COMPANY).values())


def _save(shop: Shop, name: str, values: Mapping[str, str]) -> None:
    screens = {screen.name: screen for screen in shop.plugins.settings_screens(COMPANY).get(PLUGIN, ())}
    if name not in screens:
        raise NotSetUp(f"The plugin {PLUGIN} has no screen {name}. {_failures(shop)}".strip())
    result = shop.plugins.save_settings(PLUGIN, COMPANY, name, values, screens[name].version, "")
    if not result.done:
        raise NotSetUp(_told(result))


def _told(result: ActionResult) -> str:
    faults = (f"{path}: {sentence}" for path, sentence in result.errors.items())
    return " ".join((result.sentence, result.remedy, *faults)).strip()


def _failures(shop: Shop) -> str:
    return " ".join(f"{f.sentence} ({f.hook}: {f.error}: {f.technical})" for f in shop.plugins.failures)
