"""Names as they are compared: what people write in two ways is written in one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_NOT_DIGIT = re.compile(r"\D+")
_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "&": " and "}
)
_APART = str.maketrans("", "", "'’`´.")  # O'Neil is ONeil, and S.A. is SA
_LEGAL = frozenset(
    {"ab", "ag", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "limited",
     "llc", "llp", "ltd", "ltda", "mbh", "oy", "plc", "pty", "sa", "sarl", "spa", "srl"}
)  # fmt: skip
_SAME = {"und": "and", "et": "and", "y": "and", "e": "and", "st": "street", "str": "street", "bros": "brothers"}
_LOCAL_DIGITS = 7  # of a telephone number: area and country codes are written or not
SHORT = 31
"""The least length at which QuickBooks, or whoever typed a name into it, cuts one: items take 31, names 41."""


def folded(name: str) -> str:
    """As QuickBooks compares names: trimmed, without regard to case."""
    return name.strip().casefold()


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, in their order, without accents, marks and case; "&" is "and"."""
    text = name.casefold().translate(_LETTERS).translate(_APART)
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return tuple(_SAME.get(word, word) for word in _WORD.findall(bare))


@lru_cache(maxsize=4096)
def core(name: str) -> tuple[str, ...]:
    """The words that tell a name from others: without legal forms and "and", unless nothing were left."""
    found = words(name)
    kept = tuple(word for word in found if word not in _LEGAL and word not in ("and", "the"))
    return kept or found


def plain(name: str) -> str:
    """The telling words of a name as one text."""
    return " ".join(core(name))


def ordered(name: str) -> str:
    """The same, whatever the order they were written in: "Ernst, Roland" is "Roland Ernst"."""
    return " ".join(sorted(core(name)))


def numbers(name: str) -> tuple[str, ...]:
    """The numbers in a name: two that differ in one are two sizes, years or shops, however alike they look."""
    return tuple(sorted(number.lstrip("0") or "0" for number in re.findall(r"\d+", name)))


def phone(text: str) -> str:
    """The local part of a telephone number; empty where there are too few digits to tell."""
    digits = _NOT_DIGIT.sub("", text)
    return digits[-_LOCAL_DIGITS:] if len(digits) >= _LOCAL_DIGITS else ""


def code(text: str) -> str:
    """An account or part number, without blanks and marks."""
    return "".join(_WORD.findall(text.casefold()))


def is_cut(long: str, short: str) -> bool:
    """Whether the one is the other, cut where QuickBooks cuts names."""
    whole, cut = folded(long), folded(short)
    is_full = len(cut) >= SHORT - 3  # blanks at the cut are trimmed, and some cut at a word
    return is_full and len(whole) > len(cut) and whole.startswith(cut)


def parts(name: str) -> frozenset[str]:
    """The telling words of a name, and every three letters in a row: a slip of the pen leaves most of them."""
    text = f" {plain(name)} "
    letters = (text[start : start + 3] for start in range(max(1, len(text) - 2)))
    return frozenset((*letters, *(f"={word}" for word in core(name))))
