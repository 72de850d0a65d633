"""How well two records fit, and what is said of it."""

from __future__ import annotations

from typing import Any

import pytest
from allorders_quickbooks.matching.judging import judged
from allorders_quickbooks.matching.sides import CERTAIN, Ours, Theirs


def ours(name: str, qb_type: str = "Customer", **known: Any) -> Ours:
    return Ours("1", name, known.pop("short", name), qb_type, **known)


def theirs(name: str, qb_type: str = "Customer", **known: Any) -> Theirs:
    return Theirs(qb_type, "80-1", qb_type, name.rpartition(":")[2], name, **known)


def score(here: Ours, there: Theirs) -> int:
    found = judged(here, there)
    return 0 if found is None else found.score


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Alfreds Futterkiste", "Alfreds Futterkiste"),
        ("Alfreds Futterkiste", " ALFREDS futterkiste"),
        ("Königlich Essen", "Koeniglich Essen"),
        ("Königlich Essen", "Königlich-Essen."),
        ("Bon app'", "Bon app’"),
    ],
)
def test_one_name_written_in_two_ways_is_certain(here: str, there: str) -> None:
    assert score(ours(here), theirs(there)) >= CERTAIN


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Alfreds Futterkiste", "Alfred Futterkiste"),
        ("Ernst Handel", "Ernst Handel GmbH"),
        ("Roland Mendel", "Mendel, Roland"),
        ("The Cracker Box", "Cracker Box"),
        ("Magazzini Alimentari Riuniti", "Magazini Alimentari Riuniti"),
    ],
)
def test_a_near_name_is_proposed_but_not_certain(here: str, there: str) -> None:
    assert 60 <= score(ours(here), theirs(there)) < CERTAIN


def test_a_near_name_with_a_thing_in_common_is_certain() -> None:
    here, there = ours("Ernst Handel", email="ernst@handel.at"), theirs("Ernst Handl", email="Ernst@Handel.at")
    found = judged(here, there)
    assert found is not None and found.score >= CERTAIN and "e-mail" in found.reason


@pytest.mark.parametrize("branch", ["Ernst Handel Wien", "Ernst Wien Handel", "Ernst Hafen"])
def test_a_branch_at_the_same_telephone_is_a_question(branch: str) -> None:
    here, there = ours("Ernst Handel AG", phone="7675-3425"), theirs(branch, phone="7675-3425")
    assert score(here, there) < CERTAIN


def test_a_word_in_the_place_of_another_is_another_branch() -> None:
    here = ours("Nord-Ost-Fisch Handelsgesellschaft direkt", phone="04721 8713")
    assert score(here, theirs("Nord-Ost-Fisch Handelsgesellsc North", phone="04721 8713")) < CERTAIN


def test_a_thing_in_common_alone_is_a_question() -> None:
    here, there = ours("Ernst Handel", phone="+43 7675-3425"), theirs("Piccolo und mehr", phone="7675 3425")
    assert 60 <= score(here, there) < 90


@pytest.mark.parametrize(
    ("here", "there"),
    [("Chai 10 boxes", "Chai 20 boxes"), ("Store 1 North Street", "Store 2 North Street"), ("A-100", "A-1000")],
)
def test_another_number_in_the_name_is_another_record(here: str, there: str) -> None:
    assert score(ours(here, "ItemInventory"), theirs(there, "ItemInventory")) < 70


def test_another_account_number_speaks_against_a_near_name() -> None:
    here, there = ours("Ernst Handel", account_number="10"), theirs("Ernst Handl", account_number="11")
    found = judged(here, there)
    assert found is not None and found.score <= 75 and "another account number" in found.reason


def test_a_name_that_was_cut_is_recognized() -> None:
    here = ours("Genen Shouyu Soy Sauce 24 x 250 ml bottles", "ItemInventory")
    assert score(here, theirs("Genen Shouyu Soy Sauce 24 x 25", "ItemInventory")) >= 90


def test_the_name_that_would_be_written_is_recognized() -> None:
    assert score(ours("A very long name of something", short="A very~abcdef"), theirs("A very~abcdef")) == 98


def test_a_record_of_another_list_takes_the_name_only() -> None:
    found = judged(ours("Exotic Liquids"), theirs("Exotic Liquids", "Vendor"))
    assert found is not None and not found.fits and "a vendor has this name" in found.reason
    assert judged(ours("Exotic Liquids"), theirs("Exotic Liquid", "Vendor")) is None


def test_an_inactive_record_says_so() -> None:
    found = judged(ours("Ernst Handel"), theirs("Ernst Handel", active=False))
    assert found is not None and found.score == 100 and "inactive" in found.reason


def test_names_without_a_letter_are_not_alike() -> None:
    assert judged(ours("???"), theirs("!!!")) is None


def test_a_name_below_another_is_proposed() -> None:
    assert score(ours("Chai", "ItemInventory"), theirs("Beverages:Chai", "ItemInventory")) == 90
