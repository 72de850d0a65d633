"""A settings screen: tabs, groups and fields, as plain models that any host can draw. It knows no web.

Where it comes from and what becomes of the entered values: `allorders_hooks.settings`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from allorders_hooks.frozen import Frozen


class Widget(StrEnum):
    CHECKBOX = "checkbox"
    RADIO = "radio"
    SPINNER = "spinner"
    SELECT = "select"
    TEXT = "text"
    SECRET = "secret"  # noqa: S105
    DATE = "date"


class Choice(Frozen):
    value: str
    caption: str


class EnableWhen(Frozen):
    """The field can be used only while another field of the screen has that value."""

    field: str
    equals: Any


class SettingField(Frozen):
    """One field, ready to draw.

    `value` is what the control shows: a bool for a checkbox, a number for a spinner, otherwise a string (a date
    as 2026-01-31), "" where there is none. The value of a secret never leaves the plugin: it is always "".
    `path` is the key under which the entered value goes to `save_settings`.
    """

    path: str
    caption: str
    widget: Widget
    value: Any
    help: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    enable_when: EnableWhen | None = None


class Group(Frozen):
    """Fields in a frame; no frame where the caption is empty."""

    caption: str
    fields: tuple[SettingField, ...]


class Tab(Frozen):
    caption: str
    groups: tuple[Group, ...]


class Action(Frozen):
    """A button of the screen; pressing it is `do_action(company, name, ...)`, and loses nothing that was entered.

    It stands at the top of the tab of that caption, or beneath all of them where `tab` is empty."""

    name: str
    caption: str
    help: str = ""
    tab: str = ""


class Screen(Frozen):
    """`version` goes back with the values, so that two people cannot overwrite each other unseen."""

    name: str
    title: str
    version: int
    tabs: tuple[Tab, ...]
    actions: tuple[Action, ...] = ()
