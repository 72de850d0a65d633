"""The blueprint: which page is where, which right it takes, and what no answer may go without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from allorders_hooks.host import Right
from allorders_hooks.pages import Pages
from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import Forbidden, HTTPException, NotFound

from allorders_quickbooks.operations.naming import figure, label
from allorders_quickbooks.web import (
    adjustments,
    charts,
    document,
    history,
    lists,
    matching,
    now,
    preview,
    problems,
    setup,
    undo,
)
from allorders_quickbooks.web.visit import Centre, begin, name_of, pressable, visit

NAME = "quickbooks"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_REFUSALS = {
    Right.VIEW: "You may not see what is synchronized with QuickBooks.",
    Right.OPERATE: "You may not send, retry or stop anything.",
    Right.UNDO: "You may not take anything back out of QuickBooks.",
    Right.CONFIGURE: "You may not change how QuickBooks is synchronized.",
}


class Route(NamedTuple):
    """One address. What it does is refused to whoever lacks the right; VIEW is asked for on all of them."""

    rule: str
    view: Callable[..., Any]
    right: Right = Right.VIEW
    methods: tuple[str, ...] = ("GET",)


_POST = ("POST",)
ROUTES = (
    Route("/", now.now),
    Route("/progress", now.progress),
    Route("/synchronize", now.synchronize, Right.OPERATE, _POST),
    Route("/cancel", now.cancel, Right.OPERATE, _POST),
    Route("/preview", preview.preview),
    Route("/problems", problems.problems),
    Route("/problems/cause", problems.cause),
    Route("/problems/all", problems.act_on_all, Right.OPERATE, _POST),
    Route("/act", problems.act, Right.OPERATE, _POST),
    Route("/document", document.document),
    Route("/document/link", document.link, Right.OPERATE, _POST),
    Route("/history", history.history),
    Route("/history/journal", history.journal),
    Route("/history/journal.csv", history.journal_csv),
    Route("/history/sets/<set_id>", history.message_set),
    Route("/undo", undo.undo, Right.UNDO),
    Route("/undo/confirm", undo.confirm, Right.UNDO, _POST),
    Route("/undo/take-out", undo.take_out, Right.UNDO, _POST),
    Route("/matching", matching.matching),
    Route("/matching/propose", matching.propose_matches, Right.OPERATE, _POST),
    Route("/matching/accept", matching.accept_matches, Right.OPERATE, _POST),
    Route("/matching/decide", matching.decide_matches, Right.OPERATE, _POST),
    Route("/matching/undo", matching.undo_matches, Right.UNDO, _POST),
    Route("/matching/confirm", matching.confirm_matches, Right.OPERATE, _POST),
    Route("/matching/sheet", matching.match_sheet_out),
    Route("/matching/sheet/read", matching.match_sheet_in, Right.OPERATE, _POST),
    Route("/setup", setup.setup),
    Route("/setup/examine", setup.examine_connection, Right.OPERATE, _POST),
    Route("/setup/save", setup.save_suggested, Right.CONFIGURE, _POST),
    Route("/lists", lists.lists),
    Route("/lists/pull", lists.pull, Right.OPERATE, _POST),
    Route("/lists/compare", lists.compare, Right.OPERATE, _POST),
    Route("/lists/report", lists.report),
    Route("/lists/report.csv", lists.report_csv),
    Route("/lists/records", lists.records),
    Route("/lists/records/pull", lists.pull_records, Right.OPERATE, _POST),
    Route("/lists/adjustments", adjustments.adjustments),
    Route("/lists/adjustments/look", adjustments.look_at_adjustments),
    Route("/lists/adjustments/propose", adjustments.propose_adjustments, Right.OPERATE, _POST),
    Route("/lists/adjustments/accept", adjustments.accept_adjustments, Right.OPERATE, _POST),
    Route("/lists/adjustments/dismiss", adjustments.dismiss_adjustments, Right.OPERATE, _POST),
    Route("/lists/adjustments/undo", adjustments.undo_adjustments, Right.UNDO, _POST),
)
ENTRIES = (
    ("now", "Now"),
    ("preview", "Preview"),
    ("problems", "Problems"),
    ("history", "History"),
    ("undo", "Undo"),
    ("matching", "Matching"),
    ("lists", "Lists and stock"),
    ("setup", "Set-up"),
)


def pages(centre: Centre) -> Pages:
    """All pages, to be mounted by the host."""
    site = Blueprint(NAME, __name__, template_folder="templates", static_folder="static", static_url_path="/static")
    rights = {f"{NAME}.{route.view.__name__}": route.right for route in ROUTES}
    for route in ROUTES:
        site.add_url_rule(route.rule, view_func=route.view, methods=list(route.methods))
    site.before_request(partial(_admit, centre, rights))
    site.after_request(_forbid)
    site.context_processor(partial(_on_every_page, centre))
    site.register_error_handler(Forbidden, partial(_refused, centre))
    site.register_error_handler(NotFound, partial(_refused, centre))
    site.add_app_template_filter(_moment, "qb_moment")
    site.add_app_template_filter(figure, "qb_figure")
    return Pages(blueprint=site, entries=tuple((f"{NAME}.{name}", caption) for name, caption in ENTRIES))


def _admit(centre: Centre, rights: dict[str, Right]) -> None:
    """Let nobody in without the right to see, and nobody do what takes another. Static files hold no secret."""
    if request.endpoint == f"{NAME}.static":
        return
    begin(centre)
    for right in (Right.VIEW, rights.get(request.endpoint or "", Right.VIEW)):
        if not visit().may(right):
            abort(403, f"{_REFUSALS[right]} Ask whoever manages the users for the right to {right.value}.")


def _forbid(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint != f"{NAME}.static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _on_every_page(centre: Centre) -> dict[str, Any]:
    return {
        "frame": centre.frame,
        "may": lambda right: visit().may(Right(right)),
        "token": partial(_token, centre),
        "name_of": name_of,
        "pressable": pressable,
        "label": label,
        "drawing": (charts.WIDTH, charts.HEIGHT),
        "here": request.full_path.rstrip("?"),
    }


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _token(centre: Centre) -> Markup:
    name, value = centre.frame.token()
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def _refused(centre: Centre, error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    return render_template("quickbooks/refused.html", frame=centre.frame, error=error), code
