"""The manager calls enabled plugins one by one and contains what fails."""

from __future__ import annotations

import gc
import logging
import weakref
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from allorders_hooks import events
from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.doubles import FailingPlugin, NotingPlugin, RecordingPlugin, raises
from allorders_hooks.enlist import Enlistment
from allorders_hooks.errors import TransactionLost
from allorders_hooks.failures import AFTER_COMMIT, LOADING
from allorders_hooks.pages import Frame, Pages
from allorders_hooks.plugins import PluginManager
from allorders_hooks.specs import hookimpl
from allorders_hooks.status import ActionResult
from sqlalchemy import create_engine

from tests.hooks.tiny_host import TinyRig, by_sqlite3

DOCUMENT = DocumentRef(company="acme", kind=Kind.SHIP_DOC, key="1")


class AlwaysFailing:
    """Fails wherever it is asked something."""

    @hookimpl
    def company_opened(self, company: str) -> None:
        raise OSError("cannot open")

    @hookimpl
    def settings_screens(self, company: str) -> Sequence[Any]:
        raise OSError("no screens")

    @hookimpl
    def save_settings(self, company: str) -> ActionResult:
        raise OSError("cannot save")

    @hookimpl
    def document_panel(self, ref: DocumentRef) -> None:
        raise OSError("no panel")

    @hookimpl
    def do_action(self, company: str) -> str:
        return "not an ActionResult"

    @hookimpl
    def sync_now(self, company: str) -> ActionResult:
        raise OSError("cannot run")

    @hookimpl
    def sync_status(self, company: str) -> Mapping[str, str]:
        return {"not": "a status"}

    @hookimpl
    def sync_summary(self, company: str) -> str:
        return "no summary"

    @hookimpl
    def pages(self) -> str:
        return "no pages"


class Silent:
    """Has nothing to say."""

    @hookimpl
    def document_panel(self) -> None:
        return None

    @hookimpl
    def sync_status(self) -> None:
        return None

    @hookimpl
    def sync_summary(self) -> None:
        return None


@pytest.fixture
def rig(sqlite_url: str) -> TinyRig:
    return TinyRig(sqlite_url, by_sqlite3)


@pytest.fixture
def manager(rig: TinyRig) -> Iterator[PluginManager]:
    manager = PluginManager(rig.host)
    yield manager
    manager.close()


def note_table(rig: TinyRig) -> None:
    with create_engine(rig.host.database("acme")).begin() as connection:
        connection.exec_driver_sql(NotingPlugin.CREATE_NOTES)


# Signals


def test_only_enabled_plugins_are_called(rig: TinyRig) -> None:
    manager = PluginManager(rig.host, enabled=lambda plugin, company: (plugin, company) == ("on", "acme"))
    on, off = RecordingPlugin(), RecordingPlugin()
    manager.register(on, "on")
    manager.register(off, "off")
    rig.start()
    document = rig.save_document("1001")
    assert [plugin for plugin, _panel in manager.document_panel(document)] == ["on"]
    assert list(manager.settings_screens("acme")) == ["on"]
    assert not manager.settings_screens("another company")
    assert not manager.do_action("off", "acme", "anything", [], "anna").done
    manager.close()
    assert on.of("company_opened")
    assert on.of("transaction_saved")
    assert not off.heard


def test_an_alert_of_one_plugin_reaches_all_that_are_enabled(rig: TinyRig) -> None:
    manager = PluginManager(rig.host, enabled=lambda plugin, company: plugin != "off")
    pager, off = RecordingPlugin(), RecordingPlugin()
    manager.register(pager, "pager")
    manager.register(off, "off")
    event = events.AlertRaised(
        at=datetime.now(UTC), company="acme", subject="1 new problem", text="QuickBooks refused it."
    )
    events.alert_raised.send(rig.host, event=event)
    events.alert_raised.send(object(), event=event)  # of another host
    manager.close()
    events.alert_raised.send(rig.host, event=event)
    assert pager.events("alert_raised") == [event]
    assert not off.heard


