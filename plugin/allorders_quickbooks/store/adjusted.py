"""What was proposed, decided and done to make both sides agree: one row an adjustment, never a second for the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind
from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from allorders_quickbooks.store.rows import chunks, grouped
from allorders_quickbooks.store.stock_tables import adjusted
from allorders_quickbooks.store.tables import document

_OWN = "@reconcile-"
_IS_DECIDED = adjusted.c.state.not_in(("proposed", "forgotten"))


class State(StrEnum):
    """PROPOSED waits for a person; FORGOTTEN was proposed and nobody accepted it, and keeps its number from others;
    PLANNED is decided and not carried out yet, UNDOING not taken back yet; FAILED is one that the host refused."""

    PROPOSED = "proposed"
    FORGOTTEN = "forgotten"
    PLANNED = "planned"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


@dataclass(frozen=True)
class Adjusted:
    """One adjustment. `made_here`: in the host, else in QuickBooks. `lines` are differences by the item's key, `worth`
    what they come to at QuickBooks' average cost, signs left out. `document` is what carries it, once there is one;
    `undone_by` the key of the host's document that took it back."""

    company: str
    number: int
    state: State
    made_here: bool
    txn_date: date
    account: str
    class_name: str
    lines: Mapping[str, Decimal]
    worth: Decimal
    document: DocumentRef | None
    undone_by: str
    proposed_at: datetime
    decided_at: datetime | None
    who: str

    @property
    def items(self) -> dict[DocumentRef, Decimal]:
        """The differences by item."""
        return {DocumentRef(company=self.company, kind=Kind.ITEM.value, key=k): q for k, q in self.lines.items()}


def own_ref(company: str, number: int) -> DocumentRef:
    """The document that carries an adjustment into QuickBooks: the plugin's own, no host has it."""
    return DocumentRef(company=company, kind=Kind.ADJUSTMENT.value, key=f"{_OWN}{number}")


def is_own(ref: DocumentRef) -> bool:
    """Whether a document is an adjustment of the plugin's own."""
    return number_of(ref) is not None


def number_of(ref: DocumentRef) -> int | None:
    """The number of the adjustment that `own_ref` names so; None for any other document."""
    number = ref.key.removeprefix(_OWN)
    is_one = ref.kind == Kind.ADJUSTMENT and ref.key.startswith(_OWN) and number.isascii() and number.isdigit()
    return int(number) if is_one else None


def propose(
    connection: Connection,
    company: str,
    *,
    made_here: bool,
    txn_date: date,
    lines: Mapping[str, Decimal],
    **values: Any,
) -> int:
    """Write a proposal down; its number."""
    newest = select(func.max(adjusted.c.number)).where(adjusted.c.company == company)
    number = (connection.execute(newest).scalar_one() or 0) + 1
    row = {"state": State.PROPOSED.value, "made_here": made_here, "txn_date": txn_date.isoformat(), **values}
    lines_stored = {key: str(quantity) for key, quantity in lines.items()}
    connection.execute(insert(adjusted).values(company=company, number=number, lines=lines_stored, **row))
    return number


def forget(connection: Connection, company: str, numbers: Iterable[int] | None = None) -> int:
    """Forget those proposals, or all of them: what was not decided rests on an older comparison. How many there were.

    The greatest number stays taken: whoever accepts what he has looked at never accepts another by its number."""
    is_proposed = and_(adjusted.c.company == company, adjusted.c.state == State.PROPOSED.value)
    statement = select(adjusted.c.number).where(is_proposed)
    if numbers is not None:
        statement = statement.where(adjusted.c.number.in_(list(numbers)))
    forgotten = list(connection.execute(statement).scalars())
    for piece in chunks(forgotten):
        is_one = and_(adjusted.c.company == company, adjusted.c.number.in_(piece))
        connection.execute(update(adjusted).where(is_one).values(state=State.FORGOTTEN.value, lines={}, worth="0"))
    newest = select(func.max(adjusted.c.number)).where(adjusted.c.company == company).scalar_subquery()
    is_forgotten = and_(adjusted.c.company == company, adjusted.c.state == State.FORGOTTEN.value)
    connection.execute(delete(adjusted).where(is_forgotten, adjusted.c.number < newest))
    return len(forgotten)


def change(connection: Connection, company: str, number: int, **values: Any) -> None:
    """Set columns of an adjustment."""
    is_it = and_(adjusted.c.company == company, adjusted.c.number == number)
    connection.execute(update(adjusted).where(is_it).values(**values))


