"""The invariants of the protocol, looked at after every step (exactly-once: Invariants to assert).

1 one open set holds all that is in flight; 2 bytes never change; 3 a set begins with the fence that it knew; 4 nothing
comes back from a set without answer or look; 5 the fence only grows; 6 no second Add without a look; 7 done means seen
there; 8 a Mod rests on a reading; 9 one row a document (the table's key); 10 what has a double does not fly; 11 the
audit's watermark moves with its findings; 12 another file's silence decides nothing; 13 what should be there is on its
way, there, or says why. And the journal explains every change of a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from allorders_quickbooks.exchange.batch import FENCE_ID, Phase
from allorders_quickbooks.terms import Action, RowState, SetState, Want

from tests.simulation import records
from tests.simulation.explained import unexplained
from tests.simulation.records import Moment, Name, Set
from tests.world import World

_OPEN = (SetState.SENT.value, SetState.DOUBTFUL.value)
_SETTLED_BY_LOOKING = SetState.CLOSED.value
_FIRST = (
    f'<OtherNameModRq requestID="{FENCE_ID}">'.encode(),
    f'<OtherNameQueryRq requestID="{FENCE_ID}"'.encode(),
)


class Broken(AssertionError):
    """An invariant does not hold; the text says which."""


@dataclass
class Watch:
    """What was seen so far: every set, what became of each document's Adds, the greatest fence value."""

    world: World
    sets: dict[str, Set] = field(default_factory=dict)
    before: Moment | None = None
    added_in: dict[tuple[Name, int], str] = field(default_factory=dict)
    looked: dict[Name, int] = field(default_factory=dict)
    last_set: int = 0
    last_line: int = 0

    def look(self) -> None:
        """Everything that must hold now, and since the last look."""
        now = self._read()
        for rule in self._rules:
            rule(now)
        self.before = now

    def look_back(self) -> None:
        """At the end: the bytes of every set are what they were."""
        with self.world.database.read() as connection:
            everything = records.read(connection, 0, 0)
        for each in everything.new_sets:
            if self.sets[each.id].content != each.content:
                raise Broken(f"2: the bytes of {each.id} have changed")

    def look_after_other_file(self) -> None:
        """What another company file has answered, or not answered, must not have decided anything."""
        assert self.before is not None
        before, now = self.before, self._read()
        kept = {name: (row.state, row.done, row.taken) for name, row in before.rows.items()}
        moved = {name for name, row in now.rows.items() if kept.get(name) != (row.state, row.done, row.taken)}
        if moved or before.bindings != now.bindings:
            raise Broken(f"12: another company file has decided on {moved or 'bindings'}")
        self.before = now

    @property
    def _rules(self) -> tuple[Callable[[Moment], None], ...]:
        return (
            self._one_open_set_holds_all_that_is_in_flight,
            self._sets_begin_with_the_fence,
            self._nothing_comes_back_by_itself,
            self._the_fence_only_grows,
            self._no_second_add_without_a_look,
            self._a_mod_rests_on_a_reading,
            self._done_means_seen_there,
            self._a_double_does_not_fly,
            self._the_watermark_moves_with_its_findings,
            self._what_should_be_there_says_where_it_is,
            self._the_journal_explains_it,
        )

    def _read(self) -> Moment:
        with self.world.database.read() as connection:
            now = records.read(connection, self.last_set, self.last_line)
        self.last_set = max([self.last_set, *(each.seq for each in now.new_sets)])
        self.last_line = max([self.last_line, *(line.id for line in now.lines)])
        self.sets |= {each.id: each for each in now.new_sets}
        return now

    def _one_open_set_holds_all_that_is_in_flight(self, now: Moment) -> None:
        waiting = {set_id for set_id, state in now.states.items() if state in _OPEN and self.sets[set_id].write}
        flying = {row.set_id for row in now.rows.values() if row.state == RowState.IN_FLIGHT}
        if len(waiting) > 1 or not flying <= waiting:
            raise Broken(f"1: open {waiting}, in flight with {flying}")

    def _sets_begin_with_the_fence(self, now: Moment) -> None:
        for each in now.new_sets:
            head, _, body = each.content.partition(b"<QBXMLMsgsRq ")[2].partition(b">")
            first = body.lstrip().split(b"</OtherName", 1)[0]
            known = f"<EditSequence>{each.fence_edit}<".encode()
            guarded = first.startswith(_FIRST[0]) and known in first and b'onError="stopOnError"' in head
            if each.write and not guarded:
                raise Broken(f"3: {each.id} does not begin with the fence at {each.fence_edit}")
            if not each.write and each.fence_edit and each.phase != Phase.FENCE and not first.startswith(_FIRST[1]):
                raise Broken(f"12: {each.id} asks without looking at the fence first")

    def _nothing_comes_back_by_itself(self, now: Moment) -> None:
        """What was in flight and is not any more: its set was answered, or looked into by a set that said so."""
        for name, row in self.before.rows.items() if self.before else ():
            still = now.rows[name].state == RowState.IN_FLIGHT and now.rows[name].set_id == row.set_id
            if row.state != RowState.IN_FLIGHT or still or row.set_id is None:
                continue
            state = now.states[row.set_id]
            looks = [s for s in self.sets.values() if s.about == row.set_id and s.seq > self.sets[row.set_id].seq]
            looked = any(now.states[look.id] == SetState.ANSWERED.value for look in looks)
            if state in _OPEN or (state == _SETTLED_BY_LOOKING and not looked):
                raise Broken(f"4: {name} came back from {row.set_id}, which is {state}")

    def _the_fence_only_grows(self, now: Moment) -> None:
        if self.before is None:
            return
        was, edit = int(self.before.facts["fence_edit"] or 0), int(now.facts["fence_edit"] or 0)
        if edit < was and not any(line.what == "history went back" for line in now.lines):
            raise Broken(f"5: the fence went from {was} to {edit} without a word")

    def _no_second_add_without_a_look(self, now: Moment) -> None:
        for each in now.new_sets:
            for request in each.requests:
                if request.ref is None:
                    continue
                name = (request.ref.kind, request.ref.key)
                if request.action is Action.LOOK:
                    self.looked[name] = each.seq
                if request.action is not Action.ADD:
                    continue
                earlier = self.added_in.get((name, request.generation))
                doubtful = earlier is not None and self._ended_in_doubt(now, name, earlier)
                if doubtful and self.looked.get(name, 0) <= self.sets[earlier or ""].seq:
                    raise Broken(f"6: {name} is added again in {each.id} without a look")
                self.added_in[name, request.generation] = each.id
            if each.about is not None:
                asked = self.sets[each.about].requests if each.about in self.sets else ()
                self.looked |= {(r.ref.kind, r.ref.key): each.seq for r in asked if r.ref is not None}

    def _ended_in_doubt(self, now: Moment, name: Name, set_id: str) -> bool:
        """Whether that Add had no definite answer: its set was never answered, or its row is to be looked up."""
        row = self.before.rows.get(name) if self.before else None
        return now.states[set_id] == SetState.CLOSED.value or (row is not None and row.look_first)

    def _a_mod_rests_on_a_reading(self, now: Moment) -> None:
        for each in now.new_sets:
            for request in each.requests:
                if request.action is not Action.MOD or request.ref is None:
                    continue
                bound = (self.before or now).bindings[request.ref.kind, request.ref.key]
                read = json.loads(bound.fresh) if bound.fresh else {}
                said = f"<EditSequence>{read.get('edit_sequence')}<".encode()
                if not read.get("settled") or said not in each.content:
                    raise Broken(f"8: {request.ref} is changed in {each.id} on an EditSequence that nobody has read")

    def _done_means_seen_there(self, now: Moment) -> None:
        for name, row in now.rows.items():
            bound = now.bindings.get(name)
            if row.done > row.wanted or (bound is not None and bound.version > row.done):
                raise Broken(f"7: {name} is done at {row.done} of {row.wanted}, bound at {bound and bound.version}")

    def _a_double_does_not_fly(self, now: Moment) -> None:
        for name, bound in now.bindings.items():
            if bound.twin and now.rows[name].state == RowState.IN_FLIGHT and self._was(name) != RowState.IN_FLIGHT:
                raise Broken(f"10: {name} has a double in QuickBooks and is on its way")

    def _was(self, name: Name) -> str | None:
        row = self.before.rows.get(name) if self.before else None
        return None if row is None else row.state

    def _the_watermark_moves_with_its_findings(self, now: Moment) -> None:
        if self.before is None or self.before.facts["audited_to"] == now.facts["audited_to"]:
            return
        scans = [each.id for each in self.sets.values() if each.phase == "scan"]
        before = self.before.states
        answered = (s for s in scans if now.states[s] == SetState.ANSWERED.value)
        if not any(before.get(s) in (*_OPEN, None) for s in answered):
            raise Broken("11: the audit's watermark has moved without an answered scan")

    def _what_should_be_there_says_where_it_is(self, now: Moment) -> None:
        for name, row in now.rows.items():
            at_rest = row.state == RowState.IDLE and row.wanted <= row.done
            if row.state == RowState.IDLE and row.wanted > row.done:
                raise Broken(f"13: {name} rests, though it was saved")
            if at_rest and row.want == Want.PRESENT and name not in now.bindings:
                raise Broken(f"13: {name} rests and is not in QuickBooks")
            if row.state in (RowState.HELD, RowState.REVIEW, RowState.RETRY) and not row.reason:
                raise Broken(f"13: {name} is {row.state} and does not say why")

    def _the_journal_explains_it(self, now: Moment) -> None:
        if self.before is not None and (unsaid := unexplained(self.before, now)):
            raise Broken(f"journal: {unsaid}")
