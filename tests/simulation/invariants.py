"""The invariants of the protocol, looked at after every step (exactly-once: Invariants to assert)."""

from __future__ import annotations

from dataclasses import dataclass, field

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.exchange.batch import FENCE_ID
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.tables import document, message_set
from allorders_quickbooks.store.tables import journal as journal_table
from allorders_quickbooks.terms import RowState, SetState
from sqlalchemy import Connection, func, select

from tests.world import COMPANY, World

_OPEN = (SetState.SENT.value, SetState.DOUBTFUL.value)


class Broken(AssertionError):
    """An invariant does not hold; the text says which."""


@dataclass
class Watch:
    """What was seen so far: the bytes behind each id, the greatest fence value."""

    world: World
    bytes_of: dict[str, bytes] = field(default_factory=dict)
    fence_edit: int = 0
    gone_back: int = 0

    def look(self) -> None:
        with self.world.database.read() as connection:
            facts = companies.load(connection, COMPANY).facts
            self._one_open_set_holds_all_that_is_in_flight(connection)
            self._bytes_never_change(connection)
            self._the_fence_only_grows(connection, facts)
            self._done_is_never_ahead(connection)

    def _one_open_set_holds_all_that_is_in_flight(self, connection: Connection) -> None:
        statement = select(message_set.c.id).where(message_set.c.write, message_set.c.state.in_(_OPEN))
        waiting = connection.execute(statement).scalars().all()
        flying = select(document.c.set_id).where(document.c.state == RowState.IN_FLIGHT.value).distinct()
        in_flight = set(connection.execute(flying).scalars())
        if len(waiting) > 1 or not in_flight <= set(waiting):
            raise Broken(f"1: open {waiting}, in flight with {in_flight}")

    def _bytes_never_change(self, connection: Connection) -> None:
        columns = (message_set.c.id, message_set.c.content, message_set.c.write, message_set.c.fence_edit)
        statement = select(*columns).where(message_set.c.id.not_in(list(self.bytes_of)))
        statement = statement if len(self.bytes_of) < 500 else select(*columns)
        for set_id, content, write, fence_edit in connection.execute(statement):
            if self.bytes_of.setdefault(set_id, content) != content:
                raise Broken(f"2: the bytes of {set_id} have changed")
            first = content.split(b"<QBXMLMsgsRq ")[1].split(b"</OtherNameModRq>")[0]
            fence = f'<OtherNameModRq requestID="{FENCE_ID}">'.encode()
            guarded = fence in first and f"<EditSequence>{fence_edit}<".encode() in first
            if write and not (guarded and b'onError="stopOnError"' in first):
                raise Broken(f"3: {set_id} does not begin with the fence at {fence_edit}")

    def _the_fence_only_grows(self, connection: Connection, facts: CompanyFacts) -> None:
        back = select(func.count()).where(journal_table.c.what == "history went back")
        noted = connection.execute(back).scalar_one()
        edit = int(facts.fence_edit or 0)
        if edit < self.fence_edit and noted == self.gone_back:
            raise Broken(f"5: the fence went from {self.fence_edit} to {edit} without a word")
        self.fence_edit, self.gone_back = edit, noted

    def _done_is_never_ahead(self, connection: Connection) -> None:
        statement = select(document.c.key).where(document.c.done > document.c.wanted)
        if ahead := connection.execute(statement).scalars().all():
            raise Broken(f"7: done before it was wanted: {ahead}")
