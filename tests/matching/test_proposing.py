"""Which candidates a record gets, and what becomes of two claims to one."""

from __future__ import annotations

from allorders_quickbooks.matching.index import Index
from allorders_quickbooks.matching.proposing import Claim, contested, propose
from allorders_quickbooks.matching.sides import CERTAIN, Ours, Theirs


def ours(name: str, **known: str) -> Ours:
    return Ours("1", name, name, "Customer", **known)  # type: ignore[arg-type]


def an_index(*names: str, **known: str) -> Index:
    made = [Theirs("Customer", f"80-{each}", "Customer", each, each, **known) for each in names]  # type: ignore[arg-type]
    return Index(made)


def best(here: Ours, index: Index) -> tuple[str, int] | None:
    found = propose(here, index).best
    return None if found is None else (found.theirs.full_name, found.score)


def test_the_best_comes_first() -> None:
    index = an_index("Ernst Handl", "Ernst Handel", "Ernst Handelsmann")
    assert best(ours("Ernst Handel"), index) == ("Ernst Handel", 100)


def test_two_that_fit_alike_are_no_certainty() -> None:
    found = propose(ours("Ernst Handel", phone="7675-3425"), Index([
        Theirs("Customer", "1", "Customer", "Ernst Handel Graz", "Ernst Handel Graz", phone="7675-3425"),
        Theirs("Customer", "2", "Customer", "Ernst Handel Wien", "Ernst Handel Wien", phone="7675-3425"),
    ]))  # fmt: skip
    assert [each.score < CERTAIN for each in found.candidates] == [True, True]
    assert found.best is not None and "2 records fit alike" in found.best.reason


def test_nothing_alike_is_proposed_for_nothing() -> None:
    assert propose(ours("Ernst Handel"), an_index("Piccolo und mehr", "Around the Horn")).best is None


def test_a_slip_is_found_among_many() -> None:
    many = [f"Customer number {number} of the trade" for number in range(2000)]
    assert best(ours("Wolski Zajazd"), an_index(*many, "Wolsky Zajazd")) is not None


def test_a_slip_is_found_where_all_names_are_made_of_the_same_syllables() -> None:
    first, last = ("kalo", "miter", "sonberg", "manel", "istra"), ("vone", "chudor", "figan", "holjen")
    words = [f"{here}{there}{end}" for here in first for there in last for end in ("ka", "lo", "mi", "ne")]
    many = [f"{here} {there}" for here in words for there in words if here != there]
    index = an_index(*many)
    found = best(ours("kalovoneka miterchudolo"), index)
    assert found is not None and found[0] == "kalovoneka miterchudorlo"


def test_who_takes_the_name_is_shown_beside_the_candidates() -> None:
    vendor = Theirs("Vendor", "9", "Vendor", "Ernst Handel", "Ernst Handel")
    near = Theirs("Customer", "1", "Customer", "Ernst Handl", "Ernst Handl")
    found = propose(ours("Ernst Handel"), Index([vendor, near]))
    assert found.taken is not None and found.taken.theirs is vendor
    assert found.best is not None and found.best.theirs is near


def test_the_better_of_two_claims_stays_as_sure_as_it_was() -> None:
    ((key, score, said),) = contested([Claim("1", "Ernst Handel", 100), Claim("2", "Ernst Handl", 90)])
    assert key == "2" and score == 50 and "“Ernst Handel” fits it better" in said


def test_two_claims_of_the_same_weight_are_both_unsure() -> None:
    found = list(contested([Claim("1", "Ernst Handel", 97), Claim("2", "ERNST-HANDEL", 97)]))
    assert [score for _, score, _ in found] == [89, 89]
