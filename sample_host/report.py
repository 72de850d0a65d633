"""The demo's figures: the host compared with the simulated company file, document by document.

Nothing here is taken from the plugin's word but the reasons why a document is not in QuickBooks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from allorders_hooks.documents import AnyDocument, DocumentRef, Kind
from allorders_quickbooks.simulator import CompanyFile, TransactionView

from sample_host.announce import COMPANY
from sample_host.current import Shop

EXPLAINED = frozenset({"held", "retry", "review"})  # the states of a panel that come with a reason
_TYPES = {Kind.SHIP_DOC.value: "Invoice", Kind.SALES_ORDER_PAYMENT.value: "ReceivePayment"}
_TITLES = {Kind.SHIP_DOC.value: "Ship doc", Kind.SALES_ORDER_PAYMENT.value: "Payment"}
_MEMO = re.compile(rf"({'|'.join(_TITLES.values())}) (.+?)(?: on order .*|: .*)?")

Name = tuple[str, str]  # type of transaction, and what people call the host's document: "Ship doc 1042"


@dataclass(frozen=True)
class Report:
    """What became of the documents. Totals are those of the invoices, amounts as decimal strings."""

    documents: int
    ready: int
    sent: int
    held: Mapping[str, int]
    failed: int
    in_doubt: int
    quickbooks: Mapping[str, int]
    duplicates: int
    lost: int
    unapplied: int
    total_host: str
    total_quickbooks: str
    round_trips: int
    requests: int
    seconds: float
    seconds_saving: float

    @property
    def sound(self) -> bool:
        """Every document exactly once, and none of unknown fate."""
        return not (self.duplicates or self.lost or self.in_doubt)


def report(shop: Shop, file: CompanyFile, seconds: float, seconds_saving: float) -> Report:
    """Measure host, status and company file as they are now. Seconds are the runs' and the saves', by the clock."""
    documents = _documents(shop)
    ready = [document for document in documents if is_ready(document)]
    live = [txn for txn in file.transactions() if not txn.voided]
    by_name = _by_name(live)
    sent = [document for document in ready if _name(document) in by_name]
    statuses = shop.plugins.sync_status(COMPANY).values()
    invoices = [document for document in sent if document.type == "ship_doc"]
    return Report(
        documents=len(documents),
        ready=len(ready),
        sent=len(sent),
        held=dict(sum((Counter(status.held) for status in statuses), Counter[str]())),
        failed=sum(sum(status.review.values()) + status.retrying for status in statuses),
        in_doubt=sum(status.in_doubt for status in statuses),
        quickbooks=dict(Counter(txn.type for txn in live)),
        duplicates=duplicates(documents, live),
        lost=sum(_name(document) not in by_name and not _explained(shop, document.ref) for document in ready),
        unapplied=unapplied(sent, by_name),
        total_host=str(sum((document.total for document in invoices), Decimal(0))),
        total_quickbooks=str(sum((by_name[_name(document)][0].total for document in invoices), Decimal(0))),
        round_trips=file.round_trips,
        requests=file.requests,
        seconds=round(seconds, 2),
        seconds_saving=round(seconds_saving, 2),
    )


def is_ready(document: AnyDocument) -> bool:
    """Whether it belongs into the books: a shipment once it is shipped, a payment always, nothing that is NC Only."""
    return not document.nc_only and (document.type != "ship_doc" or document.shipped)


def duplicates(documents: Sequence[AnyDocument], live: Sequence[TransactionView]) -> int:
    """How many live transactions are superfluous: a second of one ExternalGUID, or of one document of the host."""
    by_guid = Counter(txn.external_guid for txn in live if txn.external_guid)
    of_host = Counter(_name(document) for document in documents)
    by_name = {name: len(found) for name, found in _by_name(live).items() if name in of_host}
    return max(
        sum(number - 1 for number in by_guid.values()),
        sum(max(0, number - of_host[name]) for name, number in by_name.items()),
    )


def unapplied(sent: Sequence[AnyDocument], by_name: Mapping[Name, Sequence[TransactionView]]) -> int:
    """How many payments have money left while an invoice of their order is there and still open."""
    open_invoices = {
        document.order_number
        for document in sent
        if document.type == "ship_doc" and any(txn.open > 0 for txn in by_name[_name(document)])
    }
    return sum(
        any(order.number in open_invoices for order in document.orders)
        for document in sent
        if document.type == "so_payment" and any(txn.open > 0 for txn in by_name[_name(document)])
    )


def _documents(shop: Shop) -> list[AnyDocument]:
    kept = [change.ref for change in shop.host.changed(COMPANY, None) if change.ref.kind in _TYPES]
    return list(shop.host.documents(kept).values())


def _name(document: AnyDocument) -> Name:
    return _TYPES[document.type], f"{_TITLES[document.type]} {document.number}"


def _by_name(live: Sequence[TransactionView]) -> dict[Name, list[TransactionView]]:
    """Transactions by the document that their memo names in its first words."""
    found: dict[Name, list[TransactionView]] = defaultdict(list)
    for txn in live:
        if named := _MEMO.fullmatch(txn.memo):
            found[txn.type, f"{named[1]} {named[2]}"].append(txn)
    return found


def _explained(shop: Shop, ref: DocumentRef) -> bool:
    return any(panel.state in EXPLAINED for _, panel in shop.plugins.document_panel(ref))