def in_state(connection: Connection, company: str, *states: State) -> list[Adjusted]:
    """The adjustments that stand there, in the order in which they were made; whatever is not forgotten where no state
    is named."""
    wanted = states or tuple(state for state in State if state is not State.FORGOTTEN)
    is_one = and_(adjusted.c.company == company, adjusted.c.state.in_([state.value for state in wanted]))
    return [_adjusted_of(row) for row in connection.execute(select(adjusted).where(is_one).order_by(adjusted.c.number))]


def latest(connection: Connection, company: str, limit: int, before: int | None = None) -> list[Adjusted]:
    """Adjustments that are not forgotten, the newest first; those of a number less than `before`."""
    is_one = and_(adjusted.c.company == company, adjusted.c.state != State.FORGOTTEN.value)
    if before is not None:
        is_one = and_(is_one, adjusted.c.number < before)
    statement = select(adjusted).where(is_one).order_by(adjusted.c.number.desc()).limit(limit)
    return [_adjusted_of(row) for row in connection.execute(statement)]


def count(connection: Connection, company: str, state: State) -> int:
    """How many stand there."""
    is_one = and_(adjusted.c.company == company, adjusted.c.state == state.value)
    return connection.execute(select(func.count()).where(is_one)).scalar_one()


def load(connection: Connection, company: str, number: int) -> Adjusted | None:
    statement = select(adjusted).where(adjusted.c.company == company, adjusted.c.number == number)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _adjusted_of(row)


def by_document(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, Adjusted]:
    """The adjustments that these documents carry."""
    return {each.document: each for each in _carried(connection, refs, "key") if each.document is not None}


def agreed(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, dict[DocumentRef, Decimal]]:
    """What the host was made to move by these documents of its own, so that it agrees with QuickBooks."""
    wanted = list(refs)
    made = [each for each in _carried(connection, wanted, "key") if each.made_here]
    found = {each.document: each.items for each in made if each.document is not None}
    for each in _carried(connection, wanted, "undone_by"):
        ref = DocumentRef(company=each.company, kind=Kind.ADJUSTMENT.value, key=each.undone_by)
        found[ref] = {item: -quantity for item, quantity in each.items.items()}
    return found


def _carried(connection: Connection, refs: Iterable[DocumentRef], column: str) -> Iterator[Adjusted]:
    for (company, kind), keys in grouped(refs).items():
        if kind != Kind.ADJUSTMENT:
            continue
        for piece in chunks(keys):
            is_one = and_(adjusted.c.company == company, adjusted.c[column].in_(piece))
            yield from map(_adjusted_of, connection.execute(select(adjusted).where(is_one)))


def newest_is_undone(connection: Connection, company: str) -> bool:
    """Whether a person has taken back the last adjustment: then nothing is adjusted without asking."""
    statement = (
        select(adjusted.c.state)
        .where(adjusted.c.company == company, _IS_DECIDED)
        .order_by(adjusted.c.number.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar_one_or_none() in (State.UNDOING.value, State.UNDONE.value)


def choose(connection: Connection, ref: DocumentRef) -> None:
    """The document goes with the next run, whatever the preferences send unasked."""
    is_it = and_(document.c.company == ref.company, document.c.kind == ref.kind, document.c.key == ref.key)
    connection.execute(update(document).where(is_it).values(requested=True))


def decided_since(connection: Connection, company: str, moment: datetime) -> bool:
    """Whether anything was decided at that moment or later: an older comparison says nothing of what is left."""
    decided = and_(adjusted.c.company == company, adjusted.c.decided_at >= moment)
    return connection.execute(select(func.count()).where(decided)).scalar_one() > 0


def any_decided(connection: Connection, company: str) -> bool:
    """Whether anything was ever adjusted."""
    decided = select(func.count()).where(adjusted.c.company == company, _IS_DECIDED)
    return connection.execute(decided).scalar_one() > 0


def _adjusted_of(row: Row[Any]) -> Adjusted:
    carried = DocumentRef(company=row.company, kind=row.kind, key=row.key) if row.key else None
    return Adjusted(
        company=row.company,
        number=row.number,
        state=State(row.state),
        made_here=row.made_here,
        txn_date=date.fromisoformat(row.txn_date),
        account=row.account,
        class_name=row.class_name,
        lines={key: Decimal(quantity) for key, quantity in row.lines.items()},
        worth=Decimal(row.worth),
        document=carried,
        undone_by=row.undone_by,
        proposed_at=row.proposed_at,
        decided_at=row.decided_at,
        who=row.who,
    )
