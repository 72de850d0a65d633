"""A world whose host takes over what was changed in QuickBooks, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_hooks.pulled import Happened, ListChange, Taken
from allorders_hooks.records import AnyRecord, Record

from tests.world import COMPANY, Books, World, a_ref, new_world


class Died(Exception):
    """The process ends here."""


@dataclass
class TakingBooks(Books):
    """`used` cannot be deleted, `refuses` says why nothing is taken over. With `dies` the next changes are saved and
    nobody hears of it."""

    world: World | None = None
    answers: dict[str, Taken] = field(default_factory=dict)
    heard: list[ListChange] = field(default_factory=list)
    used: set[DocumentRef] = field(default_factory=set)
    refuses: str = ""
    dies: bool = False

    def apply(self, company: str, changes: Sequence[ListChange]) -> Sequence[Taken]:
        for change in changes:
            if change.key not in self.answers:
                self.heard.append(change)
                answer = self._take(change)
                if answer.refused:
                    return [answer]
                self.answers[change.key] = answer
        if self.dies and changes:
            self.dies = False
            raise Died
        return [self.answers[change.key] for change in changes]

    def _take(self, change: ListChange) -> Taken:
        world = self.world
        assert world is not None
        if self.refuses:
            return Taken(key=change.key, ref=change.ref, refused=self.refuses)
        if change.what is Happened.CREATED:
            return self._make(change)
        known = self.kept.get(change.ref)
        if not isinstance(known, Record):
            return Taken(key=change.key, ref=change.ref, refused="It was deleted meanwhile.")
        if change.record is None and change.what is Happened.DELETED and change.ref not in self.used:
            world.delete(change.ref)
            return Taken(key=change.key, ref=change.ref, revision=known.revision + 1)
        wanted = {name: getattr(change.record, name) for name in change.fields} if change.record else {"active": False}
        return self._saved(change, known.model_copy(update=wanted))

    def _make(self, change: ListChange) -> Taken:
        record = change.record
        assert record is not None
        same = (kept for kept in self.kept.values() if isinstance(kept, Record) and kept.ref.kind == change.ref.kind)
        there = next((kept for kept in same if kept.name.casefold() == record.name.casefold()), None)
        if there is not None:
            return Taken(key=change.key, ref=there.ref, revision=there.revision, was_there=True)
        ref = a_ref(change.ref.kind, f"made{len(self.answers)}")
        return self._saved(change, record.model_copy(update={"ref": ref}))

    def _saved(self, change: ListChange, record: AnyRecord) -> Taken:
        assert self.world is not None
        ref = self.world.save(record)
        return Taken(key=change.key, ref=ref, revision=self.kept[ref].revision)


def taking(world: World) -> TakingBooks:
    """Have the world's host take over records from now on."""
    books = TakingBooks(world.clock, world.books.kept, world.books.changes, world.books.told, world=world)
    world.books = books
    world.ports = replace(world.ports, host=books)
    assert books.companies() == [COMPANY]
    return books


def a_taking_world(path: Path, *, seed: int = 1, url: str = "", **file: object) -> tuple[World, TakingBooks]:
    world = new_world(path, seed=seed, url=url, **file)
    return world, taking(world)
