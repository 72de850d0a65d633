"""Planning what goes to QuickBooks next: which documents, as which requests, and what must be read before.

A batch carries writes; the reads that the batch after it needs ride behind them. Reads alone go only where nothing
can be written without them. Whatever cannot go says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from allorders_hooks.documents import DocumentRef, SalesOrderPayment

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.exchange.batch import Batch, Phase, Planned
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import Mapper, guid, mapper
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases import merge
from allorders_quickbooks.phases.lookup import questions
from allorders_quickbooks.phases.reads import SECOND
from allorders_quickbooks.phases.view import Source, View
from allorders_quickbooks.policy import decide
from allorders_quickbooks.qbxml import objects, queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.terms import Action, Binding, DocumentRow, Hold, Reason, Want

NUMBERS = "numbers "
OBJECTS_READ = "read "


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

    def plan(self) -> Plan:
        for row in self._view.rows:
            try:
                self._consider(row)
            except Unmappable as problem:
                self._plan.changes.append(effects.Held(row.ref, problem.reason, f"{problem.sentence} {problem.remedy}"))
        self._plan.batch = self._batch()
        return self._plan

    def _batch(self) -> Batch | None:
        if self._looks:
            walls = [row.look_from for row in self._view.rows if row.look_first and row.look_from]
            since = min(walls, default=self._view.facts.wall_seen)
            return Batch(self._phase, tuple(questions(self._looks, since)), asked=tuple(self._looks))
        reads = (*self._number_queries(), *self._object_queries())
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

    def _number_queries(self) -> Iterator[Planned]:
        numbers: dict[str, set[str]] = {}
        for request in self._checks:
            numbers.setdefault(request.qb_type, set()).add(request.number)
        for qb_type, wanted in numbers.items():
            yield _read(NUMBERS + qb_type, qb_type, queries.by_numbers(qb_type, sorted(wanted), lines=False))

    def _object_queries(self) -> Iterator[Planned]:
        ids: dict[str, list[str]] = {}
        for request, binding in self._reads:
            ids.setdefault(request.qb_type, []).append(binding.qb_id)
        for qb_type, wanted in ids.items():
            yield _read(OBJECTS_READ + qb_type, qb_type, queries.by_ids(qb_type, wanted, lines=True))

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
        if isinstance(decision, Hold):
            self._plan.changes.append(effects.Held(row.ref, decision.reason, decision.detail))
        elif missing := self._missing(kind, source):
            self._plan.needed += missing
            detail = f"It waits for {missing[0]}."
            self._plan.changes.append(effects.Waits(row.ref, missing[0], detail))
            self._is_checked(row, kind, source)
        elif isinstance(source, SalesOrderPayment) and not self._view.coming.isdisjoint(source.ship_docs):
            return  # its invoice is about to go: the payment follows in a later set of this run, and pays it
        elif binding is not None:
            self._modify(row, kind, source, binding)
        else:
            self._add(row, kind, source)

    def _missing(self, kind: Mapper, source: Source) -> list[DocumentRef]:
        return [ref for ref in kind.needs(source, self._context) if ref not in self._view.bindings]

    def _add(self, row: DocumentRow, kind: Mapper, source: Source) -> None:
        if not self._is_checked(row, kind, source) or not self._has_place(row):
            return
        request = self._request(row, Action.ADD, kind, source)
        message = kind.add(source, self._context, request.guid)
        self._write(replace(request, base=objects.request_contents(message)), message, source)

    def _is_checked(self, row: DocumentRow, kind: Mapper, source: Source) -> bool:
        """Whether the number is free, as far as the preference wants to know; if not known yet, it is asked."""
        number = kind.number(source, self._context)
        if not number or self._view.preferences.no_duplicate_warning or row.override or row.checked_number == number:
            return True
        self._checks.append(self._request(row, Action.CHECK, kind, source))
        return False

    def _modify(self, row: DocumentRow, kind: Mapper, source: Source, binding: Binding) -> None:
        if binding.fresh is None or not binding.fresh.settled:
            base = objects.request_contents(kind.mod(source, self._context, binding))
            if not merge.differing(binding.base, base):
                self._rest(row, "unchanged")
            else:
                request = Request("", Action.READ, binding.qb_type, row.ref, targets={"id": binding.qb_id})
                self._reads.append((request, binding))
            return
        current = replace(binding, edit_sequence=binding.fresh.edit_sequence, lines=binding.fresh.lines)
        full = kind.mod(source, self._context, current)
        base = objects.request_contents(full)
        merged = merge.merge(binding, binding.fresh, base)
        if merged.conflict:
            detail = f"changed in both: {', '.join(sorted(merged.conflict))}"
            self._plan.changes.append(effects.Review(row.ref, Reason.CONFLICT, detail))
        elif not merged.ours:
            self._rest(row, "unchanged")
        elif self._has_place(row):
            message = objects.restricted(full, merged.ours) if merged.theirs else full
            request = replace(self._request(row, Action.MOD, kind, source), base=base, guid=binding.guid)
            self._write(request, message, source)

    def _remove(self, row: DocumentRow, binding: Binding | None) -> None:
        if binding is None:
            self._rest(row, "never sent")
            return
        if not self._has_place(row):
            return
        message = mapper(row.ref.kind).remove(binding, self._context)
        action = Action.VOID if type(message).__name__ == "TxnVoid" else Action.DELETE
        request = Request("", action, binding.qb_type, row.ref, row.wanted, row.generation, binding.guid)
        self._write(request, message, None)

    def _rest(self, row: DocumentRow, why: str) -> None:
        """QuickBooks has nothing to learn of it."""
        self._plan.changes += [effects.Done(row.ref, row.wanted), effects.Note(why, row.ref)]

    def _request(self, row: DocumentRow, action: Action, kind: Mapper, source: Source) -> Request:
        return Request(
            id="",
            action=action,
            qb_type=kind.qb_type(source),
            ref=row.ref,
            revision=row.wanted,
            generation=row.generation,
            guid=guid(self._view.installation, row.ref, row.generation),
            number=kind.number(source, self._context) or "",
            name=self._view.names.get(row.ref, ""),
            expects=kind.total(source),
            targets=self._targets(source),
        )

    def _targets(self, source: Source) -> dict[str, str]:
        """The invoices that a payment may pay, by their id in QuickBooks."""
        if not isinstance(source, SalesOrderPayment):
            return {}
        bound = {ref: self._view.bindings[ref] for ref in source.ship_docs if ref in self._view.bindings}
        return {binding.qb_id: f"{ref.kind} {ref.key}" for ref, binding in bound.items()}

    def _write(self, request: Request, message: Message, source: Source | None) -> None:
        if not self._alone_on_its_invoices(source):
            return
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


def _read(name: str, qb_type: str, message: Message) -> Planned:
    return Planned(Request(name, Action.QUERY, qb_type), message)
