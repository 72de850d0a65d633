"""Which plugins there are, and their implementations of a hook one by one.

pluggy finds and checks the implementations. It does not call them: its own call ends at the first failure.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple

import pluggy

from allorders_hooks import specs
from allorders_hooks.errors import PluginRefused

GROUP = "allorders.plugins"


class Implementation(NamedTuple):
    """One plugin's implementation of one hook."""

    plugin: str
    hook: str
    function: Any
    accepts: tuple[str, ...]

    def call(self, arguments: Mapping[str, Any]) -> Any:
        """Call it with as many of the hook's arguments as it accepts."""
        return self.function(*(arguments[name] for name in self.accepts))


class Registry:
    """The plugins, by name. It holds them, so that nothing else has to."""

    def __init__(self) -> None:
        self._pluggy = pluggy.PluginManager(specs.PROJECT)
        self._pluggy.add_hookspecs(specs)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _plugin in self._pluggy.list_name_plugin())

    def register(self, plugin: object, name: str) -> None:
        """Add a plugin. PluginRefused where it does not fit the hooks; then nothing of it is ever called."""
        if self._pluggy.has_plugin(name):
            raise PluginRefused(f"There is a plugin of the name {name} already.")
        try:
            self._pluggy.register(plugin, name)
            self._pluggy.check_pending()
            self._refuse_wrappers(plugin)
        except (ValueError, pluggy.PluginValidationError) as error:
            sentence = self._misspelt(plugin) or str(error)
            if self._pluggy.get_plugin(name) is plugin:
                self._pluggy.unregister(plugin)
            raise PluginRefused(f"The plugin {name} does not fit: {sentence}") from error

    def implementations(self, hook: str) -> Iterator[Implementation]:
        """In pluggy's order: `tryfirst`, then the latest registered first, then `trylast`."""
        for implementation in reversed(getattr(self._pluggy.hook, hook).get_hookimpls()):
            yield Implementation(
                implementation.plugin_name, hook, implementation.function, tuple(implementation.argnames)
            )

    def _misspelt(self, plugin: object) -> str:
        """The hooks that the plugin implements and nobody specifies, each with what may have been meant."""
        callers = self._pluggy.get_hookcallers(plugin) or ()
        return "; ".join(_guess(caller.name) for caller in callers if not caller.has_spec())

    def _refuse_wrappers(self, plugin: object) -> None:
        for caller in self._pluggy.get_hookcallers(plugin) or ():
            if any(i.plugin is plugin and (i.wrapper or i.hookwrapper) for i in caller.get_hookimpls()):
                raise ValueError(f"{caller.name} is a wrapper; hooks are called one by one and cannot be wrapped.")


def installed() -> Iterator[EntryPoint]:
    """The installed plugins, by name; none of them is imported by that."""
    yield from sorted(entry_points(group=GROUP), key=lambda entry: entry.name)


def instance(entry: EntryPoint) -> object:
    """Import an installed plugin; a class is instantiated, without arguments."""
    plugin = entry.load()
    return plugin() if inspect.isclass(plugin) else plugin


def _guess(name: str) -> str:
    known = [hook for hook, value in vars(specs).items() if hasattr(value, f"{specs.PROJECT}_spec")]
    near = get_close_matches(name, known, n=1)
    return f"there is no hook {name}" + (f", perhaps {near[0]} is meant." if near else ".")
