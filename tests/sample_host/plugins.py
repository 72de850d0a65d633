"""Small plugins for the tests of the host: one that writes down what it hears, one that fails wherever it can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from allorders_hooks.documents import DocumentRef
from allorders_hooks.enlist import Enlistment
from allorders_hooks.events import Event
from allorders_hooks.host import HostServices
from allorders_hooks.screen import Action, Choice, EnableWhen, Group, Screen, SettingField, Tab, Widget
from allorders_hooks.specs import hookimpl
from allorders_hooks.status import ActionResult, Panel, PanelLine, Problem, RunReport, SyncStatus, SyncSummary

HOSTILE = "<script>alert('x')</script>"


def field(path: str, widget: Widget, value: Any, **more: Any) -> SettingField:
    return SettingField(path=path, caption=path.replace("_", " ").title(), widget=widget, value=value, **more)


class Scribe:
    """Notes every save inside the host's transaction, and has a screen, a panel and a status to show."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.woken = 0
        self.opened: list[str] = []
        self.values: dict[str, Any] = {"auto": True, "minutes": "30", "note": "", "frequency": "manual"}
        self.version = 1
        self.done: list[tuple[str, tuple[DocumentRef, ...], str]] = []

    @hookimpl
    def company_opened(self, company: str, host: HostServices) -> None:
        self.opened.append(company)

    @hookimpl
    def transaction_saved(self, event: Event, enlistment: Enlistment | None) -> None:
        self._note(event, enlistment)

    @hookimpl
    def transaction_deleted(self, event: Event, enlistment: Enlistment | None) -> None:
        self._note(event, enlistment)

    @hookimpl
    def payment_recorded(self, event: Event, enlistment: Enlistment | None) -> None:
        self._note(event, enlistment)

    @hookimpl
    def record_saved(self, event: Event, enlistment: Enlistment | None) -> None:
        self._note(event, enlistment)

    @hookimpl
    def record_deleted(self, event: Event, enlistment: Enlistment | None) -> None:
        self._note(event, enlistment)

    @hookimpl
    def settings_screens(self, company: str) -> Sequence[Screen]:
        general = (
            field("auto", Widget.CHECKBOX, self.values["auto"]),
            field(
                "minutes",
                Widget.SPINNER,
                self.values["minutes"],
                minimum=1,
                maximum=99,
                help="Between two runs.",
                enable_when=EnableWhen(field="frequency", equals="auto"),
            ),
            field(
                "frequency",
                Widget.RADIO,
                self.values["frequency"],
                choices=(Choice(value="manual", caption="By hand"), Choice(value="auto", caption="By itself")),
            ),
        )
        advanced = (field("note", Widget.TEXT, self.values["note"]), field("password", Widget.SECRET, ""))
        tabs = (
            Tab(caption="General", groups=(Group(caption="Frequency", fields=general),)),
            Tab(caption="Advanced", groups=(Group(caption="", fields=advanced),)),
        )
        actions = (Action(name="refresh", caption="Refresh the lists"),)
        return [Screen(name="notes", title="Notes", version=self.version, tabs=tabs, actions=actions)]

    @hookimpl
    def save_settings(
        self, company: str, screen: str, values: Mapping[str, Any], version: int, user: str
    ) -> ActionResult:
        if version != self.version:
            return ActionResult(done=False, sentence="Somebody saved these settings meanwhile.")
        if values.get("note") == "wrong":
            return ActionResult(done=False, sentence="Not saved.", errors={"note": "It must not be wrong."})
        self.values.update(values, auto=values.get("auto") == "on")
        self.version += 1
        return ActionResult(done=True, sentence="The settings are saved.")

    @hookimpl
    def document_panel(self, ref: DocumentRef) -> Panel | None:
        lines = (PanelLine(label="Number", value=HOSTILE),)
        return Panel(title="Books", state="held", sentence="It waits.", lines=lines, actions=(("send", "Send now"),))

    @hookimpl
    def do_action(self, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
        self.done.append((action, tuple(refs), user))
        return ActionResult(done=True, sentence=f"{action} is done.")

    @hookimpl
    def sync_now(self, company: str, user: str, wait: bool) -> ActionResult:
        return ActionResult(done=True, sentence="A run was asked for.")

    @hookimpl
    def sync_status(self, company: str) -> SyncStatus | None:
        ref = DocumentRef(company=company, kind="ship_doc", key="1")
        held = Problem(
            ref=ref, title="Ship doc 1", state="held", reason="not_ready", sentence=HOSTILE, remedy="Mark it shipped."
        )
        run = RunReport(run=3, started=datetime(2026, 1, 5, tzinfo=UTC), outcome="Everything was sent.", sent=2)
        return SyncStatus(
            company=company,
            connection="Simulated company file",
            simulated=True,
            ready=True,
            waiting=7,
            held={"not_ready": 1},
            last_run=run,
            problems=(held,),
        )

    @hookimpl
    def sync_summary(self, company: str) -> SyncSummary | None:
        return SyncSummary(company=company, connection="Simulated company file", simulated=True, ready=True)

    def _note(self, event: Event, enlistment: Enlistment | None) -> None:
        self.heard.append(event)
        if enlistment is not None:
            enlistment.execute("INSERT INTO heard (what) VALUES ('one')")
            enlistment.after_commit(self._wake)

    def _wake(self) -> None:
        self.woken += 1


class Broken:
    """Raises whatever it is asked."""

    @hookimpl
    def transaction_saved(self, event: Event) -> None:
        raise RuntimeError("no")

    @hookimpl
    def settings_screens(self, company: str) -> Sequence[Screen]:
        raise RuntimeError("no screen")

    @hookimpl
    def document_panel(self, ref: DocumentRef) -> Panel | None:
        raise RuntimeError("no panel")

    @hookimpl
    def sync_status(self, company: str) -> SyncStatus | None:
        raise RuntimeError("no status")

    @hookimpl
    def sync_summary(self, company: str) -> SyncSummary | None:
        raise RuntimeError("no summary")
