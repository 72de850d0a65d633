"""One transaction in which effects are written down, and in which order: many documents at once.

What effects say of different documents does not touch, so they are written together, the first of each document, then
the second of each, and so on: a set of a hundred documents takes the statements of a few. Effects that reach beyond
their document are written one by one, behind what came before them and before what comes after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection

from allorders_quickbooks.effects import Applied, Bind, Effect
from allorders_quickbooks.store.journal import Line


@dataclass
class Writing:
    """The transaction, and what is written at its end. `under` names the preferences that a decision was made by."""

    connection: Connection
    company: str
    now: datetime
    run: int
    under: str
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    bound: list[DocumentRef] = field(default_factory=list)
    """Documents that QuickBooks holds since this block of effects: others may have waited for them."""

    def say(self, what: str, ref: DocumentRef | None, detail: str = "") -> None:
        """A line of the journal."""
        self.lines.append(Line(what, ref, detail))


Writer = Callable[[Writing, Sequence[Any]], None]
"""Writes effects of one kind, each about another document."""

Writers = Mapping[type, Writer]


def blocks(all_effects: Iterable[Effect], side_by_side: Writers) -> Iterator[list[list[Effect]]]:
    """Blocks of groups of effects: those of a group are of one kind and each about another document, and those of one
    document stay in their order. What is not written side by side is a block of its own."""
    waves: list[dict[type, list[Effect]]] = []
    reached: Counter[DocumentRef | None] = Counter()
    for effect in all_effects:
        if type(effect) not in side_by_side:
            yield _groups(waves)
            waves.clear()
            reached.clear()
            yield [[effect]]
            continue
        subject = _subject(effect)
        wave = reached[subject]
        if subject is not None:
            reached[subject] += 1
        if wave == len(waves):
            waves.append({})
        waves[wave].setdefault(type(effect), []).append(effect)
    yield _groups(waves)


def _groups(waves: Iterable[Mapping[type, list[Effect]]]) -> list[list[Effect]]:
    return [alike for wave in waves for alike in wave.values()]


def _subject(effect: Effect) -> DocumentRef | None:
    """The document whose row or binding it is about; None is the company."""
    if isinstance(effect, Bind):
        return effect.binding.ref
    if isinstance(effect, Applied):
        return effect.invoice
    found: DocumentRef | None = getattr(effect, "ref", None)
    return found
