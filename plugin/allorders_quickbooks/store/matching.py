"""How far each list is matched with QuickBooks', and what is proposed and decided for each record of the host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Connection, Row, and_, case, delete, func, insert, literal, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from allorders_quickbooks.listed import Asked
from allorders_quickbooks.matching.proposing import Claim, Proposal
from allorders_quickbooks.matching.sides import INVOICES, KIND_OF, Cause, Choice, Theirs
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import pulled
from allorders_quickbooks.store.bindings import folded
from allorders_quickbooks.store.match_tables import match, match_list
from allorders_quickbooks.store.pulled_tables import pulled as pulled_table
from allorders_quickbooks.store.rows import chunks, grouped
from allorders_quickbooks.store.tables import binding, document
from allorders_quickbooks.terms import RowState, Want

_IS_FIRST = and_(match.c.decision == Choice.UNDECIDED, match.c.cause == Cause.FIRST)
"""Nobody has decided about it, and it did not come back: it may be proposed anew."""


@dataclass(frozen=True)
class MatchList:
    """How far a list is matched. While it is not `confirmed`, nothing of it is made on either side; `why` says what it
    was confirmed by. `done` of `total` records have a proposal since the last time that somebody wanted them."""

    listed: str
    confirmed: bool = False
    why: str = ""
    who: str = ""
    decided_at: datetime | None = None
    proposed_at: datetime | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class Known:
    """A candidate as it is kept."""

    qb_id: str
    qb_type: str
    name: str
    score: int
    reason: str
    active: bool = True


@dataclass(frozen=True)
class Match:
    """A record of the host with what is proposed for it, the best first, and what somebody has decided. `taken` says
    what has its name in QuickBooks and is something else; `cause`, why it is asked about after its list was confirmed.
    """

    ref: DocumentRef
    listed: str
    name: str
    score: int
    candidates: tuple[Known, ...]
    taken: str = ""
    cause: Cause = Cause.FIRST
    decision: Choice = Choice.UNDECIDED
    qb_id: str = ""
    who: str = ""
    decided_at: datetime | None = None

    @property
    def best(self) -> Known | None:
        return self.candidates[0] if self.candidates else None


def lists(connection: Connection, company: str) -> dict[str, MatchList]:
    """Every list of which it is known whether it has to be matched."""
    found = connection.execute(select(match_list).where(match_list.c.company == company))
    return {row.listed: MatchList(**{key: value for key, value in row._mapping.items() if key != "company"})
            for row in found}  # fmt: skip


def place(connection: Connection, company: str, listed: str, **values: Any) -> None:
    """Set columns of a list."""
    is_it = and_(match_list.c.company == company, match_list.c.listed == listed)
    if not connection.execute(update(match_list).where(is_it).values(**values)).rowcount:
        connection.execute(insert(match_list).values(company=company, listed=listed, **values))


def meet(connection: Connection, company: str, listed: str, is_empty: bool, now: datetime) -> None:
    """The company file was looked at for the first time: a list that is empty there needs no matching; any other is
    read whole, also for a host that takes nothing over."""
    if listed in lists(connection, company):
        return
    why = "QuickBooks had none" if is_empty else ""
    if is_empty:
        release(connection, company, listed)
    place(connection, company, listed, confirmed=is_empty, why=why, decided_at=now if is_empty else None)
    if not is_empty:
        pulled.place(connection, company, listed, asked=Asked.ALL.value)


def by_ref(connection: Connection, refs: Iterable[DocumentRef]) -> dict[DocumentRef, Match]:
    """What is proposed and decided for these records; one that was never matched is absent."""
    found: dict[DocumentRef, Match] = {}
    for (company, kind), keys in grouped(refs).items():
        for piece in chunks(keys):
            condition = and_(match.c.company == company, match.c.kind == kind, match.c.key.in_(piece))
            found |= {each.ref: each for each in map(_match_of, connection.execute(select(match).where(condition)))}
    return found


def keep(connection: Connection, company: str, listed: str, proposals: Sequence[Proposal]) -> None:
    """Write proposals down, but for records that somebody has decided about."""
    kind = KIND_OF[listed]
    for piece in chunks(proposals):
        keys = [each.ours.key for each in piece]
        is_open = and_(_record(company, kind), match.c.key.in_(keys), _IS_FIRST)
        connection.execute(delete(match).where(is_open))
        known = select(match.c.key).where(_record(company, kind), match.c.key.in_(keys))
        decided = set(connection.execute(known).scalars())
        rows = [values(company, listed, each) for each in piece if each.ours.key not in decided]
        if rows:
            connection.execute(insert(match), rows)


def values(company: str, listed: str, proposal: Proposal) -> dict[str, Any]:
    """A proposal as it is kept."""
    best, ours, taken = proposal.best, proposal.ours, proposal.taken
    return {
        "company": company,
        "kind": KIND_OF[listed],
        "key": ours.key,
        "listed": listed,
        "name": ours.name,
        "folded": folded(ours.name),
        "qb_id": best.theirs.qb_id if best else "",
        "score": best.score if best else 0,
        "candidates": [
            {"qb_id": each.theirs.qb_id, "qb_type": each.theirs.qb_type, "name": each.theirs.full_name,
             "score": each.score, "reason": each.reason, "active": each.theirs.active}
            for each in proposal.candidates
        ],
        "taken": f"“{taken.theirs.full_name}”: {taken.reason}" if taken is not None else "",
        "asked": best is not None or taken is not None,
    }  # fmt: skip


def contested(connection: Connection, company: str, listed: str) -> Iterator[list[Claim]]:
    """The claims of several records to one of QuickBooks, a list for each that is claimed more than once."""
    is_open = and_(_list(company, listed), match.c.decision == Choice.UNDECIDED, match.c.qb_id != "")
    several = select(match.c.qb_id).where(is_open).group_by(match.c.qb_id).having(func.count() > 1)
    for qb_id in connection.execute(several).scalars().all():
        claims = connection.execute(select(match).where(is_open, match.c.qb_id == qb_id))
        yield [Claim(row.key, row.name, row.score) for row in claims]


def weaken(connection: Connection, company: str, listed: str, key: str, score: int, said: str) -> None:
    """A proposal is less sure than it looked alone."""
    is_it = and_(_record(company, KIND_OF[listed]), match.c.key == key)
    known = _match_of(connection.execute(select(match).where(is_it)).one())
    first, *others = [vars(each) for each in known.candidates]
    first |= {"score": score, "reason": f"{first['reason']}; {said}"}
    connection.execute(update(match).where(is_it).values(score=score, candidates=[first, *others]))


def decide(
    connection: Connection, ref: DocumentRef, decision: Choice, qb_id: str, who: str, now: datetime | None
) -> None:
    """Write down what is decided for a record: with no decision, it is open again."""
    is_it = and_(_record(ref.company, ref.kind), match.c.key == ref.key)
    values: dict[str, Any] = {"decision": decision.value, "who": who, "decided_at": now}
    if qb_id:
        values["qb_id"] = qb_id
    connection.execute(update(match).where(is_it).values(**values))


def forget_undecided(connection: Connection, company: str, listed: str) -> None:
    """Proposals are made anew."""
    connection.execute(delete(match).where(_list(company, listed), _IS_FIRST))


def count(connection: Connection, company: str, listed: str) -> tuple[dict[Choice, int], int]:
    """How many records of a list stand at each decision; and how many wait for one: they have somebody to be, or a name
    that is taken, or came back."""
    asked = func.sum(case((match.c.asked, 1), else_=0))
    statement = select(match.c.decision, func.count(), asked).where(_list(company, listed))
    found = connection.execute(statement.group_by(match.c.decision)).all()
    decided = {Choice(decision): number for decision, number, _ in found}
    return decided, sum(int(waiting) for decision, _, waiting in found if not decision)


def create_the_rest(connection: Connection, company: str, listed: str, who: str, now: datetime) -> int:
    """Whatever QuickBooks has nothing like may be made there. How many that are."""
    rest = and_(_list(company, listed), _IS_FIRST, match.c.qb_id == "", match.c.taken == "")
    values = {"decision": Choice.CREATE.value, "who": who, "decided_at": now}
    return connection.execute(update(match).where(rest).values(**values)).rowcount


def release(connection: Connection, company: str, listed: str) -> None:
    """Whatever waits for the matching of that list is decided about anew."""
    waiting = and_(
        document.c.company == company, document.c.kind == KIND_OF[listed], document.c.state == RowState.HELD.value,
        document.c.reason == Reason.UNMATCHED.code,
    )  # fmt: skip
    connection.execute(update(document).where(waiting).values(state=RowState.READY.value, reason=None, detail=""))


def unbound(connection: Connection, company: str, listed: str, after: str, limit: int) -> list[DocumentRef]:
    """The next records of the host that QuickBooks does not hold, by their keys."""
    statement = select(document.c.key).where(_unbound(company, listed), document.c.key > after)
    keys = connection.execute(statement.order_by(document.c.key).limit(limit)).scalars()
    return [DocumentRef(company=company, kind=KIND_OF[listed], key=key) for key in keys]


def count_unbound(connection: Connection, company: str, listed: str) -> int:
    """How many of them there are."""
    statement = select(func.count()).select_from(document).where(_unbound(company, listed))
    return connection.execute(statement).scalar_one()


def count_unmatched(connection: Connection, company: str, listed: str) -> int:
    """How many of them nobody has looked at: they came after the last proposal."""
    known = and_(match.c.company == company, match.c.kind == KIND_OF[listed], match.c.key == document.c.key)
    is_new = ~select(match.c.key).where(known).exists()
    statement = select(func.count()).select_from(document).where(_unbound(company, listed), is_new)
    return connection.execute(statement).scalar_one()


def first_day(connection: Connection, company: str) -> date | None:
    """The day of the first ship doc that QuickBooks does not hold."""
    statement = select(func.min(document.c.txn_date)).where(_unbound(company, INVOICES), document.c.txn_date != "")
    found = connection.execute(statement).scalar_one()
    return date.fromisoformat(found) if found else None


def _unbound(company: str, listed: str) -> ColumnElement[bool]:
    kind = KIND_OF[listed]
    bound = and_(binding.c.company == company, binding.c.kind == kind, binding.c.key == document.c.key)
    return and_(
        document.c.company == company,
        document.c.kind == kind,
        document.c.want == Want.PRESENT.value,
        document.c.key.not_like("@%"),  # the plugin's own
        ~select(binding.c.key).where(bound).exists(),
    )


def theirs(connection: Connection, company: str, listed: Sequence[str]) -> Iterator[Theirs]:
    """What QuickBooks has in these lists and no record of ours is bound to, inactive records too."""
    bound = and_(binding.c.company == company, binding.c.qb_id == pulled_table.c.qb_id,
                 binding.c.qb_type == pulled_table.c.qb_type)  # fmt: skip
    statement = select(*(pulled_table.c[field.name] for field in fields(Theirs))).where(
        pulled_table.c.company == company, pulled_table.c.listed.in_(listed), pulled_table.c.full_name != "",
        ~select(binding.c.key).where(bound).exists(),
    )  # fmt: skip
    for row in connection.execution_options(yield_per=1000).execute(statement):
        yield Theirs(*row)


def page(
    connection: Connection, company: str, listed: str, decision: Choice | None, after: tuple[str, str], limit: int
) -> list[Match]:
    """The next matches of a list by name, those of one decision or all. `after` is name and key of the last one."""
    beyond = tuple_(match.c.folded, match.c.key) > tuple_(literal(after[0]), literal(after[1]))
    wanted = [_list(company, listed), beyond]
    if decision is not None:
        wanted.append(match.c.decision == decision)
    statement = select(match).where(*wanted).order_by(match.c.folded, match.c.key).limit(limit)
    return [_match_of(row) for row in connection.execute(statement)]


def _list(company: str, listed: str) -> ColumnElement[bool]:
    return and_(match.c.company == company, match.c.listed == listed)


def _record(company: str, kind: str) -> ColumnElement[bool]:
    return and_(match.c.company == company, match.c.kind == kind)


def _match_of(row: Row[Any]) -> Match:
    return Match(
        ref=DocumentRef(company=row.company, kind=row.kind, key=row.key),
        listed=row.listed,
        name=row.name,
        score=row.score,
        candidates=tuple(Known(**each) for each in row.candidates),
        taken=row.taken,
        cause=Cause(row.cause),
        decision=Choice(row.decision),
        qb_id=row.qb_id,
        who=row.who,
        decided_at=row.decided_at,
    )
