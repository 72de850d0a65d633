"""What is written in two ways is compared in one."""

from __future__ import annotations

import pytest
from allorders_quickbooks.matching import spelling


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Simons & Partner", "Simons und Partner"),
        ("Océano Atlántico Ltda.", "Oceano Atlantico Ltda"),
        ("O’Neil", "ONeil"),
        ("Müller", "MUELLER"),
        ("Galería del gastrónomo", "Galeria del  gastronomo"),
    ],
)
def test_words_are_the_same(first: str, second: str) -> None:
    assert spelling.words(first) == spelling.words(second)


def test_a_legal_form_tells_nothing_unless_it_is_all() -> None:
    assert spelling.plain("Simons & Partner GmbH & Co. KG") == "simons partner"
    assert spelling.plain("AG") == "ag"


def test_the_local_part_of_a_number_counts() -> None:
    assert spelling.phone("+49 (030) 007-4321") == spelling.phone("0074321")
    assert spelling.phone("110") == ""


def test_sizes_are_numbers_however_they_are_filled_up() -> None:
    assert spelling.numbers("A-007") == spelling.numbers("A 7") != spelling.numbers("A 70")


def test_only_a_name_that_fills_the_field_is_taken_for_a_cut_one() -> None:
    assert spelling.is_cut("Genen Shouyu Soy Sauce 24 bottles", "Genen Shouyu Soy Sauce 24 bott")
    assert not spelling.is_cut("Chai Tea", "Chai")
