"""CompanyFile: a simulated QuickBooks company file, the front door of this package."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
import uuid
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from . import opening, views
from .bookkeeper import Bookkeeper
from .clock import Clock, SimulatedClock, WallClock
from .faults import FaultPlan
from .features import Features
from .general_ledger import trial_balance
from .kept_messages import KeptMessages
from .readings import Readings
from .session import Session
from .session_lock import SessionLock
from .storage import MEMORY, Storage
from .work import Work

_FOUNDING = 30.0
_MESSAGES = "messages are kept in"
_OUTLIVE_A_RESTORE = ("round trips", "requests", "virtual seconds", "latest instant")


class CompanyFile:
    """One company file. Use `create` or `open`, then `session` to send it qbXML."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage = storage
        self.clock = clock
        self.session_lock = SessionLock(storage.path)
        self._read_facts()
        self.bookkeeper = Bookkeeper(self)
        self.catch_up()

    def _read_facts(self) -> None:
        self.readings = Readings.from_json(json.loads(self.storage.fact("readings")))
        self.features = Features.from_json(json.loads(self.storage.fact("features")))
        self.storage.wall = WallClock(self.features.time_zone)

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        name: str = "Sample Company",
        readings: Readings = Readings(),  # noqa: B008 frozen
        clock: Clock | None = None,
        features: Features = Features(),  # noqa: B008 frozen
    ) -> CompanyFile:
        """A new company file with the lists that QuickBooks starts with. Raises FileExistsError."""
        clock = clock or SimulatedClock()
        if str(path) == MEMORY:
            return cls(_founded(MEMORY, name, readings, features, clock), clock)
        path = Path(path)
        founding = SessionLock(str(path))
        if not founding.acquire():
            raise FileExistsError(str(path))
        try:
            if path.exists():
                raise FileExistsError(str(path))
            unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
            _founded(unfinished, name, readings, features, clock).close()
            unfinished.replace(path)
        finally:
            founding.release()
        return cls(Storage(path), clock)

    @classmethod
    def open(cls, path: str | Path, *, clock: Clock | None = None, create: bool = False) -> CompanyFile:
        """An existing company file, or with `create` a new one where there is none. Raises FileNotFoundError."""
        until = time.monotonic() + _FOUNDING
        while create and not Path(path).exists() and time.monotonic() < until:
            with contextlib.suppress(FileExistsError):
                return cls.create(path, clock=clock)
            time.sleep(0.05)  # another process is at it
        if not Path(path).exists():
            raise FileNotFoundError(str(path))
        storage = Storage(path)
        try:
            return cls(storage, clock or SimulatedClock())
        except (sqlite3.DatabaseError, ValueError):
            storage.close()
            raise

    def close(self) -> None:
        self.session_lock.release()
        self.storage.close()

    @property
    def name(self) -> str:
        return self.storage.fact("company name")

    def session(self, application: str, *, machine: str = "", faults: FaultPlan | None = None) -> Session:
        """BeginSession for that application. Raises RequestProcessorError where another one is being served."""
        return Session(self, application, machine, faults)

    def keep_messages(self, directory: str | Path | None) -> None:
        """Write every set and its reply there from now on, whoever has this file open; None: no longer."""
        with self.storage.unit():
            self.storage.set_fact(_MESSAGES, str(Path(directory).resolve()) if directory is not None else "")

    def messages_request(self, number: int, document: bytes) -> None:
        for kept in self._kept_messages():
            kept.request(number, document)

    def messages_response(self, number: int, document: bytes) -> None:
        for kept in self._kept_messages():
            kept.response(number, document)

    def _kept_messages(self) -> tuple[KeptMessages, ...]:
        with self.storage.lock:
            directory = self.storage.fact(_MESSAGES)
        return (KeptMessages(directory),) if directory else ()

    # --- counting ----------------------------------------------------------------------------------------------

    @property
    def round_trips(self) -> int:
        """Message sets that were sent to this file, whatever became of them."""
        return int(self._count("round trips"))

    @property
    def requests(self) -> int:
        """Requests that were executed in this file, refused ones too."""
        return int(self._count("requests"))

    @property
    def virtual_seconds(self) -> float:
        """How long QuickBooks would have been busy with them."""
        return self._count("virtual seconds")

    def _count(self, name: str) -> float:
        with self.storage.lock:
            return float(self.storage.fact(name, "0"))

    def count_round_trip(self) -> int:
        with self.storage.unit():
            self.storage.add_to("round trips", 1)
            return self.round_trips

    def count_request(self, seconds: float) -> None:
        self.spend(seconds)
        with self.storage.unit():
            self.storage.add_to("requests", 1)

    def spend(self, seconds: float) -> None:
        """Let QuickBooks be busy for that long."""
        self.clock.advance(seconds)
        with self.storage.unit():
            self.storage.add_to("virtual seconds", seconds)
            self.storage.set_fact("latest instant", repr(self.clock.now()))

    def catch_up(self) -> str:
        """Bring the clock to the latest instant that this file has seen, whichever process it was in; the ticket."""
        behind = float(self.storage.fact("latest instant", "0")) - self.clock.now()
        if behind > 0:
            self.clock.advance(behind)
        return self.ticket()

    def ticket(self) -> str:
        """What changes when a restore throws every session out."""
        return self.storage.fact("ticket")

    # --- looking at it -----------------------------------------------------------------------------------------

    def records(self, kind: str | None = None) -> tuple[views.RecordView, ...]:
        """List records of that kind ('Customer', 'ItemInventory' ...), inactive ones too; None: of all kinds."""
        with self.storage.lock:
            return views.records(self.storage, kind)

    def transactions(self, type: str | None = None) -> tuple[views.TransactionView, ...]:
        """Transactions of that type ('Invoice', 'ReceivePayment'), in the order they were made; None: of all types."""
        with self.storage.lock:
            return views.transactions(self.storage, type)

    def trial_balance(self) -> Mapping[str, Decimal]:
        """Every account that was posted to, by full name: debits less credits. They add up to nothing."""
        with self.storage.lock:
            return trial_balance(self.storage)

    def stock(self) -> Mapping[str, views.StockView]:
        """What there is of every item that stock is kept of, by full name."""
        with self.storage.lock:
            return views.stock(self.storage)

    def balances(self, kind: str) -> Mapping[str, Decimal]:
        """What each customer owes ('Customer'), or what is owed to each vendor ('Vendor'), by full name."""
        with self.storage.lock:
            return views.balances(self.storage, kind)

    # --- backup ------------------------------------------------------------------------------------------------

    def backup(self, path: str | Path) -> None:
        """A copy of the file as it is now."""
        self.storage.copy_to(path)

    def restore(self, path: str | Path) -> None:
        """Put a backup in the place of the file: ids, EditSequences and the recovery memory go back together.

        Every session is thrown out. What was counted, and the clock, go on.
        """
        with self.storage.lock:
            restored = Storage(MEMORY)
            restored.copy_from(path)
            for name in _OUTLIVE_A_RESTORE:
                restored.set_fact(name, self.storage.fact(name, "0"))
            restored.set_fact("ticket", str(int(self.ticket()) + 1))
            restored.set_fact("restored at", str(int(self.clock.now())))
            self.storage.replace_by(restored)
            restored.close()
            self._read_facts()


def _founded(path: str | Path, name: str, readings: Readings, features: Features, clock: Clock) -> Storage:
    """A new company file with its facts and its first lists."""
    storage = Storage(path)
    storage.wall = WallClock(features.time_zone)
    storage.create()
    with storage.unit():
        storage.set_fact("company name", name)
        storage.set_fact("readings", json.dumps(readings.as_json()))
        storage.set_fact("features", json.dumps(features.as_json()))
        storage.set_fact("ticket", "1")
        opening.furnish(Work(storage, readings, features, (1, 0), int(clock.now())))
    return storage
