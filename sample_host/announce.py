"""Saving a row and saying so: the revision grows, and the signal goes out inside the transaction that saves it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allorders_hooks import events
from allorders_hooks.documents import DocumentRef
from allorders_hooks.enlist import enlist
from blinker import Signal
from sqlalchemy.orm import Session

from sample_host.database import Database
from sample_host.models import Listed, Payment, Saved

COMPANY = "main"


def ref_of(row: Saved) -> DocumentRef:
    """The row's name in the contract: its own number in the database, which no person can change."""
    return DocumentRef(company=COMPANY, kind=row.kind, key=str(row.id))


class Announcer:
    """Announces one database's saves; it is the signals' sender, so two order systems in one process stay apart."""

    def __init__(self, database: Database, user: str) -> None:
        self._database = database
        self._user = user

    def saved(self, session: Session, row: Any) -> None:
        """Write the row and tell every plugin, so that what they note stands or falls with this transaction."""
        named = self._named(session, row)
        if isinstance(row, Listed):
            self._send(session, events.record_saved, events.RecordSaved(**named, name=row.name))
            return
        named.update(number=row.number, txn_date=row.txn_date)
        if isinstance(row, Payment):
            self._send(session, events.payment_recorded, events.PaymentRecorded(**named))
        else:
            self._send(session, events.transaction_saved, events.TransactionSaved(**named))

    def deleted(self, session: Session, row: Saved) -> None:
        """Mark the row deleted and tell every plugin. It stays in its table: the sweep has to find it."""
        row.deleted = True
        named = self._named(session, row)
        if isinstance(row, Listed):
            self._send(session, events.record_deleted, events.RecordDeleted(**named))
        else:
            self._send(session, events.transaction_deleted, events.TransactionDeleted(**named))

    def _named(self, session: Session, row: Saved) -> dict[str, Any]:
        row.revision = (row.revision or 0) + 1
        row.saved_at = datetime.now(UTC)
        session.add(row)
        session.flush()
        return {"at": row.saved_at, "user": self._user, "ref": ref_of(row), "revision": row.revision}

    def _send(self, session: Session, signal: Signal, event: events.Event) -> None:
        signal.send(self._database, event=event, enlistment=enlist(session.connection()))
