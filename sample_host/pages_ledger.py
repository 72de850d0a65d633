"""The page of the host's own ledger, beside what the simulated company file says of each account."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Item
from flask import Blueprint, render_template

from sample_host.announce import COMPANY
from sample_host.comparison import TITLES, is_ready
from sample_host.current import shop
from sample_host.ledger import Ledger
from sample_host.pages_books import opened

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/ledger")
def ledger() -> str:
    """The trial balance of all that belongs into the books, by the host's own reckoning and in QuickBooks."""
    host, books = _balance(), _in_quickbooks()
    return render_template(
        "ledger.html", accounts=sorted({*host, *books}), host=host, books=books, debit=_debits(host), nothing=Decimal(0)
    )


def _balance() -> Mapping[str, Decimal]:
    host = shop().host
    refs = [change.ref for change in host.changed(COMPANY, None) if not change.deleted]
    documents = host.documents(ref for ref in refs if ref.kind in TITLES).values()
    kept = Ledger(_items([ref for ref in refs if ref.kind == Kind.ITEM]))
    for document in sorted(documents, key=lambda each: (each.txn_date, int(each.ref.key))):
        if is_ready(document):
            kept.post(document)
    return kept.trial_balance()


def _in_quickbooks() -> Mapping[str, Decimal]:
    with opened() as file:
        return {} if file is None else {name: amount for name, amount in file.trial_balance().items() if amount}


def _items(refs: list[DocumentRef]) -> dict[DocumentRef, Item]:
    found = shop().host.records(refs)
    return {ref: record for ref, record in found.items() if isinstance(record, Item)}


def _debits(balance: Mapping[str, Decimal]) -> Decimal:
    return sum((amount for amount in balance.values() if amount > 0), Decimal(0))
