"""The preferences dialog: its defaults, its limits, and that no two of its settings contradict each other."""

from __future__ import annotations

import pytest
from allorders_hooks.screen import Widget
from allorders_hooks.settings import WHOLE_SCREEN, errors_of, screen_of
from allorders_quickbooks.preferences import (
    CAPTIONS,
    Frequency,
    ItemSync,
    NcOnly,
    Reconciliation,
    SyncPreferences,
    caption,
)
from pydantic import ValidationError

SCREEN = screen_of(SyncPreferences(), name="preferences", title="t", version=1, captions=CAPTIONS)
FIELDS = {field.path: field for tab in SCREEN.tabs for group in tab.groups for field in group.fields}


def test_a_new_company_sends_nothing_that_nobody_chose_and_warns_of_duplicates() -> None:
    new = SyncPreferences()
    assert (new.frequency, new.synchronize_on_startup) == (Frequency.MANUAL, True)
    assert not (new.send_unsent_transactions or new.send_unsent_payments)
    assert not (new.no_duplicate_warning or new.credit_cards or new.ship_doc_numbers)
    assert (new.nc_only, new.items, new.reconciliation) == (
        NcOnly.USER_CHOICE,
        ItemSync.QUICKBOOKS_ITEMS,
        Reconciliation.NONE,
    )
    assert new.block_purchase_orders


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_the_interval_is_between_a_minute_and_a_day(minutes: int) -> None:
    with pytest.raises(ValidationError):
        SyncPreferences(interval_minutes=minutes)


@pytest.mark.parametrize(
    "pair",
    [("original_quantity_field", "back_order_quantity_field"), ("sales_order_number_field", "tracking_number_field")],
)
def test_two_values_never_share_a_custom_field(pair: tuple[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        SyncPreferences.model_validate(dict.fromkeys(pair, "Colour"))
    assert f"{caption(pair[0])} and {caption(pair[1])}" in str(refused.value)
    SyncPreferences.model_validate(dict.fromkeys(pair, ""))
    SyncPreferences.model_validate({pair[0]: "Colour", pair[1]: "Size"})


def test_the_expiration_date_needs_the_numbers_that_it_is_appended_to() -> None:
    with pytest.raises(ValidationError, match="Append the expiration date to the description needs"):
        SyncPreferences(lots_with_expiration=True)
    SyncPreferences(lots_with_expiration=True, lots_on_invoices=True)
    SyncPreferences(lots_with_expiration=True, lots_on_bills=True)


def test_stock_cannot_be_reconciled_where_quickbooks_keeps_none() -> None:
    with pytest.raises(ValidationError) as refused:
        SyncPreferences(reconciliation=Reconciliation.TO_ALL_ORDERS, items=ItemSync.PROXY_ITEM)
    wrong = errors_of(refused.value, SyncPreferences)
    assert set(wrong) == {WHOLE_SCREEN, "reconciliation", "items"}
    assert all(caption(field) in wrong[WHOLE_SCREEN] for field in ("reconciliation", "items"))


def test_every_preference_says_what_it_does() -> None:
    silent = {field.path for field in FIELDS.values() if not field.help}
    assert silent == {"frequency"}, "its choices say it"


def test_every_preference_is_on_the_screen_once_with_a_caption() -> None:
    assert set(FIELDS) == set(SyncPreferences.model_fields)
    assert all(field.caption for field in FIELDS.values())


def test_every_choice_has_its_caption() -> None:
    for field in FIELDS.values():
        if field.widget is Widget.RADIO:
            assert all(choice.caption != choice.value for choice in field.choices), field.path


def test_the_interval_can_be_set_where_it_counts_only() -> None:
    condition = FIELDS["interval_minutes"].enable_when
    assert condition is not None
    assert (condition.field, condition.equals) == ("frequency", "auto")


def test_the_tabs_are_those_of_the_dialog() -> None:
    assert [tab.caption for tab in SCREEN.tabs] == [
        "General",
        "Advanced",
        "Inventory",
        "PO/Receiving",
        "SO/Shipping",
        "Lot/Serial #s",
    ]


def test_preferences_survive_the_way_into_the_database_and_back() -> None:
    changed = SyncPreferences(frequency=Frequency.AUTO, interval_minutes=5, nc_only=NcOnly.ALL)
    assert SyncPreferences.model_validate(changed.model_dump(mode="json")) == changed
