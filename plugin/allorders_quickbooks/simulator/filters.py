"""What a query asks for, as SQL conditions with their values. Statements are made of constants only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .kinds import Target
from .markup import Node
from .periods import period
from .references import check_id, find, invalid
from .refusals import Refused
from .values import day
from .work import Work

BEGINNING, END = "0000", "9999"
_PATTERNS = {"StartsWith": "{}%", "Contains": "%{}%", "EndsWith": "%{}"}


@dataclass
class Condition:
    """Conditions that all have to hold."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def need(self, part: str, *values: Any) -> None:
        self.parts.append(part)
        self.values += values

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "1"


def one_of(column: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """`column IN (...)`; the column is a constant of the caller."""
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def modified_between(work: Work, condition: Condition, node: Node, name: str = "Modified") -> None:
    """From and To of the wall clock, both inclusive. Raises Refused 3020 or 3030."""
    since, until = wall_range(work, node, name)
    if since != BEGINNING or until != END:
        condition.need("wall BETWEEN ? AND ?", since, until)


def wall_range(work: Work, node: Node | None, name: str) -> tuple[str, str]:
    """The two moments that `From<name>Date` and `To<name>Date` say, open ends where they do not."""
    if node is None:
        return BEGINNING, END
    since, until = node.value(f"From{name}Date"), node.value(f"To{name}Date")
    first = _moment(work, since, end=False) if since else BEGINNING
    last = _moment(work, until, end=True) if until else END
    if first > last:
        raise Refused(3030, "The date range is not valid: it ends before it begins.")
    return first, last


def _moment(work: Work, text: str, *, end: bool) -> str:
    try:
        return work.storage.wall.bound(text, work.now, end=end)
    except ValueError:
        raise Refused(3020, f'There was an error when converting the date value "{text}".') from None


def dated_between(work: Work, condition: Condition, node: Node, *, column: str = "txn_date") -> None:
    """FromTxnDate and ToTxnDate, or a DateMacro."""
    macro = node.value("DateMacro")
    since, until = node.value("FromTxnDate"), node.value("ToTxnDate")
    if macro:
        first, last = period(macro, work.today)
        condition.need(f"{column} BETWEEN ? AND ?", first.isoformat(), last.isoformat())
    else:
        if since and until and day(since) > day(until):
            raise Refused(3030, "The date range is not valid: it ends before it begins.")
        if since:
            condition.need(f"{column} >= ?", day(since).isoformat())
        if until:
            condition.need(f"{column} <= ?", day(until).isoformat())


def like(condition: Condition, column: str, node: Node, tag: str) -> None:
    """A NameFilter or RefNumberFilter: blind to case."""
    wanted = node.value(tag).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = _PATTERNS[node.value("MatchCriterion")].format(wanted.lower())
    condition.need(f"{column} LIKE ? ESCAPE '\\'", pattern)


def between(condition: Condition, column: str, node: Node, name: str) -> None:
    """A NameRangeFilter or RefNumberRangeFilter: blind to case, both ends included, `To` with all it begins."""
    since, until = node.value(f"From{name}").lower(), node.value(f"To{name}").lower()
    if since and until and since > until:
        raise Refused(3031, "The string range is not valid: it ends before it begins.")
    if since:
        condition.need(f"{column} >= ?", since)
    if until:
        condition.need(f"{column} <= ?", until + "\U0010ffff")


def naming(work: Work, node: Node, target: Target, place: str) -> list[str]:
    """The ListIDs that an EntityFilter, AccountFilter and the like name, with what is below them where asked."""
    found: list[str] = []
    for child in node.children:
        text = child.text.strip()
        by_id = child.tag.startswith("ListID")
        record = find(work, target, list_id=text) if by_id else find(work, target, full_name=text)
        if record is None:
            raise invalid(target, text, place)
        found.append(record.list_id)
        if child.tag.endswith("WithChildren"):
            found += _below(work, target.space, record.list_id)
    return found


def _below(work: Work, space: str, list_id: str) -> list[str]:
    found: list[str] = []
    for child in work.storage.children(space, list_id):
        found += [child.list_id, *_below(work, space, child.list_id)]
    return found


def each_key(keys: Sequence[str], bring: Callable[[str], Sequence[Any]]) -> tuple[list[Any], bool]:
    """What each of the keys brings, and whether one of them brought nothing."""
    found: list[Any] = []
    missed = False
    for key in dict.fromkeys(keys):
        brought = bring(key)
        missed = missed or not brought
        found += [one for one in brought if one not in found]
    return found, missed


def checked_ids(keys: Sequence[str], field: str) -> Sequence[str]:
    for key in keys:
        check_id(key, field)
    return keys
