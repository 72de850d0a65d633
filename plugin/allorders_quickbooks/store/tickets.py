"""The Web Connector's tickets: where each conversation stands, so that any process can answer its next call.

Of a ticket itself only a hash is kept: who reads this table cannot speak for anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from allorders_quickbooks.store.ticket_tables import ticket, ticket_answer


@dataclass(frozen=True)
class Ticket:
    """One conversation, of one user, under one lease and about one run.

    `set_id` is the set that was handed out last, `handed` counts how often any was, `percent` is what the last
    answer came to, `said` what the next getLastError says. `introduced`: what the Web Connector asks by itself was
    taken; `finished`: the run is over and the lease given back; `closed`: the Web Connector has said good-bye.
    """

    key: str
    company: str
    user: str
    token: int
    run: int
    expires: datetime
    set_id: str | None = None
    handed_at: datetime | None = None
    handed: int = 0
    percent: int = 0
    said: str = ""
    introduced: bool = False
    finished: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Taken:
    """An answer that came under a ticket: for which set, after how many were handed out, and what it came to."""

    set_id: str
    handed: int
    percent: int


def _ticket_of(row: Row[Any]) -> Ticket:
    return Ticket(**{field: getattr(row, field) for field in Ticket.__dataclass_fields__})


def issue(connection: Connection, new: Ticket, now: datetime) -> None:
    """Keep a new ticket, and forget those that have expired."""
    gone = select(ticket.c.key).where(ticket.c.expires < now)
    connection.execute(delete(ticket_answer).where(ticket_answer.c.ticket.in_(gone)))
    connection.execute(delete(ticket).where(ticket.c.expires < now))
    connection.execute(insert(ticket).values({field: getattr(new, field) for field in new.__dataclass_fields__}))


def load(connection: Connection, key: str, now: datetime) -> Ticket | None:
    """The ticket with that hash, None where there is none or it has expired."""
    row = connection.execute(select(ticket).where(ticket.c.key == key, ticket.c.expires >= now)).one_or_none()
    return None if row is None else _ticket_of(row)


def change(connection: Connection, key: str, **values: Any) -> None:
    """Set columns of the ticket."""
    connection.execute(update(ticket).where(ticket.c.key == key).values(**values))


def hand_out(connection: Connection, key: str, set_id: str, now: datetime) -> None:
    """A set leaves for QuickBooks, for the first time or again."""
    values = {"set_id": set_id, "handed_at": now, "handed": ticket.c.handed + 1, "said": ""}
    connection.execute(update(ticket).where(ticket.c.key == key).values(**values))


def finish(connection: Connection, key: str) -> bool:
    """The run is over. True for whoever says so first."""
    statement = update(ticket).where(ticket.c.key == key, ticket.c.finished.is_(False))
    return connection.execute(statement.values(finished=True)).rowcount == 1


def taken(connection: Connection, key: str, digest: str) -> Sequence[Taken]:
    """The sets to which that very answer has come under this ticket."""
    columns = (ticket_answer.c.set_id, ticket_answer.c.handed, ticket_answer.c.percent)
    statement = select(*columns).where(ticket_answer.c.ticket == key, ticket_answer.c.digest == digest)
    return [Taken(*row) for row in connection.execute(statement)]


def take(connection: Connection, key: str, digest: str, answer: Taken) -> None:
    """An answer has come: what it came to is what is said of it again, and of the ticket as a whole."""
    which = (ticket_answer.c.ticket == key, ticket_answer.c.set_id == answer.set_id, ticket_answer.c.digest == digest)
    values = {"handed": answer.handed, "percent": answer.percent}
    change(connection, key, percent=answer.percent)  # first: it keeps two processes with the same answer apart
    if connection.execute(update(ticket_answer).where(*which).values(**values)).rowcount == 0:
        connection.execute(insert(ticket_answer).values(ticket=key, set_id=answer.set_id, digest=digest, **values))
