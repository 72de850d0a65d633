"""Lists and stock: the way to two files that agree, what to pull of QuickBooks' lists, and the comparison's report."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

from allorders_hooks.documents import Kind
from allorders_hooks.status import ActionResult
from flask import Response, abort, render_template, request, stream_with_context
from werkzeug.wrappers import Response as AnyResponse

from allorders_quickbooks.operations import adjustments, guided, pulling, reconcile, report_page, settings
from allorders_quickbooks.operations.naming import label
from allorders_quickbooks.preferences import Reconciliation
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.adjusted import State
from allorders_quickbooks.web import charts
from allorders_quickbooks.web.adjustments import STATES
from allorders_quickbooks.web.visit import done, refs_chosen, visit

COMPARISONS = 50  # that the chart shows
KINDS = tuple((kind.value, label(kind)) for kind in (Kind.CUSTOMER, Kind.VENDOR, Kind.ITEM))
_SHOWN = 30
_NO_DAY = ActionResult(done=False, sentence="That is no date.", remedy="Enter it as 2026-01-31, or leave it empty.")


def lists() -> str:
    here = visit()
    with here.ports.database.read() as connection:
        company = companies.load(connection, here.company)
    known = reconcile.history(here.ports, here.company, COMPARISONS)
    offered = ("Account", "Class") if known and known[0].unexplained else ()
    newest = adjustments.latest(here.ports, here.company)
    return render_template(
        "quickbooks/lists.html",
        steps=guided.steps(here.ports, here.company),
        lists=pulling.lists(company),
        last=known[0] if known else None,
        chart=charts.of_comparisons(known) if known else None,
        company=company,
        is_automatic=company.preferences.reconciliation is not Reconciliation.NONE,
        to_quickbooks=company.preferences.reconciliation is Reconciliation.TO_ALL_ORDERS,
        proposed=[each for each in newest if each.state is State.PROPOSED],
        made=[each for each in newest if each.state is not State.PROPOSED][:_SHOWN],
        states=STATES,
        screens=(settings.PREFERENCES, settings.COMPANY),
        names={listed: pulling.names(here.ports, here.company, listed) for listed in offered},
        kinds=KINDS,
    )


def records() -> str:
    """Records of one kind that QuickBooks has, by the beginning of their names, to be pulled one by one."""
    here, kind, begins = visit(), request.args.get("kind", Kind.CUSTOMER.value), request.args.get("begins", "").strip()
    if kind not in dict(KINDS):
        abort(404, "There are no records of that kind to pull.")
    found = pulling.to_choose_from(here.ports, here.company, kind, begins, _SHOWN + 1)
    page = {"kind": kind, "begins": begins, "kinds": KINDS, "found": found[:_SHOWN], "are_more": len(found) > _SHOWN}
    return render_template("quickbooks/records.html", **page)


def pull_records() -> AnyResponse:
    here = visit()
    result = here.centre.doors.do_action(here.company, pulling.CHOSEN, refs_chosen(), here.user)
    return done(result, "quickbooks.lists")


def pull() -> AnyResponse:
    return done(_pulled(), "quickbooks.lists")


def _pulled() -> ActionResult:
    here, wanted, since = visit(), request.form.getlist("list"), request.form.get("since", "").strip()
    match request.form.get("which"):
        case "all":
            return pulling.full(here.ports, here.company, here.user)
        case "since":
            return pulling.since_last(here.ports, here.company, here.user)
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError:
        return _NO_DAY
    return pulling.selective(here.ports, here.company, wanted, day, here.user)


def compare() -> AnyResponse:
    here = visit()
    return done(here.centre.doors.do_action(here.company, adjustments.COMPARE, (), here.user), "quickbooks.lists")


def report_csv() -> Response:
    """The report as a file; it is sent while it is read."""
    here = visit()
    pieces = stream_with_context(reconcile.csv_text(here.ports, here.company))
    answer = Response(pieces, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="stock.csv"'
    return answer


def report() -> Response:
    """The report to be printed. It brings its own style, which is let in by its digest and by nothing else."""
    here = visit()
    answer = Response(report_page.html_text(here.ports, here.company), content_type="text/html; charset=utf-8")
    digest = base64.b64encode(hashlib.sha256(report_page.STYLE.encode()).digest()).decode()
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return answer
