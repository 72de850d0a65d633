"""Lots and serial numbers of a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from allorders_hooks.documents import Line, Lot
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.mapping.lots import Portion, description, portions
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.preferences import SyncPreferences
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.documents import TEA, line

LOTS = CompanyFacts(lots=True)
SERIALS = CompanyFacts(serials=True)
TWO = (Lot(number="L-1", quantity=Decimal(2), expires=date(2027, 1, 31)), Lot(number="L-2", quantity=Decimal(1)))


def split(of: Line, facts: CompanyFacts, *, tracked: bool = True) -> tuple[Portion, ...]:
    return portions("Ship doc 1", "line 1", of, facts, tracked=tracked)


def test_numbers_replace_the_description_by_preference_in_their_order() -> None:
    sold = line(TEA, "3", "10", description="tea", lots=TWO)
    assert description(sold, SyncPreferences(), instead=False) == "tea"
    assert description(sold, SyncPreferences(), instead=True) == "L-1, L-2"
    assert description(line(TEA, "3", "10", description="tea"), SyncPreferences(), instead=True) == "tea"


def test_the_expiration_date_follows_the_number_by_preference() -> None:
    chosen = SyncPreferences(lots_on_invoices=True, lots_with_expiration=True)
    assert description(line(TEA, "3", "1", lots=TWO), chosen, instead=True) == "L-1 (expires 2027-01-31), L-2"


def test_a_line_of_several_lots_becomes_several_lines_where_the_file_tracks_lots() -> None:
    assert split(line(TEA, "3", "10", lots=TWO), LOTS) == (
        Portion(Decimal(2), Decimal("20.00"), lot_number="L-1"),
        Portion(Decimal(1), Decimal("10.00"), lot_number="L-2"),
    )


def test_serial_numbers_stand_together_on_one_line() -> None:
    numbers = (Lot(number="A1", serial=True), Lot(number="A2", serial=True))
    (only,) = split(line(TEA, "2", "10", lots=numbers), SERIALS)
    assert (only.serial_number, only.lot_number, only.quantity) == ("A1,A2", None, Decimal(2))


@pytest.mark.parametrize(("facts", "tracked"), [(CompanyFacts(), True), (LOTS, False), (SERIALS, True)])
def test_a_file_that_does_not_track_them_gets_one_line_without_numbers(facts: CompanyFacts, tracked: bool) -> None:
    assert split(line(TEA, "3", "10", lots=TWO), facts, tracked=tracked) == (Portion(Decimal(3), Decimal("30.00")),)


def test_numbers_that_do_not_come_to_the_quantity_are_refused() -> None:
    with pytest.raises(Unmappable) as raised:
        split(line(TEA, "4", "10", lots=TWO), LOTS)
    assert raised.value.field == "lots of line 1" and "come to 3" in raised.value.sentence


@given(
    st.lists(st.decimals("0.01", 50, places=2), min_size=1, max_size=5),
    st.decimals(0, 100, places=2),
)
def test_the_shares_of_the_lots_come_to_the_amount_to_the_cent(quantities: list[Decimal], price: Decimal) -> None:
    lots = tuple(Lot(number=str(n), quantity=each) for n, each in enumerate(quantities))
    sold = line(TEA, str(sum(quantities)), str(price), lots=lots)
    assert sum((each.amount for each in split(sold, LOTS)), Decimal(0)) == sold.amount
