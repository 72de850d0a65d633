"""The desk behind the front door: what a host asks about its open companies, and what it has done there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allorders_hooks.documents import DocumentRef
from allorders_hooks.settings import Screen
from allorders_hooks.status import ActionResult, Panel, SyncStatus, SyncSummary

from allorders_quickbooks import extensions
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.mapping.registry import KINDS, mapper
from allorders_quickbooks.operations import choices, panel, settings, status, verbs
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import require_setup
from allorders_quickbooks.runners import Runner
from allorders_quickbooks.store import companies


class Desk:
    """`ports` and `runners` are those of the companies that are open at the moment."""

    def __init__(self, ports: Mapping[str, Ports], runners: Mapping[str, Runner]) -> None:
        extensions.active()  # what they bring is noted from the first save on
        self._ports = ports
        self._runners = runners

    def rank(self, kind: str) -> int | None:
        """Where documents of that kind stand in the order in which they are sent; None where they are not sent."""
        return mapper(kind).rank if kind in KINDS else None

    def wake(self, company: str) -> None:
        """Something may be due."""
        if company in self._runners:
            self._runners[company].wake()

    def settings_screens(self, company: str) -> Sequence[Screen]:
        return settings.screens(self._ports[company], company)

    def save_settings(
        self, company: str, screen: str, values: Mapping[str, Any], version: int, user: str
    ) -> ActionResult:
        result = settings.save(self._ports[company], company, screen, values, version, user)
        self.wake(company)
        return result

    def document_panel(self, ref: DocumentRef) -> Panel | None:
        return panel.panel(self._ports[ref.company], ref) if ref.company in self._ports else None

    def do_action(self, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
        if action == choices.REFRESH:
            return choices.refresh(self._ports[company], company, user)
        result = verbs.do(self._ports[company], company, action, refs, user)
        self.wake(company)
        return result

    def sync_now(self, company: str, wait: bool) -> ActionResult:
        """Ask for a run; with `wait`, make one now and say what came of it."""
        with self._ports[company].database.write() as connection:
            setup = companies.load(connection, company).setup
            try:
                require_setup(setup)
            except ConfigurationError as error:
                return ActionResult(done=False, sentence=error.sentence, remedy=error.remedy)
            if setup.polled or not wait:
                companies.ask_for_run(connection, company)
        if setup.polled:
            return ActionResult(done=True, sentence="It is synchronized when the Web Connector comes next.")
        if not wait:
            self.wake(company)
            return ActionResult(done=True, sentence="A synchronization starts now.")
        run = self._runners[company].run_now()
        if run is None:
            return ActionResult(done=False, sentence="Another synchronization does not come to its end.")
        return ActionResult(done=run.complete, sentence=run.summary)

    def sync_status(self, company: str) -> SyncStatus | None:
        return status.status(self._ports[company], company) if company in self._ports else None

    def sync_summary(self, company: str) -> SyncSummary | None:
        return status.summary(self._ports[company], company) if company in self._ports else None
