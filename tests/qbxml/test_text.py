"""What QuickBooks can hold, and names that always fit."""

from __future__ import annotations

import pytest
from allorders_quickbooks.qbxml.text import (
    as_held,
    cp1252_problem,
    name_for,
    nearest,
    paragraphs,
    shortened,
    single_line,
)
from hypothesis import given, settings
from hypothesis import strategies as st

LONG = "Rancho grande y Compañía de Importación y Exportación"


@pytest.mark.parametrize("text", ["", "Königlich Essen", "10 € – “x” ’", "a\tb\nc", "Ÿ"])
def test_what_windows_1252_has_is_fine(text: str) -> None:
    assert cp1252_problem(text) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("so 😀 glad", "grinning face"),
        ("Łódź", "latin capital letter l with stroke"),
        ("東京", "“東”"),
        ("a\x00b", "U+0000"),
        ("a\x1b[31m", "U+001B"),
        ("a\x7f", "U+007F"),
        ("a\x81b", "U+0081"),
        ("a\u200bb", "zero width space"),
        ("a\rb", "U+000D"),
        ("a\ud800", "U+D800"),
    ],
)
def test_the_first_character_that_cannot_be_held_is_named(text: str, named: str) -> None:
    problem = cp1252_problem(text)
    assert problem is not None and named in problem


def test_blanks_and_line_ends_are_tidied() -> None:
    assert single_line("  a\r\n b\u00a0 c ") == "a b c"
    assert paragraphs(" a\r\n b\rc \n") == "a\n b\nc"
    assert single_line("e\u0301") == "é"


def test_text_compares_as_quickbooks_keeps_it() -> None:
    assert as_held("a\nb  東") == as_held("a b ?")


def test_a_name_that_fits_stays_as_it_is() -> None:
    assert name_for(" Alfreds  Futterkiste ", 41, "customer ALFKI") == "Alfreds Futterkiste"


@pytest.mark.parametrize("name", [LONG, "a:b", "", "   ", "東京", "x" * 42, "a\x00b"])
def test_a_name_that_does_not_fit_becomes_a_short_one(name: str) -> None:
    short = name_for(name, 41, "customer 1")
    assert 0 < len(short) <= 41
    assert cp1252_problem(short) is None and ":" not in short
    assert short == name_for(name, 41, "customer 1")
    assert short != name_for(name, 41, "customer 2")


def test_names_are_spelled_in_the_nearest_letters() -> None:
    assert nearest("Łódź, Dvořák №5 — 東京") == "Lódz, Dvorák No5 —"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20), st.integers(12, 41))
def test_short_names_tell_records_apart(name: str, key: str, other: str, limit: int) -> None:
    short = shortened(name, limit, key)
    assert short == shortened(name, limit, key) and len(short) <= limit
    assert short == single_line(short) and cp1252_problem(short) is None and ":" not in short
    if key != other:
        assert short != shortened(name, limit, other)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_the_nearest_letters_can_always_be_held(text: str) -> None:
    assert cp1252_problem(nearest(text)) is None
