"""The exchange: sets are committed before they leave, leave again unchanged, and are settled once.

All state is in the database, so any process may commit a set and any other take its answer; an object of this
class lives for a call or for a run, as its user likes.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.errors import LeaseLost
from allorders_quickbooks.exchange.batch import FENCE_ID, Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import Mark
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.versions import OLDEST
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.store import answers, bindings, companies, journal, runs, sets
from allorders_quickbooks.store.answers import Kept
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.terms import Action, Chance, Clock, SetState

_FENCE, _COMPANY = "OtherName", "Company"


class Exchange:
    """The message sets of one company."""

    def __init__(self, database: Database, company: str, clock: Clock, chance: Chance, lease: timedelta) -> None:
        self._database = database
        self._company = company
        self._clock = clock
        self._chance = chance
        self._lease = lease

    def open(self) -> MessageSet | None:
        """The set that waits for its answer: a reading one before the writing one that it may be about."""
        with self._database.read() as connection:
            return sets.opened(connection, self._company)

    def commit(self, batch: Batch, *, token: int, run: int) -> MessageSet:
        """Store the batch as a set that is SENT; only then may its bytes leave. Raises LeaseLost."""
        with self._database.write() as connection:
            now = self._database.now(connection)
            if not companies.renew_lease(connection, self._company, token, now, self._lease):
                raise LeaseLost("Another runner has taken over.", f"token {token} of {self._company} is not current")
            facts = companies.load(connection, self._company).facts
            new = self._build(connection, batch, facts, token, run)
            sets.add(connection, new)
            lines = [journal.Line(journal.ON_ITS_WAY, each.ref, each.action.value) for each in new.documents]
            journal.write(connection, self._company, lines, now=now, run=run, set_id=new.id)
            _take_names(connection, batch)
            return new

    def _build(self, connection: Connection, batch: Batch, facts: CompanyFacts, token: int, run: int) -> MessageSet:
        set_id = self._chance.token()
        planned = (*_fence(batch, facts, Mark(set_id, run)), *batch.planned)
        previous = sets.last_answered(connection, self._company) if batch.write else None
        content = message_set(
            [(each.request.id, each.message) for each in planned],
            facts.version or OLDEST,
            new_id=set_id if batch.write else None,
            old_id=previous,
        )
        return MessageSet(
            id=set_id,
            company=self._company,
            run=run,
            token=token,
            seq=sets.next_seq(connection, self._company),
            phase=batch.phase.value,
            write=batch.write,
            previous=previous,
            about=batch.about,
            fence_edit=facts.fence_edit,
            wall=facts.wall_seen,
            requests=(*(each.request for each in planned), *batch.asked),
            content=content,
            state=SetState.SENT,
            poison=False,
            sent_at=self._clock.now() + timedelta(seconds=batch.wait),
            busy_for=None,
        )

    def settle(
        self,
        message_set: MessageSet,
        settled: Settled,
        *,
        busy_for: float | None = None,
        under: str = "",
        kept: Kept | None = None,
    ) -> bool:
        """Apply what came of a set, in one transaction and once: False, and nothing applied, where it was settled
        before. The lease does not matter here: an answer counts whenever it comes (exactly-once, step 3). `kept` is the
        answer itself, for people who look into it."""
        with self._database.write() as connection:
            now = self._database.now(connection)
            if not self._advance(connection, message_set, settled, busy_for):
                return False
            if settled.closes is not None and not sets.settle(connection, settled.closes, SetState.CLOSED, now, None):
                return False  # its own answer came while somebody looked, and that is what counts
            Application(
                connection, self._company, now=now, run=message_set.run, set_id=message_set.id, under=under
            ).apply(settled.effects)
            if kept is not None:
                answers.keep(connection, message_set.id, kept)
            return True

    def _advance(
        self, connection: Connection, message_set: MessageSet, settled: Settled, busy_for: float | None
    ) -> bool:
        state = SetState(settled.set_state)
        if state is SetState.SENT:
            return True
        if state is SetState.DOUBTFUL:
            return sets.mark_doubtful(connection, message_set.id, poison=message_set.poison)
        return sets.settle(connection, message_set.id, state, self._database.now(connection), busy_for)

    def count_round_trip(self, run: int, requests: int, seconds: float) -> None:
        """One more call into QuickBooks, answered or not."""
        with self._database.write() as connection:
            runs.count(connection, self._company, run, round_trips=1, requests=requests, seconds_busy=seconds)


def _fence(batch: Batch, facts: CompanyFacts, mark: Mark) -> tuple[Planned, ...]:
    """The request that every set begins with: the fence, which is also the company file's identity. Where there is no
    fence, the company's name has to do for that, once it is known."""
    if any(each.request.id == FENCE_ID for each in batch.planned):
        return ()
    if batch.write and facts.guarded:
        message = queries.fence_mod(facts.fence, facts.fence_edit, str(mark))
        return (Planned(Request(FENCE_ID, Action.FENCE, _FENCE), message),)
    if facts.fence:
        return (Planned(Request(FENCE_ID, Action.QUERY, _FENCE), queries.fence_read(facts.fence)),)
    if facts.company_name and batch.phase is not Phase.CHECK:
        return (Planned(Request(FENCE_ID, Action.QUERY, _COMPANY), queries.company()),)
    return ()


def _take_names(connection: Connection, batch: Batch) -> None:
    for each in batch.planned:
        if each.request.name and each.request.ref is not None and not OBJECTS[each.request.qb_type].goes_by_name:
            space = "items" if each.request.qb_type.startswith("Item") else "names"
            bindings.take_name(connection, space, each.request.ref, each.request.name)
