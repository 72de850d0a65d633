"""Records that come back as a question after their list was confirmed: which they are, and what is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection, and_, delete, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks.listed import ListRecord
from allorders_quickbooks.matching.proposing import Proposal
from allorders_quickbooks.matching.sides import KIND_OF, RECORDS, Cause, Choice
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import matching, pulled, rows
from allorders_quickbooks.store.bindings import folded
from allorders_quickbooks.store.match_tables import match
from allorders_quickbooks.store.pulled_tables import pulled as pulled_table
from allorders_quickbooks.store.rows import chunks, row_of
from allorders_quickbooks.store.tables import document
from allorders_quickbooks.terms import DocumentRow, RowState

_KINDS = tuple(KIND_OF[listed] for listed in RECORDS)
_STANDS: dict[Cause, tuple[RowState, Reason]] = {
    Cause.NAME: (RowState.HELD, Reason.NAME_CONFLICT),
    Cause.MERGED: (RowState.REVIEW, Reason.MERGED),
    Cause.CHANGED: (RowState.REVIEW, Reason.NOT_TAKEN),
}
_REFUSALS = (Reason.REJECTED.code, Reason.CONFIGURATION.code)  # 3140 names what is not there, or sleeps
_IS_OPEN = and_(match.c.decision == Choice.UNDECIDED, match.c.cause != Cause.FIRST)
_ITS_ROW = and_(document.c.company == match.c.company, document.c.kind == match.c.kind, document.c.key == match.c.key)


def unasked(connection: Connection, company: str, cause: Cause, limit: int) -> list[DocumentRow]:
    """The records that stand for that cause and about which nobody is asked yet."""
    state, reason = _STANDS[cause]
    asked = select(match.c.key).where(_ITS_ROW, _IS_OPEN, match.c.cause == cause)
    statement = select(document).where(
        document.c.company == company, document.c.state == state.value, document.c.reason == reason.code,
        document.c.kind.in_(_KINDS), document.c.key.not_like("@%"), ~asked.exists(),
    )  # fmt: skip
    return [row_of(row) for row in connection.execute(statement.order_by(document.c.key).limit(limit))]


def refused(connection: Connection, company: str, since: datetime, limit: int) -> list[DocumentRow]:
    """The transactions that QuickBooks has refused since that moment."""
    statement = select(document).where(
        document.c.company == company, document.c.state == RowState.HELD.value,
        document.c.reason.in_(_REFUSALS), document.c.changed_at >= since, document.c.kind.not_in(_KINDS),
    )  # fmt: skip
    return [row_of(row) for row in connection.execute(statement.order_by(document.c.key).limit(limit))]


def opened(connection: Connection, company: str, cause: Cause, limit: int) -> list[DocumentRef]:
    """The records that are asked about for that cause, and wait for an answer."""
    statement = select(match.c.kind, match.c.key).where(
        match.c.company == company, match.c.listed.in_(RECORDS), _IS_OPEN, match.c.cause == cause
    )
    found = connection.execute(statement.order_by(match.c.key).limit(limit))
    return [DocumentRef(company=company, kind=row.kind, key=row.key) for row in found]


def ask(connection: Connection, company: str, listed: str, proposal: Proposal, cause: Cause) -> None:
    """Ask about a record: whatever was decided about it before was about what is no more."""
    drop(connection, DocumentRef(company=company, kind=KIND_OF[listed], key=proposal.ours.key))
    values = {**matching.values(company, listed, proposal), "cause": cause.value, "asked": True}
    connection.execute(insert(match).values(**values))


def drop(connection: Connection, ref: DocumentRef) -> None:
    """Nobody is asked about it any more."""
    connection.execute(delete(match).where(_is(ref)))


def close_settled(connection: Connection, company: str) -> None:
    """Whoever has answered elsewhere, or in QuickBooks, is not asked here any more: its record rests, or is gone."""
    waiting = or_(
        document.c.state.in_((RowState.HELD.value, RowState.REVIEW.value, RowState.READY.value,
                              RowState.RETRY.value, RowState.IN_FLIGHT.value)),
        match.c.cause == Cause.INACTIVE.value,
    )  # fmt: skip
    stands = select(document.c.key).where(_ITS_ROW, waiting)
    connection.execute(
        delete(match).where(match.c.company == company, match.c.listed.in_(RECORDS), _IS_OPEN, ~stands.exists())
    )


def named(connection: Connection, company: str, listed: Iterable[str], names: Iterable[str]) -> list[ListRecord]:
    """The records of these lists that have one of these names in QuickBooks, as it was last read."""
    found: list[ListRecord] = []
    lists = tuple(listed)
    for piece in chunks({folded(name) for name in names}):
        same = and_(pulled_table.c.company == company, pulled_table.c.listed.in_(lists),
                    pulled_table.c.folded.in_(piece))  # fmt: skip
        found += [pulled.record_of(row) for row in connection.execute(select(pulled_table).where(same))]
    return found


def under_other_names(connection: Connection, refs: Iterable[DocumentRef]) -> frozenset[DocumentRef]:
    """Which of these records somebody has decided to have under a name of their own in QuickBooks."""
    found: set[DocumentRef] = set()
    for (company, kind), keys in rows.grouped(refs).items():
        for piece in chunks(keys):
            said = and_(match.c.company == company, match.c.kind == kind, match.c.key.in_(piece),
                        match.c.decision == Choice.NAME)  # fmt: skip
            found |= {
                DocumentRef(company=company, kind=kind, key=key)
                for key in connection.execute(select(match.c.key).where(said)).scalars()
            }
    return frozenset(found)


def _is(ref: DocumentRef) -> ColumnElement[bool]:
    return and_(match.c.company == ref.company, match.c.kind == ref.kind, match.c.key == ref.key)
