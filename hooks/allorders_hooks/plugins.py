"""PluginManager: a host's plugins. It hears the host's signals, calls the hooks, and contains what fails.

    manager = PluginManager(host, enabled=lambda plugin, company: plugin in my_settings[company])
    manager.load()                       # the plugins of the entry-point group allorders.plugins
    app_started.send(host, event=AppStarted(at=now, companies=host.companies()))
    ...
    app_stopping.send(host, event=AppStopping(at=now, companies=host.companies()))
    manager.close()

From then on the host sends signals (`allorders_hooks.events`) and asks the manager's methods; it never touches
pluggy. Every implementation is called on its own, inside a savepoint of its own where there is an enlistment. One
that fails is logged and recorded in `failures`; the others are called, and the host's save goes through.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from importlib.metadata import EntryPoint
from typing import Any, TypeVar
from wsgiref.types import WSGIApplication

import blinker

from allorders_hooks import answers, events
from allorders_hooks.answers import Answer
from allorders_hooks.documents import DocumentRef
from allorders_hooks.enlist import HostTransaction, Wake
from allorders_hooks.failures import AFTER_COMMIT, LOADING, Containment, Failure
from allorders_hooks.host import HostServices, Right
from allorders_hooks.pages import Frame, Pages
from allorders_hooks.registry import Implementation, Registry, installed, instance
from allorders_hooks.screen import Screen
from allorders_hooks.status import ActionResult, Panel, SyncStatus, SyncSummary

T = TypeVar("T")
Enabled = Callable[[str, str], bool]


def everywhere(plugin: str, company: str) -> bool:
    """Every plugin is enabled for every company."""
    return True


class PluginManager:
    """See the module. `enabled(plugin, company)` is asked before each call, so it should be quick.

    All methods may be called from any thread. None raises because of a plugin; what cannot be done is said by the
    answer. With several hosts in one process, `sender` narrows the signals to those which that object sends.
    """

    def __init__(
        self, host: HostServices, *, enabled: Enabled = everywhere, sender: object = blinker.ANY, keep: int = 200
    ) -> None:
        self._host = host
        self._enabled = enabled
        self._registry = Registry()
        self._contained = Containment(keep)
        self._opened: dict[str, set[str]] = {}
        self._receivers = tuple(self._connect(sender))

    @property
    def plugins(self) -> tuple[str, ...]:
        """The names of the registered plugins, enabled or not."""
        return self._registry.names

    @property
    def failures(self) -> deque[Failure]:
        """The latest failures of all plugins, the newest last."""
        return self._contained.failures

    def load(self) -> None:
        """Register the installed plugins. One that cannot be imported or does not fit is recorded, not fatal."""
        for entry in installed():
            self._contained.run(entry.name, LOADING, "", partial(self._load, entry))

    def register(self, plugin: object, name: str) -> None:
        """Add one plugin. PluginRefused where it does not fit the hooks, for instance by a misspelt one."""
        self._registry.register(plugin, name)

    def close(self) -> None:
        """Hear no more signals. Send `app_stopping` first: this calls no plugin."""
        for signal, receiver in self._receivers:
            signal.disconnect(receiver)

    def settings_screens(self, company: str) -> Mapping[str, tuple[Screen, ...]]:
        """Plugin -> its screens. For one that fails, a single screen without fields that says so."""
        return dict(self._ask("settings_screens", company, answers.SCREENS, {"company": company}))

    def save_settings(
        self, plugin: str, company: str, screen: str, values: Mapping[str, Any], version: int, user: str
    ) -> ActionResult:
        """Save one screen of one plugin; needs `Right.CONFIGURE`. `errors` of the answer are by field path."""
        arguments = {"company": company, "screen": screen, "values": values, "version": version, "user": user}
        return self._order(plugin, "save_settings", Right.CONFIGURE, arguments)

    def document_panel(self, ref: DocumentRef) -> list[tuple[str, Panel]]:
        """(plugin, panel) of every plugin that has something to say about the document."""
        panels = self._ask("document_panel", ref.company, answers.PANEL, {"ref": ref})
        return [(plugin, panel) for plugin, panel in panels if panel is not None]

    def do_action(self, plugin: str, company: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
        """Press a button of one plugin; needs `Right.OPERATE`. A plugin may ask for more, such as `Right.UNDO`."""
        arguments = {"company": company, "action": action, "refs": tuple(refs), "user": user}
        return self._order(plugin, "do_action", Right.OPERATE, arguments)

    def sync_now(self, company: str, user: str, wait: bool) -> ActionResult:
        """Run every plugin that synchronizes; needs `Right.OPERATE`. With `wait`, return when the runs ended."""
        if not self._host.may(user, Right.OPERATE, company):
            return answers.refused(Right.OPERATE)
        arguments = {"company": company, "user": user, "wait": wait}
        results = self._ask("sync_now", company, answers.RESULT, arguments)
        return answers.together([result for _plugin, result in results])

    def sync_status(self, company: str) -> Mapping[str, SyncStatus]:
        """Plugin -> how things stand, for all that synchronize. One that fails is shown as not ready."""
        statuses = self._ask("sync_status", company, answers.STATUS, {"company": company})
        return {plugin: status for plugin, status in statuses if status is not None}

    def sync_summary(self, company: str) -> Mapping[str, SyncSummary]:
        """Plugin -> what each page needs to know of it. One that fails is shown as not ready."""
        summaries = self._ask("sync_summary", company, answers.SUMMARY, {"company": company})
        return {plugin: summary for plugin, summary in summaries if summary is not None}

    def endpoints(self) -> Mapping[str, WSGIApplication]:
        """Path -> application, of every plugin that other programs are to reach; none of one that fails."""
        found: dict[str, WSGIApplication] = {}
        for implementation in self._registry.implementations("endpoints"):
            mounted = self._ask_one(implementation, "", answers.ENDPOINTS, {"host": self._host})
            found |= mounted
        return found

    def pages(self, frame: Frame) -> Mapping[str, Pages]:
        """Plugin -> its pages, of every plugin that has some; none of one that fails."""
        arguments = {"host": self._host, "frame": frame}
        asked = {
            implementation.plugin: self._ask_one(implementation, "", answers.PAGES, arguments)
            for implementation in self._registry.implementations("pages")
        }
        return {plugin: pages for plugin, pages in asked.items() if pages is not None}

    def _load(self, entry: EntryPoint) -> None:
        self.register(instance(entry), entry.name)

    def _connect(self, sender: object) -> Iterator[tuple[blinker.Signal, Callable[..., None]]]:
        """blinker holds what is connected only weakly by default, and forgets it without a word."""
        receivers: list[tuple[blinker.Signal, Callable[..., None]]] = [
            (events.app_started, self._app_started),
            (events.app_stopping, self._app_stopping),
            *((signal, partial(self._saved, hook)) for hook, signal in events.SAVES.items()),
        ]
        for signal, receiver in receivers:
            signal.connect(receiver, sender=sender, weak=False)
            yield signal, receiver
        events.alert_raised.connect(self._alert_raised, sender=self._host, weak=False)
        yield events.alert_raised, self._alert_raised

    def _app_started(self, _sender: object, *, event: events.AppStarted) -> None:
        """Open each company once, however often it is announced."""
        for company in event.companies:
            opened = self._opened.setdefault(company, set())
            opening = {plugin for plugin in self.plugins if self._enabled(plugin, company)} - opened
            opened |= opening
            self._tell("company_opened", company, opening, {"company": company, "host": self._host})

    def _app_stopping(self, _sender: object, *, event: events.AppStopping) -> None:
        """Close for whoever opened, whether or not it is still enabled."""
        for company in event.companies:
            self._tell("company_closing", company, self._opened.pop(company, set()), {"company": company})

    def _alert_raised(self, _sender: object, *, event: events.AlertRaised) -> None:
        enabled = {plugin for plugin in self.plugins if self._enabled(plugin, event.company)}
        self._tell("alert_raised", event.company, enabled, {"event": event})

    def _tell(self, hook: str, company: str, plugins: Collection[str], arguments: Mapping[str, Any]) -> None:
        for implementation in self._registry.implementations(hook):
            if implementation.plugin in plugins:
                self._contained.run(implementation.plugin, hook, company, partial(implementation.call, arguments))

    def _saved(
        self, hook: str, _sender: object, *, event: events.SaveEvent, enlistment: HostTransaction | None = None
    ) -> None:
        company = event.ref.company
        for implementation in self._for(hook, company):
            call = partial(self._note, implementation, event, enlistment)
            self._contained.run(implementation.plugin, hook, company, call)

    def _note(
        self, implementation: Implementation, event: events.SaveEvent, transaction: HostTransaction | None
    ) -> None:
        if transaction is None:
            implementation.call({"event": event, "enlistment": None})
            return
        guard = partial(self._guarded, implementation.plugin, event.ref.company)
        with transaction.lent(guard) as enlistment:
            implementation.call({"event": event, "enlistment": enlistment})

    def _guarded(self, plugin: str, company: str, wake: Wake) -> Wake:
        def contained() -> None:
            self._contained.run(plugin, AFTER_COMMIT, company, wake)

        return contained

    def _for(self, hook: str, company: str) -> Iterator[Implementation]:
        return (i for i in self._registry.implementations(hook) if self._enabled(i.plugin, company))

    def _ask(self, hook: str, company: str, answer: Answer[T], arguments: Mapping[str, Any]) -> Iterator[tuple[str, T]]:
        """(plugin, answer) of every enabled plugin that has the hook."""
        for implementation in self._for(hook, company):
            yield implementation.plugin, self._ask_one(implementation, company, answer, arguments)

    def _ask_one(
        self, implementation: Implementation, company: str, answer: Answer[T], arguments: Mapping[str, Any]
    ) -> T:
        result = self._contained.run(
            implementation.plugin,
            implementation.hook,
            company,
            lambda: answer.accept(implementation.call(arguments)),
        )
        return answer.instead(result) if isinstance(result, Failure) else result

    def _order(self, plugin: str, hook: str, right: Right, arguments: Mapping[str, Any]) -> ActionResult:
        """What one plugin answers to a person, who needs that right."""
        company = arguments["company"]
        if not self._host.may(arguments["user"], right, company):
            return answers.refused(right)
        for implementation in self._for(hook, company):
            if implementation.plugin == plugin:
                return self._ask_one(implementation, company, answers.RESULT, arguments)
        return answers.absent(plugin)
