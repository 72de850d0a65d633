"""Lists and stock: the way to two files that agree, what to pull of QuickBooks' lists, and the comparison's report."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

from allorders_hooks.status import ActionResult
from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from allorders_quickbooks.operations import guided, pulling, reconcile, report_page
from allorders_quickbooks.store import companies
from allorders_quickbooks.web.visit import done, visit

_NO_DAY = ActionResult(done=False, sentence="That is no date.", remedy="Enter it as 2026-01-31, or leave it empty.")


def lists() -> str:
    here = visit()
    with here.ports.database.read() as connection:
        company = companies.load(connection, here.company)
    return render_template(
        "quickbooks/lists.html",
        steps=guided.steps(here.ports, here.company),
        lists=pulling.lists(company),
        report=reconcile.report(here.ports, here.company, comparisons=1),
    )


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
    return done(reconcile.compare(here.ports, here.company, here.user), "quickbooks.lists")


def report() -> Response:
    """The report to be printed. It brings its own style, which is let in by its digest and by nothing else."""
    here = visit()
    answer = Response(report_page.html_text(here.ports, here.company), content_type="text/html; charset=utf-8")
    digest = base64.b64encode(hashlib.sha256(report_page.STYLE.encode()).digest()).decode()
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return answer
