"""Planning what goes to QuickBooks next: which documents, as which requests, and what must be read before.

A batch carries writes; the reads that the batch after it needs ride behind them. Reads alone go only where nothing
can be written without them. Whatever cannot go says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from allorders_hooks.documents import DocumentRef, SalesOrderPayment

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.exchange.batch import LINES_A_DOCUMENT, LINES_A_SET, Batch, Phase, Planned
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.following import follows
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import LooksFirst, Mapper, able, mapper
from allorders_quickbooks.mapping.removal import inactivation
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases import asking, merge, saying
from allorders_quickbooks.phases.binding import JOINED
from allorders_quickbooks.phases.lookup import questions
from allorders_quickbooks.phases.pull_judge import MERGED
from allorders_quickbooks.phases.push_settle import IN_USE
from allorders_quickbooks.phases.reads import SECOND
from allorders_quickbooks.phases.view import Source, View
from allorders_quickbooks.policy import decide
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, Hold, Send, Want


@dataclass
class Plan:
    """`changes` are decided already; `needed` are records that must have a row; the batch may be None."""

    changes: list[Effect] = field(default_factory=list)
    needed: list[DocumentRef] = field(default_factory=list)
    batch: Batch | None = None


def plan(view: View, phase: Phase) -> Plan:
    """The next batch of that phase, and what was decided about documents that do not go."""
    return _Planner(view, phase).plan()


class _Planner:
    def __init__(self, view: View, phase: Phase) -> None:
        self._view = view
        self._phase = phase
        self._context = Context(view.preferences, view.setup, view.facts, view.bindings, view.names)
        self._plan = Plan()
        self._writes: list[Planned] = []
        self._looks: list[Request] = []
        self._checks: list[Request] = []
        self._reads: list[tuple[Request, Binding]] = []
        self._paid: set[DocumentRef] = set()
        self._limit: int | None = None
        self._lines_written, self._lines_read = 0, 0

    def plan(self) -> Plan:
        for row in self._view.rows:
            try:
                self._consider(row)
            except Unmappable as problem:
                self._hold(row, problem.reason, f"{problem.sentence} {problem.remedy}")
        self._plan.batch = self._batch()
        return self._plan

    def _batch(self) -> Batch | None:
        if self._looks:
            walls = [row.look_from for row in self._view.rows if row.look_first and row.look_from]
            since = min(walls, default=self._view.facts.wall_seen)
            return Batch(self._phase, tuple(questions(self._looks, since)), asked=tuple(self._looks))
        reads = (*asking.number_queries(self._checks), *asking.object_queries(self._reads))
        asked = (*self._checks, *(request for request, _ in self._reads))
        if self._writes:
            return Batch(self._phase, (*self._writes, *reads), asked=asked, write=True)
        return Batch(self._phase, reads, asked=asked, wait=self._second_look()) if reads else None

    def _second_look(self) -> float:
        """An object read within the second of its last edit is read again once that second is over."""
        reads = (binding.fresh for _, binding in self._reads if binding.fresh is not None)
        return max(
            (max(0.0, (fresh.read_at + SECOND - self._view.now).total_seconds()) for fresh in reads), default=0.0
        )

    def _consider(self, row: DocumentRow) -> None:
        source, binding = self._view.sources.get(row.ref), self._view.bindings.get(row.ref)
        if row.look_first and binding is None and row.ref in self._view.doubts:
            # Before anything is decided: QuickBooks may have it, whatever became of it here since.
            self._looks.append(replace(self._view.doubts[row.ref], id="", action=Action.LOOK))
            return
        if source is None or row.want is Want.ABSENT:
            self._remove(row, binding)
            return
        kind = mapper(row.ref.kind)
        decision = decide(source, self._view.preferences, self._view.setup, self._view.facts)
        if isinstance(decision, Send):
            decision = self._view.holds.get(row.ref, decision)
        if isinstance(decision, Hold):
            self._hold(row, decision.reason, decision.detail)
        elif missing := self._missing(kind, source):
            self._plan.needed += missing
            detail = f"It waits for {self._name_of(missing[0])}."
            self._plan.changes.append(effects.Waits(row.ref, missing[0], detail))
            self._is_checked(row, kind, source)
        elif self._follows(source, binding):
            return  # what it pays, or is linked to, is about to go: it follows in a later set of this run
        elif (lines := _lines(source)) > LINES_A_DOCUMENT:
            problem = f"is {lines}, and {LINES_A_DOCUMENT} can go over"
            raise Unmappable(kind.title(source), "number of lines", problem, "Divide it into several and save them.")
        elif binding is not None:
            self._modify(row, kind, source, binding)
        else:
            self._add(row, kind, source)

    def _follows(self, source: Source, binding: Binding | None) -> bool:
        """A payment is applied to an invoice at any time, while links are made with the document or never."""
        before = follows(source, self._view.setup, self._view.facts)
        may_follow = binding is None or isinstance(source, SalesOrderPayment)
        return may_follow and not self._view.coming.isdisjoint(before)

    def _hold(self, row: DocumentRow, reason: Reason, detail: str) -> None:
        """What people set in QuickBooks may be otherwise in the next run, and no event tells of it."""
        this_run = reason in (Reason.CONFIGURATION, Reason.NOT_IN_EDITION)
        self._plan.changes.append(effects.Held(row.ref, reason, detail, this_run=this_run))

    def _missing(self, kind: Mapper, source: Source) -> list[DocumentRef]:
        return [ref for ref in kind.needs(source, self._context) if ref not in self._view.bindings]

    def _name_of(self, ref: DocumentRef) -> str:
        return f"{ref.kind.replace('_', ' ')} {self._view.called[ref]}" if ref in self._view.called else str(ref)

    def _add(self, row: DocumentRow, kind: Mapper, source: Source) -> None:
        if row.look_first and row.look_from:
            # Nothing tells that it was ever sent, but our tables come from a backup: QuickBooks may have it.
            asked = self._request(row, Action.ADD, source)
            said = saying.add(kind, source, self._context, asked)
            self._looks.append(replace(said.carried_by(asked), action=Action.LOOK))
            return
        if not self._is_checked(row, kind, source) or not self._has_place(row):
            return
        request = self._request(row, Action.ADD, source)
        looked_at = self._looked_at(kind, source)
        if looked_at is not None and self._view.bindings[looked_at].fresh is None:
            self._read_whole(looked_at, self._view.bindings[looked_at])
            return
        try:
            said = saying.add(kind, source, self._context, request)
        except Unmappable:
            # What stands in its way there may be gone the next time.
            self._plan.changes += [effects.Fresh(looked_at, None)] if looked_at is not None else []
            raise
        self._write(said.carried_by(request), said.message, source)

    def _looked_at(self, kind: Mapper, source: Source) -> DocumentRef | None:
        looker = able(kind, LooksFirst)
        return None if looker is None else looker.looks_at(source, self._context)

    def _read_whole(self, ref: DocumentRef, binding: Binding) -> None:
        if self._reads and self._lines_read + len(binding.lines) > LINES_A_SET:
            return  # with a later set
        self._lines_read += len(binding.lines)
        request = Request("", Action.READ, binding.qb_type, ref, targets={"id": binding.qb_id})
        self._reads.append((request, binding))

    def _is_checked(self, row: DocumentRow, kind: Mapper, source: Source) -> bool:
        """Whether the number is free, as far as the preference wants to know; if not known yet, it is asked."""
        if OBJECTS[kind.qb_type(source, self._context)].goes_by_name:
            return self._is_missing(row, source)
        number = kind.number(source, self._context)
        if not number or self._view.preferences.no_duplicate_warning or row.override or row.checked_number == number:
            return True
        self._checks.append(self._request(row, Action.CHECK, source))
        return False

    def _is_missing(self, row: DocumentRow, source: Source) -> bool:
        """Whether a simple list is known to lack that entry; if not known yet, it is asked."""
        if row.checked_number == self._view.names[row.ref]:
            return True
        self._checks.append(self._request(row, Action.CHECK, source))
        return False

    def _modify(self, row: DocumentRow, kind: Mapper, source: Source, binding: Binding) -> None:
        if binding.flag == MERGED:
            self._rest(row, "merged in QuickBooks")  # what it has become is another record's
            return
        if binding.fresh is None or not binding.fresh.settled:
            wanted = saying.change(kind, source, self._context, binding)
            is_same = wanted is None or not merge.differing(binding.base, wanted.base)
            if is_same and (wanted is None or binding.flag != merge.OURS):
                self._extend(row, kind, source, binding)
            else:
                self._read_whole(row.ref, binding)
            return
        fresh = binding.fresh
        if binding.flag == JOINED and not binding.seen:  # bound unread: what it holds now is what it was bound with
            binding = replace(binding, seen=fresh.seen)
        current = replace(binding, edit_sequence=fresh.edit_sequence, lines=fresh.lines)
        full = saying.change(kind, source, self._context, current)
        base = full.base if full is not None else binding.base
        merged = merge.merge(binding, fresh, base, asking.targets(self._view, source))
        if binding.flag == merge.OURS:
            merged = merge.ours_alone(base, fresh)
        if merged.conflict:
            detail = f"{merge.both_versions(merged.conflict, base, fresh.seen)}."
            self._plan.changes.append(effects.Review(row.ref, Reason.CONFLICT, detail))
        elif full is None or not merged.ours:
            self._extend(row, kind, source, binding)
        elif self._has_place(row):
            message = objects.restricted(full.message, merged.ours)
            asked = self._request(row, Action.MOD, source)
            request = full.carried_by(replace(asked, qb_type=binding.qb_type, guid=binding.guid))
            self._write(request, message, source)

    def _extend(self, row: DocumentRow, kind: Mapper, source: Source, binding: Binding) -> None:
        """The document is in QuickBooks as it should be, but perhaps for its custom fields."""
        requests = saying.extend(kind, source, self._context, binding, row)
        if not requests:
            self._rest(row, "unchanged")
            if (awaited := asking.awaited(self._view, source)) is not None:
                self._plan.changes.append(effects.Awaits(row.ref, awaited))
        elif self._has_place(row):
            for request, message in requests:
                self._write(request, message, None)

    def _remove(self, row: DocumentRow, binding: Binding | None) -> None:
        if binding is None:
            self._rest(row, "never sent")
            return
        if not self._has_place(row):
            return
        if binding.flag == IN_USE:
            asked = Request("", Action.MOD, binding.qb_type, row.ref, row.wanted, row.generation, binding.guid)
            base = {**binding.base, "IsActive": "false"}
            self._write(replace(asked, name=binding.name, base=base), inactivation(binding), None)
            return
        message = mapper(row.ref.kind).remove(binding, self._context)
        if message is None:
            self._plan.changes.append(effects.Unbind(row.ref))
            self._rest(row, "left in QuickBooks")
            return
        action = Action.VOID if type(message).__name__ == "TxnVoid" else Action.DELETE
        request = Request("", action, binding.qb_type, row.ref, row.wanted, row.generation, binding.guid)
        self._write(request, message, None)

    def _rest(self, row: DocumentRow, why: str) -> None:
        """QuickBooks has nothing to learn of it."""
        self._plan.changes += [effects.Done(row.ref, row.wanted), effects.Note(why, row.ref)]

    def _request(self, row: DocumentRow, action: Action, source: Source) -> Request:
        return asking.request(self._view, self._context, row, action, source)

    def _write(self, request: Request, message: Message, source: Source | None) -> None:
        lines = _lines(source)
        too_many = bool(self._writes) and self._lines_written + lines > LINES_A_SET
        if too_many or not self._alone_on_its_invoices(source):
            return
        self._lines_written += lines
        numbered = replace(request, id=str(len(self._writes) + 1))
        self._writes.append(Planned(numbered, message))

    def _has_place(self, row: DocumentRow) -> bool:
        """A row that was in an unreadable set goes only with as many others as it is allowed."""
        if not self._writes:
            self._limit = row.companions
        elif (row.companions is None) != (self._limit is None):
            return False
        return len(self._writes) < min(self._view.size, self._limit or self._view.size)

    def _alone_on_its_invoices(self, source: Source | None) -> bool:
        """Two payments of one invoice go in two sets: the second must know what the first left open."""
        invoices = set(source.ship_docs) if isinstance(source, SalesOrderPayment) else set()
        if invoices & self._paid:
            return False
        self._paid |= invoices
        return True


def _lines(source: Source | None) -> int:
    return len(getattr(source, "lines", ()))