def test_a_failing_plugin_is_recorded_and_logged_and_the_others_are_called(
    rig: TinyRig, manager: PluginManager, caplog: pytest.LogCaptureFixture
) -> None:
    first, last = RecordingPlugin(), RecordingPlugin()
    manager.register(first, "first")
    manager.register(FailingPlugin(raises), "failing")
    manager.register(last, "last")
    document = rig.save_document("1001")
    assert document in rig.host.documents([document])
    assert len(first.of("transaction_saved")) == len(last.of("transaction_saved")) == 1
    (failure,) = manager.failures
    assert (failure.plugin, failure.hook, failure.company) == ("failing", "transaction_saved", "acme")
    assert (failure.error, failure.technical) == ("RuntimeError", "this plugin always fails")
    assert failure.sentence == "The plugin failing could not note what was saved. The save itself is not affected."
    (record,) = caplog.records
    assert record.name == "allorders_hooks"
    assert record.levelno == logging.ERROR
    assert record.exc_info


def test_only_the_latest_failures_are_kept(rig: TinyRig) -> None:
    manager = PluginManager(rig.host, keep=2)
    manager.register(FailingPlugin(raises), "failing")
    for number in ("1001", "1002"):
        rig.save_document(number)
    rig.save_record("Aux Joyeux")
    manager.close()
    assert [failure.hook for failure in manager.failures] == ["transaction_saved", "record_saved"]


def test_a_lost_transaction_fails_the_save(rig: TinyRig, manager: PluginManager) -> None:
    class Destructive:
        @hookimpl
        def transaction_saved(self, enlistment: Any) -> None:
            enlistment._lent()._driver.connection.rollback()

    manager.register(Destructive(), "destructive")
    with pytest.raises(TransactionLost):
        rig.save_document("1001")
    assert [failure.error for failure in manager.failures] == ["TransactionLost"]


def test_a_failing_wake_is_recorded_and_the_others_wake(rig: TinyRig, manager: PluginManager) -> None:
    note_table(rig)
    woken: list[str] = []
    manager.register(NotingPlugin(lambda: woken.append("first")), "first")
    manager.register(NotingPlugin(lambda: raises(None)), "failing")
    manager.register(NotingPlugin(lambda: woken.append("last")), "last")
    rig.save_document("1001")
    assert sorted(woken) == ["first", "last"]
    assert [(failure.plugin, failure.hook) for failure in manager.failures] == [("failing", AFTER_COMMIT)]


def test_without_a_transaction_the_plugin_gets_none(manager: PluginManager) -> None:
    plugin = RecordingPlugin()
    manager.register(plugin, "recording")
    event = events.TransactionSaved(at=datetime.now(UTC), ref=DOCUMENT, revision=1)
    events.transaction_saved.send("a host", event=event, enlistment=None)
    (heard,) = plugin.of("transaction_saved")
    assert heard.arguments == {"event": event, "enlistment": None}


def test_a_plugin_takes_only_the_arguments_that_it_wants(rig: TinyRig, manager: PluginManager) -> None:
    class Modest:
        def __init__(self) -> None:
            self.enlistments: list[Enlistment | None] = []

        @hookimpl
        def transaction_saved(self, enlistment: Enlistment | None) -> None:
            self.enlistments.append(enlistment)

    plugin = Modest()
    manager.register(plugin, "modest")
    rig.save_document("1001")
    assert len(plugin.enlistments) == 1
    assert not manager.failures


def test_nobody_else_has_to_hold_a_plugin_or_its_manager(rig: TinyRig) -> None:
    heard: list[str] = []

    class Forgotten:
        @hookimpl
        def transaction_saved(self, event: events.TransactionSaved) -> None:
            heard.append(event.number)

    def set_up() -> weakref.ref[PluginManager]:
        manager = PluginManager(rig.host)
        manager.register(Forgotten(), "forgotten")
        return weakref.ref(manager)

    manager = set_up()
    gc.collect()
    rig.save_document("1001")
    held = manager()
    assert held is not None
    held.close()
    assert heard == ["1001"]


def test_a_closed_manager_hears_nothing(rig: TinyRig, manager: PluginManager) -> None:
    plugin = RecordingPlugin()
    manager.register(plugin, "recording")
    manager.close()
    rig.start()
    rig.save_document("1001")
    rig.stop()
    assert not plugin.heard


