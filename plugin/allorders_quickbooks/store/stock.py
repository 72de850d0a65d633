"""The comparison as stored: how far it is, what was seen of each item, and what each document explains of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks.effects import Cause, Compared, ItemStock
from allorders_quickbooks.store.rows import chunks, grouped
from allorders_quickbooks.store.stock_tables import cause, reconciliation, stock
from allorders_quickbooks.store.tables import binding, document
from allorders_quickbooks.terms import RowState

ASKED = 0  # the run of a comparison that somebody asked for and no run has made yet
NONE = "0"


class Step(StrEnum):
    """How far a comparison is."""

    ASKED = "asked"
    DOCUMENTS = "documents"
    ITEMS = "items"
    DONE = "done"


@dataclass(frozen=True)
class Reconciliation:
    """One comparison. `after_kind` and `after_key` say where its step stands; `reasons` counts, by reason, the items
    that it explains something of."""

    run: int
    started: datetime
    ended: datetime | None
    step: Step
    after_kind: str
    after_key: str
    asked_by: str
    matched: int
    explained: int
    unexplained: int
    reasons: Mapping[str, int]


def load(connection: Connection, company: str, run: int) -> Reconciliation | None:
    """The comparison of that run."""
    row = connection.execute(select(reconciliation).where(_is(company, run))).one_or_none()
    return None if row is None else _reconciliation_of(row)


def history(connection: Connection, company: str, limit: int) -> list[Reconciliation]:
    """The comparisons that were finished, newest first."""
    finished = and_(reconciliation.c.company == company, reconciliation.c.step == Step.DONE.value)
    statement = select(reconciliation).where(finished).order_by(reconciliation.c.run.desc()).limit(limit)
    return [_reconciliation_of(row) for row in connection.execute(statement)]


def ask(connection: Connection, company: str, now: datetime, who: str) -> None:
    """The next run compares, whatever the preference says."""
    connection.execute(delete(reconciliation).where(_is(company, ASKED)))
    values = {"run": ASKED, "step": Step.ASKED.value, "started": now, "asked_by": who, "reasons": {}}
    connection.execute(insert(reconciliation).values(company=company, **values))


def begin(connection: Connection, company: str, run: int, now: datetime, who: str) -> None:
    """Start the comparison of a run. One that another run left unfinished is of no use to anybody."""
    mine = reconciliation.c.company == company
    unfinished = reconciliation.c.step.not_in((Step.DONE.value, Step.ASKED.value))
    connection.execute(delete(reconciliation).where(mine, unfinished))
    connection.execute(delete(cause).where(cause.c.company == company))
    values = {"run": run, "step": Step.DOCUMENTS.value, "started": now, "asked_by": who, "reasons": {}}
    connection.execute(insert(reconciliation).values(company=company, **values))


def move(connection: Connection, company: str, run: int, **values: Any) -> None:
    """Set columns of a comparison."""
    connection.execute(update(reconciliation).where(_is(company, run)).values(**values))


def enter(connection: Connection, company: str, run: int, step: Step) -> None:
    """The comparison takes its next step, from the start."""
    move(connection, company, run, step=step.value, after_kind="", after_key="")


def finish(connection: Connection, company: str, run: int, now: datetime, **totals: Any) -> None:
    """The comparison is done, and with it what somebody asked for. Items that it did not see are gone."""
    move(connection, company, run, step=Step.DONE.value, ended=now, **totals)
    connection.execute(delete(reconciliation).where(_is(company, ASKED)))
    connection.execute(delete(stock).where(stock.c.company == company, stock.c.run != run))


def keep(connection: Connection, company: str, run: int, page: Compared) -> None:
    """Write a page of what was seen, and where the next one begins."""
    rows = [
        {
            "company": company,
            "key": each.item.key,
            "run": run,
            "qb_id": each.qb_id,
            "name": each.name,
            "there": str(each.there),
            "cost": str(each.cost),
            "here": None if each.here is None else str(each.here),
            "worth": str(each.worth),
            "explained": {why: str(quantity) for why, quantity in each.explained.items()},
            "unexplained": str(each.unexplained) if each.unexplained else NONE,
            "unsure": each.unsure,
        }
        for each in page.items
    ]
    for piece in chunks(rows):
        keys = [row["key"] for row in piece]
        connection.execute(delete(stock).where(stock.c.company == company, stock.c.key.in_(keys)))
        connection.execute(insert(stock), piece)
    causes = [
        {
            "company": company,
            "item": each.item.key,
            "kind": each.document.kind,
            "key": each.document.key,
            "why": each.why,
            "number": each.number,
            "quantity": str(each.quantity),
            "unsure": each.unsure,
        }
        for each in page.causes
    ]
    if causes:
        connection.execute(insert(cause), causes)
    move(connection, company, run, after_kind=page.after.kind, after_key=page.after.key)


def stocked_items(
    connection: Connection, company: str, types: Sequence[str], after: str, limit: int
) -> list[tuple[DocumentRef, str, str]]:
    """The next items that are bound to objects of these types: ref, id and type, by key."""
    statement = (
        select(binding.c.key, binding.c.qb_id, binding.c.qb_type)
        .where(
            binding.c.company == company,
            binding.c.kind == Kind.ITEM.value,
            binding.c.key > after,
            binding.c.qb_type.in_(types),
        )
        .order_by(binding.c.key)
        .limit(limit)
    )
    found = connection.execute(statement).all()
    return [(_item(company, key), qb_id, qb_type) for key, qb_id, qb_type in found]


def unsettled(
    connection: Connection, company: str, kinds: Sequence[str], flag: str, after: tuple[str, str], limit: int
) -> list[DocumentRef]:
    """The next documents of which QuickBooks may hold something else than the host: those with something to send or to
    decide, and those whose binding has that flag."""
    same = and_(
        binding.c.company == document.c.company,
        binding.c.kind == document.c.kind,
        binding.c.key == document.c.key,
    )
    statement = (
        select(document.c.kind, document.c.key)
        .select_from(document.outerjoin(binding, same))
        .where(
            document.c.company == company,
            document.c.kind.in_(kinds),
            tuple_(document.c.kind, document.c.key) > tuple_(*after),
            or_(
                document.c.wanted > document.c.done,
                document.c.state != RowState.IDLE.value,
                binding.c.flag == flag,
            ),
        )
        .order_by(document.c.kind, document.c.key)
        .limit(limit)
    )
    return [DocumentRef(company=company, kind=kind, key=key) for kind, key in connection.execute(statement)]


def saved_since(connection: Connection, run: int, refs: Iterable[DocumentRef]) -> set[DocumentRef]:
    """Which of these documents were saved while that run was under way."""
    found: set[DocumentRef] = set()
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            saved = and_(document.c.company == company, document.c.kind == kind, document.c.key.in_(piece))
            statement = select(document.c.key).where(saved, document.c.noted_run >= run)
            found |= {
                DocumentRef(company=company, kind=kind, key=key) for key in connection.execute(statement).scalars()
            }
    return found


def saved_in(connection: Connection, company: str, kinds: Sequence[str], run: int) -> list[DocumentRef]:
    """The documents of these kinds that were saved while that run was under way."""
    statement = select(document.c.kind, document.c.key).where(
        document.c.company == company, document.c.kind.in_(kinds), document.c.noted_run >= run
    )
    return [DocumentRef(company=company, kind=kind, key=key) for kind, key in connection.execute(statement)]


def unsure_items(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, set[DocumentRef]]:
    """The items of which these documents were found to make nothing sure."""
    found: dict[DocumentRef, set[DocumentRef]] = {}
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            unsure = and_(cause.c.company == company, cause.c.kind == kind, cause.c.key.in_(piece), cause.c.unsure)
            for key, item in connection.execute(select(cause.c.key, cause.c.item).where(unsure)):
                of = DocumentRef(company=company, kind=kind, key=key)
                found.setdefault(of, set()).add(_item(company, item))
    return found


def items(connection: Connection, company: str, after: str = "", limit: int = 400) -> list[ItemStock]:
    """Items of the last comparison, by key."""
    statement = select(stock).where(stock.c.company == company, stock.c.key > after).order_by(stock.c.key).limit(limit)
    return [_stock_of(row) for row in connection.execute(statement)]


def of_items(connection: Connection, company: str, keys: Iterable[str]) -> dict[str, ItemStock]:
    """What the last comparison saw of these items, by key; an item that it did not see is absent."""
    found: dict[str, ItemStock] = {}
    for piece in chunks(keys):
        statement = select(stock).where(stock.c.company == company, stock.c.key.in_(piece))
        found |= {row.key: _stock_of(row) for row in connection.execute(statement)}
    return found


def unexplained(connection: Connection, company: str, after: str = "", limit: int = 400) -> list[ItemStock]:
    """Items of which something remains that nothing explains, by key."""
    rest = and_(stock.c.company == company, stock.c.key > after, stock.c.unexplained != NONE)
    statement = select(stock).where(rest).order_by(stock.c.key).limit(limit)
    return [_stock_of(row) for row in connection.execute(statement)]


def explanations(connection: Connection, company: str, keys: Sequence[str]) -> list[Cause]:
    """What documents explain of these items."""
    statement = (
        select(cause)
        .where(cause.c.company == company, cause.c.item.in_(keys))
        .order_by(cause.c.item, cause.c.kind, cause.c.key)
    )
    return [
        Cause(
            item=_item(company, row.item),
            document=DocumentRef(company=company, kind=row.kind, key=row.key),
            number=row.number,
            why=row.why,
            quantity=Decimal(row.quantity),
            unsure=row.unsure,
        )
        for row in connection.execute(statement)
    ]


def totals(connection: Connection, company: str, run: int) -> dict[str, Any]:
    """How many items of that comparison match, differ for known reasons, or for none; and how many for each reason."""
    counted = and_(stock.c.company == company, stock.c.run == run, stock.c.here.is_not(None))
    has_rest = stock.c.unexplained != NONE
    many = connection.execute(select(func.count()).where(counted)).scalar_one()
    unexplained = connection.execute(select(func.count()).where(counted, has_rest)).scalar_one()
    reasons: dict[str, int] = {}
    explained = 0
    differing = select(stock.c.explained, stock.c.unexplained).where(counted, stock.c.explained != {})
    for found, rest in connection.execute(differing.execution_options(yield_per=1000)):
        explained += rest == NONE
        for why in found:
            reasons[why] = reasons.get(why, 0) + 1
    matched = many - unexplained - explained
    return {"matched": matched, "explained": explained, "unexplained": unexplained, "reasons": reasons}


def ever_agreed(connection: Connection, company: str) -> bool:
    """Whether a comparison has ended with nothing unexplained."""
    agreed = and_(reconciliation.c.company == company, reconciliation.c.step == Step.DONE.value)
    statement = select(func.count()).where(agreed, reconciliation.c.unexplained == 0)
    return connection.execute(statement).scalar_one() > 0


def _is(company: str, run: int) -> ColumnElement[bool]:
    return and_(reconciliation.c.company == company, reconciliation.c.run == run)


def _item(company: str, key: str) -> DocumentRef:
    return DocumentRef(company=company, kind=Kind.ITEM.value, key=key)


def _reconciliation_of(row: Row[Any]) -> Reconciliation:
    values = {field: getattr(row, field) for field in Reconciliation.__dataclass_fields__}
    return Reconciliation(**{**values, "step": Step(row.step)})


def _stock_of(row: Row[Any]) -> ItemStock:
    return ItemStock(
        item=_item(row.company, row.key),
        qb_id=row.qb_id,
        name=row.name,
        there=Decimal(row.there),
        cost=Decimal(row.cost),
        here=None if row.here is None else Decimal(row.here),
        worth=Decimal(row.worth),
        explained={why: Decimal(quantity) for why, quantity in row.explained.items()},
        unexplained=Decimal(row.unexplained),
        unsure=row.unsure,
    )
