"""Making both sides agree: what remains unexplained becomes adjustments, proposed or carried out, each of them once.

One for QuickBooks is an ordinary document of the plugin's own, which the outbox sends like any other. One for the host
is saved by the host, under a key that names it for ever: whoever finds it planned and not done asks the host again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from allorders_hooks.stock import KeepsStock, StockAdjustment, StockLine
from sqlalchemy import Connection

from allorders_quickbooks.effects import ItemStock
from allorders_quickbooks.log import log
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.preferences import Reconciliation
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import adjusted, journal, notes, stock
from allorders_quickbooks.store.adjusted import Adjusted, State
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.terms import WallTime, Want

LINES = 200  # of one adjustment: a person has to be able to read it
_NOTHING = Decimal(0)


def decide(connection: Connection, company: Company, now: datetime, run: int, *, hold_back: bool) -> None:
    """Propose, by preference, what the comparison of that run has left unexplained; and carry it out without asking
    where both sides have agreed before and it is worth no more than the limit. `hold_back`: only propose."""
    adjusted.forget(connection, company.key)
    direction = company.preferences.reconciliation
    if direction is Reconciliation.NONE:
        return
    made_here = direction is Reconciliation.TO_QUICKBOOKS
    numbers = propose(connection, company, now, made_here=made_here, booked=usual(company))
    if hold_back or not numbers:
        return
    worth = sum((each.worth for each in adjusted.in_state(connection, company.key, State.PROPOSED)), _NOTHING)
    limit = (
        company.setup.adjustment_limit
    )  # 0 is no limit that anything could lie within, not even what is worth nothing
    if 0 < limit >= worth and _has_agreed(connection, company.key):
        for number in numbers:
            accept(connection, company.key, number, now, who="", run=run)


@dataclass(frozen=True)
class Booked:
    """The account and the class, by name, that an adjustment is booked on; '' is none."""

    account: str
    class_name: str = ""


def usual(company: Company) -> Booked:
    """What the company screen says."""
    return Booked(company.setup.adjustment_account, company.setup.adjustment_class)


def propose(connection: Connection, company: Company, now: datetime, *, made_here: bool, booked: Booked) -> list[int]:
    """Proposals for all that is unexplained; their numbers. Whatever was proposed before is forgotten."""
    adjusted.forget(connection, company.key)
    return [
        adjusted.propose(
            connection,
            company.key,
            made_here=made_here,
            txn_date=_today(company, now),
            lines={each.item.key: each.unexplained if made_here else -each.unexplained for each in page},
            worth=str(sum((abs(each.unexplained * each.cost) for each in page), _NOTHING)),
            account=booked.account,
            class_name=booked.class_name,
            proposed_at=now,
        )
        for page in _pages(connection, company.key)
    ]


def accept(connection: Connection, company: str, number: int, now: datetime, *, who: str, run: int = 0) -> bool:
    """Carry a proposal out: the document for QuickBooks waits from now on. False where it is no proposal any more."""
    each = adjusted.load(connection, company, number)
    if each is None or each.state is not State.PROPOSED:
        return False
    ref = adjusted.own_ref(company, number)
    state = State.PLANNED if each.made_here else State.DONE
    carried = {} if each.made_here else {"kind": ref.kind, "key": ref.key}
    adjusted.change(connection, company, number, state=state.value, decided_at=now, who=who, **carried)
    if not each.made_here:
        row = notes.values(
            ref,
            rank=mapper(ref.kind).rank,
            revision=number,
            number=f"REC{number}",
            txn_date=each.txn_date,
            requested=True,
        )
        notes.note_needed(connection, [row])
    where = "in the order system" if each.made_here else "in QuickBooks"
    line = journal.Line("adjusted", ref, f"{len(each.lines)} items {where}, worth {each.worth}")
    journal.write(connection, company, [line], now=now, run=run, who=who)
    return True


def undo(connection: Connection, company: str, number: int, now: datetime, *, who: str) -> bool:
    """Take an adjustment back: out of QuickBooks, or by its contrary in the host. False where it was not made."""
    each = adjusted.load(connection, company, number)
    if each is None or each.state is not State.DONE:
        return False
    state = State.UNDOING if each.made_here else State.UNDONE
    adjusted.change(connection, company, number, state=state.value)
    if not each.made_here:
        ref = adjusted.own_ref(company, number)
        row = notes.values(ref, rank=mapper(ref.kind).rank, revision=number + 1, want=Want.ABSENT, requested=True)
        notes.note_saved(connection, row)
        adjusted.choose(connection, ref)
    line = journal.Line("adjustment undone", adjusted.own_ref(company, number), f"{len(each.lines)} items")
    journal.write(connection, company, [line], now=now, who=who)
    return True


def carry_out(ports: Ports, company: Company, host: KeepsStock) -> None:
    """Have the host save what is planned for it. Asked twice for the same, it gives the same document."""
    with ports.database.read() as connection:
        planned = adjusted.in_state(connection, company.key, State.PLANNED, State.UNDOING)
    for each in planned:
        values = _saved_by(host, company, each)
        with ports.database.write() as connection:
            adjusted.change(connection, company.key, each.number, **values)


def _saved_by(host: KeepsStock, company: Company, each: Adjusted) -> dict[str, str]:
    is_undone = each.state is State.UNDOING
    items = {item: -quantity for item, quantity in each.items.items()} if is_undone else each.items
    adjustment = StockAdjustment(
        key=f"{company.installation}/{each.number}{'/undo' if is_undone else ''}",
        txn_date=each.txn_date,
        memo="Reconciled with QuickBooks" if not is_undone else "Taken back: reconciled with QuickBooks",
        account=each.account,
        class_name=each.class_name,
        lines=tuple(StockLine(item=item, quantity=quantity) for item, quantity in items.items()),
    )
    try:
        saved = host.adjust(company.key, adjustment)
    except ValueError as refused:
        log.warning("host refused an adjustment", company=company.key, number=each.number, why=str(refused))
        return {"state": State.FAILED.value}  # the next comparison says what is left
    if is_undone:
        return {"state": State.UNDONE.value, "undone_by": saved.key}
    return {"state": State.DONE.value, "kind": saved.kind, "key": saved.key}


def _pages(connection: Connection, company: str) -> Iterator[list[ItemStock]]:
    after = ""
    while page := stock.unexplained(connection, company, after, LINES):
        after = page[-1].item.key
        yield page


def _has_agreed(connection: Connection, company: str) -> bool:
    """Whether both sides once agreed, so that what differs now has come since; and nobody took the last one back."""
    if adjusted.newest_is_undone(connection, company):
        return False
    return stock.ever_agreed(connection, company) or adjusted.any_decided(connection, company)


def _today(company: Company, now: datetime) -> date:
    """The day by QuickBooks' own clock, as far as it is known."""
    seen = company.facts.wall_seen
    return WallTime.parse(seen).at.date() if seen else now.date()
