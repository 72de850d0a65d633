"""What keeps documents out of the books, by cause: how many, why, what to do, and where the setting at fault is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import Problem

from allorders_quickbooks.operations import actions, drift, keeping_out, panel, status
from allorders_quickbooks.operations.settings import COMPANY, PREFERENCES
from allorders_quickbooks.operations.versions import Versions, versions
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, rows, runs, sets
from allorders_quickbooks.store.rows import Cause
from allorders_quickbooks.terms import Binding, DocumentRow

PAGE = 25
_SETTINGS: dict[Reason, str] = {
    Reason.NC_ONLY: PREFERENCES,
    Reason.PO_BLOCKED: PREFERENCES,
    Reason.ITEMS_STAY: PREFERENCES,
    Reason.DUPLICATE_NUMBER: PREFERENCES,
    Reason.BEFORE_START_DATE: COMPANY,
    Reason.CONFIGURATION: COMPANY,
}
"""The settings screen on which a cause is mended, where it is."""


_LINKED = (Reason.NAME_CONFLICT, Reason.MERGED, Reason.DUPLICATE_NUMBER, Reason.UNKNOWN, Reason.GONE)
"""Causes for which QuickBooks may have the very object, so that a person can name it."""


@dataclass(frozen=True)
class Group:
    """Documents that stand for one reason in one state. `setting` names the screen with the setting at fault, ''
    where it is none; `actions` can be done to all of them at once."""

    reason: str
    state: str
    number: int
    sentence: str
    remedy: str
    technical: str
    setting: str
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listed:
    """One document of a group, and what can be done about it. `versions` are there where a person chooses one."""

    problem: Problem
    actions: tuple[tuple[str, str], ...]
    can_link: bool
    versions: Versions | None = None


@dataclass(frozen=True)
class InDoubt:
    """A set whose fate is not known, with what is: since when, and the documents in it."""

    set_id: str
    run: int
    since: datetime | None
    documents: tuple[DocumentRef, ...]
    known: str


@dataclass(frozen=True)
class Problems:
    """All of them: what concerns the whole file, the groups, and a set in doubt."""

    company: tuple[Problem, ...]
    groups: tuple[Group, ...]
    in_doubt: InDoubt | None


def problems(ports: Ports, key: str) -> Problems:
    """Everything that a person may want to look at, the most frequent cause first."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        last = runs.last(connection, key)
        causes = rows.causes(connection, key)
        waiting = sets.opened(connection, key, write=True)
    doubt = None
    if waiting is not None:
        documents = tuple(each.ref for each in waiting.documents if each.ref is not None)
        known = _KNOWN[waiting.state.value, waiting.is_guarded]
        doubt = InDoubt(waiting.id, waiting.run, waiting.sent_at, documents, known)
    return Problems(tuple(status.company_problems(company, last)), tuple(map(_group, causes)), doubt)


_KNOWN = {
    ("sent", True): "It has left and is not answered yet; the same bytes go again, and QuickBooks takes them once.",
    ("sent", False): "It has left and is not answered yet; QuickBooks is asked what became of it before it goes again.",
    ("doubtful", True): "The next run reads the guard first, then looks for each document; nothing is sent on a guess.",
    ("doubtful", False): "The next run looks for each document before anything is sent.",
}


def _group(cause: Cause) -> Group:
    reason = Reason.of(cause.reason) if cause.reason else Reason.UNKNOWN
    meant = reason.value
    again = actions.ANYWAY if reason is Reason.DUPLICATE_NUMBER else actions.RETRY
    return Group(
        cause.reason,
        cause.state,
        cause.number,
        meant.user,
        meant.remedy,
        meant.support,
        _SETTINGS.get(reason, ""),
        tuple((action, actions.CAPTIONS[action]) for action in (again, actions.DISMISS)),
    )


def documents(
    ports: Ports, key: str, reason: str, state: str, after: DocumentRef | None = None, limit: int = PAGE
) -> list[Listed]:
    """The documents of one group, as many of them after that one."""
    with ports.database.read() as connection:
        place = rows.by_ref(connection, [after]).get(after) if after is not None else None
        found = rows.troubled_by(connection, key, reason, state, place, limit)
    return _listed_all(ports, key, found)


def first_documents(ports: Ports, key: str, groups: Sequence[Group], limit: int) -> list[tuple[Group, list[Listed]]]:
    """The groups, each with the first of its documents."""
    with ports.database.read() as connection:
        found = [rows.troubled_by(connection, key, group.reason, group.state, None, limit) for group in groups]
    listed = iter(_listed_all(ports, key, [row for each in found for row in each]))
    return [(group, list(islice(listed, len(each)))) for group, each in zip(groups, found, strict=True)]


def _listed_all(ports: Ports, key: str, found: Sequence[DocumentRow]) -> list[Listed]:
    with ports.database.read() as connection:
        preferences = companies.load(connection, key).preferences
        bound = bindings.by_ref(connection, [row.ref for row in found])
    chosen_of = versions(ports, key, [row.ref for row in found if row.reason in drift.DIFFERS])
    keeps = keeping_out.is_possible(ports.host, preferences)
    return [_listed(row, bound.get(row.ref), chosen_of.get(row.ref), keeps) for row in found]


def _listed(row: DocumentRow, bound: Binding | None, both: Versions | None, keeps: bool) -> Listed:
    keeping = keeping_out.offered(row, bound) if keeps else ()
    can = [*panel.offered(row, bound), *keeping, (actions.DISMISS, actions.CAPTIONS[actions.DISMISS])]
    return Listed(status.problem(row), tuple(dict.fromkeys(can)), row.reason in _LINKED, both)


def refs_of(ports: Ports, key: str, reason: str, state: str) -> Sequence[DocumentRef]:
    """All documents of a group, for a verb that is for all of them."""
    found: list[DocumentRef] = []
    after: DocumentRow | None = None
    while True:
        with ports.database.read() as connection:
            page = rows.troubled_by(connection, key, reason, state, after, rows.CHUNK)
        if not page:
            return found
        found += [row.ref for row in page]
        after = page[-1]
