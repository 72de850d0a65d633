"""How well a record of QuickBooks fits one of the host's, and why: the score and its reason for one pair."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from allorders_quickbooks.matching import spelling
from allorders_quickbooks.matching.sides import Candidate, Ours, Theirs

LEAST = 60
"""Below that score nothing is proposed."""

_SAME_NAME = 100
_ALIKE = 80  # of 100: as alike as that, two names with one more thing in common are one record
_ONE_WORD = 65  # of 100: as alike as that, two words are one with a slip in it
_LIKE = 92  # at most for a likeness of names alone: never as much as two things in common
_OTHER_NUMBER = 65  # at most where numbers in the names differ
_CONTRADICTED = 75  # at most where both sides have an account or part number, and another one


def judged(ours: Ours, theirs: Theirs) -> Candidate | None:
    """What speaks for that pair; None where it is too little. A pair that cannot be bound is one for its name only."""
    score, reason = _by_name(ours, theirs)
    if ours.qb_type != theirs.qb_type:
        return _taken(ours, theirs) if score >= _SAME_NAME - 2 else None
    for found, why in _shared(ours, theirs, is_alike=_is_alike(ours, theirs)):
        score, reason = max(score, found), f"{reason}, {why}" if reason else why
    if score < _SAME_NAME - 2:
        score, reason = _doubted(ours, theirs, score, reason)
    if score < LEAST:
        return None
    if not theirs.active:
        reason += "; inactive in QuickBooks"
    return Candidate(theirs, score, reason)


def _by_name(ours: Ours, theirs: Theirs) -> tuple[int, str]:
    if theirs.full_name == ours.name:
        return _SAME_NAME, "the same name"
    if spelling.folded(theirs.full_name) == spelling.folded(ours.name):
        return _SAME_NAME - 1, "the same name but for capitals and blanks"
    if spelling.folded(theirs.full_name) == spelling.folded(ours.short):
        return _SAME_NAME - 2, "the same name, shortened to what QuickBooks takes"
    if theirs.full_name != theirs.name and spelling.folded(theirs.name) == spelling.folded(ours.name):
        return 90, f"the same name, below “{theirs.full_name.rpartition(':')[0]}”"
    if spelling.is_cut(ours.name, theirs.name):
        return 94, "the same name, cut off where QuickBooks cuts names"
    return _by_spelling(ours.name, theirs.name)


def _by_spelling(here: str, there: str) -> tuple[int, str]:
    if not spelling.words(here) or not spelling.words(there):
        return 0, ""  # of marks alone, or in letters that nobody here compares
    if spelling.words(here) == spelling.words(there):
        return 97, "the same name but for marks and accents"
    if spelling.plain(here).replace(" ", "") == spelling.plain(there).replace(" ", ""):
        return 94, "the same name but for its legal form or blanks"
    if spelling.ordered(here) == spelling.ordered(there):
        return 93, "the same words in another order"
    alike = _alike(here, there)
    return min(_LIKE, int(alike)), f"{int(alike)}% alike" if alike >= LEAST else ""


def _alike(here: str, there: str) -> float:
    plain_here, plain_there = spelling.plain(here), spelling.plain(there)
    return max(fuzz.ratio(plain_here, plain_there), fuzz.token_sort_ratio(plain_here, plain_there))


def _is_alike(ours: Ours, theirs: Theirs) -> bool:
    """Whether the names, the host's own or the one of its company, are the same but for slips. With a word more, or
    another one, it may be another branch, at the same telephone."""
    names = filter(None, (ours.name, ours.company_name))
    return any(_alike(name, theirs.name) >= _ALIKE and _pairs_off(name, theirs.name) for name in names)


def _pairs_off(here: str, there: str) -> bool:
    """Whether each word of either name is a word of the other, but for a slip."""
    ours, theirs = spelling.core(here), spelling.core(there)
    return len(ours) == len(theirs) and all(
        max(fuzz.ratio(word, other) for other in others) >= _ONE_WORD
        for words, others in ((ours, theirs), (theirs, ours))
        for word in words
    )


def _shared(ours: Ours, theirs: Theirs, *, is_alike: bool) -> Iterator[tuple[int, str]]:
    """What both have in common besides the name: much with a like name, a question with another one."""
    if _same(spelling.code(ours.account_number), spelling.code(theirs.account_number)):
        yield 97 if is_alike else 85, f"account number {theirs.account_number}"
    if _same(spelling.code(ours.part_number), spelling.code(theirs.part_number)):
        yield 97 if is_alike else 88, f"manufacturer's part number {theirs.part_number}"
    if _same(spelling.folded(ours.email), spelling.folded(theirs.email)):
        yield 96 if is_alike else 80, f"e-mail {theirs.email}"
    if _same(spelling.phone(ours.phone), spelling.phone(theirs.phone)):
        yield 95 if is_alike else 75, f"telephone {theirs.phone}"
    if ours.company_name and spelling.words(ours.company_name) == spelling.words(theirs.name):
        yield 90, "the name of its company"


def _same(here: str, there: str) -> bool:
    return bool(here) and here == there


def _doubted(ours: Ours, theirs: Theirs, score: int, reason: str) -> tuple[int, str]:
    """What speaks against it."""
    if spelling.numbers(ours.name) != spelling.numbers(theirs.name) and not spelling.is_cut(ours.name, theirs.name):
        score, reason = min(score, _OTHER_NUMBER), f"{reason}; but other numbers in the name"
    for what, here, there in (
        ("account number", ours.account_number, theirs.account_number),
        ("part number", ours.part_number, theirs.part_number),
    ):
        if here.strip() and there.strip() and spelling.code(here) != spelling.code(there):
            score, reason = min(score, _CONTRADICTED), f"{reason}; but another {what}"
    return score, reason


_TITLES = {
    "Customer": "a customer",
    "Vendor": "a vendor",
    "Employee": "an employee",
    "OtherName": "an other name",
    "ItemInventory": "an inventory part",
    "ItemInventoryAssembly": "an inventory assembly",
    "ItemNonInventory": "a non-inventory part",
    "ItemService": "a service",
    "ItemOtherCharge": "an other charge",
    "ItemDiscount": "a discount",
}


def title(qb_type: str) -> str:
    """What a user of QuickBooks calls a record of that type: "a vendor"."""
    return _TITLES.get(qb_type, qb_type)


def _taken(ours: Ours, theirs: Theirs) -> Candidate:
    """It takes the name, and is something else."""
    there, here = title(theirs.qb_type), title(ours.qb_type)
    asleep = "" if theirs.active else ", an inactive one,"
    reason = f"{there}{asleep} has this name in QuickBooks, where {here} cannot have it too"
    return Candidate(theirs, 0, reason, fits=False)
