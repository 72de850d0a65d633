"""The demo: save documents through the order desk, synchronize until nothing is left, report what can be counted."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from allorders_hooks.documents import DocumentRef, Kind
from allorders_quickbooks.simulator import CompanyFile

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.demonstration import populate
from sample_host.northwind import import_northwind
from sample_host.over_http import synchronize_over_http
from sample_host.report import Report, report
from sample_host.running import (
    NotSetUp,
    connect_to_books,
    connect_web_connector,
    running,
    use_ship_doc_numbers,
)
from sample_host.workplace import workplace

SIMULATOR, WEB_CONNECTOR = "simulator", "web-connector"
MOST_RUNS = 40
LONGEST_NUMBER = 11  # what QuickBooks takes for an invoice
_LOOK_AGAIN = 0.2  # seconds between two looks at a run that somebody else has started


def demo(options: Namespace) -> int:
    """Run the demo; 0 when every document is in QuickBooks exactly once or has a reason not to be."""
    with ExitStack() as stack:
        directory = options.workdir or Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        place = workplace(directory, options.database)
        _say(f"Data in {place.directory}")
        shop = stack.enter_context(running(place.database, place.books))
        file = CompanyFile.open(place.books)
        stack.callback(file.close)
        file.keep_messages(options.save_qbxml)
        stack.callback(file.keep_messages, None)
        try:
            by_http = options.connection == WEB_CONNECTOR
            (connect_web_connector if by_http else connect_to_books)(shop)
            saving = _save_documents(shop, options)
            use_ship_doc_numbers(shop, _numbers_fit(shop))
            started = time.monotonic()
            synchronize_over_http(shop, place, options.save_soap, _say) if by_http else synchronize(shop)
        except NotSetUp as fault:
            _say(str(fault))
            return 2
        result = report(shop, file, time.monotonic() - started, saving)
    _print(result, options.json)
    return 0 if result.sound else 1


def _save_documents(shop: Shop, options: Namespace) -> float:
    """Save what the options ask for; how many seconds it took. What an earlier demo saved there is left as it is."""
    started = time.monotonic()
    if options.import_path is not None:
        import_northwind(shop.host.orders, options.import_path, _progress)
    elif not any(True for _ in shop.host.changed(COMPANY, None)):
        populate(shop.host.orders, options.documents, options.seed, _progress)
    return time.monotonic() - started


def _numbers_fit(shop: Shop) -> bool:
    refs: list[DocumentRef] = [c.ref for c in shop.host.changed(COMPANY, None) if c.ref.kind == Kind.SHIP_DOC]
    return all(len(document.number) <= LONGEST_NUMBER for document in shop.host.documents(refs).values())


def synchronize(shop: Shop) -> None:
    """Run until nothing waits and nothing is in doubt, or until it is plain that this will not come about."""
    for number in range(1, MOST_RUNS + 1):
        result = shop.plugins.sync_now(COMPANY, "", wait=True)
        _say(f"Run {number}: {result.sentence} {result.remedy}".strip())
        while any(status.progress for status in shop.plugins.sync_status(COMPANY).values()):
            time.sleep(_LOOK_AGAIN)
        if not any(s.waiting or s.in_doubt for s in shop.plugins.sync_status(COMPANY).values()):
            return


def _print(result: Report, as_json: bool) -> None:
    figures = asdict(result)
    width = max(map(len, figures))
    for name, figure in figures.items():
        shown = ", ".join(f"{k} {v}" for k, v in figure.items()) or "none" if isinstance(figure, dict) else figure
        print(f"{name.replace('_', ' '):<{width}}  {shown}", file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print(json.dumps(figures))  # noqa: T201


def _progress(what: str, done: int, total: int) -> None:
    if done % 100 == 0 or done == total:
        _say(f"Saved {done} of {total} {what}")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201
