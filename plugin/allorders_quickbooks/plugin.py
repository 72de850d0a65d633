"""The front door: hook implementations, each a line or two that notes a save or asks the desk.

A host imports this module when it starts, so it imports little: what is behind the desk is a hundred modules, which a
company's runner loads in its own thread.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from wsgiref.types import WSGIApplication

from allorders_hooks.documents import DocumentRef
from allorders_hooks.enlist import Enlistment
from allorders_hooks.events import (
    PaymentRecorded,
    RecordDeleted,
    RecordSaved,
    TransactionDeleted,
    TransactionSaved,
)
from allorders_hooks.host import HostServices
from allorders_hooks.pages import Frame, Pages
from allorders_hooks.settings import Screen
from allorders_hooks.specs import hookimpl
from allorders_hooks.status import ActionResult, Panel, SyncStatus, SyncSummary

from allorders_quickbooks.log import log
from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, queue_url, tables_lie_apart, tables_of
from allorders_quickbooks.run.readiness import is_set_up
from allorders_quickbooks.runners import Runner
from allorders_quickbooks.store import companies, notes
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.terms import Want

if TYPE_CHECKING:
    from allorders_quickbooks.desk import Desk

_STOP_WITHIN = 20.0  # seconds that a closing company waits for the set under way


class QuickBooksPlugin:
    """What the host's plugin manager loads by the entry point `quickbooks`."""

    def __init__(self) -> None:
        self._ports: dict[str, Ports] = {}
        self._runners: dict[str, Runner] = {}
        self._made: Desk | None = None

    def _desk(self) -> Desk:
        """No property: before its version 1.7 pluggy evaluates those of whatever it registers."""
        if self._made is None:
            from allorders_quickbooks.desk import Desk

            self._made = Desk(self._ports, self._runners)
        return self._made

    @hookimpl
    def company_opened(self, company: str, host: HostServices) -> None:
        """Migrate, make the company's row, start its runner; a run at startup where the preference says so."""
        database = Database(tables_of(host, company))
        migrate(database)
        holder = f"{socket.gethostname()}/{os.getpid()}"
        ports = Ports(host, database, SystemClock(), SystemChance(), connector, holder)
        with database.write() as connection:
            companies.opened(connection, company)
            known = companies.load(connection, company)
            if known.preferences.synchronize_on_startup and is_set_up(known.setup):
                companies.ask_for_run(connection, company)
        self._ports[company] = ports
        self._runners[company] = _runner(ports, company)
        self._runners[company].start()

    @hookimpl
    def company_closing(self, company: str) -> None:
        runner = self._runners.pop(company, None)
        if runner is not None:
            runner.stop(_STOP_WITHIN)
            self._ports.pop(company).database.close()

    @hookimpl
    def transaction_saved(self, event: TransactionSaved, enlistment: Enlistment | None) -> None:
        self._note(event.ref, enlistment, revision=event.revision, number=event.number, txn_date=event.txn_date)

    @hookimpl
    def payment_recorded(self, event: PaymentRecorded, enlistment: Enlistment | None) -> None:
        self._note(event.ref, enlistment, revision=event.revision, number=event.number, txn_date=event.txn_date)

    @hookimpl
    def transaction_deleted(self, event: TransactionDeleted, enlistment: Enlistment | None) -> None:
        self._note(event.ref, enlistment, revision=event.revision, want=Want.ABSENT)

    @hookimpl
    def record_saved(self, event: RecordSaved, enlistment: Enlistment | None) -> None:
        self._note(event.ref, enlistment, revision=event.revision, number=event.name, requested=True)

    @hookimpl
    def record_deleted(self, event: RecordDeleted, enlistment: Enlistment | None) -> None:
        self._note(event.ref, enlistment, revision=event.revision, want=Want.ABSENT, requested=True)

    def _note(self, ref: DocumentRef, enlistment: Enlistment | None, **what: Any) -> None:
        """One statement in the host's transaction, or one of our own where the host has none, or our tables lie in a
        database of their own: should that be lost, or the host roll back, the sweep and the next run put it right."""
        rank = self._desk().rank(ref.kind) if ref.company in self._ports else None
        if rank is None:
            return
        values = notes.values(ref, rank=rank, **what)
        if enlistment is not None and not tables_lie_apart():
            enlistment.execute(notes.SAVED[enlistment.dialect], notes.saved(values))
            return
        with self._ports[ref.company].database.write() as connection:
            notes.note_saved(connection, values)

    @hookimpl
    def settings_screens(self, company: str) -> Sequence[Screen]:
        return self._desk().settings_screens(company)

    @hookimpl
    def save_settings(
        self, company: str, screen: str, values: Mapping[str, Any], version: int, user: str
    ) -> ActionResult:
        return self._desk().save_settings(company, screen, values, version, user)

    @hookimpl
    def document_panel(self, ref: DocumentRef) -> Panel | None:
        return self._desk().document_panel(ref)

    @hookimpl
    def do_action(self, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
        return self._desk().do_action(company, action, refs, user)

    @hookimpl
    def sync_now(self, company: str, user: str, wait: bool) -> ActionResult:
        return self._desk().sync_now(company, wait)

    @hookimpl
    def sync_status(self, company: str) -> SyncStatus | None:
        return self._desk().sync_status(company)

    @hookimpl
    def sync_summary(self, company: str) -> SyncSummary | None:
        return self._desk().sync_summary(company)

    @hookimpl
    def endpoints(self, host: HostServices) -> Mapping[str, WSGIApplication]:
        """The Web Connector's and that of the metrics, where their extras are installed."""
        return {**self._web_connector(host), **self._metrics()}

    def _web_connector(self, host: HostServices) -> Mapping[str, WSGIApplication]:
        try:
            from allorders_quickbooks.web_connector import endpoint, service
        except ModuleNotFoundError as lacking:
            log.info("web connector not served", lacking=lacking.name)
            return {}
        return {endpoint.PATH: endpoint.application(cache(partial(service.open_service, host)))}

    def _metrics(self) -> Mapping[str, WSGIApplication]:
        try:
            from allorders_quickbooks import metrics
        except ModuleNotFoundError as lacking:
            log.info("metrics not served", lacking=lacking.name)
            return {}
        served = metrics.application(lambda: dict(self._ports))
        return {metrics.PATH: served} if served is not None else {}

    @hookimpl
    def pages(self, host: HostServices, frame: Frame) -> Pages | None:
        """The sync centre, where its extra is installed."""
        try:
            from allorders_quickbooks.web import pages, visit
        except ModuleNotFoundError as lacking:
            log.info("sync centre not served", lacking=lacking.name)
            return None
        return pages.pages(visit.Centre(host, frame, self._ports, self, self._desk().wake))


def _runner(ports: Ports, company: str) -> Runner:
    """A thread here, or workers elsewhere where the environment names their queue."""
    url = queue_url()
    if url is None:
        from allorders_quickbooks.runners.thread import ThreadRunner

        return ThreadRunner(ports, company)
    from allorders_quickbooks.runners.queued import QueuedRunner

    return QueuedRunner(ports, company, url)
