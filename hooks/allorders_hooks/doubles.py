"""Plugins for the tests of hosts: one that writes down what it hears, one that notes, one that fails.

They are used by the conformance suite (`allorders_hooks.testing`) and are as good for a host's own tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from wsgiref.types import WSGIApplication

from pydantic import Field, ValidationError

from allorders_hooks.documents import DocumentRef
from allorders_hooks.enlist import Enlistment, Wake
from allorders_hooks.events import (
    AlertRaised,
    PaymentRecorded,
    RecordDeleted,
    RecordSaved,
    SaveEvent,
    TransactionDeleted,
    TransactionSaved,
)
from allorders_hooks.frozen import Frozen
from allorders_hooks.host import HostServices
from allorders_hooks.pages import Frame, Pages
from allorders_hooks.screen import Screen
from allorders_hooks.settings import Choice, Setting, errors_of, merged, screen_of
from allorders_hooks.specs import hookimpl
from allorders_hooks.status import ActionResult, Panel, SyncStatus, SyncSummary

NOTES = "allorders_hooks_notes"
Harm = Callable[[Enlistment | None], None]


@dataclass(frozen=True)
class Heard:
    """One call of one hook, as the plugin got it."""

    hook: str
    company: str
    arguments: Mapping[str, Any]


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


CAPTIONS: dict[StrEnum, str] = {Colour.RED: "Red", Colour.GREEN: "Green"}
SIZES = (Choice(value="s", caption="Small"), Choice(value="l", caption="Large"))


class RecordingSettings(Frozen):
    """One setting for each widget that a host has to draw and to send back."""

    on: Annotated[bool, Setting("Switch")] = False
    limit: Annotated[int, Field(ge=0, le=10), Setting("Limit", help="From 0 to 10.")] = 5
    colour: Annotated[Colour, Setting("Colour", group="Looks")] = Colour.RED
    size: Annotated[str, Setting("Size", group="Looks", choices_from="sizes")] = ""
    text: Annotated[str, Setting("Text", tab="More", enable_when=("on", True))] = ""
    since: Annotated[date | None, Setting("Since", tab="More")] = None
    secret: Annotated[str, Setting("Secret", tab="More", secret=True)] = ""


class RecordingPlugin:
    """Implements every hook. `heard` is what it was called with; `settings` and `version` what was saved."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.settings = RecordingSettings()
        self.version = 1

    def of(self, hook: str) -> list[Heard]:
        """The calls of one hook, in order."""
        return [heard for heard in self.heard if heard.hook == hook]

    def events(self, hook: str) -> list[Any]:
        """The events of one of the hooks that belong to a save, in order."""
        return [heard.arguments["event"] for heard in self.of(hook)]

    @hookimpl
    def company_opened(self, company: str, host: HostServices) -> None:
        self._hear("company_opened", company, host=host)

    @hookimpl
    def endpoints(self, host: HostServices) -> Mapping[str, WSGIApplication]:
        self._hear("endpoints", "", host=host)
        return {}

    @hookimpl
    def pages(self, host: HostServices, frame: Frame) -> Pages | None:
        self._hear("pages", "", host=host, frame=frame)
        return None

    @hookimpl
    def company_closing(self, company: str) -> None:
        self._hear("company_closing", company)

    @hookimpl
    def transaction_saved(self, event: TransactionSaved, enlistment: Enlistment | None) -> None:
        self._hear("transaction_saved", event.ref.company, event=event, enlistment=enlistment)

    @hookimpl
    def transaction_deleted(self, event: TransactionDeleted, enlistment: Enlistment | None) -> None:
        self._hear("transaction_deleted", event.ref.company, event=event, enlistment=enlistment)

    @hookimpl
    def payment_recorded(self, event: PaymentRecorded, enlistment: Enlistment | None) -> None:
        self._hear("payment_recorded", event.ref.company, event=event, enlistment=enlistment)

    @hookimpl
    def record_saved(self, event: RecordSaved, enlistment: Enlistment | None) -> None:
        self._hear("record_saved", event.ref.company, event=event, enlistment=enlistment)

    @hookimpl
    def record_deleted(self, event: RecordDeleted, enlistment: Enlistment | None) -> None:
        self._hear("record_deleted", event.ref.company, event=event, enlistment=enlistment)

    @hookimpl
    def alert_raised(self, event: AlertRaised) -> None:
        self._hear("alert_raised", event.company, event=event)

    @hookimpl
    def settings_screens(self, company: str) -> Sequence[Screen]:
        self._hear("settings_screens", company)
        return [
            screen_of(
                self.settings,
                name="recording",
                title="Recording",
                version=self.version,
                captions=CAPTIONS,
                choices={"sizes": SIZES},
            )
        ]

    @hookimpl
    def save_settings(
        self, company: str, screen: str, values: Mapping[str, Any], version: int, user: str
    ) -> ActionResult:
        self._hear("save_settings", company, screen=screen, version=version, user=user)
        if version != self.version:
            return ActionResult(done=False, sentence="Somebody saved meanwhile.", remedy="Open the screen anew.")
        try:
            self.settings = merged(self.settings, values)
        except ValidationError as error:
            errors = errors_of(error, RecordingSettings)
            return ActionResult(done=False, sentence="Some settings cannot be saved.", errors=errors)
        self.version += 1
        return ActionResult(done=True, sentence="Saved.")

    @hookimpl
    def document_panel(self, ref: DocumentRef) -> Panel | None:
        self._hear("document_panel", ref.company, ref=ref)
        return Panel(title="Recording", state="recorded", sentence=f"{ref} was looked at.")

    @hookimpl
    def do_action(self, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
        self._hear("do_action", company, action=action, refs=refs, user=user)
        return ActionResult(done=True, sentence=f"Did {action}.")

    @hookimpl
    def sync_now(self, company: str, user: str, wait: bool) -> ActionResult:
        self._hear("sync_now", company, user=user, wait=wait)
        return ActionResult(done=True, sentence="Synchronized.")

    @hookimpl
    def sync_status(self, company: str) -> SyncStatus | None:
        self._hear("sync_status", company)
        return SyncStatus(company=company, connection="nothing at all", ready=True)

    @hookimpl
    def sync_summary(self, company: str) -> SyncSummary | None:
        self._hear("sync_summary", company)
        return SyncSummary(company=company, connection="nothing at all", ready=True)

    def _hear(self, hook: str, company: str, **arguments: Any) -> None:
        self.heard.append(Heard(hook, company, arguments))


class _SavesPlugin:
    """Does the same for every kind of save."""

    def save(self, event: SaveEvent, enlistment: Enlistment | None) -> None:
        raise NotImplementedError

    @hookimpl
    def transaction_saved(self, event: TransactionSaved, enlistment: Enlistment | None) -> None:
        self.save(event, enlistment)

    @hookimpl
    def transaction_deleted(self, event: TransactionDeleted, enlistment: Enlistment | None) -> None:
        self.save(event, enlistment)

    @hookimpl
    def payment_recorded(self, event: PaymentRecorded, enlistment: Enlistment | None) -> None:
        self.save(event, enlistment)

    @hookimpl
    def record_saved(self, event: RecordSaved, enlistment: Enlistment | None) -> None:
        self.save(event, enlistment)

    @hookimpl
    def record_deleted(self, event: RecordDeleted, enlistment: Enlistment | None) -> None:
        self.save(event, enlistment)


class NotingPlugin(_SavesPlugin):
    """Notes each save in the table `NOTES` through the enlistment, as a real plugin does, and asks to be woken.

    `CREATE_NOTES` makes the table; it must be there before the first save.
    """

    CREATE_NOTES = f"CREATE TABLE IF NOT EXISTS {NOTES} (document VARCHAR(200) NOT NULL, revision INTEGER NOT NULL)"

    def __init__(self, wake: Wake = lambda: None) -> None:
        self._wake = wake

    def save(self, event: SaveEvent, enlistment: Enlistment | None) -> None:
        if enlistment is not None:
            mark = "?" if enlistment.dialect == "sqlite" else "%s"
            statement = f"INSERT INTO {NOTES} (document, revision) VALUES ({mark}, {mark})"  # noqa: S608
            enlistment.execute(statement, (str(event.ref), event.revision))
            enlistment.after_commit(self._wake)


class FailingPlugin(_SavesPlugin):
    """Does harm at every save: one of the three below."""

    def __init__(self, harm: Harm) -> None:
        self._harm = harm

    def save(self, event: SaveEvent, enlistment: Enlistment | None) -> None:
        self._harm(enlistment)


def raises(enlistment: Enlistment | None) -> None:
    """A mistake in the plugin itself."""
    raise RuntimeError("this plugin always fails")


def breaks_sql(enlistment: Enlistment | None) -> None:
    """A statement that the database refuses; PostgreSQL then refuses every later one of that transaction."""
    if enlistment is not None:
        enlistment.execute("INSERT INTO there_is_no_such_table (a) VALUES (1)")


def hides_broken_sql(enlistment: Enlistment | None) -> None:
    """The same, and nobody is told."""
    with suppress(Exception):
        breaks_sql(enlistment)
