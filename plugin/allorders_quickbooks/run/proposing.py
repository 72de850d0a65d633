"""Proposing which record of QuickBooks each of the host's is, a page of the host's records at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from allorders_hooks.documents import DocumentRef, ShipDoc
from allorders_hooks.records import AnyRecord, Customer, Item, Vendor

from allorders_quickbooks.effects import FoundInvoice
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.matching import invoices
from allorders_quickbooks.matching.index import Index
from allorders_quickbooks.matching.proposing import Proposal, contested, propose, ranked
from allorders_quickbooks.matching.sides import INVOICES, NAME_LISTS, Ours
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.sweep import sweep
from allorders_quickbooks.store import bindings, companies, found_invoices, matching
from allorders_quickbooks.store.companies import Company

PAGE = 500
_NEAR = timedelta(days=invoices.NEAR)


def propose_list(ports: Ports, key: str, listed: str) -> int:
    """Propose anew for every record of that list that QuickBooks does not hold and nobody has decided about. How many
    were looked at; how far it is can be read meanwhile from the list's `done` of `total`."""
    sweep(ports, key)
    if listed == INVOICES:
        return _propose_pages(ports, key, listed, partial(_of_invoices, ports, key))
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        index = Index(matching.theirs(connection, key, sorted(NAME_LISTS) if listed in NAME_LISTS else [listed]))

    def of_records(refs: Sequence[DocumentRef]) -> Sequence[Proposal]:
        return [propose(ours, index) for ours in sides(company, ports.host.records(refs))]

    return _propose_pages(ports, key, listed, of_records)


def _propose_pages(
    ports: Ports, key: str, listed: str, proposed: Callable[[Sequence[DocumentRef]], Sequence[Proposal]]
) -> int:
    done = _begin(ports, key, listed)
    after = ""
    while refs := _next(ports, key, listed, after):
        proposals = proposed(refs)
        after, done = refs[-1].key, done + len(refs)
        with ports.database.write() as connection:
            matching.keep(connection, key, listed, proposals)
            matching.place(connection, key, listed, done=done)
    _settle_claims(ports, key, listed)
    return done


def _begin(ports: Ports, key: str, listed: str) -> int:
    with ports.database.write() as connection:
        matching.forget_undecided(connection, key, listed)
        total = matching.count_unbound(connection, key, listed)
        now = ports.database.now(connection)
        matching.place(connection, key, listed, done=0, total=total, proposed_at=now)
    return 0


def _next(ports: Ports, key: str, listed: str, after: str) -> list[DocumentRef]:
    with ports.database.read() as connection:
        return matching.unbound(connection, key, listed, after, PAGE)


def _settle_claims(ports: Ports, key: str, listed: str) -> None:
    """One record of QuickBooks is one of the host's: where several look like it, all but the best are less sure."""
    with ports.database.write() as connection:
        for claims in matching.contested(connection, key, listed):
            for record, score, said in contested(claims):
                matching.weaken(connection, key, listed, record, score, said)


def _of_invoices(ports: Ports, key: str, refs: Sequence[DocumentRef]) -> Sequence[Proposal]:
    """What each of these ship docs may have been invoiced as. One that has not shipped is none yet."""
    documents = [each for each in ports.host.documents(refs).values() if isinstance(each, ShipDoc) and each.shipped]
    if not documents:
        return []
    with ports.database.read() as connection:
        bound = bindings.by_ref(connection, {each.customer for each in documents if each.customer is not None})
        ids = {ref: each.qb_id for ref, each in bound.items()}
        ours = [_shipment(each, ids.get(each.customer, "") if each.customer is not None else "") for each in documents]
        first, last = min(each.day for each in ours) - _NEAR, max(each.day for each in ours) + _NEAR
        numbers = [number for each in ours for number in each.numbers]
        there = found_invoices.like(connection, key, numbers, sorted(set(ids.values())), first, last)
    return [_invoiced(each, there) for each in ours]


def _shipment(document: ShipDoc, customer_id: str) -> invoices.Shipment:
    numbers = tuple(filter(None, (document.number, document.order_number)))
    return invoices.Shipment(document.ref.key, document.number, numbers, customer_id, document.txn_date, document.total)


def _invoiced(ours: invoices.Shipment, there: Sequence[FoundInvoice]) -> Proposal:
    found = [judged for each in there if (judged := invoices.judged(ours, invoices.Written(**vars(each)))) is not None]
    return ranked(Ours(ours.key, f"{ours.number} of {ours.day}, {ours.total}", "", INVOICES), found)


def sides(company: Company, records: Mapping[DocumentRef, AnyRecord]) -> Sequence[Ours]:
    """The host's records as the matching looks at them."""
    context = Context(company.preferences, company.setup, company.facts, {}, {})
    return [_side(ref, record, context) for ref, record in records.items()]


def _side(ref: DocumentRef, record: AnyRecord, context: Context) -> Ours:
    kind = mapper(ref.kind)
    short, qb_type = kind.wanted_name(record) or "", kind.qb_type(record, context)
    bare = Ours(ref.key, record.name, short, qb_type, record.active)
    if isinstance(record, Customer | Vendor):
        reached = {each: getattr(record, each) for each in ("company_name", "account_number", "email", "phone")}
        return replace(bare, **reached)
    return replace(bare, part_number=record.manufacturer_part) if isinstance(record, Item) else bare
