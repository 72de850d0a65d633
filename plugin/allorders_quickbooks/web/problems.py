"""Problems: what keeps documents out of the books, grouped by cause, each with what can be done about it."""

from __future__ import annotations

from itertools import groupby

from allorders_hooks.status import Problem
from flask import render_template, request
from werkzeug.wrappers import Response

from allorders_quickbooks.operations import status
from allorders_quickbooks.web.visit import done, refs_chosen, visit


def problems() -> str:
    here = visit()
    found = status.status(here.ports, here.company)
    by_cause = [(reason, list(of_it)) for reason, of_it in groupby(found.problems, key=_cause)]
    return render_template("quickbooks/problems.html", status=found, groups=by_cause, buttons=_buttons)


def act() -> Response:
    """A verb about the documents that the form names."""
    here = visit()
    result = here.centre.doors.do_action(here.company, request.form.get("action", ""), refs_chosen(), here.user)
    return done(result, "quickbooks.problems")


def _cause(problem: Problem) -> str:
    return problem.reason


def _buttons(problem: Problem) -> tuple[tuple[str, str], ...]:
    """What the document's own box offers."""
    if problem.ref is None:
        return ()
    box = status.panel(visit().ports, problem.ref)
    return box.actions if box is not None else ()
