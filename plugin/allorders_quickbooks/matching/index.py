"""Finding the few records of QuickBooks that are worth a look, among a hundred thousand.

Every record is filed under what may be the same on both sides, and under each word and each three letters of its name;
those that share the most of the rarest of these are looked at. What is filed are numbers in arrays, of four bytes each.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

from allorders_quickbooks.matching import spelling
from allorders_quickbooks.matching.sides import Ours, Theirs

_MOST = 4000  # records under the rarest parts of a name that are counted at all
_LOOKED_AT = 25  # records that share the most of them


class Index:
    """The records of the lists that share a name space, for one matching."""

    def __init__(self, records: Iterable[Theirs]) -> None:
        self._records: list[Theirs] = []
        self._keys: dict[str, array[int]] = {}
        self._parts: dict[str, array[int]] = {}
        for record in records:
            self._file(record)

    def __len__(self) -> int:
        return len(self._records)

    def _file(self, record: Theirs) -> None:
        number = len(self._records)
        self._records.append(record)
        for key in _keys_of(record):
            self._keys.setdefault(key, array("I")).append(number)
        for part in spelling.parts(record.name):
            self._parts.setdefault(part, array("I")).append(number)

    def near(self, ours: Ours) -> list[Theirs]:
        """The records that have a key in common with it, and those with a name that may be a slip of its own."""
        found = {number for key in _keys_for(ours) for number in self._keys.get(key, ())[:_LOOKED_AT]}
        shared: Counter[int] = Counter()
        for name in {ours.name, ours.company_name} - {""}:
            for part in self._rarest(name):
                shared.update(self._parts[part])
        found |= {number for number, _ in shared.most_common(_LOOKED_AT)}
        return [self._records[number] for number in sorted(found)]

    def _rarest(self, name: str) -> Iterator[str]:
        """The parts of a name that the fewest records have."""
        left = _MOST
        known = ((len(self._parts[part]), part) for part in spelling.parts(name) if part in self._parts)
        for size, part in sorted(known):
            left -= size
            if left < 0:
                return
            yield part


def _keys_of(record: Theirs) -> Iterator[str]:
    yield from {
        "n" + spelling.folded(record.full_name),
        "n" + spelling.folded(record.name),
        "w" + spelling.ordered(record.name),
        "c" + spelling.folded(record.name)[: spelling.SHORT - 3],
    }
    yield from _codes(record)


def _keys_for(ours: Ours) -> Iterator[str]:
    yield from {"n" + spelling.folded(ours.name), "n" + spelling.folded(ours.short), "w" + spelling.ordered(ours.name)}
    yield "c" + spelling.folded(ours.name)[: spelling.SHORT - 3]
    if ours.company_name:
        yield "w" + spelling.ordered(ours.company_name)
    yield from _codes(ours)


def _codes(record: Ours | Theirs) -> Iterator[str]:
    if account := spelling.code(record.account_number):
        yield "a" + account
    if part := spelling.code(record.part_number):
        yield "p" + part
    if email := spelling.folded(record.email):
        yield "e" + email
    if phone := spelling.phone(record.phone):
        yield "t" + phone
