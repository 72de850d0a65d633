"""Extensions: what a third party may add to this plugin, or change of it, without touching it.

An extension is any object with functions marked `hookimpl`, named by an entry point of the group
`allorders_quickbooks.extensions`:

    from allorders_quickbooks.extensions import Veto, hookimpl

    class Surcharges:
        @hookimpl
        def map_request(self, source, message):
            return message.model_copy(update={"other": "surcharge"})

    [project.entry-points."allorders_quickbooks.extensions"]
    surcharges = "my_package:Surcharges"

A hook that is misspelt, or that takes something else than what is offered, is refused when it is registered. One that
fails holds the document that it was asked about, and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any

import pluggy

from allorders_quickbooks.log import log
from allorders_quickbooks.mapping import registry
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import Mapper
from allorders_quickbooks.qbxml import messages, objects
from allorders_quickbooks.qbxml.codes import Judgement, judge_status
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.object_types import ObjectType
from allorders_quickbooks.reasons import Reason

GROUP = "allorders_quickbooks.extensions"
_PROJECT = "allorders_quickbooks"
_hookspec = pluggy.HookspecMarker(_PROJECT)
hookimpl = pluggy.HookimplMarker(_PROJECT)


@dataclass(frozen=True)
class Veto:
    """The document does not go. Both sentences are shown to the user: why, and what to do."""

    sentence: str
    remedy: str


class Specs:
    """The hooks; an extension implements whichever it needs."""

    @_hookspec
    def map_request(self, source: Any, message: Message) -> Message | Veto | None:
        """Change or veto the request that a document or record is about to become, an Add or a Mod.

        `source` is the model of the contract. Return a message of the same class (`message.model_copy(update=...)`),
        a Veto, or None to leave it. It is asked whenever a document is compared with what QuickBooks has, so it must
        be a pure function of its arguments: another answer next time is a change that is sent.
        """

    @_hookspec
    def mappers(self) -> Sequence[Mapper]:
        """Document types of its own: a mapper for each further kind that the host saves (see mapping.registry). A kind
        that this plugin serves already is refused."""

    @_hookspec
    def messages(self) -> Sequence[type[Message]]:
        """Messages that its mappers write and that this plugin does not have, the queries of their objects among
        them: "JournalEntryAdd", "JournalEntryMod", "JournalEntryQuery"."""

    @_hookspec
    def object_types(self) -> Sequence[ObjectType]:
        """The types of the objects that those messages make."""

    @_hookspec
    def classify_status(self, code: int, message: str) -> Judgement | None:
        """Judge the status of a request that changes something, or None to leave it to this plugin. What is called
        done without an object in the answer is looked for again; so never call done what was refused."""


class Extensions:
    """The extensions in force. Those of entry points are loaded once; others may be registered and taken out again."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(_PROJECT)
        self._manager.add_hookspecs(Specs)
        self._loading = RLock()  # a run's thread and the host's may both be the first to ask
        self._is_loaded = False

    def load_once(self) -> None:
        """Load, unless that was done before; whoever asks while somebody does it waits."""
        with self._loading:
            if not self._is_loaded:
                self._is_loaded = True
                self.load()

    def load(self) -> None:
        """Register what is installed. One that cannot be loaded is logged, and the others are in force."""
        from importlib.metadata import entry_points

        for point in entry_points(group=GROUP):
            if self._manager.has_plugin(point.name):
                continue
            try:
                made = point.load()
                self.register(made() if isinstance(made, type) else made, point.name)
            except Exception:
                log.exception("an extension could not be loaded", extension=point.name)

    def register(self, extension: object, name: str) -> None:
        """Put an extension in force. Raises pluggy.PluginValidationError or ValueError; then nothing of it is."""
        self._manager.register(extension, name)
        try:
            self._manager.check_pending()
            kinds = [kind for found in self._of(extension, "mappers") for kind in found]
            registry.add_mappers(kinds)
            messages.add_messages([cls for found in self._of(extension, "messages") for cls in found])
            objects.add_object_types([kind for found in self._of(extension, "object_types") for kind in found])
        except Exception:
            self._manager.unregister(extension)
            raise

    def unregister(self, name: str) -> None:
        """Take an extension out again, with the kinds of documents that it brought."""
        extension = self._manager.get_plugin(name)
        registry.remove_mappers([each for found in self._of(extension, "mappers") for each in found])
        self._manager.unregister(name=name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self._manager.list_name_plugin())

    def mapped(self, title: str, source: Any, message: Message) -> Message:
        """The request after every extension has seen it, in the order of their registration. Raises Unmappable."""
        for name, ask in self._each("map_request"):
            try:
                found = next(iter(ask(source=source, message=message)), None)
            except Exception as error:
                log.exception("an extension failed", extension=name)
                problem = f"failed on it ({type(error).__name__})"
                raise _held(title, name, problem, "See the log, or take the extension out.") from error
            if isinstance(found, Veto):
                raise _held(title, name, f"keeps it back: {found.sentence.rstrip('.')}", found.remedy)
            if found is not None and type(found) is not type(message):
                problem = f"made a {type(found).__name__} of a {type(message).__name__}"
                raise _held(title, name, problem, "Take the extension out, or mend it.")
            message = found or message
        return message

    def judged(self, code: int, text: str) -> Judgement:
        """What a status means: as the first extension says that says anything, else as this plugin does."""
        for name, ask in self._each("classify_status"):
            try:
                found = next(iter(ask(code=code, message=text)), None)
            except Exception:
                log.exception("an extension failed", extension=name)
                continue
            if isinstance(found, Judgement):
                return found
        return judge_status(code, text)

    def _each(self, hook: str) -> Iterator[tuple[str, Callable[..., list[Any]]]]:
        """The hook of one extension after the other: pluggy's own call would stop at the first that fails."""
        everyone = self._manager.list_name_plugin()
        for name, extension in everyone:
            others = [other for _, other in everyone if other is not extension]
            yield name, self._manager.subset_hook_caller(hook, others)

    def _of(self, extension: object, hook: str) -> list[Any]:
        others = [other for _, other in self._manager.list_name_plugin() if other is not extension]
        found: list[Any] = self._manager.subset_hook_caller(hook, others)()
        return found


def _held(title: str, extension: str, problem: str, remedy: str) -> Unmappable:
    return Unmappable(title, f"extension “{extension}”", problem, remedy, Reason.VETOED)


_OF_THIS_PROCESS = Extensions()


def active() -> Extensions:
    """The extensions of this process, loaded when they are first asked for."""
    _OF_THIS_PROCESS.load_once()
    return _OF_THIS_PROCESS
