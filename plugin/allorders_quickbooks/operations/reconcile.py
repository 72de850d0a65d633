"""The comparison of the stock: have it made, and the report of the last one. What follows of it is `adjustments`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

from allorders_hooks.status import ActionResult

from allorders_quickbooks.effects import Cause, ItemStock
from allorders_quickbooks.mapping.differences import SENTENCES, Why
from allorders_quickbooks.operations.naming import figure
from allorders_quickbooks.operations.sheets import safe
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import adjusted, companies, journal, stock
from allorders_quickbooks.store.adjusted import Adjusted
from allorders_quickbooks.store.stock import Reconciliation

_PAGE = 400
_NOTHING = Decimal(0)
_COLUMNS = (
    "Item",
    "QuickBooks",
    "Here",
    "Difference",
    *(SENTENCES[why] for why in Why),
    "Unexplained",
    "Outcome",
    "Value in QuickBooks",
    "Value here",
)


@dataclass(frozen=True)
class Line:
    """One item of the report, with the documents that explain its difference."""

    stock: ItemStock
    documents: Sequence[Cause]

    @property
    def outcome(self) -> str:
        if self.stock.unexplained:
            return "unexplained"
        return "explained" if self.stock.explained else "matched"

    @property
    def worth_there(self) -> Decimal:
        """QuickBooks' value at average cost. The two values may differ for ever: each side costs in its own way."""
        return self.stock.there * self.stock.cost


@dataclass(frozen=True)
class Report:
    """The last comparison that was finished, and what was adjusted so far. `lines` are read as they are asked for."""

    last: Reconciliation | None
    history: Sequence[Reconciliation]
    adjustments: Sequence[Adjusted]


def compare(ports: Ports, key: str, user: str) -> ActionResult:
    """Have the next run compare the stock, and start it."""
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        stock.ask(connection, key, now, user)
        journal.write(connection, key, [journal.Line("asked: reconcile")], now=now, who=user)
        companies.ask_for_run(connection, key)
    return ActionResult(done=True, sentence="The stock is compared in the next run, which starts now.")


def report(ports: Ports, key: str, comparisons: int = 50) -> Report:
    """The report without its lines; `history` is what a chart of differences over time is drawn from."""
    known = history(ports, key, comparisons)
    with ports.database.read() as connection:
        made = adjusted.in_state(connection, key)
    return Report(known[0] if known else None, known, made)


def history(ports: Ports, key: str, comparisons: int) -> list[Reconciliation]:
    """The comparisons that were finished, newest first."""
    with ports.database.read() as connection:
        return stock.history(connection, key, comparisons)


def lines(ports: Ports, key: str) -> Iterator[Line]:
    """The items of the last comparison, some hundreds at a time, so that any number of them can be written out."""
    after = ""
    while True:
        with ports.database.read() as connection:
            page = stock.items(connection, key, after, _PAGE)
            known = stock.explanations(connection, key, [each.item.key for each in page])
        if not page:
            return
        for item in page:
            yield Line(item, [each for each in known if each.item == item.item])
        after = page[-1].item.key


def csv_text(ports: Ports, key: str) -> Iterator[str]:
    """The report as CSV, piece by piece: one row an item, one column a reason. Nothing in it can be taken for a
    formula."""
    yield _csv(_COLUMNS)
    for line in lines(ports, key):
        yield _csv(_cells(line))


def _csv(cells: Sequence[str]) -> str:
    written = StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _cells(line: Line) -> list[str]:
    item = line.stock
    explained = [figure(item.explained.get(why.value, _NOTHING)) for why in Why]
    here = "" if item.here is None else figure(item.here)
    figures = [figure(item.there), here, figure(item.difference), *explained, figure(item.unexplained)]
    return [safe(item.name), *figures, line.outcome, f"{line.worth_there:.2f}", f"{item.worth:.2f}"]
