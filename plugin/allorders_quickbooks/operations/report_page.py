"""The report of the reconciliation as one page to be printed: no script, nothing to be loaded, every text escaped.

It is written piece by piece, so that any number of items can be on it. The chart shows, for each comparison that was
finished, how many items differed for known reasons and for none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from io import StringIO
from typing import TextIO

from allorders_quickbooks.mapping.differences import SENTENCES, Why
from allorders_quickbooks.operations import reconcile
from allorders_quickbooks.operations.naming import figure
from allorders_quickbooks.operations.reconcile import Line, Report
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store.adjusted import Adjusted
from allorders_quickbooks.store.stock import Reconciliation

_WIDTH, _HEIGHT, _BAR = 640, 120, 12
STYLE = (
    "body{font:10pt sans-serif;margin:2em}table{border-collapse:collapse;width:100%}thead{display:table-header-group}"
    "tr{break-inside:avoid}th,td{border-bottom:1px solid #999;padding:2px 6px;text-align:left}"
    ".n{text-align:right}.unexplained{font-weight:bold}svg{display:block;margin:1em 0}@media print{body{margin:0}}"
)


def write_html(ports: Ports, key: str, to: TextIO) -> None:
    """The whole report of the last comparison."""
    report = reconcile.report(ports, key)
    to.write(f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Stock, {escape(key)}</title>')
    to.write(f"<style>{STYLE}</style></head><body><h1>Stock here and in QuickBooks</h1>")
    to.writelines(_head(report))
    to.writelines(_chart(report.history))
    to.write("<h2>Items</h2><table><thead><tr><th>Item</th><th class=n>QuickBooks</th><th class=n>Here</th>")
    to.write("<th class=n>Difference</th><th>Why</th><th class=n>Unexplained</th><th class=n>Value there</th>")
    to.write("<th class=n>Value here</th></tr></thead><tbody>")
    for line in reconcile.lines(ports, key):
        to.writelines(_item(line))
    to.write("</tbody></table>")
    to.writelines(_adjustments(report.adjustments))
    to.write("</body></html>")


def html_text(ports: Ports, key: str) -> str:
    """The same as one text."""
    written = StringIO()
    write_html(ports, key, written)
    return written.getvalue()


def _head(report: Report) -> Iterator[str]:
    last = report.last
    if last is None:
        yield "<p>The stock has not been compared yet.</p>"
        return
    yield f"<p>Compared {_moment(last.ended or last.started)}: {last.matched} items match, {last.explained} differ for "
    yield f"known reasons, {last.unexplained} for none. The two values may differ for ever: each side costs in its own "
    yield "way, QuickBooks at average cost.</p>"
    if last.reasons:
        yield "<ul>"
        for why in Why:
            if last.reasons.get(why.value):
                yield f"<li>{escape(SENTENCES[why])}: {last.reasons[why.value]}</li>"
        yield "</ul>"


def _chart(history: Sequence[Reconciliation]) -> Iterator[str]:
    """Bars, oldest first: below what is explained, above what is not."""
    shown = list(reversed(history))[-(_WIDTH // _BAR) :]
    most = max((each.explained + each.unexplained for each in shown), default=0)
    if not most:
        return
    yield f'<svg role="img" aria-label="Differences over time" width="{_WIDTH}" height="{_HEIGHT + 14}">'
    for place, each in enumerate(shown):
        known, rest = (_HEIGHT * many // most for many in (each.explained, each.unexplained))
        left = place * _BAR
        title = f"{_moment(each.started)}: {each.explained} explained, {each.unexplained} unexplained"
        yield f"<g><title>{escape(title)}</title>"
        yield f'<rect x="{left}" y="{_HEIGHT - known}" width="{_BAR - 2}" height="{known}" fill="#7a9cc6"/>'
        yield f'<rect x="{left}" y="{_HEIGHT - known - rest}" width="{_BAR - 2}" height="{rest}" fill="#c0392b"/></g>'
    yield f'<text x="0" y="{_HEIGHT + 12}" font-size="10">{escape(_moment(shown[0].started))}</text></svg>'


def _item(line: Line) -> Iterator[str]:
    item = line.stock
    here = "" if item.here is None else figure(item.here)
    yield f"<tr class={line.outcome}><td>{escape(item.name)}</td><td class=n>{figure(item.there)}</td>"
    yield f"<td class=n>{here}</td><td class=n>{figure(item.difference)}</td><td>{_why(line)}</td>"
    yield f"<td class=n>{figure(item.unexplained)}</td><td class=n>{line.worth_there:.2f}</td>"
    yield f"<td class=n>{item.worth:.2f}</td></tr>"


def _why(line: Line) -> str:
    reasons = (
        f"{figure(quantity)}: {escape(SENTENCES[Why(why)])}" for why, quantity in sorted(line.stock.explained.items())
    )
    documents = (
        f"{escape(cause.document.kind)} {escape(cause.number or cause.document.key)} ({figure(cause.quantity)})"
        for cause in line.documents
    )
    return "<br>".join((*reasons, *documents))


def _adjustments(made: Sequence[Adjusted]) -> Iterator[str]:
    if not made:
        return
    yield "<h2>Adjustments</h2><table><thead><tr><th>Number</th><th>Where</th><th>State</th><th>Date</th>"
    yield "<th class=n>Items</th><th class=n>Worth</th><th>By</th></tr></thead><tbody>"
    for each in made:
        where = "in the order system" if each.made_here else "in QuickBooks"
        yield f"<tr><td>{each.number}</td><td>{where}</td><td>{escape(each.state.value)}</td><td>{each.txn_date}</td>"
        yield f"<td class=n>{len(each.lines)}</td><td class=n>{escape(str(each.worth))}</td>"
        yield f"<td>{escape(each.who)}</td></tr>"
    yield "</tbody></table>"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
