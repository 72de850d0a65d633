"""History: the runs, the journal with its filters and as CSV, and the exact words of one message set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from allorders_hooks.documents import Kind
from flask import Response, abort, render_template, request, stream_with_context

from allorders_quickbooks.operations import history as operation
from allorders_quickbooks.operations.naming import label
from allorders_quickbooks.store.journal import Filter
from allorders_quickbooks.web import charts
from allorders_quickbooks.web.visit import visit

KINDS = tuple((kind.value, label(kind)) for kind in Kind)


def history() -> str:
    """Runs, and what has been done over the last days as charts."""
    here = visit()
    runs = operation.list_runs(here.ports, here.company, request.args.get("before", None, int))
    figures = operation.figures(here.ports, here.company)
    more = runs[-1].number if len(runs) == operation.PAGE else None
    return render_template("quickbooks/history.html", runs=runs, more=more, charts=charts.of(figures))


def journal() -> str:
    here, wanted = visit(), _wanted()
    lines = [] if wanted is None else operation.lines(here.ports, here.company, wanted, _before())
    titles = operation.titles(here.ports, {line.ref for line in lines if line.ref is not None})
    more = lines[-1].id if len(lines) == operation.PAGE else None
    asked = {name: value for name, value in request.args.items() if value and name != "before"}
    page = {"lines": lines, "titles": titles, "more": more, "asked": asked, "kinds": KINDS}
    return render_template("quickbooks/journal.html", **page)


def journal_csv() -> Response:
    """The lines that the filters let through, as a file; it is sent while it is read."""
    here, wanted = visit(), _wanted()
    pieces: Iterator[str] = iter(()) if wanted is None else operation.csv_text(here.ports, here.company, wanted)
    answer = Response(stream_with_context(pieces), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="quickbooks-journal.csv"'
    return answer


def message_set(set_id: str) -> str:
    here = visit()
    found = operation.message_set(here.ports, here.company, set_id) or abort(404, "There is no such message set.")
    titles = operation.titles(here.ports, set(found.documents))
    return render_template("quickbooks/set.html", set=found, titles=titles)


def _wanted() -> Filter | None:
    """What the address asks for; None where it names a document that is not known, so that nothing can be found."""
    given = {name: request.args.get(name, "").strip() for name in ("kind", "key", "number", "who", "what")}
    key = given["key"]
    if given["number"]:
        here = visit()
        found = operation.numbered(here.ports, here.company, given["kind"], given["number"])
        if found is None:
            return None
        given["kind"], key = found.kind, found.key
    until = _day("until")
    return Filter(
        kind=given["kind"],
        key=key,
        who=given["who"],
        what=given["what"],
        since=_midnight(_day("since")),
        until=_midnight(until + timedelta(days=1) if until is not None else None),
    )


def _before() -> int | None:
    return request.args.get("before", None, int)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)
