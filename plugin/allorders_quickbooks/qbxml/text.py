"""Text rules: what QuickBooks can hold, and names that always fit (qbXML reference, sections 2 and 6).

QuickBooks keeps Windows-1252. The text of documents is refused where it holds more than that, since nobody
would notice a question mark in a memo; names of records are never refused but replaced by a stable short form.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode

_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?")
_KEEPS = frozenset("\t\n")
_SUFFIX_LENGTH = 6
_NAME_MARKS = {":": "-", "{": "(", "}": ")"}
_SPELLED_OUT = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "Ħ": "H", "−": "-", "‐": "-", "‑": "-"}


def cp1252_problem(text: str) -> str | None:
    """Names the first character that QuickBooks cannot hold, None where it can hold them all.

    Tabs and line ends are fine, other control characters are not: in XML they would spoil the whole set.
    """
    found = next((char for char in text if not _holds(char)), None)
    if found is None:
        return None
    code = f"U+{ord(found):04X}"
    if unicodedata.category(found) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return f"the invisible character {code} ({unicodedata.name(found, 'a control character').lower()})"
    return f"the character “{found}” ({unicodedata.name(found, code).lower()})"


def _holds(char: str) -> bool:
    if char < "\x7f":
        return char >= " " or char in _KEEPS
    return unicodedata.category(char) != "Cc" and _encodes(char)


def _encodes(char: str) -> bool:
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def single_line(text: str) -> str:
    """Text for a field of one line: composed, runs of blanks and line ends made one space, trimmed."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most texts are such, and there are many
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def paragraphs(text: str) -> str:
    """Text for a field of several lines: composed, line ends made alike, trimmed at both ends."""
    return _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).strip()


def as_held(text: str) -> str:
    """What is left of a text once QuickBooks has held it: for comparing what was sent with what came back.

    Whether QuickBooks keeps line ends is not known, so blanks of every kind count as one space.
    """
    line = single_line(text)
    return line if line.isascii() else line.encode("cp1252", "replace").decode("cp1252")


def nearest(text: str) -> str:
    """One line of the nearest letters that QuickBooks has; what has none near is left out."""
    return single_line("".join(map(_nearest, unicodedata.normalize("NFC", text))))


def name_for(name: str, limit: int, key: str) -> str:
    """The name of a record as QuickBooks shows it: unchanged where it fits, else `shortened`."""
    tidy = single_line(name)
    fits = 0 < len(tidy) <= limit and cp1252_problem(tidy) is None and not _NAME_MARKS.keys() & set(tidy)
    return tidy if fits else shortened(name, limit, key)


def shortened(name: str, limit: int, key: str) -> str:
    """A stable name within `limit` that tells records of the same or a like name apart: it ends in a mark made
    from `key`, the record's own. The same input always gives the same name."""
    stem = nearest("".join(_NAME_MARKS.get(char, char) for char in name))
    mark = b32encode(hashlib.sha256(key.encode()).digest()).decode().lower()[:_SUFFIX_LENGTH]
    return f"{stem[: limit - _SUFFIX_LENGTH - 1].rstrip()}~{mark}"


def _nearest(char: str) -> str:
    if char.isspace() or _holds(char):
        return char
    if char in _SPELLED_OUT:
        return _SPELLED_OUT[char]
    return "".join(part for part in unicodedata.normalize("NFKD", char) if _holds(part))
