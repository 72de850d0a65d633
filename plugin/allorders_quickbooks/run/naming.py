"""Which name each list record has in QuickBooks: its own, or a distinct one where another record of ours took it, or
where somebody has decided so since a record that is none of ours has it there.

Customers, vendors, employees and other names share one name space; items have another (qbXML reference, section 6).
A name once taken stays with its record, so that it is stable whatever is saved later.
"""

from __future__ import annotations

from collections.abc import Mapping

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import AnyRecord, Item
from sqlalchemy import Connection

from allorders_quickbooks.mapping.internal import SIMPLE_LISTS
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.store import bindings, questions


def choose_names(
    connection: Connection, company: str, records: Mapping[DocumentRef, AnyRecord]
) -> dict[DocumentRef, str]:
    """A name for each of these records, distinct among all records of ours in the same name space; entries of simple
    lists share theirs, since who mentions the same name means the same entry."""
    chosen: dict[DocumentRef, str] = {}
    shared = {ref: record for ref, record in records.items() if ref.kind in SIMPLE_LISTS}
    chosen |= {ref: mapper(ref.kind).wanted_name(record) or "" for ref, record in shared.items()}
    for space in ("names", "items"):
        own = {ref: record for ref, record in records.items() if ref not in shared}
        members = {ref: record for ref, record in own.items() if isinstance(record, Item) == (space == "items")}
        plain = {ref: mapper(ref.kind).wanted_name(record) or "" for ref, record in members.items()}
        folded = {bindings.folded(name) for name in plain.values()}
        taken = bindings.names(connection, company, space, folded)
        apart = questions.under_other_names(connection, members)
        for ref in sorted(members, key=lambda member: member.key):
            name = plain[ref]
            if ref in apart:
                chosen[ref] = mapper(ref.kind).distinct_name(members[ref]) or name
                continue
            holder = taken.setdefault(bindings.folded(name), ref)
            chosen[ref] = name if holder == ref else mapper(ref.kind).distinct_name(members[ref]) or name
    return chosen
