"""The hooks that a plugin may implement. One typed function a hook; its docstring is the contract.

A plugin implements any of them with `@hookimpl`, with all or some of the arguments, and is found by the entry-point
group `allorders.plugins`, as a class that is instantiated without arguments, or as an object or a module:

    class MyPlugin:
        @hookimpl
        def transaction_saved(self, event, enlistment): ...

The host never calls a hook itself: it sends signals and uses `allorders_hooks.plugins.PluginManager`. Hooks can be
called from several threads at once. What an implementation raises is logged and recorded, and reaches nobody else.
Wrappers are refused, and so is a plugin with a hook that is not in this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from wsgiref.types import WSGIApplication

import pluggy

from allorders_hooks.documents import DocumentRef
from allorders_hooks.enlist import Enlistment
from allorders_hooks.events import (
    AlertRaised,
    PaymentRecorded,
    RecordDeleted,
    RecordSaved,
    TransactionDeleted,
    TransactionSaved,
)
from allorders_hooks.host import HostServices
from allorders_hooks.pages import Frame, Pages
from allorders_hooks.screen import Screen
from allorders_hooks.status import ActionResult, Panel, SyncStatus, SyncSummary

PROJECT = "allorders"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def company_opened(company: str, host: HostServices) -> None:
    """A company is open from now on: migrate, recover, start what runs in the background. Must return soon."""


@hookspec
def company_closing(company: str) -> None:
    """The company is about to close: stop what runs in the background, keep what is not done for next time."""


@hookspec
def transaction_saved(event: TransactionSaved, enlistment: Enlistment | None) -> None:
    """A document was saved. With an enlistment, what is noted through it stands or falls with the host's save.

    This is inside the user's save: write a reference through the enlistment and return. Ask the host for nothing
    here, and open no connection of your own to the host's database: on SQLite it would wait for this very save.
    The same holds for the four hooks below. Without an enlistment the save is over already.
    """


@hookspec
def transaction_deleted(event: TransactionDeleted, enlistment: Enlistment | None) -> None:
    """A document was deleted."""


@hookspec
def payment_recorded(event: PaymentRecorded, enlistment: Enlistment | None) -> None:
    """A payment was recorded. `transaction_saved` is not called for it."""


@hookspec
def record_saved(event: RecordSaved, enlistment: Enlistment | None) -> None:
    """A list record was saved."""


@hookspec
def record_deleted(event: RecordDeleted, enlistment: Enlistment | None) -> None:
    """A list record was deleted."""


@hookspec
def settings_screens(company: str) -> Sequence[Screen]:
    """The plugin's screens for that company, filled with the values of this moment."""


@hookspec
def save_settings(company: str, screen: str, values: Mapping[str, Any], version: int, user: str) -> ActionResult:
    """Save one screen. `values` maps field paths to what was entered, all or some of them; `version` is the
    one that the screen was shown with. Refuses with `errors` by field, and where somebody saved meanwhile.
    The manager has checked that the user holds `Right.CONFIGURE`."""


@hookspec
def document_panel(ref: DocumentRef) -> Panel | None:
    """The plugin's box on a document's page, None where it has nothing to say."""


@hookspec
def do_action(company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
    """Do what a button of a screen or a panel offers; `refs` are the documents concerned, if any. The manager has
    checked `Right.OPERATE`; what takes more is checked here (`HostServices.may`)."""


@hookspec
def sync_now(company: str, user: str, wait: bool) -> ActionResult:
    """Run now. With `wait` it returns when the run has ended, otherwise when it has been asked for."""


@hookspec
def sync_status(company: str) -> SyncStatus | None:
    """How things stand, with every count."""


@hookspec
def sync_summary(company: str) -> SyncSummary | None:
    """The part of it that changes seldom. A host asks for it on each of its pages, so it must cost next to nothing."""


@hookspec
def alert_raised(event: AlertRaised) -> None:
    """A plugin tells what a person should hear of although nobody is at a screen. For whoever carries such things on,
    to a pager or a chat; it is called outside every save, and may take its time."""


@hookspec
def endpoints(host: HostServices) -> Mapping[str, WSGIApplication]:
    """What other programs reach the plugin by: a WSGI application for each path ("/books"), of all companies.

    A host that serves HTTP may mount them. They are mounted beside its pages, not behind them: the host's sessions,
    tokens and sign-on do not apply, and each application guards itself. Nothing is opened before the first request.
    """


@hookspec
def pages(host: HostServices, frame: Frame) -> Pages | None:
    """The plugin's own pages, to be shown inside the host's site; None where it has none. The pages ask the host for
    `Right.VIEW` before anything is shown, and for more before anything is done (`HostServices.may`)."""
