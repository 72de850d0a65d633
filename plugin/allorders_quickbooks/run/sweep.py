"""The sweep: host documents that changed and that no event told of get their row.

It is what a host without transactions relies on, and what finds the saves made while the plugin was switched off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from allorders_hooks.documents import Document, DocumentRef
from allorders_hooks.host import Change
from allorders_hooks.records import Record

from allorders_quickbooks.mapping.registry import KINDS, mapper
from allorders_quickbooks.phases.view import Source
from allorders_quickbooks.run.loading import load_sources
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, notes, rows
from allorders_quickbooks.store.rows import chunks
from allorders_quickbooks.terms import Want

_OVERLAP = timedelta(minutes=5)  # a save may carry an earlier time than one that committed before it


def sweep(ports: Ports, key: str) -> int:
    """Note what changed since the last sweep. How many changes were looked at."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
    after = company.swept_to - _OVERLAP if company.swept_to else None
    looked_at, newest = 0, company.swept_to
    for piece in chunks(ports.host.changed(key, after)):
        missed = _missed(ports, [change for change in piece if change.ref.kind in KINDS])
        present = (change.ref for change in missed if not change.deleted)
        sources = load_sources(ports.host, present, company)
        if missed:
            with ports.database.write() as connection:
                notes.note_swept(connection, [_values(change, sources.get(change.ref)) for change in missed])
        looked_at += len(piece)
        newest = max([change.saved_at for change in piece] + ([newest] if newest else []))
    with ports.database.write() as connection:
        companies.change(connection, key, swept_to=newest)
    return looked_at


def _missed(ports: Ports, changes: Sequence[Change]) -> list[Change]:
    """Those that no event told of: mostly none, and a document is much to load."""
    with ports.database.read() as connection:
        noted = rows.revisions(connection, (change.ref for change in changes))
    return [change for change in changes if change.ref not in noted or noted[change.ref] < change.revision]


def _values(change: Change, source: Source | None) -> tuple[Any, ...]:
    number = source.name if isinstance(source, Record) else source.number if source else ""
    want = Want.ABSENT if change.deleted else Want.PRESENT
    return notes.values(
        change.ref,
        rank=mapper(change.ref.kind).rank,
        revision=change.revision,
        number=number,
        txn_date=source.txn_date if isinstance(source, Document) else None,
        want=want,
        requested=isinstance(source, Record),
    )


def note_needed(ports: Ports, refs: list[DocumentRef]) -> int:
    """Rows for records that a document needs: chosen by that need, so they go in this run. How many are new."""
    needed = [notes.values(ref, rank=mapper(ref.kind).rank, revision=0, requested=True) for ref in dict.fromkeys(refs)]
    if not needed:
        return 0
    with ports.database.write() as connection:
        return notes.note_needed(connection, needed)
