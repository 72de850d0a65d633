"""The figures of the demo of every kind: kind by kind what became of the documents, and both trial balances.

A document is found in the company file by the first words of its memo. Whether one is held, and why, is the plugin's
word; everything else is counted on both sides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from allorders_hooks.documents import AnyDocument, DocumentRef, Kind
from allorders_hooks.records import Item
from allorders_hooks.status import Panel
from allorders_quickbooks.simulator import CompanyFile, TransactionView

from sample_host.announce import COMPANY
from sample_host.current import Shop
from sample_host.ledger import Ledger

TITLES: Mapping[str, str] = {
    Kind.PURCHASE_ORDER.value: "Purchase order",
    Kind.RECEIVER.value: "Receiver",
    Kind.VENDOR_RETURN.value: "Vendor return",
    Kind.ADJUSTMENT.value: "Adjustment",
    Kind.TRANSFER.value: "Transfer",
    Kind.WORK_ORDER.value: "Work order",
    Kind.SALES_ORDER.value: "Sales order",
    Kind.SHIP_DOC.value: "Ship doc",
    Kind.CUSTOMER_RETURN.value: "Customer return",
    Kind.SALES_ORDER_PAYMENT.value: "Payment",
    Kind.REFUND.value: "Refund",
}
"""What people call a document of each kind."""

OF_A_DAY = (
    (Kind.PURCHASE_ORDER,),
    (Kind.RECEIVER, Kind.VENDOR_RETURN),
    (Kind.ADJUSTMENT, Kind.TRANSFER),
    (Kind.WORK_ORDER,),
    (Kind.SALES_ORDER,),
    (Kind.SHIP_DOC,),
    (Kind.CUSTOMER_RETURN,),
    (Kind.SALES_ORDER_PAYMENT,),
    (Kind.REFUND,),
)
"""The order in which the documents of one day belong into the books: what comes in before what goes out."""

RANKS = {kind.value: rank for rank, kinds in enumerate(OF_A_DAY) for kind in kinds}
EXPLAINED = frozenset({"held", "retry", "review"})  # the states of a panel that come with a reason
IN_DOUBT = "in_flight"
_MEMO = re.compile(rf"({'|'.join(TITLES.values())}) ([^ :]+)(?:[ :].*)?", re.DOTALL)


@dataclass(frozen=True)
class KindFigures:
    """What became of the documents of one kind; `held` and `failed` are by the sentence that the plugin gives."""

    documents: int
    ready: int
    sent: int
    held: Mapping[str, int]
    failed: Mapping[str, int]
    in_doubt: int
    duplicates: int
    lost: int


@dataclass(frozen=True)
class Comparison:
    """Kind by kind, and the balances as decimal strings: host, QuickBooks, and the accounts where they differ."""

    kinds: Mapping[str, KindFigures]
    trial_balance_host: Mapping[str, str]
    trial_balance_quickbooks: Mapping[str, str]
    differences: Mapping[str, str]
    round_trips: int
    requests: int
    seconds: float
    seconds_saving: float

    @property
    def sound(self) -> bool:
        """Every document once, none of unknown fate, and the same balances."""
        wrong = any(each.duplicates or each.lost or each.in_doubt for each in self.kinds.values())
        return not wrong and not self.differences


@dataclass
class Standing:
    """Host and company file as they are at this moment, side by side."""

    documents: Sequence[AnyDocument]
    panels: Mapping[DocumentRef, Panel]
    found: Mapping[str, Sequence[TransactionView]]  # live transactions by the name of their document
    places: Mapping[str, int] = field(default_factory=dict)  # of the first of them, in the order they were made
    saved: Mapping[str, int] = field(default_factory=dict)  # when QuickBooks saved one last, by its own clock

    def is_there(self, document: AnyDocument) -> bool:
        return name_of(document) in self.found

    def is_settled(self, ref: DocumentRef) -> bool:
        """Whether nothing is said to keep QuickBooks from having it as it is here now."""
        panel = self.panels.get(ref)
        return panel is None or panel.state not in EXPLAINED


def look(shop: Shop, file: CompanyFile) -> Standing:
    changes = [change for change in shop.host.changed(COMPANY, None) if change.ref.kind in TITLES]
    documents = list(shop.host.documents(change.ref for change in changes).values())
    found: dict[str, list[TransactionView]] = defaultdict(list)
    places: dict[str, int] = {}
    saved: dict[str, int] = {}
    for place, txn in enumerate(file.transactions()):
        if named := _MEMO.fullmatch(txn.memo):
            name = f"{named[1]} {named[2]}"
            saved[name] = int(txn.edit_sequence)
            if not txn.voided:
                found[name].append(txn)
                places.setdefault(name, place)
    panels = {c.ref: panel for c in changes for _, panel in shop.plugins.document_panel(c.ref)[:1]}
    return Standing(documents, panels, found, places, saved)


def name_of(document: AnyDocument) -> str:
    return f"{TITLES[document.type]} {document.number}"


def is_ready(document: AnyDocument) -> bool:
    """Whether it belongs into the books: shipped, finished, and not NC Only."""
    waits = (document.type == "ship_doc" and not document.shipped) or (
        document.type == "work_order" and not document.finished
    )
    return not document.nc_only and not waits


class BookKeeping:
    """The host's ledger, kept up run by run: what a run has brought into the books is posted here as well."""

    def __init__(self, items: Mapping[DocumentRef, Item]) -> None:
        self.ledger = Ledger(items)
        self._posted: dict[DocumentRef, AnyDocument] = {}

    def follow(self, standing: Standing) -> None:
        """Post what a run has brought: what was changed or deleted in the order in which QuickBooks saved it, those
        of one second by their days; then what is new in the order in which QuickBooks took it.

        A document whose change is held keeps the entry of what QuickBooks has.
        """
        fresh = [d for d in standing.documents if d.ref not in self._posted and standing.is_there(d)]
        fresh.sort(key=lambda each: standing.places[name_of(each)])
        here = {document.ref: document for document in standing.documents}
        changed = [before for ref, before in self._posted.items() if _is_changed(standing, before, here.get(ref))]
        changed.sort(key=lambda each: (standing.saved.get(name_of(each), 0), _day(each)))
        for document in (*changed, *fresh):
            self._settle(standing, document.ref, here.get(document.ref))

    def _settle(self, standing: Standing, ref: DocumentRef, document: AnyDocument | None) -> None:
        if document is None or not standing.is_there(document):
            self.ledger.withdraw(ref)
            del self._posted[ref]
        else:
            self._post(document)

    def _post(self, document: AnyDocument) -> None:
        self.ledger.post(document)
        self._posted[document.ref] = document


