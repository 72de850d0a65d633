"""The smallest host that keeps the contract: one table, and each way to save that the contract allows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any, TypeVar

import psycopg
from allorders_hooks import events
from allorders_hooks.documents import AnyDocument, DocumentRef, Kind, Line, PaidOrder, SalesOrderPayment, ShipDoc
from allorders_hooks.enlist import HostTransaction, enlist
from allorders_hooks.host import Change, Right
from allorders_hooks.records import AnyRecord, Customer, Record
from allorders_hooks.status import Message
from blinker import Signal
from pydantic import TypeAdapter
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session, scoped_session, sessionmaker

Run = Callable[[str, Sequence[Any]], Any]
Saving = AbstractContextManager[tuple[Run, HostTransaction | None]]
Way = Callable[[str], Saving]
Content = TypeVar("Content", AnyDocument, AnyRecord)

TABLE = """CREATE TABLE IF NOT EXISTS saved (
    company VARCHAR(20), kind VARCHAR(20), name VARCHAR(40),
    revision INTEGER, saved_at VARCHAR(40), deleted INTEGER, content TEXT,
    PRIMARY KEY (company, kind, name))"""
INSERT = "INSERT INTO saved VALUES (?, ?, ?, ?, ?, ?, ?)"
UPDATE = """UPDATE saved SET revision = ?, saved_at = ?, deleted = ?, content = ?
    WHERE company = ? AND kind = ? AND name = ?"""
CONTENT = "SELECT content FROM saved WHERE deleted = 0 AND company = ? AND kind = ? AND name = ?"
REVISION = "SELECT max(revision) FROM saved WHERE company = ? AND kind = ? AND name = ?"
CHANGES = """SELECT kind, name, revision, saved_at, deleted FROM saved
    WHERE company = ? AND saved_at >= ? ORDER BY saved_at"""
SIGNALS: dict[type, Signal] = {
    events.TransactionSaved: events.transaction_saved,
    events.PaymentRecorded: events.payment_recorded,
    events.TransactionDeleted: events.transaction_deleted,
    events.RecordSaved: events.record_saved,
    events.RecordDeleted: events.record_deleted,
}


@contextmanager
def by_sqlite3(url: str) -> Iterator[tuple[Run, HostTransaction]]:
    with closing(sqlite3.connect(make_url(url).database or "")) as connection:
        transaction = enlist(connection)
        yield connection.execute, transaction
        connection.commit()
        transaction.committed()


@contextmanager
def by_psycopg(url: str) -> Iterator[tuple[Run, HostTransaction]]:
    with closing(psycopg.connect(url.replace("+psycopg", ""))) as connection:
        transaction = enlist(connection)
        yield (
            lambda statement, values: connection.execute(statement.replace("?", "%s").encode(), values),
            transaction,
        )
        connection.commit()
        transaction.committed()


@contextmanager
def by_connection(url: str) -> Iterator[tuple[Run, HostTransaction]]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield lambda s, v: connection.exec_driver_sql(marked(url, s), tuple(v)), enlist(connection)
    engine.dispose()


@contextmanager
def by_session(url: str) -> Iterator[tuple[Run, HostTransaction]]:
    engine = create_engine(url)
    with Session(engine) as session, session.begin():
        yield lambda s, v: session.connection().exec_driver_sql(marked(url, s), tuple(v)), enlist(session)
    engine.dispose()


@contextmanager
def by_scoped_session(url: str) -> Iterator[tuple[Run, HostTransaction]]:
    engine = create_engine(url)
    session = scoped_session(sessionmaker(engine))
    try:
        yield lambda s, v: session.connection().exec_driver_sql(marked(url, s), tuple(v)), enlist(session)
        session.commit()
    finally:
        session.remove()
        engine.dispose()


@contextmanager
def without_transaction(url: str) -> Iterator[tuple[Run, None]]:
    engine = create_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield lambda s, v: connection.exec_driver_sql(marked(url, s), tuple(v)), None
    engine.dispose()


def marked(url: str, statement: str) -> str:
    return statement if url.startswith("sqlite") else statement.replace("?", "%s")


class TinyHost:
    """HostServices over the one table."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.messages: list[Message] = []
        with self.reading() as run:
            run(TABLE, ())

    @contextmanager
    def reading(self) -> Iterator[Run]:
        with without_transaction(self._url) as (run, _nothing):
            yield run

    def companies(self) -> Sequence[str]:
        return ("acme",)

    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        return self._content(refs, TypeAdapter(AnyDocument))

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        return self._content(refs, TypeAdapter(AnyRecord))

    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        with self.reading() as run:
            rows = run(CHANGES, (company, moment(after) if after else "")).fetchall()
        for kind, name, revision, saved_at, deleted in rows:
            ref = DocumentRef(company=company, kind=kind, key=name)
            yield Change(ref, revision, datetime.fromisoformat(saved_at), bool(deleted))

    def may(self, user: str, right: Right, company: str) -> bool:
        return user in ("", "anna") and company == "acme"

    def tell(self, message: Message) -> None:
        self.messages.append(message)

    def database(self, company: str) -> str:
        return self._url

    def _content(self, refs: Iterable[DocumentRef], adapter: TypeAdapter[Content]) -> dict[DocumentRef, Content]:
        with self.reading() as run:
            rows = {ref: run(CONTENT, (ref.company, ref.kind, ref.key)).fetchone() for ref in refs}
        return {ref: adapter.validate_json(row[0]) for ref, row in rows.items() if row is not None}


