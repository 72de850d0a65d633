"""The preferences screen as a person uses it: tabs, captions, the button that saves."""

from __future__ import annotations

from allorders_hooks.screen import SettingField, Widget
from allorders_hooks.settings import screen_of
from allorders_quickbooks.preferences import CAPTIONS, SyncPreferences
from playwright.sync_api import Locator, Page, expect

SCREEN = "/settings/quickbooks/preferences"
_SHOWN = screen_of(SyncPreferences(), name="preferences", title="t", version=1, captions=CAPTIONS)
FIELDS = {field.path: field for tab in _SHOWN.tabs for group in tab.groups for field in group.fields}
TABS = {field.path: tab.caption for tab in _SHOWN.tabs for group in tab.groups for field in group.fields}


def open_tab(page: Page, preference: str) -> None:
    page.get_by_role("tab", name=TABS[preference]).click()


def control(page: Page, preference: str, value: str) -> Locator:
    """The control by its caption; of a choice of several, the one of that value."""
    field = FIELDS[preference]
    caption = _caption(field, value) if field.widget is Widget.RADIO else field.caption
    return page.get_by_label(caption, exact=True)


def put(page: Page, preference: str, value: str) -> None:
    """Enter a value ("on", "" for a box) by the caption of its field."""
    open_tab(page, preference)
    entered = control(page, preference, value)
    match FIELDS[preference].widget:
        case Widget.CHECKBOX:
            entered.set_checked(value == "on")
        case Widget.RADIO:
            entered.check()
        case Widget.SELECT:
            entered.select_option(value)
        case _:
            entered.fill(value)


def expect_value(page: Page, preference: str, value: str) -> None:
    open_tab(page, preference)
    shown = control(page, preference, value)
    match FIELDS[preference].widget:
        case Widget.CHECKBOX | Widget.RADIO:
            expect(shown).to_be_checked(checked=bool(value))
        case _:
            expect(shown).to_have_value(value)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save these settings").click()
    expect(page.get_by_role("status")).to_have_text("The settings are saved.")


def _caption(field: SettingField, value: str) -> str:
    return next(choice.caption for choice in field.choices if choice.value == value)
