"""Proposing which record of QuickBooks each of the host's is, a page of the host's records at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import AnyRecord, Customer, Item, Vendor

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.matching.index import Index
from allorders_quickbooks.matching.proposing import contested, propose
from allorders_quickbooks.matching.sides import NAME_LISTS, Ours
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.sweep import sweep
from allorders_quickbooks.store import companies, matching
from allorders_quickbooks.store.companies import Company

PAGE = 500


def propose_list(ports: Ports, key: str, listed: str) -> int:
    """Propose anew for every record of that list that QuickBooks does not hold and nobody has decided about. How many
    were looked at; how far it is can be read meanwhile from the list's `done` of `total`."""
    sweep(ports, key)
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        index = Index(matching.theirs(connection, key, sorted(NAME_LISTS) if listed in NAME_LISTS else [listed]))
    done = _begin(ports, key, listed)
    after = ""
    while refs := _next(ports, key, listed, after):
        records = ports.host.records(refs)
        proposals = [propose(ours, index) for ours in sides(company, records)]
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