class TinyRig:
    """Drives the tiny host as a user would."""

    company = "acme"
    administrator = "anna"
    stranger = "olaf"

    def __init__(self, url: str, way: Way) -> None:
        self.host = TinyHost(url)
        self.transactional = way is not without_transaction
        self._saving: Callable[[], Saving] = partial(way, url)
        self._keys = map(str, count(1))
        self._customer = self._ref(Kind.CUSTOMER)
        self._put(Customer(ref=self._customer, name="Around the Horn", revision=1))

    def start(self) -> None:
        events.app_started.send(self, event=events.AppStarted(at=now(), companies=("acme",)))

    def stop(self) -> None:
        events.app_stopping.send(self, event=events.AppStopping(at=now(), companies=("acme",)))

    def save_document(self, number: str) -> DocumentRef:
        document = self._ship_doc(number)
        self._put(document)
        return document.ref

    def abandon_document(self, number: str) -> None:
        try:
            self._put(self._ship_doc(number), fail=True)
        except ZeroDivisionError:
            return

    def ship(self, document: DocumentRef) -> None:
        found = self.host.documents([document])[document]
        self._put(found.model_copy(update={"shipped": True, "revision": found.revision + 1}))

    def delete_document(self, document: DocumentRef) -> None:
        self._delete(document, events.TransactionDeleted)

    def record_payment(self, document: DocumentRef) -> DocumentRef:
        ref = self._ref(Kind.SALES_ORDER_PAYMENT)
        self._put(
            SalesOrderPayment(
                ref=ref,
                number=f"P{ref.key}",
                txn_date=date(2026, 1, 31),
                revision=1,
                customer=self._customer,
                orders=(PaidOrder(number="1", ship_docs=(document,)),),
                amount=Decimal("19.90"),
            )
        )
        return ref

    def save_record(self, name: str) -> DocumentRef:
        ref = self._ref(Kind.CUSTOMER)
        self._put(Customer(ref=ref, name=name, revision=1))
        return ref

    def rename_record(self, record: DocumentRef, name: str) -> None:
        found = self.host.records([record])[record]
        self._put(found.model_copy(update={"name": name, "revision": found.revision + 1}))

    def delete_record(self, record: DocumentRef) -> None:
        self._delete(record, events.RecordDeleted)

    def _ref(self, kind: Kind) -> DocumentRef:
        return DocumentRef(company="acme", kind=kind, key=next(self._keys))

    def _ship_doc(self, number: str) -> ShipDoc:
        return ShipDoc(
            ref=self._ref(Kind.SHIP_DOC),
            number=number,
            txn_date=date(2026, 1, 31),
            revision=1,
            customer=self._customer,
            shipped=False,
            lines=(Line(key="1", item=None, quantity=Decimal(2), price=Decimal("9.95"), amount=Decimal("19.90")),),
            total=Decimal("19.90"),
        )

    def _put(self, content: AnyDocument | AnyRecord, fail: bool = False) -> None:
        ref, at = content.ref, now()
        with self._saving() as (run, transaction):
            name = (ref.company, ref.kind, ref.key)
            values = (content.revision, moment(at), 0, content.model_dump_json())
            run(INSERT, (*name, *values)) if content.revision == 1 else run(UPDATE, (*values, *name))
            self._send(event_of(content, at), transaction)
            if fail:
                raise ZeroDivisionError

    def _delete(self, ref: DocumentRef, event: Callable[..., Any]) -> None:
        at = now()
        with self._saving() as (run, transaction):
            name = (ref.company, ref.kind, ref.key)
            revision = run(REVISION, name).fetchone()[0] + 1
            run(UPDATE, (revision, moment(at), 1, "", *name))
            self._send(event(at=at, ref=ref, revision=revision), transaction)

    def _send(self, event: events.SaveEvent, transaction: HostTransaction | None) -> None:
        SIGNALS[type(event)].send(self, event=event, enlistment=transaction)


def event_of(content: AnyDocument | AnyRecord, at: datetime) -> events.SaveEvent:
    if isinstance(content, SalesOrderPayment):
        return events.PaymentRecorded(at=at, ref=content.ref, revision=content.revision, number=content.number)
    if isinstance(content, Record):
        return events.RecordSaved(at=at, ref=content.ref, revision=content.revision, name=content.name)
    return events.TransactionSaved(at=at, ref=content.ref, revision=content.revision, number=content.number)


def now() -> datetime:
    return datetime.now(UTC)


def moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
