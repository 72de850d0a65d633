"""What was done and when: runs, the journal, the exact sets with their answers, and the figures that charts are drawn
from. Nothing here holds a card number beyond its last four digits."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.cards.keys import CardKeyMissing
from allorders_quickbooks.cards.masking import masked
from allorders_quickbooks.cards.sealing import opened
from allorders_quickbooks.operations.naming import title, title_of
from allorders_quickbooks.operations.sheets import safe
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import answers, failures, journal, rows, runs, sets
from allorders_quickbooks.store.failures import Failures
from allorders_quickbooks.store.journal import Entry, Filter
from allorders_quickbooks.store.runs import Day, Run

PAGE = 50
_DAYS = 30
_THINNED = "Its exact bytes were kept for as long as the company screen says, and are gone."
_COLUMNS = ("At", "Run", "Who", "What", "Document kind", "Document key", "Detail", "Message set")


@dataclass(frozen=True)
class SetView:
    """One message set with its answer, to be read by people. `answer` is '' where none is kept, and `whole` says
    whether all of it is."""

    set_id: str
    run: int
    phase: str
    state: str
    sent_at: datetime | None
    seconds: float | None
    documents: tuple[DocumentRef, ...]
    request: str
    answer: str
    whole: bool


@dataclass(frozen=True)
class Figures:
    """The figures of the last thirty days, and of what stands now, by cause. `failures` has each cause, the most
    frequent first, with how many documents came to stand for it on each of the days."""

    days: tuple[Day, ...]
    causes: tuple[tuple[str, int], ...]
    failures: tuple[tuple[str, tuple[int, ...]], ...]


def list_runs(ports: Ports, key: str, before: int | None = None, limit: int = PAGE) -> list[Run]:
    """Runs, newest first; those that came before the run of that number."""
    with ports.database.read() as connection:
        return runs.page(connection, key, before, limit)


def lines(ports: Ports, key: str, wanted: Filter, before: int | None = None, limit: int = PAGE) -> list[Entry]:
    """Lines of the journal, newest first; those that were written before the line of that id."""
    with ports.database.read() as connection:
        return journal.page(connection, key, wanted, before, limit)


def titles(ports: Ports, refs: Collection[DocumentRef]) -> dict[DocumentRef, str]:
    """What people call these documents: by their numbers where those are known."""
    with ports.database.read() as connection:
        known = rows.by_ref(connection, refs)
    return {ref: title(known[ref]) if ref in known else title_of(ref) for ref in refs}


def numbered(ports: Ports, key: str, kind: str, number: str) -> DocumentRef | None:
    """The newest document of that kind ('' is any) and number; None where there is none."""
    with ports.database.read() as connection:
        return rows.numbered(connection, key, kind, number)


def message_set(ports: Ports, key: str, set_id: str) -> SetView | None:
    """The set of that id and what was answered; None where this company has none."""
    with ports.database.read() as connection:
        found = sets.load(connection, set_id)
        answer = answers.load(connection, set_id)
    if found is None or found.company != key:
        return None
    return SetView(
        set_id=set_id,
        run=found.run,
        phase=found.phase,
        state=found.state.value,
        sent_at=found.sent_at,
        seconds=found.busy_for,
        documents=tuple(each.ref for each in found.documents if each.ref is not None),
        request=_THINNED if found.thinned else _readable(found.content),
        answer=answer.content.decode("utf-8", "replace") if answer is not None else "",
        whole=answer.whole if answer is not None else True,
    )


def _readable(content: bytes) -> str:
    try:
        return masked(opened(content)).decode("utf-8", "replace")
    except CardKeyMissing as lacking:
        return f"It holds a card number and is sealed. {lacking.sentence}"


def figures(ports: Ports, key: str) -> Figures:
    """What charts are drawn from."""
    today = ports.clock.now().date()
    first = today - timedelta(days=_DAYS - 1)
    with ports.database.read() as connection:
        known = {day.day: day for day in runs.by_day(connection, key, first)}
        causes = rows.causes(connection, key)
        failed = failures.since(connection, key, first)
    days = [first + timedelta(days=number) for number in range(_DAYS)]
    by_reason: Counter[str] = Counter()
    for cause in causes:
        by_reason[cause.reason or "unknown"] += cause.number
    shown = tuple(known.get(day, Day(day, 0, 0.0)) for day in days)
    return Figures(shown, tuple(by_reason.most_common()), _by_cause(failed, days))


def _by_cause(failed: Sequence[Failures], days: Sequence[date]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """What somebody has chosen, or what only waits for a record that goes before it, has not failed."""
    found: dict[str, dict[date, int]] = {}
    for each in failed:
        reason = Reason.of(each.reason)
        if not reason.is_chosen and reason is not Reason.WAITING_FOR_RECORD:
            found.setdefault(each.reason, {})[each.day] = each.number
    rows_of = {reason: tuple(by_day.get(day, 0) for day in days) for reason, by_day in found.items()}
    return tuple(sorted(rows_of.items(), key=lambda item: (-sum(item[1]), item[0])))


def csv_text(ports: Ports, key: str, wanted: Filter) -> Iterator[str]:
    """The lines of the journal that are wanted as CSV, piece by piece. Nothing in it can be taken for a formula."""
    yield _csv([_COLUMNS])
    before: int | None = None
    while page := lines(ports, key, wanted, before, rows.CHUNK):
        yield _csv([_cells(entry) for entry in page])
        before = page[-1].id


def _csv(records: Sequence[Sequence[str]]) -> str:
    written = StringIO()
    csv.writer(written).writerows(records)
    return written.getvalue()


def _cells(entry: Entry) -> list[str]:
    kind, key = (entry.ref.kind, entry.ref.key) if entry.ref is not None else ("", "")
    head = [entry.at.isoformat(), str(entry.run or ""), entry.who, entry.what]
    cells = [*head, kind, key, entry.detail, entry.set_id or ""]
    return [safe(cell) for cell in cells]
