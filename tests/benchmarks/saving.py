"""python -m tests.benchmarks.saving [--json]: what a save costs the host with the plugin, beside the same save with the
plugin disabled."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from allorders_hooks.events import AppStarted, AppStopping, app_started, app_stopping
from allorders_hooks.plugins import PluginManager
from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema

from sample_host.announce import COMPANY
from sample_host.database import Database
from sample_host.entries import CustomerEntry, ItemEntry, LineEntry, OrderEntry, ShipDocEntry, ShipDocLineEntry
from sample_host.orders import OrderDesk
from sample_host.services import open_host
from tests.benchmarks.ratio import Ratio, alone
from tests.conftest import PostgresqlServer

QUICK, ON_SQLITE, ON_POSTGRESQL = 1.3, 1.15, 1.25  # the first where a change lands, on whatever machine
LINES = 5
SAVES = 150
WARM_UP = 10


def measure(directory: Path) -> list[Ratio]:
    """On SQLite and on PostgreSQL."""
    ratios = [measure_on("SQLite", files(directory), ON_SQLITE)]
    with schemas() as url:
        return [*ratios, measure_on("PostgreSQL", url, ON_POSTGRESQL)]


def files(directory: Path) -> Callable[[str], str]:
    """The URL of an SQLite file of that name."""
    return lambda name: f"sqlite:///{(directory / f'{name}.sqlite3').as_posix()}"


@contextmanager
def schemas() -> Iterator[Callable[[str], str]]:
    """The URL of a schema of that name on a PostgreSQL of its own."""
    server = PostgresqlServer(Path(mkdtemp(prefix="allorders-postgresql-")))

    def url(name: str) -> str:
        engine = create_engine(server.url)
        with engine.begin() as connection:
            connection.execute(CreateSchema(name))
        engine.dispose()
        named = make_url(server.url).update_query_dict({"options": f"-csearch_path={name}"})
        return named.render_as_string(hide_password=False)

    try:
        yield url
    finally:
        server.stop()


def measure_on(database: str, url: Callable[[str], str], goal: float) -> Ratio:
    """A ship doc of five lines saved again and again: one host with the plugin, one without, turn by turn."""
    with ExitStack() as stack:
        with_plugin = stack.enter_context(_host(url("with_plugin"), enabled=True))
        without = stack.enter_context(_host(url("without_plugin"), enabled=False))
        saves = [_saver(with_plugin.orders), _saver(without.orders)]
        times: list[list[float]] = [[], []]
        for turn in range(SAVES + WARM_UP):
            # The order of the two changes by turns, so that neither always finds the disk warmed up.
            for which in (0, 1) if turn % 2 else (1, 0):
                began = time.perf_counter()
                saves[which]()
                times[which].append(time.perf_counter() - began)
        assert with_plugin.noted() > 0, "the plugin noted nothing, so nothing was measured"
        assert without.noted() == 0, "the plugin that should be off has noted a save"
    measured, limit = (median(each[WARM_UP:]) for each in times)
    return Ratio(f"a ship doc of five lines saved with the plugin / without, on {database}", measured, limit, goal)


@dataclass(frozen=True)
class Measured:
    """A running host."""

    orders: Database
    plugins: PluginManager

    def noted(self) -> int:
        """How many documents the plugin knows of."""
        statuses = self.plugins.sync_status(COMPANY).values()
        return sum(status.available + status.waiting for status in statuses)


@contextmanager
def _host(url: str, *, enabled: bool) -> Iterator[Measured]:
    host = open_host(url)
    plugins = PluginManager(host, enabled=lambda plugin, company: enabled, sender=host.orders)
    plugins.load()
    app_started.send(host.orders, event=AppStarted(at=datetime.now(UTC), companies=(COMPANY,)))
    assert not plugins.failures, plugins.failures
    try:
        yield Measured(host.orders, plugins)
    finally:
        app_stopping.send(host.orders, event=AppStopping(at=datetime.now(UTC), companies=(COMPANY,)))
        plugins.close()
        host.orders.close()


def _saver(orders: Database) -> Callable[[], None]:
    """Saves the same ship doc once more each time it is called."""
    desk = OrderDesk(orders)
    customer = desk.add_customer(CustomerEntry(name="Benchmark"))
    items = [desk.add_item(ItemEntry(name=f"Item {number}", price=Decimal(10))) for number in range(LINES)]
    lines = [LineEntry(item_id=item, quantity=Decimal(100), price=Decimal(10)) for item in items]
    order = desk.enter_order(OrderEntry(customer_id=customer, order_date=date(2026, 3, 2), lines=tuple(lines)))
    shipped = tuple(ShipDocLineEntry(item_id=item, quantity=Decimal(2), price=Decimal(10)) for item in items)
    entry = ShipDocEntry(txn_date=date(2026, 3, 2), shipped=True, lines=shipped)
    key = desk.ship(order, entry)
    revision = 1

    def save() -> None:
        nonlocal revision
        desk.change_ship_doc(key, revision, entry)
        revision += 1

    return save


if __name__ == "__main__":
    sys.exit(alone(__doc__, measure))
