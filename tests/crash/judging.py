"""What is there at the end of the kills: the host against the company file, and the plugin's tables at rest."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import AnyDocument, Kind
from allorders_quickbooks.simulator import CompanyFile, TransactionView

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.entries import CustomerEntry, ItemEntry
from sample_host.orders import OrderDesk
from sample_host.report import report
from sample_host.running import connect_to_books, running
from tests.crash.shop import CUSTOMERS, ITEMS

MOST_RUNS = 200
LOOK_AGAIN = 0.2  # seconds


def prepare(database: str, books: Path) -> None:
    """A host with its lists, a new company file, and the plugin set up to send what is unsent."""
    CompanyFile.create(books).close()
    with running(database, books) as shop:
        connect_to_books(shop)
        desk = OrderDesk(shop.host.orders)
        for number in range(1, CUSTOMERS + 1):
            desk.add_customer(CustomerEntry(name=f"Customer {number}"))
        for number in range(1, ITEMS + 1):
            desk.add_item(ItemEntry(name=f"Item {number}", price=Decimal(number)))


def judge(database: str, books: Path) -> dict[str, int | str]:
    """Let everything become quiet, then count what should not be."""
    with running(database, books) as shop:
        _become_quiet(shop)
        file = CompanyFile.open(books)
        try:
            found = report(shop, file, 0, 0)
            (status,) = shop.plugins.sync_status(COMPANY).values()
            return {
                "documents": found.documents,
                "ready": found.ready,
                "sent": found.sent,
                "duplicates": found.duplicates,
                "lost": found.lost,
                "in_doubt": found.in_doubt,
                "stuck": status.waiting + status.retrying + sum(status.review.values()),
                "differing": _differing(shop, file),
                "held": str(found.held),
                "total_host": found.total_host,
                "total_quickbooks": found.total_quickbooks,
                "runs": status.last_run.run if status.last_run else 0,
            }
        finally:
            file.close()


def _become_quiet(shop: Shop) -> None:
    for _ in range(MOST_RUNS):
        result = shop.plugins.sync_now(COMPANY, "", wait=True)
        (status,) = shop.plugins.sync_status(COMPANY).values()
        if result.done and not (status.waiting or status.in_doubt):
            return
        time.sleep(LOOK_AGAIN)  # the plugin's own thread has a run under way, or a killed one's lease runs out


def _differing(shop: Shop, file: CompanyFile) -> int:
    """Invoices whose total or memo is not that of the newest save of their ship doc."""
    refs = [change.ref for change in shop.host.changed(COMPANY, None) if change.ref.kind == Kind.SHIP_DOC]
    shipped = [doc for doc in shop.host.documents(refs).values() if doc.type == "ship_doc" and doc.shipped]
    invoices = {txn.memo.split(":")[0]: txn for txn in file.transactions("Invoice") if not txn.voided}
    return sum(not _agree(doc, invoices.get(f"Ship doc {doc.number}")) for doc in shipped)


def _agree(doc: AnyDocument, invoice: TransactionView | None) -> bool:
    return doc.type != "ship_doc" or (invoice is not None and invoice.total == doc.total and doc.memo in invoice.memo)
