"""A plugin that does not fit the hooks is refused as a whole, with a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allorders_hooks.doubles import RecordingPlugin
from allorders_hooks.errors import PluginRefused
from allorders_hooks.registry import Registry
from allorders_hooks.specs import hookimpl


class Misspelt:
    @hookimpl
    def transaction_saves(self) -> None: ...

    @hookimpl
    def sync_status(self) -> None: ...


class OtherArguments:
    @hookimpl
    def sync_status(self, firm: str) -> None: ...


class Wrapper:
    @hookimpl(wrapper=True)
    def sync_status(self) -> Iterator[None]:
        return (yield)


@pytest.mark.parametrize(
    ("plugin", "sentence"),
    [
        (Misspelt(), "does not fit: there is no hook transaction_saves, perhaps transaction_saved is meant"),
        (OtherArguments(), "'firm'"),
        (Wrapper(), "sync_status is a wrapper"),
    ],
)
def test_a_plugin_that_does_not_fit_is_refused_and_the_others_stay(plugin: object, sentence: str) -> None:
    registry = Registry()
    registry.register(RecordingPlugin(), "good")
    with pytest.raises(PluginRefused, match=sentence):
        registry.register(plugin, "bad")
    assert list(registry.names) == ["good"]
    assert [i.plugin for i in registry.implementations("sync_status")] == ["good"]
    registry.register(RecordingPlugin(), "another")
    assert list(registry.names) == ["good", "another"]


def test_a_name_can_be_used_once() -> None:
    registry = Registry()
    registry.register(RecordingPlugin(), "good")
    with pytest.raises(PluginRefused, match="There is a plugin of the name good already"):
        registry.register(RecordingPlugin(), "good")
    assert list(registry.names) == ["good"]


def test_a_plugin_can_be_registered_once() -> None:
    registry, plugin = Registry(), RecordingPlugin()
    registry.register(plugin, "good")
    with pytest.raises(PluginRefused):
        registry.register(plugin, "another")
    assert list(registry.names) == ["good"]
    assert len(list(registry.implementations("sync_now"))) == 1


def test_implementations_keep_the_order_that_they_ask_for() -> None:
    class First:
        @hookimpl(tryfirst=True)
        def sync_status(self) -> None: ...

    class Last:
        @hookimpl(trylast=True)
        def sync_status(self) -> None: ...

    registry = Registry()
    for name, plugin in (("first", First()), ("last", Last()), ("middle", RecordingPlugin())):
        registry.register(plugin, name)
    assert [i.plugin for i in registry.implementations("sync_status")] == ["first", "middle", "last"]
