"""The settings page: it draws whatever screens the plugins have, and knows none of their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from allorders_hooks.screen import Screen
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from sample_host.announce import COMPANY
from sample_host.current import shop, user
from sample_host.pages_sync import tell

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
Page = str | Response | tuple[str, int]


@blueprint.get("")
def settings() -> Page:
    """The first screen that there is."""
    for plugin, screens in shop().plugins.settings_screens(COMPANY).items():
        for shown in screens:
            return redirect(url_for("settings.screen", plugin=plugin, name=shown.name))
    return render_template("settings.html", screens={}, plugin="", screen=None, entered={}, errors={})


@blueprint.get("/<plugin>/<name>")
def screen(plugin: str, name: str) -> Page:
    return _drawn(plugin, name, {}, {})


@blueprint.post("/<plugin>/<name>")
def save(plugin: str, name: str) -> Page:
    entered = {path: request.form.getlist(path)[-1] for path in _paths(_found(plugin, name)) if path in request.form}
    version = request.form.get("version", -1, int)
    result = shop().plugins.save_settings(plugin, COMPANY, name, entered, version, user())
    tell(result)
    if result.done:
        return redirect(url_for("settings.screen", plugin=plugin, name=name))
    return _drawn(plugin, name, entered, result.errors), 422


def _drawn(plugin: str, name: str, entered: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The screen with its own values, or with what was just entered and refused.

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
        errors=errors,
    )


def _found(plugin: str, name: str) -> Screen:
    screens = {shown.name: shown for shown in shop().plugins.settings_screens(COMPANY).get(plugin, ())}
    if name not in screens:
        flash("There is no such screen any more, or its plugin has just failed.", "error")
        abort(redirect(url_for("sync.sync")))
    return screens[name]


def _paths(shown: Screen) -> Iterator[str]:
    return (field.path for tab in shown.tabs for group in tab.groups for field in group.fields)