def _is_changed(standing: Standing, before: AnyDocument, now: AnyDocument | None) -> bool:
    """Whether a run has brought another content of it than was posted, or taken it out."""
    if not standing.is_settled(before.ref):
        return False
    return now is None or not standing.is_there(now) or now.revision != before.revision


def _day(document: AnyDocument) -> tuple[object, int, str]:
    return document.txn_date, RANKS[document.type], document.ref.key


def compare(standing: Standing, ledger: Ledger, file: CompanyFile, seconds: float, saving: float) -> Comparison:
    """Measure. Seconds are the runs' and the saves', by the clock."""
    host = ledger.trial_balance()
    books = {account: amount for account, amount in file.trial_balance().items() if amount}
    accounts = sorted({*host, *books})
    apart = {account: books.get(account, Decimal(0)) - host.get(account, Decimal(0)) for account in accounts}
    return Comparison(
        kinds={kind: _figures(standing, kind) for kind in TITLES},
        trial_balance_host=_texts(host),
        trial_balance_quickbooks=_texts(books),
        differences=_texts({account: amount for account, amount in apart.items() if amount}),
        round_trips=file.round_trips,
        requests=file.requests,
        seconds=round(seconds, 2),
        seconds_saving=round(saving, 2),
    )


def _figures(standing: Standing, kind: str) -> KindFigures:
    documents = [document for document in standing.documents if document.type == kind]
    ready = [document for document in documents if is_ready(document)]
    panels = {ref: panel for ref, panel in standing.panels.items() if ref.kind == kind}
    return KindFigures(
        documents=len(documents),
        ready=len(ready),
        sent=sum(standing.is_there(document) for document in documents),
        held=_reasons(panels.values(), ("held",)),
        failed=_reasons(panels.values(), ("retry", "review")),
        in_doubt=sum(panel.state == IN_DOUBT for panel in panels.values()),
        duplicates=_duplicates(standing, documents),
        lost=sum(not standing.is_there(document) and standing.is_settled(document.ref) for document in ready),
    )


def _duplicates(standing: Standing, documents: Sequence[AnyDocument]) -> int:
    of_host = Counter(map(name_of, documents))
    return sum(max(0, len(standing.found.get(name, ())) - number) for name, number in of_host.items())


def _reasons(panels: Collection[Panel], states: Sequence[str]) -> dict[str, int]:
    """By the first sentence of what the plugin says, which is the same for all of one reason."""
    return dict(Counter(panel.sentence.partition(". ")[0].rstrip(".") for panel in panels if panel.state in states))


def _texts(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {account: str(amount) for account, amount in amounts.items()}