def test_a_manager_can_listen_to_one_sender(rig: TinyRig) -> None:
    manager, plugin = PluginManager(rig.host, sender=rig), RecordingPlugin()
    manager.register(plugin, "recording")
    events.app_started.send("another host", event=events.AppStarted(at=datetime.now(UTC), companies=("other",)))
    rig.start()
    manager.close()
    assert [heard.company for heard in plugin.heard] == ["acme"]
    rig.save_document("1001")
    assert len(plugin.heard) == 1


# Opening and closing


def test_a_company_is_opened_once_with_its_host(rig: TinyRig, manager: PluginManager) -> None:
    plugin = RecordingPlugin()
    manager.register(plugin, "recording")
    rig.start()
    rig.start()
    (opened,) = plugin.of("company_opened")
    assert opened.arguments == {"host": rig.host}
    rig.stop()
    rig.stop()
    assert len(plugin.of("company_closing")) == 1
    rig.start()
    assert len(plugin.of("company_opened")) == 2


def test_a_company_is_closed_for_a_plugin_that_was_disabled_meanwhile(rig: TinyRig) -> None:
    enabled = True
    manager, plugin = PluginManager(rig.host, enabled=lambda plugin, company: enabled), RecordingPlugin()
    manager.register(plugin, "recording")
    rig.start()
    enabled = False
    rig.stop()
    manager.close()
    assert [heard.hook for heard in plugin.heard] == ["company_opened", "company_closing"]


