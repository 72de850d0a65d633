"""A whole world in one process: a host, the plugin's run, a simulated company file, and one clock for all of them.

Nothing in it waits: the clock moves when somebody sleeps or QuickBooks works. The plugin is driven where any runner
drives it, by `drain`; what the host keeps, what the plugin's tables say and what the company file holds can be
compared after every step.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

from allorders_hooks.documents import AnyDocument, Document, DocumentRef, Line, PaidOrder, SalesOrderPayment, ShipDoc
from allorders_hooks.host import Change, Right
from allorders_hooks.records import AnyRecord, Customer, Item, ItemType, Record
from allorders_hooks.status import Message
from allorders_quickbooks.company import CompanySetup, Connection
from allorders_quickbooks.errors import ProcessorFault
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.processors.simulator import APPLICATION, SimulatedProcessor
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.session import Finished, Outgoing, Session
from allorders_quickbooks.simulator import CompanyFile, FaultPlan, RequestProcessorError, TransactionView
from allorders_quickbooks.store import bindings, companies, journal, notes, rows, runs, sets
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.runs import Run
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.terms import Binding, DocumentRow, Want

COMPANY = "main"
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CENT = Decimal("0.01")


class OneClock:
    """The only clock: the plugin's, the database's and, through `offset`, QuickBooks'."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class QuickBooksClock:
    """The same clock, as the simulated company file reads it."""

    def __init__(self, clock: OneClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()

    def advance(self, seconds: float) -> None:
        self._clock.sleep(seconds)


class SeededChance:
    """Ids and jitter that a seed repeats."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def token(self) -> str:
        return f"{self._random.getrandbits(88):022x}"

    def uniform(self, low: float, high: float) -> float:
        return self._random.uniform(low, high)


@dataclass
class Books:
    """A host's documents in memory, with the services that a plugin may ask for."""

    clock: OneClock
    kept: dict[DocumentRef, AnyDocument | AnyRecord] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    told: list[Message] = field(default_factory=list)
    withheld: set[Right] = field(default_factory=set)

    def companies(self) -> Sequence[str]:
        return [COMPANY]

    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        found = {ref: self.kept.get(ref) for ref in refs}
        return {ref: kept for ref, kept in found.items() if isinstance(kept, Document)}

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        found = {ref: self.kept.get(ref) for ref in refs}
        return {ref: kept for ref, kept in found.items() if isinstance(kept, Record)}

    def changed(self, company: str, after: datetime | None) -> Iterator[Change]:
        return iter([change for change in self.changes if after is None or change.saved_at >= after])

    def may(self, user: str, right: Right, company: str) -> bool:
        return right not in self.withheld

    def tell(self, message: Message) -> None:
        self.told.append(message)

    def database(self, company: str) -> str:
        raise NotImplementedError("the world hands its database to the run itself")


@dataclass
class OneFile:
    """A connector that always opens the world's company file, with the accidents of the moment."""

    world: World
    simulated: bool = True
    description: str = "the world's company file"

    @contextmanager
    def session(self) -> Iterator[SimulatedProcessor]:
        try:
            session = self.world.file.session(APPLICATION, faults=self.world.faults)
        except RequestProcessorError as error:
            raise ProcessorFault("no session", error.message, hresult=error.hresult) from error
        with session:
            yield SimulatedProcessor(session)


class World:
    """Host, plugin and company file. Every method is one thing that happens in it."""

    def __init__(self, path: Path, file: CompanyFile, clock: OneClock, *, seed: int = 1, url: str = "") -> None:
        self.clock = clock
        self.file = file
        self.faults = FaultPlan()
        self.books = Books(clock)
        self.tokens: dict[Session, int] = {}
        self.database = Database(url or f"sqlite:///{path / 'host.sqlite3'}", clock)
        migrate(self.database)
        with self.database.write() as connection:
            companies.opened(connection, COMPANY)
        self.ports = Ports(
            self.books,
            self.database,
            clock,
            SeededChance(seed),
            lambda setup: OneFile(self),
            "runner 1",
            heartbeat=lambda beat, every: nullcontext(),
        )
        self.prefer(send_unsent_transactions=True, send_unsent_payments=True)
        self.set_up(connection=Connection.SIMULATOR, location="world", fence_consent=True)

    # --- what people do in the host ----------------------------------------------------------------------------

    def prefer(self, **values: object) -> None:
        with self.database.write() as connection:
            known = companies.load(connection, COMPANY)
            changed = SyncPreferences.model_validate({**known.preferences.model_dump(), **values})
            version = known.preferences_version + 1
            values = {"preferences": changed.model_dump(mode="json"), "preferences_version": version}
            companies.change(connection, COMPANY, **values)

    def set_up(self, **values: object) -> None:
        with self.database.write() as connection:
            known = companies.load(connection, COMPANY)
            changed = CompanySetup.model_validate({**known.setup.model_dump(), **values})
            version = known.setup_version + 1
            companies.change(connection, COMPANY, setup=changed.model_dump(mode="json"), setup_version=version)

    def save(self, document: AnyDocument | AnyRecord, *, noted: bool = True) -> DocumentRef:
        """Save a document or record; with `noted` off, no event tells of it."""
        before = self.books.kept.get(document.ref)
        revision = before.revision + 1 if before is not None else 1
        saved = document.model_copy(update={"revision": revision})
        self.books.kept[saved.ref] = saved
        self.books.changes.append(Change(saved.ref, revision, self.clock.now()))
        if noted:
            self._note(saved, Want.PRESENT)
        return saved.ref

    def delete(self, ref: DocumentRef) -> None:
        document = self.books.kept.pop(ref)
        self.books.changes.append(Change(ref, document.revision + 1, self.clock.now(), deleted=True))
        self._note(document, Want.ABSENT)

    def _note(self, document: AnyDocument | AnyRecord, want: Want) -> None:
        row = notes.values(
            document.ref,
            rank=mapper(document.ref.kind).rank,
            revision=document.revision,
            number=document.name if isinstance(document, Record) else document.number,
            txn_date=document.txn_date if isinstance(document, Document) else None,
            want=want,
            requested=isinstance(document, Record),
        )
        with self.database.write() as connection:
            notes.note_saved(connection, row)

    # --- what the plugin does ----------------------------------------------------------------------------------

    def run(self, faults: FaultPlan | None = None) -> Run:
        """One run, with these accidents; there must be nobody else who holds the lease."""
        self.faults = faults or FaultPlan()
        run = drain(self.ports, COMPANY)
        assert run is not None, "somebody else holds the lease"
        return run

    def begin(self, holder: str = "runner 1") -> Session:
        """A run to be driven step by step: `next`, then `deliver` its bytes or do not, then `receive` or do not."""
        ports = replace(self.ports, holder=holder)
        with self.database.write() as connection:
            now = self.database.now(connection)
            token = companies.take_lease(connection, COMPANY, holder, now, ports.lease)
            assert token is not None, "somebody else holds the lease"
            number = runs.begin(connection, COMPANY, now, Phase.RECOVER.value)
        session = Session(ports, COMPANY, token=token, run=number)
        self.tokens[session] = token
        return session

    def end(self, session: Session) -> None:
        """The run is over: its runner gives the lease back."""
        with self.database.write() as connection:
            companies.release_lease(connection, COMPANY, self.tokens.pop(session))

    def begin_again(self) -> Session:
        """A successor takes over at once, as after a false report of a death."""
        with self.database.write() as connection:
            companies.change(connection, COMPANY, lease_until=None)
        return self.begin("successor")

    def next_write(self, session: Session) -> Outgoing:
        """Go on, without accidents, until a writing set is committed and about to leave."""
        while True:
            step = session.next()
            assert isinstance(step, Outgoing), f"the run ended: {step}"
            if b"newMessageSetID" in step.content:
                self.clock.sleep(step.wait)
                return step
            self.clock.sleep(step.wait)
            session.receive(step.set_id, BytesIO(self.deliver(step.content)))

    def finish(self, session: Session) -> Finished:
        """Go on to the end of the run, without accidents, and give the lease back."""
        while isinstance(step := session.next(), Outgoing):
            self.clock.sleep(step.wait)
            session.receive(step.set_id, BytesIO(self.deliver(step.content)))
        self.let_lease_run_out()
        return step

    def deliver(self, content: bytes, faults: FaultPlan | None = None) -> bytes:
        """These bytes arrive at QuickBooks now, whoever sent them and however long ago."""
        with self.file.session(APPLICATION, faults=faults) as session:
            return session.process(content)

    def let_lease_run_out(self) -> None:
        self.clock.sleep(self.ports.lease.total_seconds() + 1)

    def settle(self, at_most: int = 6) -> Run:
        """Runs without accidents, until one is complete and nothing waits."""
        for _ in range(at_most):
            run = self.run()
            self.clock.sleep(3)
            with self.database.read() as connection:
                waiting = rows.counts(connection, COMPANY)
            if run.complete and not any(state in ("ready", "in_flight") for _, state, _, _ in waiting):
                return run
            self.clock.sleep(3600)
        raise AssertionError(f"not quiet after {at_most} runs: {run.outcome}, {waiting}")

    def set_back(self, ref: DocumentRef, **values: object) -> None:
        """Change columns of a row, as an operator's verb would."""
        from allorders_quickbooks.store.tables import document

        with self.database.write() as connection:
            is_it = (document.c.kind == ref.kind) & (document.c.key == ref.key)
            connection.execute(document.update().where(is_it).values(**values))

    # --- looking -----------------------------------------------------------------------------------------------

    def row(self, ref: DocumentRef) -> DocumentRow:
        with self.database.read() as connection:
            return rows.by_ref(connection, [ref])[ref]

    def binding(self, ref: DocumentRef) -> Binding | None:
        with self.database.read() as connection:
            return bindings.by_ref(connection, [ref]).get(ref)

    def open_set(self) -> MessageSet | None:
        with self.database.read() as connection:
            return sets.opened(connection, COMPANY, write=True)

    def journal(self, ref: DocumentRef) -> list[str]:
        with self.database.read() as connection:
            return [entry.what for entry in journal.of_document(connection, ref)]

    def is_waiting(self) -> bool:
        """Whether anything would still go by itself."""
        with self.database.read() as connection:
            found = rows.counts(connection, COMPANY)
        return any(state in ("ready", "in_flight", "retry") for _, state, _, _ in found)

    def company_journal(self) -> list[str]:
        with self.database.read() as connection:
            return [entry.what for entry in journal.of_document(connection, a_ref("", ""))]

    def invoices(self) -> list[TransactionView]:
        """The live invoices in the company file."""
        return [txn for txn in self.file.transactions("Invoice") if not txn.voided]


def new_world(path: Path, *, seed: int = 1, url: str = "", **file: object) -> World:
    """A world with an empty company file."""
    clock = OneClock()
    made = CompanyFile.create(path / "quickbooks.sim", clock=QuickBooksClock(clock), **file)  # type: ignore[arg-type]
    return World(path, made, clock, seed=seed, url=url)


# --- documents to save ---------------------------------------------------------------------------------------


def a_ref(kind: str, key: str) -> DocumentRef:
    return DocumentRef(company=COMPANY, kind=kind, key=key)


def a_customer(key: str = "C1", name: str = "Blauer See Delikatessen") -> Customer:
    return Customer(ref=a_ref("customer", key), name=name, revision=0)


def an_item(key: str = "I1", name: str = "Chai", price: str = "18.00") -> Item:
    return Item(ref=a_ref("item", key), name=name, revision=0, item_type=ItemType.INVENTORY, price=Decimal(price))


def a_line(item: str = "I1", quantity: str = "2", price: str = "18.00", key: str = "1") -> Line:
    amount = (Decimal(quantity) * Decimal(price)).quantize(CENT, ROUND_HALF_UP)
    return Line(
        key=key,
        item=a_ref("item", item),
        description=f"item {item}",
        quantity=Decimal(quantity),
        price=Decimal(price),
        amount=amount,
    )


def a_ship_doc(key: str = "S1", *lines: Line, customer: str = "C1", freight: str = "0", **more: object) -> ShipDoc:
    lines = lines or (a_line(),)
    total = sum((line.amount for line in lines), Decimal(freight))
    values: dict[str, object] = {
        "number": f"10{key[1:]}",
        "txn_date": date(2026, 3, 2),
        "shipped": True,
        "total": total,
        "revision": 0,
        **more,
    }
    return ShipDoc(
        ref=a_ref("ship_doc", key),
        customer=a_ref("customer", customer),
        lines=lines,
        freight=Decimal(freight),
        **values,
    )


def a_payment(key: str = "P1", amount: str = "36.00", *ship_docs: str, customer: str = "C1") -> SalesOrderPayment:
    return SalesOrderPayment(
        ref=a_ref("so_payment", key),
        number=f"P-{key}",
        txn_date=date(2026, 3, 2),
        revision=0,
        customer=a_ref("customer", customer),
        orders=(PaidOrder(number="", ship_docs=tuple(a_ref("ship_doc", ship_doc) for ship_doc in ship_docs)),),
        amount=Decimal(amount),
    )
