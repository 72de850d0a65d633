"""The verdict on a schedule: host and company file compared, document by document, once all is quiet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from allorders_hooks.documents import DocumentRef, SalesOrderPayment, ShipDoc
from allorders_quickbooks.mapping.registry import guid
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import FaultKind, TransactionView
from allorders_quickbooks.store import companies, rows
from allorders_quickbooks.terms import Binding, DocumentRow, RowState

from tests.world import COMPANY

if TYPE_CHECKING:
    from tests.simulation.schedule import Schedule

_SAYS_WHY = (RowState.HELD, RowState.REVIEW)


@dataclass
class Verdict:
    """What is wrong, by kind; each entry is a sentence. `flagged` are doubles that the audit has shown to a person."""

    seed: int
    documents: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    wrong_file: list[str] = field(default_factory=list)
    flagged: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [*self.duplicates, *self.lost, *self.stuck, *self.overwritten, *self.wrong_file]


def judge(schedule: Schedule) -> Verdict:
    """Compare everything."""
    verdict = Verdict(schedule.seed, faults=schedule.faults)
    world = schedule.world
    by_guid: dict[str, list[TransactionView]] = {}
    for txn in world.file.transactions():
        if not txn.voided and txn.external_guid:
            by_guid.setdefault(txn.external_guid.strip("{}").lower(), []).append(txn)
    with world.database.read() as connection:
        installation = companies.load(connection, COMPANY).installation
        refs = [*schedule.desk.ship_docs, *schedule.desk.payments]
        known = rows.by_ref(connection, refs)
    for ref in refs:
        verdict.documents += 1
        row = known.get(ref)
        guids = [guid(installation, ref, number) for number in range((row.generation if row else 0) + 1)]
        live = [txn for each in guids for txn in by_guid.get(each, [])]
        _judge_document(verdict, schedule, ref, row, live)
    _judge_rows(verdict, schedule)
    _judge_edits(verdict, schedule)
    _judge_balances(verdict, schedule)
    if schedule.other_file is not None and (schedule.other_file.transactions() or _strangers(schedule)):
        verdict.wrong_file.append("something was written into the other company file")
    return verdict


def _strangers(schedule: Schedule) -> bool:
    assert schedule.other_file is not None
    return any(schedule.other_file.records(kind) for kind in ("Customer", "ItemInventory", "OtherName"))


def _judge_document(
    verdict: Verdict, schedule: Schedule, ref: DocumentRef, row: DocumentRow | None, live: list[TransactionView]
) -> None:
    source = schedule.world.books.kept.get(ref)
    why = row is not None and row.state in _SAYS_WHY
    if len(live) > 1:
        flagged = row is not None and row.reason is Reason.AMBIGUOUS and _could_be_f1(schedule)
        (verdict.flagged if flagged else verdict.duplicates).append(f"{ref}: {[txn.id for txn in live]}")
        return
    if why:
        _judge_reason(verdict, schedule, ref, row)
        return
    wanted = _wanted(source)
    if row is None:
        verdict.lost += [f"{ref} has no row"] if wanted is not None else []
    elif wanted is None and live:
        verdict.lost.append(f"{ref} was deleted here and is still there")
    elif wanted is not None and not live:
        verdict.lost.append(f"{ref} is not there, and its row says {row.state.value}")
    elif wanted is not None and live[0].total != wanted:
        verdict.lost.append(f"{ref} is {live[0].total} there, {wanted} here, row {row.state.value}")


def _could_be_f1(schedule: Schedule) -> bool:
    """The one double that nobody can prevent: an Add answered 1000 although done, deleted by a user, and brought back
    by a restore after the look-up (exactly-once: What remains, F1). The audit must have shown it."""
    answered_1000 = schedule.faults[FaultKind.INTERNAL_ERROR_DONE.value] > 0
    return answered_1000 and bool(schedule.keeper.removed) and schedule.faults["restore"] > 0


def _wanted(source: object) -> Decimal | None:
    """What the document must come to in QuickBooks; None where it must not be there."""
    if isinstance(source, SalesOrderPayment):
        return source.amount
    return source.total if isinstance(source, ShipDoc) and source.shipped else None


def _judge_reason(verdict: Verdict, schedule: Schedule, ref: DocumentRef, row: DocumentRow | None) -> None:
    """A reason counts only where something happened that justifies it."""
    assert row is not None
    restored = schedule.faults["restore"] > 0
    removed = bool(schedule.keeper.removed) or restored
    edited = bool(schedule.keeper.edits) or restored
    justified = {
        Reason.GONE: removed,
        Reason.VOIDED: removed,
        Reason.CONFLICT: edited,
        Reason.DUPLICATE_NUMBER: False,
        Reason.NAME_CONFLICT: False,
        Reason.UNMATCHED: False,
    }
    if row.reason is not None and not justified.get(row.reason, True):
        verdict.lost.append(f"{ref} is held as {row.reason.code} for no reason: {row.detail}")


def _judge_rows(verdict: Verdict, schedule: Schedule) -> None:
    world = schedule.world
    if world.open_set() is not None:
        verdict.stuck.append("a set is still open")
    with world.database.read() as connection:
        for kind, state, reason, number in rows.counts(connection, COMPANY):
            if state in ("ready", "in_flight", "retry"):
                verdict.stuck.append(f"{number} {kind} {state} {reason or ''}")
        for row in rows.troubled(connection, COMPANY, 500):
            if row.waits_for is not None and world.binding(row.waits_for) is not None:
                verdict.stuck.append(f"{row.ref} waits for {row.waits_for}, which is there")


def _judge_edits(verdict: Verdict, schedule: Schedule) -> None:
    """What the bookkeeper wrote is still there, or somebody was told."""
    world = schedule.world
    bindings = {b.qb_id: b for ref in schedule.desk.ship_docs if (b := world.binding(ref)) is not None}
    newest = {edit.txn_id: edit for edit in schedule.keeper.edits}
    live = {invoice.id: invoice for invoice in world.invoices()}
    for txn_id, edit in newest.items():
        invoice, binding = live.get(txn_id), bindings.get(txn_id)
        if invoice is None or edit.era != schedule.keeper.era or invoice.memo == edit.memo:
            continue
        if not _was_told(schedule, binding):
            verdict.overwritten.append(f"{txn_id}: {edit.memo!r} became {invoice.memo!r}")


def _was_told(schedule: Schedule, binding: Binding | None) -> bool:
    if binding is None:
        return True
    told = {"review: conflict", "edited there"}
    return bool(told & set(schedule.world.journal(binding.ref)))


def _judge_balances(verdict: Verdict, schedule: Schedule) -> None:
    world = schedule.world
    for customer in world.file.records("Customer"):
        theirs = [txn for txn in world.file.transactions() if txn.customer_id == customer.id and not txn.voided]
        owed = sum((txn.total if txn.type == "Invoice" else -txn.total for txn in theirs), Decimal(0))
        if customer.balance != owed:
            verdict.lost.append(f"{customer.name} owes {customer.balance}, the transactions say {owed}")
