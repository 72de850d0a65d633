"""Thinning: the exact bytes of old sets and their answers go, what the journal and the set's own row say stays.

A set keeps its bytes while it is open, and while a document that it carried has not come to rest: those are what a
doubtful Add is compared with.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, ScalarSelect, and_, delete, false, select, update

from allorders_quickbooks.store.journal import ON_ITS_WAY
from allorders_quickbooks.store.sets import OPEN
from allorders_quickbooks.store.tables import answer, document, journal, message_set


def thin(connection: Connection, company: str, before: datetime, at_most: int) -> int:
    """Forget the bytes of that many sets, at the most, that were settled before that moment. How many they were."""
    old = (
        select(message_set.c.id)
        .where(
            message_set.c.company == company,
            message_set.c.thinned == false(),
            message_set.c.answered_at < before,
            message_set.c.state.not_in(OPEN),
            message_set.c.id.not_in(_still_needed(company)),
        )
        .order_by(message_set.c.answered_at)
        .limit(at_most)
    )
    found = list(connection.execute(old).scalars())
    if found:
        gone = update(message_set).where(message_set.c.id.in_(found))
        connection.execute(gone.values(content=b"", thinned=True))
        connection.execute(delete(answer).where(answer.c.set_id.in_(found)))
    return len(found)


def _still_needed(company: str) -> ScalarSelect[str | None]:
    """Every set that has carried a document whose last Add is not known to be done."""
    is_open = (document.c.company == company, document.c.sent_in.is_not(None))
    was_in = and_(
        journal.c.company == document.c.company, journal.c.kind == document.c.kind, journal.c.key == document.c.key
    )
    carried = (journal.c.what == ON_ITS_WAY, journal.c.set_id.is_not(None))
    return select(journal.c.set_id).join(document, was_in).where(*is_open, *carried).scalar_subquery()
