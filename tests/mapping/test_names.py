"""Addresses that print in five lines, and text that always fits."""

from __future__ import annotations

from allorders_hooks.documents import Address
from allorders_quickbooks.mapping.names import fitted, postal
from allorders_quickbooks.qbxml.text import cp1252_problem
from hypothesis import given, settings
from hypothesis import strategies as st

PART = st.text(max_size=120)
ADDRESSES = st.builds(
    Address, name=PART, street=PART, street2=PART, city=PART, region=PART, postal_code=PART, country=PART
)
UPPER = ("addr1", "addr2", "addr3", "addr4", "addr5")


@settings(max_examples=100, deadline=None)
@given(ADDRESSES)
def test_an_address_never_has_more_than_five_printed_lines(address: Address) -> None:
    printed = postal(address)
    if printed is None:
        return
    upper = [line for line in (getattr(printed, name) for name in UPPER) if line]
    city = bool(printed.city or printed.state or printed.postal_code)
    assert 1 <= len(upper) + city + bool(printed.country) <= 5
    assert all(len(line) <= 41 and cp1252_problem(line) is None for line in upper)


def test_an_empty_address_is_none_at_all() -> None:
    assert postal(Address()) is None
    assert postal(Address(name=" ", city="東京")) is None


def test_a_long_street_is_wrapped_where_there_is_room() -> None:
    long = "Rua da Panificadora 12, Bairro de Santo Antonio"
    wrapped = postal(Address(name="Que Delícia", street=long, city="Rio de Janeiro"))
    assert wrapped is not None
    assert (wrapped.addr2, wrapped.addr3) == ("Rua da Panificadora 12, Bairro de Santo", "Antonio")


def test_a_long_street_is_cut_where_there_is_none() -> None:
    full = postal(Address(name="a", street="x" * 50, street2="c", city="d", country="e"))
    assert full is not None
    assert (full.addr1, full.addr2, full.addr3, full.addr4) == ("a", "x" * 41, "c", "")


def test_text_is_cut_to_what_quickbooks_takes() -> None:
    assert fitted("  a\nb  ", 10) == "a b"
    assert fitted("abc def", 4) == "abc"
