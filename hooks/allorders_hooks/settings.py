"""Settings in a pydantic model: from the model to its screen, and from what a person entered back to the model.

    screen = screen_of(preferences, name="preferences", title=..., version=7, captions=CAPTIONS)

    try:
        preferences = merged(preferences, {"interval_minutes": "45", "synchronize_on_startup": ""})
    except ValidationError as error:
        return ActionResult(done=False, sentence=..., errors=errors_of(error, SyncPreferences))

The model is flat, and only its fields that carry a `Setting` are shown and can be entered. The hosts' side, the
models of the screen itself, is `allorders_hooks.screen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from types import MappingProxyType, NoneType
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from allorders_hooks.screen import Action, Choice, EnableWhen, Group, Screen, SettingField, Tab, Widget

__all__ = ["WHOLE_SCREEN", "Action", "Choice", "Screen", "Setting", "conflict", "errors_of", "merged", "screen_of"]

WHOLE_SCREEN = ""
_CONFLICT = "conflict"


@dataclass(frozen=True)
class Setting:
    """How one field of a settings model looks: put it in the field's `Annotated[...]`.

    The widget follows from the type (bool: checkbox, enum: radio, int: spinner, str: text, date: date);
    `choices_from` names a list that is loaded when the screen is shown, and makes the field a drop-down.
    `enable_when` is (field, value): the other field of the model, and the value that it must have.
    """

    caption: str
    tab: str = "General"
    group: str = ""
    help: str = ""
    enable_when: tuple[str, Any] | None = None
    choices_from: str | None = None
    secret: bool = False


Model = TypeVar("Model", bound=BaseModel)

_NO_LISTS: Mapping[str, Sequence[Choice]] = MappingProxyType({})
_NONE = Choice(value="", caption="(none)")
_WIDGETS = ((bool, Widget.CHECKBOX), (Enum, Widget.RADIO), (int, Widget.SPINNER), (date, Widget.DATE))
_WRONG = {
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_too_long": "can have at most {max_length} characters",
    "string_too_short": "needs {min_length} or more characters",
    "extra_forbidden": "is not a setting of this screen",
}
_WRONG_KIND = {
    "int": "must be a whole number",
    "decimal": "must be a number",
    "bool": "must be on or off",
    "date": "must be a date, such as 2026-01-31",
    "enum": "must be one of the choices",
    "string": "must be text",
}


def screen_of(
    model: BaseModel,
    *,
    name: str,
    title: str,
    version: int,
    captions: Mapping[StrEnum, str],
    choices: Mapping[str, Sequence[Choice]] = _NO_LISTS,
    actions: Sequence[Action] = (),
) -> Screen:
    """The screen of a settings model, filled with its values; tabs, groups and fields in the model's order.

    `captions` names every member of the model's enums (a missing one is a KeyError; members of two enums with
    the same value are the same key). `choices` holds the lists that `Setting.choices_from` names. A value that
    its list does not hold, or whose list could not be loaded, stays a choice all the same.
    """
    values = model.model_dump(mode="json")
    tabs: dict[str, dict[str, list[SettingField]]] = {}
    for spec in _specs(type(model)):
        groups = tabs.setdefault(spec.setting.tab, {})
        groups.setdefault(spec.setting.group, []).append(_field(spec, values[spec.path], captions, choices))
    return Screen(
        name=name,
        title=title,
        version=version,
        tabs=tuple(Tab(caption=caption, groups=_groups(groups)) for caption, groups in tabs.items()),
        actions=tuple(actions),
    )


def merged(model: Model, values: Mapping[str, Any]) -> Model:
    """The model with what was entered; `values` maps paths to entered values, all or some of them.

    A value may be a string as a form sends it: "on", "30", "2026-01-31". A path that is absent keeps its value,
    so a form has to send "" for a checkbox that is off. "" empties what can be empty and leaves a secret as it
    is. Raises ValidationError (see `errors_of`), also for a path that is no setting of this model.
    """
    specs = {spec.path: spec for spec in _specs(type(model))}
    if unknown := values.keys() - specs.keys():
        raise ValidationError.from_exception_data(
            type(model).__name__,
            [{"type": "extra_forbidden", "loc": (path,), "input": None} for path in sorted(unknown)],
        )
    entered = {path: _entered(specs[path], value, getattr(model, path)) for path, value in values.items()}
    return type(model).model_validate(dict(model) | entered)


def errors_of(error: ValidationError, model: type[BaseModel]) -> dict[str, str]:
    """What is wrong: path -> sentence. A rule between several fields has the path `WHOLE_SCREEN` (""), and stands at
    each of them where it was raised as a `conflict`.

    No sentence quotes what was entered: it may be a secret.
    """
    captions = {spec.path: spec.setting.caption for spec in _specs(model)}
    sentences: dict[str, str] = {}
    for details in error.errors(include_url=False, include_input=False):
        path = str(details["loc"][0]) if details["loc"] else WHOLE_SCREEN
        sentences.setdefault(path, _sentence(captions.get(path, path), details))
        if details["type"] == _CONFLICT:
            sentences |= dict.fromkeys(details["ctx"]["paths"], sentences[path])
    return sentences


def conflict(sentence: str, *paths: str) -> PydanticCustomError:
    """What a validator of the model raises where several fields contradict each other: the sentence names them, and
    `errors_of` puts it beside each of them."""
    return PydanticCustomError(_CONFLICT, "{sentence}", {"sentence": sentence, "paths": paths})


class _Spec(NamedTuple):
    """One field of a settings model, taken apart; `type` is its type without `| None`."""

    path: str
    type: type
    optional: bool
    setting: Setting
    limits: tuple[int | None, int | None]

    @property
    def widget(self) -> Widget:
        if self.setting.secret or issubclass(self.type, SecretStr):
            return Widget.SECRET
        if self.setting.choices_from is not None:
            return Widget.SELECT
        return next((widget for base, widget in _WIDGETS if issubclass(self.type, base)), Widget.TEXT)


def _specs(model: type[BaseModel]) -> Iterator[_Spec]:
    for path, info in model.model_fields.items():
        setting = next((m for m in info.metadata if isinstance(m, Setting)), None)
        if setting is not None:
            alternatives = get_args(info.annotation) or (info.annotation,)
            kind = next(a for a in alternatives if a is not NoneType)
            yield _Spec(path, kind, NoneType in alternatives, setting, _limits(info.metadata))


def _limits(metadata: Sequence[Any]) -> tuple[int | None, int | None]:
    """The least and the greatest whole number that the constraints allow."""
    bounds = {name: getattr(m, name) for m in metadata for name in ("ge", "gt", "le", "lt") if hasattr(m, name)}
    least = bounds["gt"] + 1 if "gt" in bounds else bounds.get("ge")
    greatest = bounds["lt"] - 1 if "lt" in bounds else bounds.get("le")
    return least, greatest


def _groups(groups: Mapping[str, Sequence[SettingField]]) -> tuple[Group, ...]:
    return tuple(Group(caption=caption, fields=tuple(fields)) for caption, fields in groups.items())


def _field(
    spec: _Spec, value: Any, captions: Mapping[StrEnum, str], lists: Mapping[str, Sequence[Choice]]
) -> SettingField:
    setting = spec.setting
    shown = "" if value is None or spec.widget is Widget.SECRET else value
    minimum, maximum = spec.limits if spec.widget is Widget.SPINNER else (None, None)
    return SettingField(
        path=spec.path,
        caption=setting.caption,
        widget=spec.widget,
        value=shown,
        help=setting.help,
        choices=_choices(spec, shown, captions, lists),
        minimum=minimum,
        maximum=maximum,
        enable_when=setting.enable_when and EnableWhen(field=setting.enable_when[0], equals=setting.enable_when[1]),
    )


def _choices(
    spec: _Spec, shown: Any, captions: Mapping[StrEnum, str], lists: Mapping[str, Sequence[Choice]]
) -> tuple[Choice, ...]:
    if spec.widget is Widget.RADIO:
        members: Sequence[StrEnum] = list(spec.type)  # type: ignore[call-overload]
        return tuple(Choice(value=member.value, caption=captions[member]) for member in members)
    if spec.widget is not Widget.SELECT:
        return ()
    listed = (_NONE, *lists.get(spec.setting.choices_from or "", ()))
    known = any(choice.value == shown for choice in listed)
    return listed if known else (*listed, Choice(value=shown, caption=shown))


def _entered(spec: _Spec, value: Any, present: Any) -> Any:
    """What an entered value means where it is empty: off, nothing, or a secret that stays."""
    if value != "":
        return value
    if spec.widget is Widget.SECRET:
        return present
    if spec.widget is Widget.CHECKBOX:
        return False
    return None if spec.optional else ""


def _sentence(caption: str, details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    if details["type"] == "value_error":
        return _ended(str(context["error"]))
    if details["type"] == _CONFLICT:
        return _ended(str(context["sentence"]))
    kind = details["type"]
    wrong = _WRONG.get(kind) or _WRONG_KIND.get(kind.partition("_")[0])
    return _ended(f"{caption} {wrong.format(**context)}" if wrong else f"{caption}: {details['msg']}")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
