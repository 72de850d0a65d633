"""The matching of a list as a spreadsheet, out and in, for whoever would rather decide there.

What comes back counts by three columns: the key, the decision, and the id of the record of QuickBooks where another
one than the proposed is meant. Either all rows are understood, or nothing is decided and every mistake is named with
its row and column. A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult

from allorders_quickbooks.matching.sides import BINDS, KIND_OF, Choice
from allorders_quickbooks.operations import matching as verbs
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import matching
from allorders_quickbooks.store.matching import Match

KEY, DECISION, QB_ID = "Key", "Decision", "QuickBooks id"
COLUMNS = (KEY, "Name", DECISION, "QuickBooks name", QB_ID, "Score", "Reason", "Other candidates", "Name taken by")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHOWN = 10  # mistakes that are named in one answer


@dataclass(frozen=True)
class Row:
    """A row that says something: what is decided for a record."""

    number: int
    ref: DocumentRef
    choice: Choice
    qb_id: str


def written(ports: Ports, key: str, listed: str) -> Iterator[str]:
    """The sheet as CSV, a page at a time; the first piece has the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _csv([COLUMNS])
    for page in verbs.pages(ports, key, listed):
        yield _csv(map(_cells, page))


def read(ports: Ports, key: str, listed: str, text: str, user: str) -> ActionResult:
    """Decide what the sheet says. Rows without a decision, or with the one that is decided already, change nothing."""
    try:
        said = list(_rows(key, listed, text))
    except csv.Error as error:
        said = [f"It is no CSV file: {error}."]
    found = [each for each in said if isinstance(each, Row)]
    mistakes = [each for each in said if isinstance(each, str)]
    mistakes += _unknown(ports, found)
    if mistakes:
        left = f" And {len(mistakes) - _SHOWN} more." if len(mistakes) > _SHOWN else ""
        return ActionResult(done=False, sentence=f"Nothing was decided. {' '.join(mistakes[:_SHOWN])}{left}")
    return _decided(ports, key, list(_new(ports, found)), user)


def _rows(key: str, listed: str, text: str) -> Iterator[Row | str]:
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    sheet = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    missing = {KEY, DECISION} - set(sheet.fieldnames or ())
    if missing:
        yield f"Row 1: the column {' and '.join(sorted(missing))} is missing."
        return
    for cells in sheet:
        number = sheet.line_num
        said = _plain(cells.get(DECISION) or "").strip().lower()
        record = _plain(cells.get(KEY) or "")
        if not said:
            continue
        if said not in set(Choice):
            choices = ", ".join(each for each in Choice if each)
            yield f"Row {number}, column {DECISION}: “{said}” is none of {choices}."
        elif not record:
            yield f"Row {number}, column {KEY}: it is empty."
        else:
            ref = DocumentRef(company=key, kind=KIND_OF[listed], key=record)
            yield Row(number, ref, Choice(said), _plain(cells.get(QB_ID) or "").strip())


def _unknown(ports: Ports, found: Iterable[Row]) -> Iterator[str]:
    """Mistakes that only the tables know: a key of no record, and a record that is named twice."""
    by_ref: dict[DocumentRef, Row] = {}
    for row in found:
        if row.ref in by_ref:
            yield f"Row {row.number}, column {KEY}: “{row.ref.key}” is in row {by_ref[row.ref].number} already."
        by_ref.setdefault(row.ref, row)
    with ports.database.read() as connection:
        known = matching.by_ref(connection, by_ref)
    for ref, row in by_ref.items():
        if ref not in known:
            yield f"Row {row.number}, column {KEY}: there is no such record to match, “{ref.key}”."


def _new(ports: Ports, found: Sequence[Row]) -> Iterator[Row]:
    """The rows that say something else than what is decided; an id only where it is not the proposed one."""
    with ports.database.read() as connection:
        known = matching.by_ref(connection, [row.ref for row in found])
    for row in found:
        match = known[row.ref]
        if match.decision is not row.choice:
            is_best = match.best is not None and match.best.qb_id == row.qb_id
            yield replace(row, qb_id="") if is_best else row


def _decided(ports: Ports, key: str, rows: Iterable[Row], user: str) -> ActionResult:
    together: dict[Choice, list[DocumentRef]] = {}
    done, refused = 0, list[str]()
    for row in rows:
        if row.qb_id and row.choice in BINDS:
            result = verbs.decide(ports, key, [row.ref], row.choice, user, row.qb_id)
            done += result.done
            refused += [] if result.done else [f"Row {row.number}: {result.sentence}"]
        else:
            together.setdefault(row.choice, []).append(row.ref)
    said = [f"{done} are bound as the sheet says."] if done else []
    said += [verbs.decide(ports, key, refs, choice, user).sentence for choice, refs in together.items()]
    return ActionResult(done=not refused, sentence=" ".join([*said, *refused[:_SHOWN]]) or "It says nothing new.")


def _cells(match: Match) -> tuple[str, ...]:
    best, *others = match.candidates or (None,)
    bound = next((each for each in match.candidates if each.qb_id == match.qb_id), best)
    named = "; ".join(f"{each.name} ({each.qb_id}, {each.score})" for each in others if each is not None)
    there = (bound.name, bound.qb_id, str(bound.score), bound.reason) if bound else ("", "", "", "")
    return (match.ref.key, match.name, match.decision.value, *there, named, match.taken)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    is_marked = cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA)
    return cell[1:] if is_marked else cell
