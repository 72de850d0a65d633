"""Joining a company file that already has a life: which lists have to be matched first, and what waits for that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection

from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.listed import Asked, Position
from allorders_quickbooks.mapping.internal import is_internal
from allorders_quickbooks.matching.sides import KIND_OF, MATCHED
from allorders_quickbooks.phases import check
from allorders_quickbooks.policy import decide_unmatched
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, matching
from allorders_quickbooks.terms import Hold

_EARLIER = timedelta(days=31)  # an invoice that was made by hand bears its own day
_LIST_OF = {kind: listed for listed, kind in KIND_OF.items()}


def unknown(ports: Ports, key: str) -> tuple[str, ...]:
    """The lists of which nobody knows yet whether they have to be matched."""
    with ports.database.read() as connection:
        known = matching.lists(connection, key)
    return tuple(listed for listed in MATCHED if listed not in known)


def met(ports: Ports, key: str, answer: Answer, settled: Settled) -> Settled:
    """The run's first look at the company file, with what it has told of those lists; nothing where the run ends."""
    if settled.end_run is not None:
        return settled
    return replace(settled, effects=(*settled.effects, *check.met(answer, unknown(ports, key))))


def invoices_from(ports: Ports, key: str, known: Position | None, run: int) -> Position | None:
    """Where the reading of QuickBooks' invoices stands, while somebody wants it: from some days before the first ship
    doc on that may be one of them. None where nobody does."""
    if known is None or (known.asked is Asked.NO and known.run != run):
        return None
    if known.run == run:
        return known
    with ports.database.read() as connection:
        first, start = matching.first_day(connection, key), companies.load(connection, key).setup.start_date
    if first is None:
        return None
    day = max(first, start) if start is not None else first
    return replace(known, asked_from=(day - _EARLIER).isoformat())


def unconfirmed(connection: Connection, company: str) -> frozenset[str]:
    """The lists of which nothing is made on either side before they are confirmed."""
    known = matching.lists(connection, company)
    return frozenset(listed for listed in MATCHED if listed not in known or not known[listed].confirmed)


def holds(connection: Connection, company: str, refs: Iterable[DocumentRef]) -> dict[DocumentRef, Hold]:
    """Which of these records, that QuickBooks does not hold, have to wait for the matching."""
    asked = [ref for ref in refs if ref.kind in _LIST_OF and not is_internal(ref)]
    if not asked:
        return {}
    closed, known = unconfirmed(connection, company), matching.by_ref(connection, asked)
    found: dict[DocumentRef, Hold] = {}
    for ref in asked:
        listed, decided = _LIST_OF[ref.kind], known.get(ref)
        hold = decide_unmatched(listed, listed not in closed, decided.decision if decided is not None else None)
        if hold is not None:
            found[ref] = hold
    return found