def test_a_plugin_that_cannot_open_does_not_stop_the_application(rig: TinyRig, manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    rig.start()
    assert [failure.hook for failure in manager.failures] == ["company_opened"]


# Requests


def test_a_failing_plugin_has_one_screen_that_says_so(manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    manager.register(RecordingPlugin(), "recording")
    screens = manager.settings_screens("acme")
    assert [screen.name for screen in screens["recording"]] == ["recording"]
    (failed,) = screens["failing"]
    assert failed.tabs[0].groups[0].caption == "The plugin failing failed. Nothing else is affected."


def test_panels_come_from_all_that_have_something_to_say(manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    manager.register(Silent(), "silent")
    manager.register(RecordingPlugin(), "recording")
    panels = dict(manager.document_panel(DOCUMENT))
    assert set(panels) == {"failing", "recording"}
    assert panels["failing"].state == "plugin_failed"


class Paged:
    """Has pages."""

    @hookimpl
    def pages(self, frame: Frame) -> Pages:
        return Pages(blueprint=frame.layout, entries=(("now", "Now"),))


class AFrame:
    layout = "layout.html"

    def company(self) -> str:
        return "acme"

    def user(self) -> str:
        return "Ada"

    def token(self) -> tuple[str, str]:
        return "token", "1"

    def page_of(self, ref: DocumentRef) -> str | None:
        return None

    def settings_page(self, screen: str) -> str:
        return f"/settings/{screen}"


def test_pages_come_from_all_that_have_some_and_none_from_one_that_fails(manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    manager.register(Paged(), "paged")
    shown = manager.pages(AFrame())
    assert shown == {"paged": Pages(blueprint="layout.html", entries=(("now", "Now"),))}
    assert [failure.hook for failure in manager.failures] == ["pages"]


def test_a_status_that_fails_is_shown_as_not_ready(manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    manager.register(Silent(), "silent")
    manager.register(RecordingPlugin(), "recording")
    statuses = manager.sync_status("acme")
    assert set(statuses) == {"failing", "recording"}
    assert statuses["recording"].ready
    assert not statuses["failing"].ready
    (problem,) = statuses["failing"].problems
    assert problem.technical == "TypeError: answered dict where SyncStatus is due"


def test_a_summary_that_fails_is_shown_as_not_ready_and_another_is_asked_all_the_same(manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    manager.register(Silent(), "silent")
    manager.register(RecordingPlugin(), "recording")
    summaries = manager.sync_summary("acme")
    assert {plugin: summary.ready for plugin, summary in summaries.items()} == {"failing": False, "recording": True}
    assert [failure.hook for failure in manager.failures] == ["sync_summary"]


def test_settings_are_saved_by_the_plugin_that_they_belong_to(manager: PluginManager) -> None:
    mine, other = RecordingPlugin(), RecordingPlugin()
    manager.register(mine, "mine")
    manager.register(other, "other")
    result = manager.save_settings("mine", "acme", "recording", {"limit": "11"}, 1, "anna")
    assert result.errors == {"limit": "Limit must be at most 10."}
    assert manager.save_settings("mine", "acme", "recording", {"limit": "10"}, 1, "anna").done
    assert mine.settings.limit == 10
    assert not other.heard


def test_an_action_reaches_its_plugin_with_all_it_needs(manager: PluginManager) -> None:
    plugin = RecordingPlugin()
    manager.register(plugin, "recording")
    assert manager.do_action("recording", "acme", "send", [DOCUMENT], "anna").done
    (heard,) = plugin.heard
    assert heard.arguments == {"action": "send", "refs": (DOCUMENT,), "user": "anna"}


def test_a_person_without_the_right_is_refused_with_a_sentence(manager: PluginManager) -> None:
    plugin = RecordingPlugin()
    manager.register(plugin, "recording")
    refusals = [
        manager.save_settings("recording", "acme", "recording", {}, 1, "olaf"),
        manager.do_action("recording", "acme", "send", [], "olaf"),
        manager.sync_now("acme", "olaf", wait=False),
    ]
    assert [refusal.done for refusal in refusals] == [False, False, False]
    assert refusals[0].sentence == "You have no right to change these settings."
    assert refusals[1].remedy == "Ask whoever manages the users for the right to operate."
    assert not plugin.heard


@pytest.mark.parametrize("plugin", ["nobody", "silent"])
def test_a_plugin_that_is_not_there_is_said_to_be_absent(manager: PluginManager, plugin: str) -> None:
    manager.register(Silent(), "silent")
    result = manager.do_action(plugin, "acme", "send", [], "anna")
    assert result.sentence == f"There is no plugin {plugin} that does this in this company."


def test_a_failing_request_is_answered_with_a_sentence(manager: PluginManager) -> None:
    manager.register(AlwaysFailing(), "failing")
    for result in (
        manager.save_settings("failing", "acme", "any", {}, 1, "anna"),
        manager.do_action("failing", "acme", "send", [], "anna"),
    ):
        assert not result.done
        assert result.sentence == "The plugin failing failed. Nothing else is affected."


def test_sync_now_answers_for_all_plugins_together(manager: PluginManager) -> None:
    assert manager.sync_now("acme", "anna", wait=True).sentence == "No plugin of this company synchronizes anything."
    first, second = RecordingPlugin(), RecordingPlugin()
    manager.register(first, "first")
    assert manager.sync_now("acme", "anna", wait=True).done
    manager.register(second, "second")
    assert manager.sync_now("acme", "anna", wait=True).sentence == "Synchronized."
    manager.register(AlwaysFailing(), "failing")
    assert not manager.sync_now("acme", "", wait=False).done
    assert [heard.arguments["wait"] for heard in first.heard] == [True, True, False]
    assert len(second.heard) == 2


# Loading

GOOD = """
from allorders_hooks.specs import hookimpl
class Plugin:
    @hookimpl
    def sync_status(self, company):
        return None
"""
MISSPELT = GOOD.replace("sync_status", "sync_statsu")


def test_installed_plugins_are_loaded_and_bad_ones_recorded(
    manager: PluginManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = {"a_good": GOOD, "a_misspelt": MISSPELT, "a_broken": "import there_is_no_such_module"}
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source)
    information = tmp_path / "some_plugins-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: some-plugins\nVersion: 1.0\n")
    lines = [f"{name} = {name}:Plugin" for name in sources]
    (information / "entry_points.txt").write_text("\n".join(["[allorders.plugins]", *lines]))
    monkeypatch.syspath_prepend(tmp_path)
    manager.load()
    assert "a_good" in manager.plugins
    failures = {failure.plugin: failure for failure in manager.failures}
    assert {"a_misspelt", "a_broken"} <= set(failures)
    assert failures["a_misspelt"].hook == LOADING
    assert failures["a_misspelt"].sentence == "The plugin a_misspelt cannot be used."
    assert "there is no hook sync_statsu, perhaps sync_status is meant." in failures["a_misspelt"].technical
    assert failures["a_broken"].error == "ModuleNotFoundError"
