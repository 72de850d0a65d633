"""A settings screen, derived from a pydantic model: screen, tabs, groups, fields. It knows no web."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Setting:
    """How one field of a settings model looks: put it in the field's `Annotated[...]`.

    The widget follows from the type (bool: checkbox, enum: radio, int: spinner, str: text, date: date);
    `choices_from` names a list that is loaded when the screen is shown, and makes the field a drop-down.
    """

    caption: str
    tab: str = "General"
    group: str = ""
    help: str = ""
    enable_when: tuple[str, Any] | None = None
    choices_from: str | None = None
    secret: bool = False


class Choice(Frozen):
    value: str
    caption: str


class EnableWhen(Frozen):
    """The field can be used only while another field of the screen has that value."""

    field: str
    equals: Any


class SettingField(Frozen):
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
    caption: str
    fields: tuple[SettingField, ...]


class Tab(Frozen):
    caption: str
    groups: tuple[Group, ...]


class Action(Frozen):
    """A button of the screen; pressing it is `do_action(company, name, ...)`."""

    name: str
    caption: str
    help: str = ""


class Screen(Frozen):
    """`version` goes back with the values, so that two people cannot overwrite each other unseen."""

    name: str
    title: str
    version: int
    tabs: tuple[Tab, ...]
    actions: tuple[Action, ...] = ()
