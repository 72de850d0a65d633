"""The demo of every kind: rounds of documents are saved, synchronized, changed, deleted, and compared to the cent."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Item
from allorders_quickbooks.simulator import CompanyFile, Features

from sample_host.announce import COMPANY
from sample_host.comparison import TITLES, BookKeeping, Comparison, compare, look
from sample_host.current import Shop
from sample_host.demo import synchronize
from sample_host.everything import one_round, opened
from sample_host.everything_changes import change_some, delete_some, finish_all, touch_closed
from sample_host.everything_trade import FIRST_DAY
from sample_host.running import NotSetUp, connect_to_books, running, send_everything
from sample_host.warehouses import WAREHOUSES
from sample_host.workplace import workplace

T = TypeVar("T")
FEATURES = Features(sales_tax=True, sites=True, class_tracking=True)
CLOSED_UP_TO = FIRST_DAY + timedelta(days=1)


def demo_everything(options: Namespace) -> int:
    """Run it; 0 when every document is in QuickBooks once or has a reason not to be, and the balances agree."""
    with ExitStack() as stack:
        directory = options.workdir or Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        place = workplace(directory, options.database, FEATURES)
        _say(f"Data in {place.directory}")
        shop = stack.enter_context(running(place.database, place.books))
        if any(True for _ in shop.host.changed(COMPANY, None)):
            _say("There are documents already: this demo needs a workplace of its own.")
            return 2
        file = CompanyFile.open(place.books)
        stack.callback(file.close)
        file.keep_messages(options.save_qbxml)
        stack.callback(file.keep_messages, None)
        for warehouse in WAREHOUSES:
            file.bookkeeper.add_record("InventorySite", warehouse)
        try:
            connect_to_books(shop)
            send_everything(shop)
        except NotSetUp as fault:
            _say(str(fault))
            return 2
        result = _Story(shop, file, rounds_for(options.documents), options.seed).told()
    _print(result, options.json)
    return 0 if result.sound else 1


def rounds_for(documents: int) -> int:
    """How many rounds, one document of every kind in each, make that many documents; at least two."""
    return max(2, -(-documents // len(TITLES)))


class _Story:
    """What happens, in the order in which it does."""

    def __init__(self, shop: Shop, file: CompanyFile, rounds: int, seed: int) -> None:
        self._shop, self._file, self._rounds = shop, file, rounds
        self._saving, self._syncing = 0.0, 0.0
        self._trade = self._timed_save(lambda: opened(shop.host.orders, seed))
        self._books = BookKeeping(_items(shop))

    def told(self) -> Comparison:
        """Two thirds of the documents; changes; deletions; a closed period with changes in it; the last third."""
        first = self._rounds * 2 // 3
        self._trade_for(first)
        self._synchronize()
        for happens in (finish_all, change_some, delete_some):
            self._timed_save(partial(happens, self._trade))
            self._synchronize()
        self._file.bookkeeper.set_closing_date(CLOSED_UP_TO)
        self._timed_save(lambda: touch_closed(self._trade, CLOSED_UP_TO))
        self._trade_for(self._rounds - first)
        self._synchronize()
        standing = look(self._shop, self._file)
        return compare(standing, self._books.ledger, self._file, self._syncing, self._saving)

    def _trade_for(self, rounds: int) -> None:
        def save() -> None:
            for done in range(1, rounds + 1):
                one_round(self._trade)
                if done % 100 == 0 or done == rounds:
                    _say(f"Saved {done} of {rounds} rounds, each with a document of every kind")

        self._timed_save(save)

    def _timed_save(self, save: Callable[[], T]) -> T:
        started = time.monotonic()
        saved = save()
        self._saving += time.monotonic() - started
        return saved

    def _synchronize(self) -> None:
        started = time.monotonic()
        synchronize(self._shop)
        self._syncing += time.monotonic() - started
        self._books.follow(look(self._shop, self._file))


def _items(shop: Shop) -> dict[DocumentRef, Item]:
    refs = [change.ref for change in shop.host.changed(COMPANY, None) if change.ref.kind == Kind.ITEM]
    return {ref: record for ref, record in shop.host.records(refs).items() if isinstance(record, Item)}


def _print(result: Comparison, as_json: bool) -> None:
    figures = asdict(result)
    out = sys.stderr if as_json else sys.stdout
    for kind, numbers in figures["kinds"].items():
        shown = "  ".join(f"{name} {number}" for name, number in numbers.items() if number or name == "sent")
        print(f"{kind:<16}  {shown}", file=out)
    accounts = sorted({*figures["trial_balance_host"], *figures["trial_balance_quickbooks"]})
    for account in accounts:
        both = (figures[name].get(account, "0.00") for name in ("trial_balance_host", "trial_balance_quickbooks"))
        print(f"{account:<28}" + "".join(f"{amount:>16}" for amount in both), file=out)
    print(f"differences: {figures['differences'] or 'none'}", file=out)
    if as_json:
        print(json.dumps(figures))  # noqa: T201


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201
