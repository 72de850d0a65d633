"""The settings page: it draws whatever screens the plugins have, and knows none of their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from allorders_hooks.screen import Screen, SettingField
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sample_host.announce import COMPANY
from sample_host.current import shop, user
from sample_host.pages_plugins import tell

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
Page = str | Response | tuple[str, int]


@blueprint.get("")
def settings() -> Page:
    """The first screen that there is."""
    for plugin in shop().plugins.settings_screens(COMPANY):
        for name in _screens(plugin):
            return redirect(url_for("settings.screen", plugin=plugin, name=name))
    return render_template("settings.html", screens={}, plugin="", screen=None, entered={}, errors={})


@blueprint.get("/<name>")
def named(name: str) -> Page:
    """The screen of that name, whichever plugin has it: what a plugin's own pages lead to."""
    for plugin, screens in shop().plugins.settings_screens(COMPANY).items():
        if any(each.name == name for each in screens):
            return redirect(url_for("settings.screen", plugin=plugin, name=name))
    return redirect(url_for("settings.settings"))


@blueprint.get("/<plugin>/<name>")
def screen(plugin: str, name: str) -> Page:
    return _drawn(plugin, name, {}, {})


@blueprint.post("/<plugin>/<name>")
def save(plugin: str, name: str) -> Page:
    paths = [field.path for field in _fields(_found(plugin, name))]
    entered = {path: request.form.getlist(path)[-1] for path in paths if path in request.form}
    if "action" in request.form:
        tell(shop().plugins.do_action(plugin, COMPANY, request.form["action"], (), user()))
        return _drawn(plugin, name, entered, {})
    version = request.form.get("version", -1, int)
    result = shop().plugins.save_settings(plugin, COMPANY, name, entered, version, user())
    tell(result)
    if result.done:
        if name in _screens(plugin):
            return redirect(url_for("settings.screen", plugin=plugin, name=name))
        return redirect(url_for("settings.settings"))  # a screen may have done what it was for
    return _drawn(plugin, name, entered, result.errors), 422


def _drawn(plugin: str, name: str, entered: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The screen with its own values, or with what was just entered and is not saved.

    What was refused keeps the version that it was entered on: where somebody else saved meanwhile, saving once
    more is refused again until the screen has been loaded anew.
    """
    shown = _found(plugin, name)
    return render_template(
        "settings.html",
        screens=shop().plugins.settings_screens(COMPANY),
        plugin=plugin,
        screen=shown,
        version=request.form.get("version", shown.version, int),
        entered=entered,
        unsaved=_differs(shown, entered),
        errors=errors,
    )


def _differs(shown: Screen, entered: Mapping[str, str]) -> bool:
    """Whether something was entered that is not saved."""
    return any(entered.get(field.path, sent) != sent for field in _fields(shown) for sent in (_sent(field.value),))


def _sent(value: object) -> str:
    """A value as the form sends it back untouched."""
    return str(value) if not isinstance(value, bool) else "on" if value else ""


def _found(plugin: str, name: str) -> Screen:
    screens = _screens(plugin)
    if name not in screens:
        flash("There is no such screen any more, or its plugin has just failed.", "error")
        abort(redirect(url_for("plugins.messages")))
    return screens[name]


def _screens(plugin: str) -> Mapping[str, Screen]:
    return {shown.name: shown for shown in shop().plugins.settings_screens(COMPANY).get(plugin, ())}


def _fields(shown: Screen) -> Iterator[SettingField]:
    return (field for tab in shown.tabs for group in tab.groups for field in group.fields)
