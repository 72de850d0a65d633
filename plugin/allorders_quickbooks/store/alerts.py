"""What people have been told of already, and what is new since."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, literal, or_, select, update

from allorders_quickbooks.store import companies
from allorders_quickbooks.store.tables import company, document, journal, run
from allorders_quickbooks.terms import RowState

_LETTERS = 20  # that are kept
_STANDING = (RowState.HELD.value, RowState.REVIEW.value)


@dataclass(frozen=True)
class Trouble:
    """A document that came to stand, and stands yet."""

    reason: str
    number: str


def newest(connection: Connection, key: str) -> int:
    """The id of the journal's last line of that company, 0 where it has none."""
    found: int | None = connection.execute(select(func.max(journal.c.id)).where(journal.c.company == key)).scalar_one()
    return found or 0


def troubles(connection: Connection, key: str, after: int, up_to: int) -> list[Trouble]:
    """Documents that came to stand between these two lines of the journal, once each, and that stand yet."""
    was_in = and_(
        journal.c.company == document.c.company, journal.c.kind == document.c.kind, journal.c.key == document.c.key
    )
    came = or_(*(journal.c.what == literal(f"{state}: ") + document.c.reason for state in _STANDING))
    statement = (
        select(document.c.reason, document.c.number, document.c.key)
        .join(journal, was_in)
        .where(journal.c.company == key, journal.c.id > after, journal.c.id <= up_to)
        .where(document.c.state.in_(_STANDING), came)
        .distinct()
        .order_by(document.c.reason, document.c.number)
    )
    return [Trouble(reason, number or key) for reason, number, key in connection.execute(statement)]


def happened(connection: Connection, key: str, what: str, after: int, up_to: int) -> bool:
    """Whether the journal says that between these lines."""
    between = (journal.c.company == key, journal.c.id > after, journal.c.id <= up_to, journal.c.what == what)
    return connection.execute(select(journal.c.id).where(*between).limit(1)).first() is not None


def told_up_to(connection: Connection, key: str, before: int, line: int) -> bool:
    """What the journal says up to that line has been told. False: somebody else is telling it."""
    mine = (company.c.key == key, company.c.alerted_line == before)
    return connection.execute(update(company).where(*mine).values(alerted_line=line)).rowcount == 1


def told_of_silence(connection: Connection, key: str, since: datetime) -> bool:
    """The silence since that moment has been told. False: it had been before."""
    untold = or_(company.c.silence_told.is_(None), company.c.silence_told != since)
    mine = update(company).where(company.c.key == key, untold)
    return connection.execute(mine.values(silence_told=since)).rowcount == 1


@dataclass(frozen=True)
class Letter:
    """An e-mail that could not be sent at that moment."""

    subject: str
    text: str
    at: datetime


def keep_letter(connection: Connection, key: str, letter: Letter) -> None:
    """Have it tried again; of many, the last ones."""
    kept = [*companies.load_locked(connection, key).unmailed, asdict(letter) | {"at": letter.at.isoformat()}]
    companies.change(connection, key, unmailed=kept[-_LETTERS:])


def take_letters(connection: Connection, key: str, before: datetime) -> list[Letter]:
    """Those that could not be sent before that moment, for whoever asks first."""
    known = companies.load_locked(connection, key).unmailed
    letters = [Letter(each["subject"], each["text"], datetime.fromisoformat(each["at"])) for each in known]
    taken = [letter for letter in letters if letter.at <= before]
    if taken:
        left = [each for each, letter in zip(known, letters, strict=True) if letter not in taken]
        companies.change(connection, key, unmailed=left)
    return taken


def first_run(connection: Connection, key: str) -> datetime | None:
    """When the company was first synchronized, or first tried to."""
    statement = select(run.c.started).where(run.c.company == key).order_by(run.c.number).limit(1)
    found: datetime | None = connection.execute(statement).scalar_one_or_none()
    return found
