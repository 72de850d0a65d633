"""The front door: hook implementations, each a line or two that notes a save or calls an operation."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import Any
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

from allorders_quickbooks import extensions
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.log import log
from allorders_quickbooks.mapping.registry import KINDS, mapper
from allorders_quickbooks.operations import choices, panel, settings, status, verbs
from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.run import schedule
from allorders_quickbooks.run.drain import is_set_up, require_setup
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, queue_url, tables_lie_apart, tables_of
from allorders_quickbooks.runners import Runner
from allorders_quickbooks.runners.thread import ThreadRunner
from allorders_quickbooks.store import companies, notes
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate
from allorders_quickbooks.terms import Want

_STOP_WITHIN = 20.0  # seconds that a closing company waits for the set under way


class QuickBooksPlugin:
    """What the host's plugin manager loads by the entry point `quickbooks`."""

    def __init__(self) -> None:
        extensions.active()  # what they bring is noted from the first save on
        self._ports: dict[str, Ports] = {}
        self._runners: dict[str, Runner] = {}

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
                schedule.ask(connection, company)
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
        if ref.kind not in KINDS or ref.company not in self._ports:
            return
        values = notes.values(ref, rank=mapper(ref.kind).rank, **what)
        if enlistment is not None and not tables_lie_apart():
            enlistment.execute(notes.SAVED[enlistment.dialect], notes.saved(values))
            return
        with self._ports[ref.company].database.write() as connection:
            notes.note_saved(connection, values)

    @hookimpl
    def settings_screens(self, company: str) -> Sequence[Screen]:
        return settings.screens(self._ports[company], company)

    @hookimpl
    def save_settings(
        self, company: str, screen: str, values: Mapping[str, Any], version: int, user: str
    ) -> ActionResult:
        result = settings.save(self._ports[company], company, screen, values, version, user)
        self._wake(company)
        return result

    @hookimpl
    def document_panel(self, ref: DocumentRef) -> Panel | None:
        return panel.panel(self._ports[ref.company], ref) if ref.company in self._ports else None

    @hookimpl
    def do_action(self, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
        if action == choices.REFRESH:
            return choices.refresh(self._ports[company], company, user)
        result = verbs.do(self._ports[company], company, action, refs, user)
        self._wake(company)
        return result

    @hookimpl
    def sync_now(self, company: str, user: str, wait: bool) -> ActionResult:
        ports = self._ports[company]
        with ports.database.write() as connection:
            setup = companies.load(connection, company).setup
            try:
                require_setup(setup)
            except ConfigurationError as error:
                return ActionResult(done=False, sentence=error.sentence, remedy=error.remedy)
            if setup.polled or not wait:
                schedule.ask(connection, company)
        if setup.polled:
            return ActionResult(done=True, sentence="It is synchronized when the Web Connector comes next.")
        if not wait:
            self._wake(company)
            return ActionResult(done=True, sentence="A synchronization starts now.")
        run = self._runners[company].run_now()
        if run is None:
            return ActionResult(done=False, sentence="Another synchronization does not come to its end.")
        return ActionResult(done=run.complete, sentence=run.summary)

    @hookimpl
    def sync_status(self, company: str) -> SyncStatus | None:
        return status.status(self._ports[company], company) if company in self._ports else None

    @hookimpl
    def sync_summary(self, company: str) -> SyncSummary | None:
        return status.summary(self._ports[company], company) if company in self._ports else None

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
        return pages.pages(visit.Centre(host, frame, self._ports, self, self._wake))

    def _wake(self, company: str) -> None:
        if company in self._runners:
            self._runners[company].wake()


def _runner(ports: Ports, company: str) -> Runner:
    """A thread here, or workers elsewhere where the environment names their queue."""
    url = queue_url()
    if url is None:
        return ThreadRunner(ports, company)
    from allorders_quickbooks.runners.queued import QueuedRunner

    return QueuedRunner(ports, company, url)
