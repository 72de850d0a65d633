"""A settings model becomes a screen, and what a person entered becomes the model again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import pytest
from allorders_hooks.doubles import CAPTIONS, SIZES, Colour, RecordingSettings
from allorders_hooks.frozen import Frozen
from allorders_hooks.screen import Choice, EnableWhen, Screen, SettingField, Widget
from allorders_hooks.settings import WHOLE_SCREEN, Action, Setting, conflict, errors_of, merged, screen_of
from pydantic import Field, SecretStr, ValidationError, model_validator


class Limits(Frozen):
    """Settings with every kind of rule."""

    least: Annotated[int, Field(gt=0, lt=10), Setting("Least")] = 1
    most: Annotated[int | None, Setting("Most")] = None
    name: Annotated[str, Field(min_length=1, max_length=3), Setting("Name")] = "abc"
    rate: Annotated[Decimal, Setting("Rate")] = Decimal("0.15")
    key: Annotated[SecretStr, Field(max_length=20), Setting("Key")] = SecretStr("")
    internal: int = 7

    @model_validator(mode="after")
    def _in_order(self) -> Limits:
        if self.most is not None and self.most < self.least:
            raise ValueError("Most must not be less than Least")
        return self


def shown(settings: RecordingSettings, **lists: Any) -> Screen:
    return screen_of(settings, name="s", title="Settings", version=3, captions=CAPTIONS, **lists)


def fields(screen: Screen) -> dict[str, SettingField]:
    return {field.path: field for tab in screen.tabs for group in tab.groups for field in group.fields}


def wrong(model: Frozen, values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as error:
        merged(model, values)
    return errors_of(error.value, type(model))


# The screen


def test_tabs_groups_and_fields_come_in_the_models_order() -> None:
    screen = shown(RecordingSettings())
    layout = [(tab.caption, [(g.caption, [f.path for f in g.fields]) for g in tab.groups]) for tab in screen.tabs]
    assert layout == [
        ("General", [("", ["on", "limit"]), ("Looks", ["colour", "size"])]),
        ("More", [("", ["text", "since", "secret"])]),
    ]


def test_a_group_that_is_named_again_is_continued() -> None:
    class Scattered(Frozen):
        first: Annotated[bool, Setting("First", group="A")] = False
        second: Annotated[bool, Setting("Second", group="B")] = False
        third: Annotated[bool, Setting("Third", group="A")] = False

    (tab,) = screen_of(Scattered(), name="s", title="S", version=1, captions={}).tabs
    assert [[field.path for field in group.fields] for group in tab.groups] == [["first", "third"], ["second"]]


def test_the_widget_follows_from_the_type() -> None:
    widgets = {path: field.widget for path, field in fields(shown(RecordingSettings())).items()}
    assert widgets == {
        "on": Widget.CHECKBOX,
        "limit": Widget.SPINNER,
        "colour": Widget.RADIO,
        "size": Widget.SELECT,
        "text": Widget.TEXT,
        "since": Widget.DATE,
        "secret": Widget.SECRET,
    }


def test_values_are_what_a_control_shows() -> None:
    settings = RecordingSettings(on=True, colour=Colour.GREEN, since=date(2026, 1, 31), secret="hush")
    values = {path: field.value for path, field in fields(shown(settings)).items()}
    assert values == {
        "on": True,
        "limit": 5,
        "colour": "green",
        "size": "",
        "text": "",
        "since": "2026-01-31",
        "secret": "",
    }
    assert fields(shown(RecordingSettings()))["since"].value == ""


def test_a_secret_is_nowhere_in_the_screen() -> None:
    assert "hush" not in shown(RecordingSettings(secret="hush")).model_dump_json()
    screen = screen_of(Limits(key=SecretStr("hush")), name="s", title="S", version=1, captions={})
    assert fields(screen)["key"].widget is Widget.SECRET
    assert fields(screen)["key"].value == ""


def test_a_spinner_knows_its_limits() -> None:
    limit = fields(shown(RecordingSettings()))["limit"]
    assert (limit.minimum, limit.maximum, limit.help) == (0, 10, "From 0 to 10.")
    of_limits = fields(screen_of(Limits(), name="s", title="S", version=1, captions={}))
    assert (of_limits["least"].minimum, of_limits["least"].maximum) == (1, 9)
    assert (of_limits["most"].minimum, of_limits["most"].maximum) == (None, None)


def test_a_radio_offers_the_enum_with_its_captions() -> None:
    colour = fields(shown(RecordingSettings()))["colour"]
    assert colour.choices == (Choice(value="red", caption="Red"), Choice(value="green", caption="Green"))


def test_a_missing_caption_is_noticed() -> None:
    captions: dict[StrEnum, str] = {Colour.RED: "Red"}
    with pytest.raises(KeyError):
        screen_of(RecordingSettings(), name="s", title="S", version=1, captions=captions)


@pytest.mark.parametrize(
    ("size", "lists", "offered"),
    [
        ("", {"sizes": SIZES}, ["", "s", "l"]),
        ("s", {"sizes": SIZES}, ["", "s", "l"]),
        ("xl", {"sizes": SIZES}, ["", "s", "l", "xl"]),
        ("xl", {}, ["", "xl"]),
        ("", {}, [""]),
    ],
)
def test_a_select_offers_its_list_and_never_loses_its_value(
    size: str, lists: dict[str, tuple[Choice, ...]], offered: list[str]
) -> None:
    field = fields(shown(RecordingSettings(size=size), choices=lists))["size"]
    assert [choice.value for choice in field.choices] == offered
    assert field.value == size


def test_a_field_can_depend_on_another() -> None:
    assert fields(shown(RecordingSettings()))["text"].enable_when == EnableWhen(field="on", equals=True)
    assert fields(shown(RecordingSettings()))["limit"].enable_when is None


def test_only_settings_are_shown() -> None:
    assert "internal" not in fields(screen_of(Limits(), name="s", title="S", version=1, captions={}))


def test_actions_and_version_come_along() -> None:
    refresh = Action(name="refresh", caption="Refresh")
    screen = shown(RecordingSettings(), actions=[refresh])
    assert (screen.version, screen.actions) == (3, (refresh,))


# Back to the model


def test_a_form_becomes_the_model() -> None:
    form = {"on": "on", "limit": "7", "colour": "green", "size": "l", "text": "x", "since": "2026-01-31"}
    assert merged(RecordingSettings(), form) == RecordingSettings(
        on=True, limit=7, colour=Colour.GREEN, size="l", text="x", since=date(2026, 1, 31)
    )


def test_what_was_not_entered_stays() -> None:
    settings = RecordingSettings(on=True, limit=7, secret="hush")
    assert merged(settings, {}) == settings
    assert merged(settings, {"limit": 3}) == RecordingSettings(on=True, limit=3, secret="hush")


def test_empty_means_off_nothing_or_the_secret_as_it_is() -> None:
    settings = RecordingSettings(on=True, size="l", text="x", since=date(2026, 1, 31), secret="hush")
    emptied = merged(settings, dict.fromkeys(("on", "size", "text", "since", "secret"), ""))
    assert emptied == RecordingSettings(secret="hush")
    assert merged(Limits(key=SecretStr("hush")), {"key": "", "most": ""}).key.get_secret_value() == "hush"
    assert merged(Limits(), {"key": "new"}).key.get_secret_value() == "new"


def test_the_model_itself_is_left_alone() -> None:
    settings = RecordingSettings()
    merged(settings, {"limit": "7"})
    assert settings.limit == 5


@pytest.mark.parametrize("path", ["nothing", "internal", "model_config", "__class__"])
def test_a_path_that_is_no_setting_is_refused(path: str) -> None:
    assert wrong(Limits(), {path: "1", "least": "2"}) == {path: f"{path} is not a setting of this screen."}


# What is wrong


@pytest.mark.parametrize(
    ("path", "entered", "sentence"),
    [
        ("limit", "-1", "Limit must be at least 0."),
        ("limit", "11", "Limit must be at most 10."),
        ("limit", "", "Limit must be a whole number."),
        ("limit", "2.5", "Limit must be a whole number."),
        ("on", "perhaps", "Switch must be on or off."),
        ("colour", "blue", "Colour must be one of the choices."),
        ("colour", "", "Colour must be one of the choices."),
        ("since", "31.1.2026", "Since must be a date, such as 2026-01-31."),
        ("text", ["a"], "Text must be text."),
    ],
)
def test_a_wrong_value_is_named_by_its_caption(path: str, entered: Any, sentence: str) -> None:
    assert wrong(RecordingSettings(), {path: entered}) == {path: sentence}


@pytest.mark.parametrize(
    ("path", "entered", "sentence"),
    [
        ("least", "0", "Least must be more than 0."),
        ("least", "10", "Least must be less than 10."),
        ("name", "abcd", "Name can have at most 3 characters."),
        ("name", "", "Name needs 1 or more characters."),
        ("rate", "much", "Rate must be a number."),
    ],
)
def test_constraints_become_sentences(path: str, entered: str, sentence: str) -> None:
    assert wrong(Limits(), {path: entered}) == {path: sentence}


def test_a_rule_between_fields_belongs_to_the_whole_screen() -> None:
    assert wrong(Limits(least=5), {"most": "4"}) == {WHOLE_SCREEN: "Most must not be less than Least."}


class Opposed(Frozen):
    left: Annotated[bool, Setting("Left")] = False
    right: Annotated[bool, Setting("Right")] = False
    other: Annotated[bool, Setting("Other")] = False

    @model_validator(mode="after")
    def _not_both(self) -> Opposed:
        if self.left and self.right:
            raise conflict("Left and {Right} cannot both be on", "left", "right")
        return self


def test_a_conflict_stands_beside_each_of_its_fields_and_above_them() -> None:
    sentence = "Left and {Right} cannot both be on."
    assert wrong(Opposed(), {"left": "on", "right": "on"}) == dict.fromkeys((WHOLE_SCREEN, "left", "right"), sentence)


def test_every_wrong_field_is_named_at_once() -> None:
    assert set(wrong(RecordingSettings(), {"limit": "x", "on": "x", "text": "fine"})) == {"limit", "on"}


def test_no_message_quotes_a_secret() -> None:
    hush = "hush" * 10
    with pytest.raises(ValidationError) as error:
        merged(Limits(), {"key": hush})
    assert hush not in str(error.value)
    assert hush not in str(errors_of(error.value, Limits))
    assert set(errors_of(error.value, Limits)) == {"key"}
